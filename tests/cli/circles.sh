# tests/lint/circles.sh finds circles of calls and includes, in a folder and between folders, and nothing
# where there is none.
. "$TESTS/cli/common.sh"
put() { # put FILE LINES...
    mkdir -p "$(dirname "$tmp/$1")"
    printf '%s\n' "${@:2}" >"$tmp/$1"
}
judge() { # objects of what has been put, and what is said of them
    (cd "$tmp" && for f in src/*/*.c kernels/*/*.c; do
        mkdir -p "build/$(dirname "$f")" && ${CC:-cc} -I. -Isrc -c "$f" -o "build/${f%.c}.o" || exit 1
    done) || flunk "does not compile"
    "$TESTS/lint/circles.sh" "$tmp/build" "$tmp" >"$tmp/said" 2>&1
}
finds() { # finds GRAPH STEP...
    ! judge || flunk "no circle found"
    [ "$(grep -c '^circles:' "$tmp/said")" = 1 ] || flunk "not one circle"
    for line in "circles: $1" "${@:2}"; do grep -qF -- "$line" "$tmp/said" || flunk "nothing about '$line'"; done
    [ $bad = 0 ] || cat "$tmp/said"
}
mkdir -p "$tmp/include"

put src/a/one.c 'void two(void); void three(void); void one(void) { two(); three(); }'
put src/a/two.c 'void three(void); void leaf(void); void two(void) { three(); leaf(); }'
put src/a/three.c '#include "a/three.h"' 'void three(void) {}'
put src/a/three.h 'void three(void);'
put kernels/b/leaf.c 'void leaf(void) {}'
judge || { flunk "a circle where there is none"; cat "$tmp/said"; }

put src/a/three.c '#include "a/three.h"' 'void one(void); void three(void) { one(); }'
finds "calls in src/a" "one -> two  (two)" "two -> three  (three)" "three -> one  (one)"
! grep -q leaf "$tmp/said" || flunk "a step that is in no circle"
put src/a/three.c '#include "a/three.h"' 'void three(void) {}'

put kernels/b/leaf.c 'void three(void); void leaf(void) { three(); }'
finds "folders" "src/a -> kernels/b  (leaf in src/a/two)" "kernels/b -> src/a  (three in kernels/b/leaf)"
put kernels/b/leaf.c '#include "a/three.h"' 'void leaf(void) {}'
finds "folders" "kernels/b -> src/a  (kernels/b/leaf.c includes a/three.h)"
put kernels/b/leaf.c 'void leaf(void) {}'

put src/a/two.h '#include "a/three.h"'
put src/a/three.c '#include "a/two.h"' 'void three(void) {}'
finds "includes in src/a" "two -> three  (src/a/two.h includes a/three.h)" "three -> two  (src/a/three.c includes a/two.h)"
put src/a/three.c '#include "a/three.h"' 'void three(void) {}'
judge || { flunk "a circle that is gone"; cat "$tmp/said"; }

rm "$tmp/src/a/two.c"
judge || { flunk "an object without a source counts"; cat "$tmp/said"; }
finish
