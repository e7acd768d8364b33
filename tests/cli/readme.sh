# The README shows what its demo prints, times aside.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
plain() { sed -e 's/^\([a-z]*\)  *[0-9.]* s  *[0-9.]*x cpu  /\1 /' -e "s|$tmp/out|out/demo|"; }
case $(dirname "$CANTON") in *asan*|*tsan*) finish ;; esac # the same figures, and minutes
"$CANTON" run "$DATASETS/demo.ini" --out "$tmp/out" > "$tmp/stdout" 2> "$tmp/stderr" || flunk "exit $?"
{ grep -v '^ *[-!] ' "$tmp/stderr"; cat "$tmp/stdout"; } | plain > "$tmp/printed"
sed -n '/^    read /,/^Open /s/^\( \{4\}\|$\)//p' "$TESTS/../README.md" | plain > "$tmp/shown"
diff -B "$tmp/shown" "$tmp/printed" || flunk "the README shows something else"
finish
