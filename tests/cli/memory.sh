# Every allocation, of the libraries too, may fail: exit 6 and one line, the older result as it was, nothing
# left. A sample of them; CANTON_LONG=1: each one, which takes hours.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
# sanitizers bring allocators of their own, which these libraries do not go round
if grep -q __asan_init "$CANTON" || grep -q __tsan_init "$CANTON"; then echo "1 passed, 0 failed (skipped)"; exit; fi
cc -O1 -shared -fPIC -o "$tmp/failing.so" "$TESTS/cli/failing_alloc.c" -ldl || { flunk "no failing allocator"; finish; }
"$SYNTH" --out "$tmp/in" --regions 150 --vertices 4 --accounts 300 --seed 3 || flunk "canton-synth"
layer=(--regions "$tmp/in/regions.shp" --code CODE --accounts "$tmp/in/accounts.csv" --threads "${THREADS:-1}")
"$CANTON" run "${layer[@]}" --k 4 --effort 1 --seed 2 --out "$tmp/plan" -q > /dev/null || flunk "no plan"
"$CANTON" run "${layer[@]}" --k 4 --effort 1 --layers regions-csv --out "$tmp/all" -q > /dev/null || flunk "no regions.csv"
old=$(cat "$tmp/plan"/* | sha256sum)
crashed=0 wrong=0 left=0 tried=0

# fail VERB N ON: the exit code is 6 with its line, or what it is with all memory, for some can be done without
fail() {
    local on=$3; shift 3
    FAIL_AT=$n FAIL_ON=$on LD_PRELOAD=$tmp/failing.so timeout 60 "$CANTON" "$@" > "$tmp/stdout" 2> "$tmp/stderr"
    local got=$?
    tried=$((tried + 1))
    [ $got -lt 128 ] || { crashed=$((crashed + 1)); flunk "allocation $n (on: $on) of $*: exit $got"; return; }
    case $got in
        0) ;;
        6) [ "$(grep -c '^canton: error: .*out of memory' "$tmp/stderr")" = 1 ] || { wrong=$((wrong + 1)); flunk "allocation $n (on: $on) of $*: no message"; } ;;
        *) wrong=$((wrong + 1)); flunk "allocation $n (on: $on) of $*: exit $got: $(tail -1 "$tmp/stderr")" ;;
    esac
    [ -z "$(ls -A "$tmp" | grep tmp-)" ] || { left=$((left + 1)); flunk "allocation $n (on: $on) of $*: something is left"; rm -rf "$tmp"/.*.tmp-*; }
    if [ $got = 6 ] && [ "$(cat "$tmp/plan"/* | sha256sum)" != "$old" ]; then wrong=$((wrong + 1)); flunk "allocation $n of $*: the older result is gone"; fi
    if [ $got = 0 ]; then rm -rf "$tmp/plan"; cp -r "$tmp/kept" "$tmp/plan"; fi
}
sweep() { # sweep COMMAND...
    local all step
    FAIL_COUNT=$tmp/count LD_PRELOAD=$tmp/failing.so "$CANTON" "$@" > /dev/null 2>&1
    all=$(cat "$tmp/count"); rm -rf "$tmp/plan"; cp -r "$tmp/kept" "$tmp/plan"
    tried=0 crashed=0 wrong=0 left=0
    for ((n = 1; n <= all; n += step)); do
        step=1; [ -n "${CANTON_LONG:-}" ] || step=$((1 + n / ${STEPS:-2}))
        fail "$1" $n 0 "$@"; fail "$1" $n 1 "$@"
    done
    echo "$1 ${2##*.}: $all allocations, $tried runs: $crashed crashes, $wrong wrong exits, $left left-overs"
}
cp -r "$tmp/plan" "$tmp/kept"
sweep run "${layer[@]}" --k 4 --effort 1 --out "$tmp/plan" --overwrite -q
sweep assess "${layer[@]}" --current "$tmp/all/regions.csv" --out "$tmp/plan" --overwrite -q
sweep validate "${layer[@]}" -q
for f in "$tmp/in/regions.shp" "$tmp/in/accounts.csv" "$tmp/kept/canton.h5"; do sweep info "$f"; done
finish
