#!/usr/bin/env bash
# Run the tests built in DIR: every unit, property and fuzz program, then the command line and golden
# scripts, as many at a time as there are processors (JOBS=N: N). What they say comes in their order.
# usage: run.sh DIR [unit|property|fuzz|cli|golden ...]
set -u
export OMP_WAIT_POLICY=passive # more threads than cores: those that wait must not spin
dir=$1; shift
kinds=${*:-unit property fuzz cli golden}
here=$(cd "$(dirname "$0")" && pwd)
case $dir in /*) ;; *) dir=$PWD/$dir ;; esac
export CANTON=$dir/canton SYNTH=$dir/canton-synth TESTS=$here DATASETS=$here/../datasets
[ -n "${CANTON_DATA:-}" ] || echo "note: CANTON_DATA is not set: tests on real layers are skipped"
logs=$(mktemp -d) || exit; trap 'rm -rf "$logs"' EXIT

names=() # kind/name of each test
for kind in $kinds; do
    for t in "$here/$kind"/*.sh "$here/$kind"/test_*.c; do
        [ -e "$t" ] && [ "${t##*/}" != common.sh ] && t=${t##*/} && names+=("$kind/${t%.*}")
    done
done

# The interrupt key reaches a test although it runs in the background; the log and the last line of
# .end, "CODE SECONDS", are what is left of it.
run() { # run NUMBER
    local name=${names[$1]} start=$SECONDS code
    local command=("$dir/tests/$name")
    [ ! -e "$here/$name.sh" ] || command=(bash "$here/$name.sh")
    env --default-signal=INT,QUIT "${command[@]}" > "$logs/$1" 2>&1
    code=$?
    echo "$code $((SECONDS - start))" > "$logs/$1.part"
    mv "$logs/$1.part" "$logs/$1.end"
}
passed=0 failed=""
tell() { # tell NUMBER: one line, and of a failure the end of what it said
    local code seconds
    read -r code seconds < "$logs/$1.end"
    if [ "$code" = 0 ]; then
        passed=$((passed + 1))
        printf 'ok    %-44s %4ds\n' "${names[$1]}" "$seconds"
    else
        failed="$failed ${names[$1]}"
        printf 'FAIL  %-44s %4ds\n' "${names[$1]}" "$seconds"; tail -n 60 "$logs/$1"
    fi
}

jobs=${JOBS:-$(nproc)} running=0 told=0
tell_all() { while [ -e "$logs/$told.end" ]; do tell $told; told=$((told + 1)); done; }
for i in "${!names[@]}"; do
    if [ $running -ge "$jobs" ]; then wait -n; running=$((running - 1)); tell_all; fi
    run "$i" &
    running=$((running + 1))
done
wait
tell_all
[ -z "$failed" ] || echo "failed:$failed"
echo "$passed passed, $((${#names[@]} - passed)) failed"
[ "$passed" -gt 0 ] && [ "$passed" = ${#names[@]} ]
