# The same bytes on 1, 2 and 3 threads.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
effort=3; [ -z "${CANTON_LONG:-}" ] || effort=5
for n in 1 2 3; do
    mkdir "$tmp/t$n" && (cd "$tmp/t$n" && "$CANTON" run "$DATASETS/demo.ini" --effort $effort --threads $n --out out --quiet > /dev/null) || flunk "demo on $n threads: exit $?"
    (cd "$tmp/t$n/out" && sha256sum *) > "$tmp/sums$n"
done
cmp "$tmp/sums1" "$tmp/sums2" || { flunk "2 threads differ from 1"; diff "$tmp/sums1" "$tmp/sums2"; }
cmp "$tmp/sums1" "$tmp/sums3" || { flunk "3 threads differ from 1"; diff "$tmp/sums1" "$tmp/sums3"; }
[ "$(wc -l < "$tmp/sums1")" -ge 20 ] || { flunk "files are missing"; cat "$tmp/sums1"; }
finish
