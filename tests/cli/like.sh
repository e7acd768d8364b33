# --like: numbers and names of another plan, wherever it stands.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
regions="--regions $DATASETS/us_counties.shp --code GEOID --accounts $DATASETS/us_cities.csv --measure population=column:population"
job="$regions --k 12 --effort 1 --layers h5,regions-csv"
agree() { # FILE FILE: codes with the same territory and name in both
    [ "$(cut -d, -f1-3 "$1")" = "$(cut -d, -f1-3 "$2")" ]
}
expect 0 "" "$CANTON" run $job --out "$tmp/first"

# the plan numbered the other way round, told as a file, a result and a part of one
awk -F, -v OFS=, 'NR > 1 { $2 = 13 - $2 } { print }' "$tmp/first/regions.csv" > "$tmp/turned.csv"
expect 0 "12 of 12 territories go on from the 12 of --like" "$CANTON" run $job --like "$tmp/turned.csv" --out "$tmp/turned"
grep -q '100.0 % of population stays' "$tmp/stderr" || flunk "not all stays"
agree "$tmp/turned.csv" "$tmp/turned/regions.csv" || flunk "numbers of a CSV were not taken over"
for like in "$tmp/turned" "$tmp/turned/canton.h5" "$tmp/turned/regions.csv"; do
    expect 0 "12 of 12 territories go on" "$CANTON" run $job --like "$like" --out "$tmp/again" --overwrite
    agree "$tmp/turned.csv" "$tmp/again/regions.csv" || flunk "numbers of $like were not taken over"
done
rm "$tmp/turned/canton.h5"
expect 0 "12 of 12 territories go on" "$CANTON" run $job --like "$tmp/turned" --out "$tmp/again" --overwrite
agree "$tmp/turned.csv" "$tmp/again/regions.csv" || flunk "regions.csv of a result was not read"
cmp -s "$tmp/first/regions.csv" "$tmp/again/regions.csv" && flunk "the numbers are those without --like"

# names come along; numbers that cannot be had become names
awk -F, 'NR == 1 { print "code,territory"; next } { print $1 ",North " $2 + 100 }' "$tmp/first/regions.csv" > "$tmp/names.csv"
expect 0 "" "$CANTON" run $job --like "$tmp/names.csv" --out "$tmp/names"
awk -F, 'NR > 1 { print $1 "," $3 }' "$tmp/names/regions.csv" > "$tmp/got"
awk -F, 'NR > 1' "$tmp/names.csv" | cmp -s - "$tmp/got" || flunk "names were not taken over"
sed 's/North //' "$tmp/names.csv" > "$tmp/far.csv"
expect 0 "" "$CANTON" run $job --like "$tmp/far.csv" --out "$tmp/far"
awk -F, 'NR > 1 { print $1 "," $3 }' "$tmp/far/regions.csv" > "$tmp/got"
awk -F, 'NR > 1' "$tmp/far.csv" | cmp -s - "$tmp/got" || flunk "numbers beyond k are not names"
expect 0 "" "$CANTON" run $job --like "$tmp/names" --out "$tmp/again" --overwrite
agree "$tmp/names/regions.csv" "$tmp/again/regions.csv" || flunk "names of a result were not taken over"

# more territories than there were: the new ones have no name; regions that are not named do no harm
head -2000 "$tmp/names.csv" > "$tmp/part.csv"
"$CANTON" run $regions --k 14 --effort 1 --layers regions-csv --like "$tmp/part.csv" --out "$tmp/more" > /dev/null 2> "$tmp/stderr"
n=$(awk -F, 'NR > 1 && $3 == "" { print $2 }' "$tmp/more/regions.csv" | sort -u | wc -l)
[ "$n" -ge 2 ] || flunk "$n of 14 territories are new"
twice=$(awk -F, 'NR > 1 && $3 != "" { print $2 "," $3 }' "$tmp/more/regions.csv" | sort -u | cut -d, -f2 | sort | uniq -d)
[ -z "$twice" ] || flunk "two territories are called $twice"

# the command in the log does it again
grep -q -- '--like' "$tmp/names/canton.log" || flunk "the record lacks --like"

expect 2 "--like and --targets both name the territories" "$CANTON" run $regions --targets "$tmp/none.csv" --like "$tmp/names.csv" --out "$tmp/x"
mkdir "$tmp/empty"
expect 3 "neither canton.h5 nor regions.csv is in it" "$CANTON" run $job --like "$tmp/empty" --out "$tmp/x"
printf 'code,territory\nnowhere,1\n' > "$tmp/other.csv"
expect 3 "other.csv: none of its codes is a region" "$CANTON" run $job --like "$tmp/other.csv" --out "$tmp/x"
printf 'no plan' > "$tmp/bad.h5"
expect 3 "bad.h5: is no canton.h5 with a plan" "$CANTON" run $job --like "$tmp/bad.h5" --out "$tmp/x"
[ -e "$tmp/x" ] && flunk "something was written"
finish
