# Every kind of bad input: its exit code and one clear line.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
run() { code=$1 text=$2; shift 2; expect "$code" "$text" "$CANTON" run --out "$tmp/out" "$@"; [ ! -e "$tmp/out" ] || { [ "$code" = 0 ] || flunk "left an output"; rm -rf "$tmp/out"; }; }

# usage
expect 2 "no verb 'frobnicate'" "$CANTON" frobnicate
expect 2 "no verb 'frobnicate' to explain" "$CANTON" help frobnicate
expect 2 "name one verb, not 'extra'" "$CANTON" help run extra
run 2 "did you mean --regions" --region x
run 2 "regions is missing" --k 3
run 2 "how many territories" $regions $cities
run 2 "is not a whole number from 1" $regions $cities --k 0
run 2 "is not a whole number from 1" $regions $cities --k -4
run 2 "is not a whole number" $regions $cities --k three
run 2 "from 1 to 1000000$" $regions $cities --k 1000001
run 2 "needs a value" $regions $cities --k
run 2 "needs a value" $regions $cities --k --quiet
expect 2 "out: needs a value: DIR" "$CANTON" run $regions $cities --k 3 --out ""
run 2 "no measure is called 'sales'" $regions $cities --k 3 --tolerance sales=4
run 2 "none of auto|point|code" $regions $cities --k 3 --join maybe
run 2 "counts accounts, but there is no --accounts" $regions --k 3
run 2 "measure 'p' needs accounts, but there is no --accounts" $regions --k 3 --measure p=column:population
run 2 "bridges: 'nonee' is neither auto nor none nor a file; did you mean none?" $regions $cities --k 3 --bridges nonee
run 2 "leave out the '/'" $regions $cities --k 3 --measure a/b=count
run 2 "us_cities.csv is given twice" $regions $cities $cities --k 3

# job files
printf '[a]\nregion = x.shp\n' > "$tmp/typo.ini"
run 2 "typo.ini:2: no option --region; did you mean --regions" "$tmp/typo.ini"
printf 'bridges = Atuo\n' > "$tmp/typo.ini"
run 2 "typo.ini:1: bridges: 'Atuo' is neither auto nor none nor a file; did you mean auto?" "$tmp/typo.ini"
run 2 "us_counties.shp: is no job file" "$DATASETS/us_counties.shp" $cities --k 3
run 3 "cannot read the job file: Is a directory" "$tmp" $regions $cities --k 3

# files
run 3 "us_countys.shp.*did you mean 'us_counties.shp'" --regions "$DATASETS/us_countys.shp" $cities --k 3
run 3 "No such file" $regions --accounts "$tmp/none.csv" --k 3
for o in adjacency bridges targets; do
    run 3 "No such file" $regions $cities --k 3 --$o "$tmp/none.csv"
    grep -q '^read' "$tmp/stderr" && flunk "a missing --$o is found late"
done
run 3 "GEODI.*GEOID" --regions "$DATASETS/us_counties.shp" --code GEODI $cities --k 3
run 3 "populaton.*population" $regions $cities --measure p=column:populaton --k 3
run 3 "POP" $regions $cities --measure p=field:POP --k 3
run 3 "4000" $regions $cities --k 4000
: > "$tmp/empty.csv"; run 3 "empty" $regions --accounts "$tmp/empty.csv" --k 3
for f in shp shx; do head -c 100 "$DATASETS/us_counties.$f" > "$tmp/empty.$f"; done
printf '\003\144\001\001\000\000\000\000\101\000\007\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000GEOID\000\000\000\000\000\000C\000\000\000\000\006\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\r' > "$tmp/empty.dbf"
run 3 "empty" --regions "$tmp/empty.shp" --code GEOID $cities --k 3
run 3 "is not text" $regions --accounts "$DATASETS/us_counties.dbf" --k 3
expect 3 "us_counties.dbf: is not text" "$CANTON" info "$DATASETS/us_counties.dbf"

{ printf 'a,b\n1,2\n'; printf 'x\0y,3\n'; } > "$tmp/late.csv"; expect 3 "late.csv: is not text" "$CANTON" info "$tmp/late.csv"

