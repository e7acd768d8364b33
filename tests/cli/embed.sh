# Programs of somebody else's, built against an installed copy: every header by itself, as C and as C++;
# cases in memory; a program with HDF5 files of its own.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
dir=$(dirname "$CANTON")
case $dir in *asan*|*tsan*) finish ;; esac # a program of somebody else's has no sanitizer
make -s -C "$TESTS/.." O="$dir" install PREFIX="$tmp/usr" > "$tmp/log" 2>&1 || { flunk "make install"; cat "$tmp/log"; }
export PKG_CONFIG_PATH=$tmp/usr/lib/pkgconfig LD_LIBRARY_PATH=$tmp/usr/lib
strict="-Wall -Wextra -pedantic -Werror"
flags=$(pkg-config --cflags --libs canton)

for h in $(cd "$tmp/usr/include" && find . -name '*.h'); do
    printf '#include <%s>\nint main(void) { return 0; }\n' "${h#./}" | tee "$tmp/header.c" > "$tmp/header.cpp"
    cc -std=c11 $strict -I"$tmp/usr/include" -fsyntax-only "$tmp/header.c" || flunk "$h is not C by itself"
    c++ -std=c++17 $strict -I"$tmp/usr/include" -fsyntax-only "$tmp/header.cpp" || flunk "$h is not C++ by itself"
done
[ "${h:-}" ] || flunk "no headers"

examples=$TESTS/cli/examples
cc -std=c11 $strict "$examples/grid.c" -o "$tmp/grid" $flags || flunk "grid.c"
"$tmp/grid" > "$tmp/out" || flunk "grid: exit $?"
awk '{ sum += $4; if ($5 + 0 > 2 || $5 + 0 < -2) bad = 1 }
     END { for (i = 0; i < 400; i++) sum -= 1000.5 + 37 * i % 101; exit bad || NR != 8 || sum > 0.001 || sum < -0.001 }' "$tmp/out" ||
    { flunk "grid: not 8 territories within 2 % of the mean that sum to the whole"; cat "$tmp/out"; }

c++ -std=c++17 $strict "$examples/sweep.cpp" -o "$tmp/sweep" $flags -pthread || flunk "sweep.cpp"
"$tmp/sweep" > "$tmp/out" || flunk "sweep: exit $?"
awk '{ sum = 0; for (i = 3; i <= NF; i++) sum += $i; if (sum != 1200 || $1 != NF - 2 || $1 != NR + 3) bad = 1 } END { exit bad || NR != 3 }' "$tmp/out" ||
    { flunk "sweep: not 4, 5 and 6 territories that sum to the whole"; cat "$tmp/out"; }

cc -std=c11 $strict "$TESTS/cli/embed_job.c" -o "$tmp/job" $flags $(pkg-config --cflags --libs hdf5) || flunk "embed_job.c"
mkdir "$tmp/here"
(cd "$tmp/here" && "$tmp/job" "$(realpath "$DATASETS/us_counties.shp")" "$(realpath "$DATASETS/us_cities.csv")" "$tmp/own.h5" "$tmp/plan") > "$tmp/out" 2>&1 ||
    { flunk "job: exit $?"; cat "$tmp/out"; }
[ -s "$tmp/plan/canton.h5" ] || flunk "job: nothing written"
[ -z "$(ls -A "$tmp/here")" ] || flunk "job: a run without a directory leaves $(ls -A "$tmp/here")"
"$CANTON" info "$tmp/own.h5" > /dev/null || flunk "job: its own HDF5 file was not closed at exit"
finish
