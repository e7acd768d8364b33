# Job files: every line is one setting, a section, a comment or nothing, however long and indented.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
job() { cat > "$tmp/j.ini"; }
validate() { expect "$1" "$2" "$CANTON" validate "$tmp/j.ini" $regions; }
long=$(printf 'c%.0s' {1..198})

# a comment is no setting where it passes a reader's buffer, and long values are values
printf ';%sk = none\n' "$long" | job
validate 0 ""
mkdir -p "$tmp/$long/$long" && ln -s "$(realpath "$DATASETS")" "$tmp/$long/$long/d"
echo "accounts = $long/$long/d/us_cities.csv" | job
validate 0 "16,677 accounts"
printf 'code = GEOID\n; %s%s\nk = none\n' "$long" "$long" | job
validate 2 "j.ini:3: k: 'none' is not a whole number"

# an indented line stands for itself; byte order mark, CR LF, sections, ':' and a last line without end
printf '\357\273\277[in]\r\n code : GEOID\r\n\t  k = none' | job
validate 2 "j.ini:3: k: 'none'"

# comments stand first or behind a blank
printf '# one\n  ; two\ncode = GEOID # three\nk = 5 ; four #\n[in] # five\n' | job
validate 0 ""
printf 'measure = p=field:A#B;\n' | job
validate 3 "A#B;"

# an option is set once; what may be repeated may be repeated
printf 'k = 5\n\nk = 7\n' | job
validate 2 "j.ini:3: k is already set in line 1"
printf 'tolerance = n=5\nmeasure = n=field:GEOID\ntolerance = n=6\n' | job
validate 2 "j.ini:3: tolerance is already set in line 1"
printf 'tolerance = 5\nmeasure = n=field:GEOID\nmeasure = m=field:GEOID\ntolerance = n=6\ntolerance = m=6\nk = 5\n' | job
expect 0 "" "$CANTON" validate "$tmp/j.ini" $regions --k 7

# what is no setting
printf 'k = 5\noverwrite\n' | job
validate 2 "j.ini:2: 'overwrite' is not of the form"
printf '= 5\n' | job
validate 2 "j.ini:1: '= 5' is not of the form"
printf 'adjacency =\n' | job
validate 2 "j.ini:1: adjacency: needs a value: F"
printf 'quiet = perhaps\n' | job
validate 2 "j.ini:1: quiet: 'perhaps' is not yes or no"
printf 'quiet = no\n' | job
validate 0 "^read"
printf 'k = 5\rcode = GEOID\r' | job
validate 2 "j.ini: lines end in CR alone"
printf 'k = 5\n\0\n' | job
validate 2 "j.ini: is no job file"
finish
