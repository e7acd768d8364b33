# However accounts come in, packed, on standard input or row by row, the plan is the same.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
cities="$DATASETS/us_cities.csv"
gzip -c "$cities" > "$tmp/us_cities.csv.gz"
plan() { # name, accounts, layers
    "$CANTON" run "$DATASETS/demo.ini" --accounts "$2" --layers "$3" --effort 2 --out "$tmp/$1" --quiet 2> "$tmp/said" > /dev/null || { flunk "$1: exit $?"; cat "$tmp/said"; }
}
same() {
    for f in territories.dbf territories.shp regions.dbf unmatched.csv; do
        cmp "$tmp/file/$f" "$tmp/$1/$f" || flunk "$1: another $f"
    done
}
some=territories,regions
plan file "$cities" all
plan packed "$tmp/us_cities.csv.gz" all
plan mapped - all < "$cities"
cat "$cities" | plan piped - all
plan streamed "$cities" $some
cat "$tmp/us_cities.csv.gz" | plan streamed_packed - $some
for how in packed mapped piped streamed streamed_packed; do same $how; done
for how in packed mapped piped; do
    cmp "$tmp/file/assignments.csv" "$tmp/$how/assignments.csv" || flunk "$how: another assignments.csv"
done
head -c 1000 "$tmp/us_cities.csv.gz" > "$tmp/cut.csv.gz"
expect 3 'cut.csv.gz: the gzip archive is damaged: it ends too early' \
    "$CANTON" run "$DATASETS/demo.ini" --accounts "$tmp/cut.csv.gz" --out "$tmp/cut"
finish
