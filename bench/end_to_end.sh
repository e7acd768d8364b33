#!/usr/bin/env bash
# Whole jobs from file to file, as TSV.  end_to_end.sh [FULL.shp [ACCOUNTS.csv]]
#
#   FULL.shp, ACCOUNTS.csv   the full-resolution ZCTA layer and its accounts (10M rows, column revenue): the national job
#   CANTON_DATA              folder with us_zcta_4pct and accounts; jobs whose data is missing are skipped and say so
#   LONG=1                   100M synthetic rows too (about 6 GB on disk below TMPDIR); ROWS="..." for other numbers
#   JOBS                     which: demo small three whole million scale
#   O                        where canton and canton-synth are (build/release)
#
# Rows: the exact command is in the last column. Also kept as build/bench/end_to_end.tsv, for bench/results.py.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
bin=$(cd "${O:-$root/build/release}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work" "$root/build/bench/out"' EXIT
trap 'exit 143' TERM INT
mkdir -p "$root/build/bench"
kept=$root/build/bench/end_to_end.tsv
out=build/bench/out # always the same: its name is in the record, and so in the digest
full=${1:+$(realpath "$1")}
national=${2:+$(realpath "$2")}
export PYTHONDONTWRITEBYTECODE=1
cd "$root"

skip() { echo "end_to_end.sh: skipped: $*" >&2; }

stage() { # wall seconds of a stage, from what canton said
    awk -v s="$1" '$1 == s { print $2; found = 1; exit } END { if (!found) print "" }' "$work/err"
}

job() { # NAME ROWS THREADS VERB ARGS...: run, one line of the table; of ROWS > 0 what each beyond 100,000 adds to $base seconds
    local name=$1 rows=$2 threads=$3 use exit=0
    shift 3
    use=$(python3 "$here/peers/timed.py" "$work/err" "$bin/canton" "$@" --threads "$threads") || exit=$?
    if [ $exit != 0 ] && [ $exit != 4 ]; then
        tail -3 "$work/err" >&2
        skip "$name: canton ended with $exit"
        return
    fi
    local digest="" per_row=""
    [ "$rows" -gt 0 ] && per_row=$(awk -v t="${use%%$'\t'*}" -v b="$base" -v n="$rows" 'BEGIN { printf "%.0f", (t - b) / (n - 1e5) * 1e9 }')
    [ -e "$out/canton.h5" ] && digest=$(sha256sum "$out/canton.h5" | cut -c1-12)
    local shown="canton $*"
    shown=${shown//$work/.}
    shown=${shown//${CANTON_DATA:-/nonexistent}/\$CANTON_DATA}
    [ -n "$full" ] && shown=${shown//$full/FULL.shp}
    [ -n "$national" ] && shown=${shown//$national/ACCOUNTS.csv}
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$name" "$threads" "$exit" "$use" "$(stage read)" \
        "$(stage join)" "$(stage graph)" "$(stage cluster)" "$(stage balance)" "$(stage measure)" "$(stage write)" "$per_row" "$digest" "$shown"
}

each() { # the job with THREADS... threads (one word), once each
    local threads=$1 name=$2 rows=$3 t
    shift 3
    for t in $threads; do job "$name" "$rows" "$t" "$@"; done
}

demo() {
    each "1 2 3 4" demo 0 run datasets/demo.ini --out "$out" --overwrite
}

on_zcta() { # a job on the 4 % layer and its 100k accounts: THREADS NAME OPTIONS...
    local layer=${CANTON_DATA:-}/us_zcta_4pct/us_zcta_4pct.shp csv=${CANTON_DATA:-}/accounts/us_accounts_100k.csv
    local threads=$1 name=$2
    shift 2
    if [ ! -e "$layer" ] || [ ! -e "$csv" ]; then
        skip "$name: not in CANTON_DATA"
        return
    fi
    each "$threads" "$name" 0 run --regions "$layer" --accounts "$csv" --k 100 "$@" --out "$out" --overwrite
}

small() {
    on_zcta "1 2 3 4" "us_zcta_4pct x 100k" --tolerance 10
}

three() { # measures at once
    on_zcta 2 "us_zcta_4pct x 100k, three measures" --measure accounts=count --measure revenue=column:revenue \
        --measure visits=column:visits_per_year --tolerance accounts=10 --tolerance revenue=15 --tolerance visits=10
}

million() { # regions
    rm -rf "$work/synth"
    "$bin/canton-synth" --out "$work/synth" --regions 1000000 --vertices 8 --accounts 1000 --seed 1 >/dev/null
    each 2 "synthetic, 1M regions" 0 run --regions "$work/synth/regions.shp" --measure pop=field:POP --tolerance 5 --k 1000 \
        --out "$out" --overwrite
    rm -rf "$work/synth"
}

whole() {
    if [ -z "$full" ] || [ -z "$national" ]; then
        skip "national job: give the full layer and its accounts as arguments"
        return
    fi
    each "1 2" "us_zcta full x 10M" 0 run --regions "$full" --accounts "$national" --k 250 \
        --measure rev=column:revenue --tolerance 5 --out "$out" --overwrite
}

scale() { # what a row adds to a job: ever more accounts from memory, in one layer and one territory, which asks nothing of the solver
    local n
    for n in 100000 ${ROWS:-1000000 10000000 ${LONG:+100000000}}; do
        rm -rf "$work/synth"
        "$bin/canton-synth" --out "$work/synth" --regions 3000 --accounts "$n" --seed 1 >/dev/null
        cat "$work/synth/accounts.csv" >/dev/null
        [ "$n" != 100000 ] || base=$(fastest "$n" 0 | cut -f 4)
        [ "$n" = 100000 ] || fastest "$n" "$n"
    done
    rm -rf "$work/synth"
}

fastest() { # SHOWN ROWS: the job of the synthetic files, the fastest of 5, or of 20 where it is short
    local i
    for i in $(seq $(($1 > 1000000 ? 5 : 20))); do rows "$@"; done | sort -t "$(printf '\t')" -k 4,4n | head -n 1
}

rows() {
    job "synthetic, 3k regions x $1 rows" "$2" 2 run --regions "$work/synth/regions.shp" \
        --accounts "$work/synth/accounts.csv" --k 1 --layers all,-accounts,-assignments --out "$out" --overwrite
}

{
    printf 'job\tthreads\texit\twall_s\tcpu_s\tpeak_mb\tread_s\tjoin_s\tgraph_s\tcluster_s\tbalance_s\tmeasure_s\twrite_s'
    printf '\tns_per_row\th5_sha256\tcommand\n'
    for part in ${JOBS:-demo small three whole million scale}; do $part; done
} | tee "$kept.new"
mv "$kept.new" "$kept"
