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

# a territory with a name does not get what it may not have, and keeps its name
printf 'territory,name,share\n1,West,1\n2,East,1\n3,South,1\n' > "$tmp/targets.csv"
printf 'code,territory\n06037,West\n06037,3\n17031,East\n' > "$tmp/forbid.csv"
three="$regions $cities $population --targets $tmp/targets.csv --effort 1 --forbid $tmp/forbid.csv --out $tmp/out --overwrite"
expect 0 "" "$CANTON" run $three
[ "$(where 06037)" = 2 ] || flunk "06037 is in $(where 06037), may only be in 2"
[ "$(where 17031)" != 2 ] || flunk "17031 is where it may not be"
printf 'code,territory\n06037,1\n06037,2\n06037,3\n' > "$tmp/forbid.csv"
expect 4 "a rule is broken: region 06037 is in territory" "$CANTON" run $three
expect 2 "give them names by --targets" "$CANTON" run $job --forbid "$tmp/forbid.csv" --out "$tmp/x"

printf 'a,b\n99999,06037\n' > "$tmp/apart.csv"
expect 3 "apart.csv:2: no region has the code '99999'" "$CANTON" run $job --apart "$tmp/apart.csv" --out "$tmp/x"
expect 3 "none.csv" "$CANTON" run $job --apart "$tmp/none.csv" --out "$tmp/x"
finish
