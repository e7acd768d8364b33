# Sourced by the scripts beside it: a scratch folder, and expectations that say what they saw.
set -u
tmp=$(mktemp -d) || exit; trap 'rm -rf "$tmp"' EXIT
bad=0
flunk() { echo "FAIL: $*"; bad=1; }
# expect CODE TEXT COMMAND...: the exit code, and one stderr line with TEXT (a basic regular expression)
expect() {
    local code=$1 text=$2; shift 2
    "$@" >"$tmp/stdout" 2>"$tmp/stderr" </dev/null
    local got=$?
    [ $got = "$code" ] || { flunk "exit $got instead of $code: $*"; cat "$tmp/stderr"; }
    [ -z "$text" ] || grep -q -- "$text" "$tmp/stderr" || { flunk "no '$text' on stderr: $*"; cat "$tmp/stderr"; }
    if [ "$code" != 0 ]; then
        [ "$(grep -c '^canton: error: ' "$tmp/stderr")" = 1 ] || { flunk "not exactly one error line: $*"; cat "$tmp/stderr"; }
    fi
}
finish() { [ $bad = 0 ] && echo "1 passed, 0 failed"; exit $bad; }
regions="--regions $DATASETS/us_counties.shp --code GEOID"
cities="--accounts $DATASETS/us_cities.csv"
population="--measure population=column:population"
