#!/usr/bin/env bash
# Run the tests built in DIR: every unit, property and fuzz program, then the command line and golden
# scripts. usage: run.sh DIR [unit|property|fuzz|cli|golden ...]
set -u
export OMP_WAIT_POLICY=passive # more tests than cores: waiting threads must not spin
dir=$1; shift
kinds=${*:-unit property fuzz cli golden}
here=$(cd "$(dirname "$0")" && pwd)
export CANTON=$PWD/$dir/canton SYNTH=$PWD/$dir/canton-synth TESTS=$here DATASETS=$here/../datasets
case $dir in /*) CANTON=$dir/canton SYNTH=$dir/canton-synth ;; esac
[ -n "${CANTON_DATA:-}" ] || echo "note: CANTON_DATA is not set: tests on real layers are skipped"
passed=0 failed=0 names=""
log=$(mktemp); trap 'rm -f "$log"' EXIT
one() { # one NAME COMMAND...
    local name=$1 start=$SECONDS; shift
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        printf 'ok    %-44s %4ds\n' "$name" $((SECONDS - start))
    else
        failed=$((failed + 1)); names="$names $name"
        printf 'FAIL  %-44s %4ds\n' "$name" $((SECONDS - start)); tail -n 60 "$log"
    fi
}
for kind in $kinds; do
    case $kind in
        cli|golden) for t in "$here/$kind"/*.sh; do [ -e "$t" ] && [ "${t##*/}" != common.sh ] && one "$kind/$(basename "$t" .sh)" bash "$t"; done ;;
        *) for t in "$here/$kind"/test_*.c; do
               [ -e "$t" ] && one "$kind/$(basename "$t" .c)" "$dir/tests/$kind/$(basename "$t" .c)"
           done ;;
    esac
done
[ -z "$names" ] || echo "failed:$names"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
