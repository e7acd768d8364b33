# What a result says it came from is a command: given again where it was given, it writes the same
# bytes, names no place of the machine, and is the same in all four files.
. "$TESTS/cli/common.sh"
here="$tmp/a place"
mkdir -p "$here/it's data" && cp "$DATASETS"/us_counties.* "$DATASETS/us_cities.csv" "$here/it's data" && cd "$here" || exit 1
cat > "it's data/job.ini" <<INI
regions = us_counties.shp
code = GEOID
accounts = us_cities.csv
measure = population=column:population
effort = 1
INI

# recorded FILE: its command
recorded() {
    case $1 in
        *.log) sed -n 2p "$1" ;;
        *.json) sed -n 's/^\t"command":\t"\(.*\)",$/\1/p' "$1" | sed 's/\\\(.\)/\1/g' ;;
        *.html) sed -n 's/^.*<pre>\(canton .*\)<\/pre>.*$/\1/p' "$1" | sed "s/&quot;/\"/g; s/&#39;/'/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g" ;;
        *.h5) strings -n 20 "$1" | grep -m 1 '^canton \(run\|assess\) --regions' ;;
    esac
}
canton() { "$CANTON" "$@"; }

# again DIR: every record of DIR is the same command, and it writes DIR again
again() {
    local command
    command=$(recorded "$1/canton.log")
    for f in summary.json report.html canton.h5; do
        [ "$(recorded "$1/$f")" = "$command" ] || flunk "$1/$f has another command: $(recorded "$1/$f")"
    done
    case $command in *"$tmp"*) flunk "$1 names a place of the machine: $command" ;; esac
    (cd "$1" && sha256sum -- *) > "$tmp/before"
    eval "$command" --quiet > /dev/null 2> "$tmp/stderr" || { flunk "exit $?: $command"; cat "$tmp/stderr"; }
    (cd "$1" && sha256sum -- *) > "$tmp/after"
    diff "$tmp/before" "$tmp/after" || flunk "another result: $command"
}

# paths with blanks and quotes; from a job file; absolute ones
canton run "it's data/job.ini" --k 12 --seed 7 --tolerance 10 --layers all,-accounts --out 'out "1"' --quiet > /dev/null || flunk "run: exit $?"
again 'out "1"'
canton run --regions "$here/it's data/us_counties.shp" --accounts "$here/it's data/us_cities.csv" --k 9 --effort 1 --out "$here/sub/2" --quiet > /dev/null || flunk "absolute: exit $?"
again sub/2

# an assessment says that it is one
{ echo code,territory; awk -F, 'NR > 1 && !seen[$2]++ { print $2 "," $3 }' 'out "1"/assignments.csv'; } > some.csv
dbf="it's data/us_counties.dbf" # codes are its first field
head=$(od -An -tu2 -j8 -N2 "$dbf") width=$(od -An -tu2 -j10 -N2 "$dbf")
tail -c +$((head + 1)) "$dbf" | fold -b -w $((width)) | cut -c2-6 | grep '^[0-9]' |
    awk -F, 'NR == FNR { has[$1] = 1; print; next } !has[$1]++ { print $1 ",1" }' some.csv - > today.csv
canton assess "it's data/job.ini" --current today.csv --out assessed --quiet > /dev/null 2> "$tmp/stderr" || { flunk "assess: exit $?"; cat "$tmp/stderr"; }
again assessed
finish
