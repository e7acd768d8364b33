# Longitudes from 0 to 360 are those from -180 to 180: the same plan, borders and joins, and it is said.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
command -v perl > /dev/null || { echo "skipped: no perl to turn a layer with"; echo "0 passed, 0 failed"; exit 0; }
plan() { "$CANTON" run --code GEOID $population --k 6 --effort 1 "$@" > "$tmp/stdout" 2> "$tmp/stderr" || { flunk "exit $?: $*"; cat "$tmp/stderr"; }; }
says() { grep -q -- "$1" "$tmp/stderr" || { flunk "not said: $1"; cat "$tmp/stderr"; }; }

cp "$DATASETS"/us_counties.* "$tmp/" && mv "$tmp/us_counties.shp" "$tmp/straight.shp"
# every vertex by itself: the Aleutians, drawn on both sides of 180, come together
perl -e 'binmode STDIN; binmode STDOUT; local $/; my $b = <STDIN>; my $at = 100;
    while ($at < length $b) {
        my $size = 2 * unpack("N", substr($b, $at + 4, 4));
        if (unpack("V", substr($b, $at + 8, 4)) == 5) {
            my ($parts, $points) = unpack("VV", substr($b, $at + 44, 8));
            for my $i (0 .. $points - 1) {
                my $p = $at + 52 + 4 * $parts + 16 * $i;
                my $x = unpack("d<", substr($b, $p, 8));
                substr($b, $p, 8) = pack("d<", $x + 360) if $x < 0;
            }
        }
        $at += 8 + $size;
    }
    print $b' < "$tmp/straight.shp" > "$tmp/us_counties.shp"
awk -F, -v OFS=, 'NR > 1 && $4 < 0 {$4 += 360} 1' OFMT=%.9g CONVFMT=%.9g "$DATASETS/us_cities.csv" > "$tmp/cities.csv"

plan $regions $cities --out "$tmp/a"
plan --regions "$tmp/us_counties.shp" $cities --out "$tmp/b"
says 'us_counties.shp: regions beyond longitude 180, 360 degrees turned back'
plan --regions "$tmp/us_counties.shp" --accounts "$tmp/cities.csv" --out "$tmp/c"
says '16,[0-9]* cities.csv: cells of longitude beyond 180, 360 degrees turned back: line 2'
for d in b c; do
    cmp "$tmp/a/regions.csv" "$tmp/$d/regions.csv" || flunk "another plan in $d"
    cmp "$tmp/a/unmatched.csv" "$tmp/$d/unmatched.csv" || flunk "other accounts have a region in $d"
done
cmp "$tmp/a/assignments.csv" "$tmp/b/assignments.csv" || flunk "accounts are elsewhere"
finish
