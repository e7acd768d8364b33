# What is wrong with accounts is refused, or counted to the last unit, as it was asked for.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
weights="--measure w=column:w --k 3 --effort 1"
# 400 cities with a weight, in tenths; $1: how many rows get what awk program $2 makes of them
accounts() { awk -F, -v OFS=, -v n="$1" 'NR==1 {print "id,lon,lat,w"; next} NR>401 {exit} {id="A"NR; lon=$4; lat=$5; w=NR".5"} NR<=n+1 {'"$2"'} {print id,lon,lat,w}' "$DATASETS/us_cities.csv"; }
head -2 "$DATASETS/us_cities.csv" | grep -q 'lon,lat' || flunk "us_cities.csv has other columns"
plan() { "$CANTON" run $regions --accounts "$tmp/a.csv" $weights --tolerance 40 --out "$tmp/out" --overwrite "$@" > "$tmp/stdout" 2> "$tmp/stderr" || { flunk "exit $?: $*"; cat "$tmp/stderr"; }; }
says() { grep -q -- "$2" "$tmp/$1" || { flunk "$1 lacks '$2'"; [ "$1" = report.html ] || cat "$tmp/$1"; }; }
cp_out() { cp "$tmp/out/$1" "$tmp/$1"; }

accounts 0 '' > "$tmp/a.csv"
plan; cp_out regions.csv; cp_out report.html; says report.html '<span class="badge">every band is met</span>'
says stdout 'w  *80,800.0 read = 80,800.0 in regions + 0.0 unmatched + 0.0 set aside'

# more than the limit: before anything is solved, with counts; validate goes on
accounts 10 'lon=0' > "$tmp/a.csv"
expect 3 '10 of 400 accounts are without a region or unreadable (2.5 % of the rows, .*), more than --max-bad 1% allows: 10 in no region and near none' "$CANTON" run $regions --accounts "$tmp/a.csv" $weights --out "$tmp/none"
grep -q '^cluster' "$tmp/stderr" && flunk "solved before it was refused"
[ -e "$tmp/none" ] && flunk "written though refused"
expect 3 '10 of 400 accounts' "$CANTON" validate $regions --accounts "$tmp/a.csv" --measure w=column:w
says stdout 'w  *80,800.0 read = 80,730.0 in regions + 70.0 unmatched + 0.0 set aside'
says stdout '^  graph'
expect 3 'more than --max-bad 9 allows' "$CANTON" validate $regions --accounts "$tmp/a.csv" --max-bad 9
expect 0 '' "$CANTON" validate $regions --accounts "$tmp/a.csv" --max-bad 10
expect 2 "max-bad: '101%' is not a share" "$CANTON" validate $regions --accounts "$tmp/a.csv" --max-bad 101%
plan --max-bad 3%
cp_out report.html; says report.html 'badge bad">every band is met, but 2.5 % of the accounts'
says report.html '<td class="text">w</td><td>80,800.0</td><td>80,730.0</td><td>70.0</td><td>0.0</td>'
cp_out summary.json; says summary.json '"input":.*80800.0'; says summary.json '"max-bad":.*"3%"'
# few rows, much weight
accounts 3 'lon=0; w=9000' > "$tmp/a.csv"
expect 3 '3 of 400 .*(0.75 % of the rows, 25 % of w), more than --max-bad 1%' "$CANTON" validate $regions --accounts "$tmp/a.csv" --measure w=column:w

# cells that are no numbers
accounts 5 'w="soon"' > "$tmp/a.csv"
expect 3 '5 of 400 .* 5 with a cell that is no number' "$CANTON" validate $regions --accounts "$tmp/a.csv" --measure w=column:w
expect 3 "'soon' is no number (5 such cells)" "$CANTON" validate $regions --accounts "$tmp/a.csv" --measure w=column:w --bad-number error
plan --bad-number zero; says stdout '80,777.5 read = 80,777.5 in regions'
plan --bad-number skip
says stdout 'and 5 without a region'
[ "$(grep -c 'set aside: a cell is no number' "$tmp/out/unmatched.csv")" = 5 ] || flunk "rows set aside are not in unmatched.csv"
[ "$(wc -l < "$tmp/out/assignments.csv")" = 396 ] || flunk "assignments.csv has rows that are set aside"

