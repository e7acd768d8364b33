# Codes in one form, whichever file they stand in; what was mended is said.
. "$TESTS/cli/common.sh"
job="$regions $population"
nbsp=$(printf '\302\240'); zwsp=$(printf '\342\200\213')
told() { grep -q -- "$1" "$tmp/stderr" || { flunk "not told: $1"; cat "$tmp/stderr"; }; }

# accounts: each county once, each kind of dirt in turn
{
    echo "id,code,population"
    printf 'a,6037,1\nb,06037.0,1\nc,%s06037%s,1\nd,"=""06037""",1\ne,US-06037,1\nf,6037.00,1\ng,06037 Los Angeles,1\nh,06037,1\n' "$nbsp" "$zwsp"
} > "$tmp/a.csv"
expect 0 "8 of 8 accounts have a region" "$CANTON" validate $job --accounts "$tmp/a.csv"
told "codes given their leading zeros back (line 2: a code 6037; line 7: f code 6037.00)"
told "codes that had become decimal numbers (line 3: b code 06037.0; line 7"
told "without regard to blanks, dashes and invisible characters (line 4"
told "taken out of the quotes of a spreadsheet (line 5"
told "without the prefix of its country (line 6"
told "longer than the regions', cut to theirs (line 8"

# the same in the small files
printf 'from,to\n6037.0,US-06071\n%s6037,6059\n' "$nbsp" > "$tmp/g.csv"
expect 0 "2 pairs of neighbours" "$CANTON" validate $job --accounts "$tmp/a.csv" --adjacency "$tmp/g.csv"
told "g.csv: codes given their leading zeros back (first '6037.0' in line 2)"
printf '2\n6037 2\n6071 6059\n6071 1\n6037\n' > "$tmp/g.gal"
expect 0 "2 pairs of neighbours" "$CANTON" validate $job --accounts "$tmp/a.csv" --adjacency "$tmp/g.gal"
told "g.gal: codes given their leading zeros back (first '6037' in line 2)"
printf 'from,to\n2016,53009.0\n' > "$tmp/b.csv"
expect 0 "b.csv: code given its leading zeros back (first '2016' in line 2)" "$CANTON" validate $job --accounts "$tmp/a.csv" --bridges "$tmp/b.csv"
printf 'a%s,b\n6037,06071%s\n' "$nbsp" "$nbsp" > "$tmp/apart.csv"
expect 0 "apart.csv: code given its leading zeros back" "$CANTON" run $job $cities --k 5 --effort 1 --apart "$tmp/apart.csv" --out "$tmp/out"
printf 'territory,name,share\n1,West,1\n2,East%s,1\n' "$nbsp" > "$tmp/targets.csv"
printf 'code,territory\n6037,west\n17031.0,EAST\n' > "$tmp/forbid.csv"
expect 0 "forbid.csv: code that had become a decimal number (first '17031.0' in line 3)" "$CANTON" run $job $cities --targets "$tmp/targets.csv" --forbid "$tmp/forbid.csv" --effort 1 --out "$tmp/out" --overwrite
grep -q '^17031,1,West,' "$tmp/out/regions.csv" || flunk "17031 is not in West: $(grep ^17031 "$tmp/out/regions.csv")"

# today's alignment through a spreadsheet
sed 's/^0*\([0-9]*\),\([0-9]*\),.*/\1.0,\2/; 1s/.*/Code ;Territory/; s/,/;/' "$tmp/out/regions.csv" > "$tmp/today.csv"
expect 0 "today.csv: codes that had become decimal numbers" "$CANTON" assess $job $cities --current "$tmp/today.csv"

# what two regions could be is left alone and told
expect 3 "those of accounts are longer" "$CANTON" validate $job --accounts <(printf 'code,population\nabc12345xyz,1\n')
finish
