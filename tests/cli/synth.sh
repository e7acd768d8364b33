# The generator: the same bytes twice, clean layers read without a complaint, each flaw noticed.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
make_layer() { local d=$1; shift; "$SYNTH" --out "$tmp/$d" --regions 1500 --vertices 6 --accounts 6000 --seed 3 "$@" || flunk "canton-synth $*"; }
validate() { expect 0 "" "$CANTON" validate --regions "$tmp/$1/regions.shp" --code CODE --accounts "$tmp/$1/accounts.csv" --measure pop=field:POP; }
says() { grep -q -- "$1" "$tmp/stderr" || { flunk "nothing about '$1'"; cat "$tmp/stderr"; }; }

make_layer a; OMP_NUM_THREADS=1 make_layer b
for f in regions.shp regions.shx regions.dbf accounts.csv; do cmp "$tmp/a/$f" "$tmp/b/$f" || flunk "$f differs from run to run"; done
"$SYNTH" --out "$tmp/short" --regions 1500 --vertices 6 --accounts 100 --seed 3
head -101 "$tmp/a/accounts.csv" | cmp - "$tmp/short/accounts.csv" || flunk "a short file is no beginning of a long one"
validate a
says "1,500 regions"; says "6,000 of 6,000 accounts have a region"
grep -q '!' "$tmp/stderr" && { flunk "a clean layer is complained of"; cat "$tmp/stderr"; }

make_layer unclosed --unclosed 0.05; validate unclosed; says "open rings were closed"
make_layer duplicates --duplicates 0.05; validate duplicates; says "codes that stand in several records"
make_layer dirty --dirty 0.2; validate dirty
rows=$(grep -c 'lost_zero\|swapped\|unknown_code\|no_coordinates\|nan' "$tmp/dirty/accounts_truth.csv")
[ "$rows" -gt 500 ] || flunk "only $rows flawed rows"
make_layer torn --gaps 0.1 --overlaps 0.1 --slivers 0.1 --t-junctions 0.1; validate torn

"$SYNTH" --out "$tmp/x" --region 5 2>/dev/null; [ $? = 2 ] || flunk "an unknown option is accepted"
finish
