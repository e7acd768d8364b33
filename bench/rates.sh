#!/usr/bin/env bash
# Rates of the stages around the solver, and of point in polygon, on real layers, as TSV.  rates.sh [FULL.shp [ACCOUNTS.csv]]
#
#   FULL.shp, ACCOUNTS.csv   the full-resolution ZCTA layer and its accounts (10M rows, column revenue)
#   CANTON_DATA              folder with us_zcta_4pct and accounts
#   O                        build directory (build/release); REPEATS (3)
#
# Seconds are those of the middle repeat; the rate is per core: million items per CPU second. Also kept as build/bench/rates.tsv.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
bin=$(cd "${O:-$root/build/release}/bench" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 143' TERM INT
mkdir -p "$root/build/bench"
kept=$root/build/bench/rates.tsv

skip() { echo "rates.sh: skipped: $*" >&2; }

points() { # LAYER NAME [ACCOUNTS]: the lines of bench_geom_pip that say what a point costs; wall lines follow their CPU lines
    "$bin/bench_geom_pip" "$1" ${3:+"$3"} | awk -F'\t' -v OFS='\t' -v layer="$2" '
        $1 ~ /\/wall$/ && kept { print layer, kept, n, threads, $4 / 1e3, cpu, rate; kept = "" }
        $1 ~ /^geom_pip\/(random|accounts|near_borders|within_a_metre|on_borders)$/ {
            kept = "point in polygon, " substr($1, 10) ", points"; gsub(/_/, " ", kept)
            n = $2; threads = $3; cpu = $4 / 1e3; rate = $6 }'
}

layer() { # LAYER ACCOUNTS COLUMN
    if [ ! -e "$1" ] || [ ! -e "$2" ]; then
        skip "${1##*/}: not there"
        return
    fi
    "$bin/bench_stages" "$1" "$2" "$3" "$work/out" "${REPEATS:-3}"
    points "$1" "${1##*/}" "$2"
}

{
    printf 'layer\tpart\tn\tthreads\twall_s\tcpu_s\trate\n'
    layer "${CANTON_DATA:-}/us_zcta_4pct/us_zcta_4pct.shp" "${CANTON_DATA:-}/accounts/us_accounts_100k.csv" revenue
    layer "${1:-}" "${2:-}" revenue
} | tee "$kept.new"
mv "$kept.new" "$kept"