# below 0
accounts 2 'w="("NR")"' > "$tmp/a.csv"
expect 3 "a.csv:2: column 'w' is negative: '(2)' (2 such rows)" "$CANTON" run $regions --accounts "$tmp/a.csv" $weights --out "$tmp/none"
grep -q '^join' "$tmp/stderr" && flunk "a negative weight is found late"
expect 3 "is negative: '(2)'" "$CANTON" validate $regions --accounts "$tmp/a.csv" --measure w=column:w
says stdout '^  graph'
plan --negative zero; says stdout '80,789.0 read = 80,794.0 in regions + 0.0 unmatched + -5.0 set aside'

# the decimal mark
accounts 400 'w="1.225"' > "$tmp/a.csv"
plan; says stdout ' 490.000 read'; says stderr "'1.225' of w has decimals: other columns have decimal points"
plan --decimal ,; says stdout ' 490,000 read'
grep -q -- '--decimal ,' "$tmp/out/canton.log" || flunk "the command does not say --decimal"

# ids in several rows; the same without keeping rows
accounts 6 'id="A1"' > "$tmp/a.csv"
plan --duplicates first
says stderr '5 accounts are set aside because their id stood before'
says stdout '80,800.0 read = 80,772.5 in regions + 0.0 unmatched + 27.5 set aside'
plan --duplicates first --layers territories; says stdout '80,772.5 in regions + 0.0 unmatched + 27.5 set aside'
expect 3 "1 duplicate account id in several rows: 'A1' in line 2" "$CANTON" validate $regions --accounts "$tmp/a.csv" --duplicates error
# formulas, and what a terminal would obey
accounts 2 'id="=cmd|"NR' > "$tmp/a.csv"
plan; says stderr '2 account ids in assignments.csv that a spreadsheet would run as formulas'
grep -q "^'=cmd|2," "$tmp/out/assignments.csv" || flunk "a formula is not disarmed"
plan --formulas keep; grep -q "^=cmd|2," "$tmp/out/assignments.csv" || flunk "--formulas keep changes cells"
says stdout "80,800.0 read"
printf 'id,lon,lat\nA,-86,32\n\033[31mred,-86,32\n' > "$tmp/esc.csv"
expect 3 "esc.csv:3: the account id ' \[31mred' has control characters (1 such row)" "$CANTON" validate $regions --accounts "$tmp/esc.csv"
{ printf 'id,lon,lat,note\n'; for i in $(seq 3000); do echo "A$i,-86,32,"; done; printf 'B,-86,32,x\0y\n'; } > "$tmp/nul.csv"
expect 3 "nul.csv:3002: a zero byte, which no text has" "$CANTON" validate $regions --accounts "$tmp/nul.csv"

accounts 1 'w=5' > "$tmp/a.csv"
plan --layers territories; says stdout '80,802.5 read = 80,802.5 in regions'

# codes that the layer lacks, as of post office boxes, are usual, unless the limit is given
lacking() { awk -F, -v n="$1" 'NR==1 {print "id,fips,w"; next} NR>201 {exit} {print "A"NR","(NR<=n+1 ? "99"NR : $1)",1"}' "$tmp/regions.csv" > "$tmp/b.csv"; }
lacking 20; expect 0 '20 accounts have a code that no region has' "$CANTON" validate $regions --accounts "$tmp/b.csv" --account-code fips
expect 3 'more than --max-bad 1% allows: 20 with a code that no region has' "$CANTON" validate $regions --accounts "$tmp/b.csv" --account-code fips --max-bad 1%
lacking 21; expect 3 '10.5 % of the rows, .*: 21 with a code that no region has' "$CANTON" validate $regions --accounts "$tmp/b.csv" --account-code fips
finish
