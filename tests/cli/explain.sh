# Why bands are missed, before and after solving; --certify.
. "$TESTS/cli/common.sh"
job="$regions $cities $population --effort 1"

# granularity, by name, with the arithmetic: 264,367,783 / 60 = 4,406,130, + 5 % = 4,626,436
expect 4 "region 06037 holds 11,669,926" "$CANTON" run $job --k 60 --tolerance 5 --out "$tmp/heavy"
grep -q 'at most 4,626,436 (target 4,406,130 + 5 %): it fits up to --k 23' "$tmp/stderr" || { flunk "no arithmetic"; cat "$tmp/stderr"; }
grep -q 'alone has 11,669,926, more than the upper bound' "$tmp/stderr" || flunk "the missed band does not name its region"
grep -q "higher --effort" "$tmp/stderr" && flunk "effort is no advice where a region is too heavy"

# bands too narrow for counties: neighbours are named with what keeps their regions, and what would do
expect 4 "regions that territory [0-9]* could give" "$CANTON" run $job --k 20 --tolerance 0.0001 --out "$tmp/narrow"
grep -q 'too heavy\|out of its band\|cut it' "$tmp/stderr" || flunk "no reasons"
pct=$(sed -n 's/.*this plan is feasible at --tolerance population=\([0-9.]*\).*/\1/p' "$tmp/stderr")
[ -n "$pct" ] || { flunk "no smallest tolerance"; cat "$tmp/stderr"; }

# and it is true of that plan
awk -v pct="$pct" '/"worst_deviation_pct"/ {gsub(/[^0-9.]/, ""); ok = $0 <= pct && $0 > pct - 0.011} END {exit !ok}' \
    "$tmp/narrow/summary.json" || flunk "tolerance $pct, but: $(grep worst_deviation "$tmp/narrow/summary.json")"

# where nothing proves that the bands cannot be met, other starts are tried, and that is said; a proof spares them
expect 4 "no search from 2 different sets of starts met every band" "$CANTON" run $job --effort 2 --k 20 --tolerance 0.0001 --out "$tmp/again"
expect 4 "" "$CANTON" run $job --effort 2 --k 60 --tolerance 5 --out "$tmp/proven"
! grep -q 'sets of starts' "$tmp/stderr" || flunk "searched again against a proof"

# components without bridges: told, and the best plan is written all the same
expect 4 "" "$CANTON" run $job --k 40 --tolerance 5 --bridges none --out "$tmp/parts"
grep -q 'no whole number of territories' "$tmp/stderr" || { flunk "components are not explained"; cat "$tmp/stderr"; }
[ "$(grep -c 'no whole number of territories of' "$tmp/stderr")" = 10 ] || { flunk "not ten components, each told once"; cat "$tmp/stderr"; }
grep -q '! [0-9]* more unconnected parts fit no whole number' "$tmp/stderr" || { flunk "components beyond ten are not counted"; cat "$tmp/stderr"; }
# the lower 48 states hold 98.5 % more than their 20 targets: each of the 20 is at most 5 % above that
awk '/"worst_deviation_pct"/ {gsub(/[^0-9.]/, ""); ok = $0 + 0 > 98 && $0 + 0 <= 108.4} END {exit !ok}' "$tmp/parts/summary.json" ||
    flunk "uneven within a component: $(grep worst_deviation "$tmp/parts/summary.json")"
grep -q 'or --bridges to link the components$' "$tmp/stderr" || flunk "no advice to link components"
grep -q '"status":[[:space:]]*"infeasible"' "$tmp/parts/summary.json" || flunk "no plan without bridges"

# the certified bound is in the summary, below the plan's medoid form
expect 0 "" "$CANTON" run $job --k 8 --certify --out "$tmp/certified"
grep -q 'no plan inside the bands whose centres are regions can be below' "$tmp/stdout" || flunk "no certified bound printed"
number() { sed -n "s/.*\"$1\":[[:space:]]*\([0-9.e+]*\).*/\1/p" "$tmp/certified/summary.json"; }
awk -v b="$(number certified_bound)" -v m="$(number medoid_objective)" -v i="$(number inertia)" \
    'BEGIN {exit !(b > 0.5 * m && b <= m && i <= m)}' || flunk "bound $(number certified_bound), medoid $(number medoid_objective)"
expect 0 "" "$CANTON" info "$tmp/certified/canton.h5"
finish
