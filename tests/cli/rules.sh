# Rules of the regions: kept by the plan, or said to be broken with exit 4.
. "$TESTS/cli/common.sh"
job="$regions $cities $population --k 20 --effort 1"
# where CODE: its territory, as the accounts have it
where() { awk -F, -v code="$1" '$2 == code { print $3; exit }' "$tmp/out/assignments.csv"; }

# pairs that share a territory when nobody asks
pairs='17031,17043 48201,48157 06037,06071'
expect 0 "" "$CANTON" run $job --out "$tmp/out"
together=0
for p in $pairs; do [ "$(where ${p%,*})" = "$(where ${p#*,})" ] && together=$((together + 1)); done
[ $together -ge 2 ] || flunk "the pairs are apart without a rule: they show nothing"

{ echo a,b; printf '%s\n' $pairs; } > "$tmp/apart.csv"
expect 0 "" "$CANTON" run $job --apart "$tmp/apart.csv" --out "$tmp/out" --overwrite
for p in $pairs; do
    [ -n "$(where ${p%,*})" ] && [ "$(where ${p%,*})" != "$(where ${p#*,})" ] || flunk "$p share territory $(where ${p%,*})"
done
grep -q -- '--apart' "$tmp/out/canton.log" || flunk "the rule is not in the record"

# three regions that all are to be apart cannot share two territories
printf 'a,b\n17031,06037\n06037,48201\n48201,17031\n' > "$tmp/three.csv"
expect 4 "a rule is broken: regions .* are to be apart, both are in territory" "$CANTON" run $regions $cities $population --k 2 --effort 1 --apart "$tmp/three.csv" --out "$tmp/two"

printf 'a,b\n99999,06037\n' > "$tmp/apart.csv"
expect 3 "apart.csv:2: no region has the code '99999'" "$CANTON" run $job --apart "$tmp/apart.csv" --out "$tmp/x"
expect 3 "none.csv" "$CANTON" run $job --apart "$tmp/none.csv" --out "$tmp/x"
finish
