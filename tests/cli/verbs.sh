# What every verb prints, standard input, --json, install.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
expect 0 "" "$CANTON" --version
grep -q '^canton [0-9]' "$tmp/stdout" || flunk "--version"
expect 0 "" "$CANTON" version
grep -q '^results  *canton.h5 [0-9.]*$' "$tmp/stdout" || flunk "version does not say the format of results"
expect 2 "takes no argument" "$CANTON" version 1
expect 0 "" "$CANTON" help run
for o in regions accounts measure tolerance k capacity bridges effort out; do grep -q -- "--$o " "$tmp/stdout" || flunk "help run lacks --$o"; done
expect 0 "" "$CANTON" validate --help
grep -q -- '--regions ' "$tmp/stdout" && ! grep -q -- '--effort \|--out ' "$tmp/stdout" || flunk "help validate lists what validate has no use for"
expect 0 "" "$CANTON" help man
grep -q '^.TH CANTON 1' "$tmp/stdout" || flunk "man page"
expect 0 "" "$CANTON" help completion
bash -n "$tmp/stdout" || flunk "completion is no bash"
expect 0 "" "$CANTON" info "$DATASETS/us_counties.shp"
grep -q 'records *3,231' "$tmp/stdout" || flunk "info on a layer"
expect 0 "" "$CANTON" info "$DATASETS/us_cities.csv"
grep -q 'rows *16,677' "$tmp/stdout" || flunk "info on a table"
expect 0 "graph" "$CANTON" validate "$DATASETS/demo.ini"
expect 0 "21 components" "$CANTON" validate $regions

# standard input is a file like any other
"$CANTON" run "$DATASETS/demo.ini" --effort 1 --out "$tmp/file" --quiet || flunk "demo: exit $?"
"$CANTON" run "$DATASETS/demo.ini" --effort 1 --accounts - --out "$tmp/stdin" --quiet < "$DATASETS/us_cities.csv" || flunk "stdin: exit $?"
cmp "$tmp/file/assignments.csv" "$tmp/stdin/assignments.csv" || flunk "standard input gives another plan"
expect 0 "" "$CANTON" info "$tmp/file/canton.h5"
grep -q 'regions/territory' "$tmp/stdout" || flunk "info on canton.h5"

# the summary on stdout is the summary in the directory
"$CANTON" run "$DATASETS/demo.ini" --effort 1 --out "$tmp/json" --json > "$tmp/json.txt" 2>/dev/null || flunk "--json: exit $?"
diff "$tmp/json.txt" "$tmp/json/summary.json" > /dev/null || flunk "--json differs from summary.json"

# the report runs its own script, and nothing else
digest=$(sed -n '/^<script>$/,/^<\/script>/p' "$tmp/json/report.html" | sed -e '1s/.*//' -e '$d' | sha256sum | cut -c1-64 | sed 's/../\\x&/g')
digest=$(printf "$digest" | base64)
grep -q "script-src 'sha256-$digest'" "$tmp/json/report.html" || flunk "ct_report_script_digest should be $digest"

# a plan read back is the same plan
awk -F, 'NR > 1 {print $2","$3}' "$tmp/file/assignments.csv" | sort -u | { echo code,territory; cat; } > "$tmp/some.csv"
expect 3 "" "$CANTON" assess "$DATASETS/demo.ini" --current "$tmp/some.csv" --out "$tmp/assess"

# a time limit ends clustering and balancing, and is recorded; overnight effort would take minutes
timeout 60 "$CANTON" run "$DATASETS/demo.ini" --effort 10 --time-limit 0.5 --out "$tmp/limit" --quiet > /dev/null 2>&1
case $? in 0|4) ;; *) flunk "--time-limit: exit $?" ;; esac
grep -q '"stopped_by_time_limit":.true' "$tmp/limit/summary.json" || flunk "--time-limit is not recorded"
finish
