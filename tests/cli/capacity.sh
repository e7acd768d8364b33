# --capacity: the least number of territories, by arithmetic and by trying.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
job="$regions $cities $population --effort 1"
has() { grep -q -- "$2" "$tmp/$1/summary.json" || { flunk "$1/summary.json lacks $2"; cat "$tmp/$1/canton.log"; }; }

# 264 million people over 30 million each: at least 9 territories, and 9 are found
expect 0 "at least 9 territories by weight" "$CANTON" run $job --capacity population=30000000 --out "$tmp/nine"
has nine '"least_k_by_weight":[[:space:]]*9'
has nine '"k":[[:space:]]*9'
has nine '"upper":[[:space:]]*30000000'
grep -q 'that is the least there can be' "$tmp/stderr" || flunk "the trials are not told"

# three counties are over 7 million: no number keeps it, and that is said by name before solving
expect 4 "06037: 11669926 of 7000000" "$CANTON" run $job --capacity population=7000000 --out "$tmp/heavy"
grep -q 'capacity population=11669926' "$tmp/stderr" || flunk "the capacity that could be kept is not said"
has heavy '"regions_over_capacity":[[:space:]]*3'
has heavy '"status":[[:space:]]*"infeasible"'
[ "$(grep -c '"worst_outside_pct"' "$tmp/heavy/summary.json")" = 1 ] || flunk "a hopeless capacity is tried more than once"

# islands that may not be linked need territories of their own
expect 0 "unconnected parts share none" "$CANTON" run $job --capacity population=30000000 --bridges none --out "$tmp/parts"
has parts '"least_k_by_components"'

# refused at once
expect 2 "leave out --k" "$CANTON" run $job --capacity population=30000000 --k 3 --out "$tmp/x"
expect 2 "raise it" "$CANTON" run $job --capacity population=0.001 --out "$tmp/x"
expect 3 "regions" "$CANTON" run $job --capacity population=20000 --out "$tmp/x"

# the same plan for any number of threads
for t in 1 3; do
    mkdir "$tmp/t$t" && (cd "$tmp/t$t" && "$CANTON" run $job --capacity population=30000000 --threads $t --out out --quiet) || flunk "threads $t: exit $?"
done
cmp "$tmp/t1/out/canton.h5" "$tmp/t3/out/canton.h5" || flunk "canton.h5 differs between 1 and 3 threads"
finish