# accounts that do not fit the layer
awk -F, 'NR==1{print;next}{print $1","$2","$3","$5","$4","$6}' "$DATASETS/us_cities.csv" > "$tmp/swapped.csv"
run 3 "swapped" $regions --accounts "$tmp/swapped.csv" --k 3
printf 'id,lon,lat\na,100,10\nb,101,11\n' > "$tmp/far.csv"
run 3 "" $regions --accounts "$tmp/far.csv" --k 2
printf 'id,lon,lat\na,500000,4649776\nb,500100,4649776\n' > "$tmp/metres.csv"
run 3 "" $regions --accounts "$tmp/metres.csv" --k 2
printf 'id,postal_code\na,XX\nb,YY\n' > "$tmp/codes.csv"
run 3 "" $regions --accounts "$tmp/codes.csv" --k 2
printf 'id,lon,lat,sales,sales\na,-100,40,1,2\nb,-101,41,1,2\n' > "$tmp/twice.csv"
run 3 "columns 4 and 5 are both called 'sales'" $regions --accounts "$tmp/twice.csv" --measure s=column:sales --k 2
run 0 "" $regions --accounts "$tmp/twice.csv" --k 2 --effort 1
printf 'id,\033[2J,\302\233\na,1,2\n' > "$tmp/control.csv"
run 3 "?\[2J, ??" $regions --accounts "$tmp/control.csv" --k 2
run 0 "a run starts from nothing" $regions --accounts "$tmp/twice.csv" --current "$tmp/none.csv" --k 2 --effort 1
grep -q __asan_init "$CANTON" || # whose shadow alone is more
    for gb in 0.003 0.005 0.007 0.009 0.012; do
        run 6 "out of memory" $regions $cities --k 3 --max-memory $gb --threads 1
        grep -q '^proj_' "$tmp/stderr" && flunk "PROJ speaks for itself at $gb GB"
        [ $gb = 0.003 ] || run 6 "out of memory" $regions $cities --k 3 --max-memory $gb --threads 16
    done

# a stack that is too small for what is to come
for kb in 32 64; do (ulimit -s $kb; expect 0 "" "$CANTON" run "$DATASETS/demo.ini" --effort 1 --threads 2 --out "$tmp/stack" --overwrite; exit $bad) || bad=1; done
expect 0 "" env OMP_STACKSIZE=16k "$CANTON" run "$DATASETS/demo.ini" --effort 1 --threads 2 --out "$tmp/stack" --overwrite

# output
mkdir "$tmp/there"; echo hello > "$tmp/there/precious"
expect 5 "overwrite" "$CANTON" run $regions $cities --k 3 --out "$tmp/there"
expect 5 "" "$CANTON" run $regions $cities --k 3 --out "$tmp/there" --overwrite
[ "$(cat "$tmp/there/precious")" = hello ] || flunk "somebody's directory was replaced"
expect 5 "" "$CANTON" run $regions $cities --k 3 --out /proc/none/out
expect 5 "" "$CANTON" run $regions $cities --k 3 --out "$tmp/there/precious/out"
(ulimit -f 50; expect 5 "File too large" "$CANTON" run $regions $cities --k 3 --effort 1 --out "$tmp/limit"; exit $bad) || bad=1
[ -z "$(ls -A "$tmp" | grep limit)" ] || flunk "a file size limit left something"

# what standard output does not take is lost; not so a result, which is in its directory by then
full() { expect 5 "standard output: cannot write: No space left" sh -c '"$@" > /dev/full' sh "$CANTON" "$@"; }
full --version; full version; full --help; full help; full help run; full help man; full help completion; full info "$tmp/twice.csv"
full validate $regions
for what in "" --json; do
    expect 0 "warning: standard output: cannot write: No space left.*; the result is in $tmp/full" sh -c '"$@" > /dev/full' sh \
        "$CANTON" run $regions --accounts "$tmp/twice.csv" --k 2 --effort 1 $what --out "$tmp/full" --overwrite
    [ -e "$tmp/full/canton.h5" ] || flunk "no result"
done

# infeasible: a county heavier than its band; the best plan is written and marked
expect 4 "" "$CANTON" run $regions $cities $population --k 200 --tolerance 1 --effort 1 --out "$tmp/best"
grep -q '"status":[[:space:]]*"infeasible"' "$tmp/best/summary.json" || flunk "summary.json does not say infeasible"
finish
