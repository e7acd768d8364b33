# A signal ends a run at once and leaves nothing, but the first INT or TERM leaves the best plan so far.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
long=(run "$DATASETS/demo.ini" --effort 10)

# begin TEXT COMMAND...: in the background, until it says TEXT
begin() {
    local text=$1; shift
    rm -rf "$tmp/out"
    : > "$tmp/stderr" # what the run before has said is not what this one says
    env --default-signal=INT,TERM,HUP,QUIT,PIPE "$@" > "$tmp/stdout" 2> "$tmp/stderr" &
    job=$!
    until grep -q "$text" "$tmp/stderr" || ! kill -0 $job 2> /dev/null; do sleep 0.05; done
}
# ends CODE TEXT: the job does, and says TEXT
ends() {
    wait $job; local got=$?
    [ $got = "$1" ] || { flunk "exit $got instead of $1"; cat "$tmp/stderr"; }
    grep -q -- "$2" "$tmp/stderr" || { flunk "no '$2'"; cat "$tmp/stderr"; }
    [ -z "$(ls -A "$tmp" | grep tmp-)" ] || flunk "a temporary directory is left"
}
nothing() { [ ! -e "$tmp/out" ] || flunk "$1: there is an output"; }

for signal in INT:130 TERM:143; do
    begin '^graph' "$CANTON" "${long[@]}" --out "$tmp/out"; sleep 0.5
    kill -${signal%:*} $job; ends ${signal#*:} "best plan so far is in $tmp/out"
    grep -q '"stopped_by_signal":.true' "$tmp/out/summary.json" || flunk "$signal: not in summary.json"
    grep -q '^status .*, stopped early' "$tmp/out/canton.log" || flunk "$signal: not in canton.log"
    grep -q 'badge bad">stopped early' "$tmp/out/report.html" || flunk "$signal: not in report.html"
    awk -F, 'NR > 1 {print $3}' "$tmp/out/assignments.csv" | sort -u | wc -l | grep -qx 20 || flunk "$signal: not 20 territories"
done
begin '^graph' "$CANTON" "${long[@]}" --out "$tmp/out"; sleep 0.5
kill -INT $job; kill -INT $job 2> /dev/null; sleep 0.1; kill -INT $job 2> /dev/null
ends 130 "nothing was written"; nothing "INT twice"
for signal in HUP:129 QUIT:131 PIPE:141; do
    begin '^graph' "$CANTON" "${long[@]}" --out "$tmp/new/out"; sleep 0.2
    kill -${signal%:*} $job; ends ${signal#*:} "nothing was written"
    [ ! -e "$tmp/new" ] || flunk "$signal: a directory made for the output is left"
done

# before the search there is no plan: accounts that never end
mkfifo "$tmp/endless"; { sleep 60 > "$tmp/endless" & writer=$!; } 2> /dev/null

env --default-signal=INT "$CANTON" run $regions --accounts "$tmp/endless" --k 3 --out "$tmp/out" 2> "$tmp/stderr" & job=$!
until ls -A "$tmp" | grep -q tmp-; do sleep 0.05; done
at=$(date +%s%N); kill -INT $job; ends 130 "nothing was written"; nothing "INT while reading"
[ $((($(date +%s%N) - at) / 1000000)) -lt 3000 ] || flunk "INT while reading is not heard"
kill $writer

# a file that is cut off, or written over, while it is read is an error of the input
cut_off() { truncate -s 300000 "$1"; }
write_over() { head -c 800 /dev/urandom | dd of="$1" bs=200 seek=1500 conv=notrunc status=none; }
for after in 0.004 0.01 0.02 0.03 0.035 0.04 0.045 0.05 0.06 0.07; do
    for how in cut_off write_over; do
        cp "$DATASETS"/us_counties.* "$tmp/"
        "$CANTON" validate --regions "$tmp/us_counties.shp" --code GEOID > /dev/null 2> "$tmp/stderr" & job=$!
        sleep $after; $how "$tmp/us_counties.shp"
        wait $job; case $? in 0|3) ;; *) flunk "$how after $after s"; cat "$tmp/stderr" ;; esac
    done
done

# nohup keeps a run alive
begin '^graph' nohup "$CANTON" run "$DATASETS/demo.ini" --effort 1 --out "$tmp/out" < /dev/null
kill -HUP $job 2> /dev/null; wait $job || flunk "nohup: exit $?"
[ -e "$tmp/out/summary.json" ] || flunk "nohup: no result"

# killed on the spot: the next run says so, and clears up
begin '^graph' "$CANTON" "${long[@]}" --out "$tmp/out"; kill -KILL $job; wait $job 2> /dev/null
[ -n "$(ls -A "$tmp" | grep tmp-)" ] || flunk "KILL: there is nothing to be cleared up"
expect 0 "removed .*left by a run that was killed" "$CANTON" run "$DATASETS/demo.ini" --effort 1 --out "$tmp/out"
[ -z "$(ls -A "$tmp" | grep tmp-)" ] || flunk "KILL: not cleared up"
grep -q 'left by a run' "$tmp/out/canton.log" && flunk "KILL: a left-over is in the record"
finish
