# Why bands are missed, before and after solving; --certify. One thread: layers are small, and shared
# among threads each would wait for the other most of the time.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
"$SYNTH" --out "$tmp/small" --regions 150 --vertices 3 --plain --accounts 2000 --seed 3 > /dev/null || flunk "no layer"
small="--regions $tmp/small/regions.shp --code CODE --threads 1"

# granularity, by name, with the arithmetic: 20,000 / 8 = 2,500, + 5 % = 2,625; and where that proves that the
# bands cannot be met, other starts are spared
code=$(sed -n '2s/^[^,]*,\([^,]*\),.*/\1/p' "$tmp/small/accounts.csv")
{ echo postal_code,sales
  awk -F, -v code="$code" 'NR > 1 && $2 != "" && $2 != code {print $2 ",10"}' "$tmp/small/accounts.csv" | sed -n 1,1500p
  echo "$code,5000"; } > "$tmp/heavy.csv"
expect 4 "region $code holds 5,000" "$CANTON" run $small --accounts "$tmp/heavy.csv" --measure sales=column:sales --k 8 --tolerance 5 \
    --effort 2 --out "$tmp/heavy"
grep -q 'at most 2,625 (target 2,500 + 5 %): it fits up to --k 4' "$tmp/stderr" || { flunk "no arithmetic"; cat "$tmp/stderr"; }
grep -q 'alone has 5,000, more than the upper bound' "$tmp/stderr" || flunk "the missed band does not name its region"
grep -q "higher --effort" "$tmp/stderr" && flunk "effort is no advice where a region is too heavy"
grep -q 'sets of starts' "$tmp/stderr" && flunk "searched again against a proof"

# bands too narrow for regions: neighbours are named with what keeps their regions, and what would do
job="$small --accounts $tmp/small/accounts.csv --measure revenue=column:revenue"
expect 4 "regions that territory [0-9]* could give" "$CANTON" run $job --k 6 --tolerance 0.0001 --effort 1 --out "$tmp/narrow"
grep -q 'too heavy\|out of its band\|cut it' "$tmp/stderr" || flunk "no reasons"
pct=$(sed -n 's/.*this plan is feasible at --tolerance revenue=\([0-9.]*\).*/\1/p' "$tmp/stderr")
[ -n "$pct" ] || { flunk "no smallest tolerance"; cat "$tmp/stderr"; }

# and it is true of that plan
awk -v pct="$pct" '/"worst_deviation_pct"/ {gsub(/[^0-9.]/, ""); ok = $0 <= pct && $0 > pct - 0.011} END {exit !ok}' \
    "$tmp/narrow/summary.json" || flunk "tolerance $pct, but: $(grep worst_deviation "$tmp/narrow/summary.json")"

# where nothing proves that the bands cannot be met, other starts are tried, and that is said
expect 4 "no search from 3 different sets of starts met every band" "$CANTON" run $job --k 6 --tolerance 0.0001 --effort 2 --out "$tmp/again"

# searches that the clock leaves undone are told
expect 0 "searches were made before the time limit" "$CANTON" run $job --k 6 --tolerance 10 --effort 10 --time-limit 2 --out "$tmp/late"
grep -q '"stopped_by_time_limit":.true' "$tmp/late/summary.json" || flunk "the clock is not in summary.json"

# components without bridges: told, and the best plan is written all the same
expect 4 "" "$CANTON" run $regions $cities $population --effort 1 --k 40 --tolerance 5 --bridges none --out "$tmp/parts"
grep -q 'no whole number of territories' "$tmp/stderr" || { flunk "components are not explained"; cat "$tmp/stderr"; }
[ "$(grep -c 'no whole number of territories of' "$tmp/stderr")" = 10 ] || { flunk "not ten components, each told once"; cat "$tmp/stderr"; }
grep -q '! [0-9]* more unconnected parts fit no whole number' "$tmp/stderr" || { flunk "components beyond ten are not counted"; cat "$tmp/stderr"; }
# the lower 48 states hold 98.5 % more than their 20 targets: each of the 20 is at most 5 % above that, 1.985 * 1.05
awk '/"worst_deviation_pct"/ {gsub(/[^0-9.]/, ""); ok = $0 + 0 > 98 && $0 + 0 <= 108.43} END {exit !ok}' "$tmp/parts/summary.json" ||
    flunk "uneven within a component: $(grep worst_deviation "$tmp/parts/summary.json")"
grep -q 'or --bridges to link the components$' "$tmp/stderr" || flunk "no advice to link components"
grep -q '"status":[[:space:]]*"infeasible"' "$tmp/parts/summary.json" || flunk "no plan without bridges"

# the certified bound is in the summary, below the plan's medoid form
expect 0 "" "$CANTON" run $job --k 4 --effort 1 --certify --out "$tmp/certified"
grep -q 'no plan inside the bands whose centres are regions can be below' "$tmp/stdout" || flunk "no certified bound printed"
number() { sed -n "s/.*\"$1\":[[:space:]]*\([0-9.e+]*\).*/\1/p" "$tmp/certified/summary.json"; }
awk -v b="$(number certified_bound)" -v m="$(number medoid_objective)" -v i="$(number inertia)" \
    'BEGIN {exit !(b > 0.5 * m && b <= m && i <= m)}' || flunk "bound $(number certified_bound), medoid $(number medoid_objective)"
expect 0 "" "$CANTON" info "$tmp/certified/canton.h5"
finish
