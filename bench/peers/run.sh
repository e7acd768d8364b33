#!/usr/bin/env bash
# The same work by other tools, as TSV.  run.sh [mapshaper|libpysal|geopandas|postgis|metis ...]; all of them by default.
#
#   CANTON_DATA      folder with us_zcta_4pct, accounts, hess_dev; a bench whose data is missing says so and is skipped
#   CANTON_FULL      full-resolution ZCTA .shp, for mapshaper on the full layer
#   CANTON_ACCOUNTS  accounts CSV of at least 1M rows (account_id, lon, lat)
#   CANTON           the program (build/release/canton)     REPEAT   runs of which the middle one counts (3)
#   INSTANCES        of metis: us48_k250 us48_k100 us48_k100_1pct AR OH PA SC TN VA WV
#
# What is missing is installed: mapshaper by npm into build/peers, the others by apt when this may be done (root or sudo).
# Each table is also kept as build/bench/peers/NAME.tsv, for bench/results.py.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
python=/usr/bin/python3 # Debian's, which sees Debian's modules
export PYTHONDONTWRITEBYTECODE=1
mkdir -p "$root/build/peers" "$root/build/bench/peers"

declare -A debian=(
    [mapshaper]="npm python3-h5py python3-geopandas"
    [libpysal]="python3-libpysal python3-geopandas python3-rtree"
    [geopandas]="python3-geopandas python3-rtree"
    [postgis]="postgresql-15-postgis-3 postgis"
    [metis]="metis python3-h5py python3-numpy"
)

have() { # a package, or the command of that name from elsewhere
    dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed' || command -v "$1" >/dev/null
}

install_debian() { # packages that are not there; a failure is a line, the bench will say what it lacks
    local missing=() package
    for package in "$@"; do have "$package" || missing+=("$package"); done
    [ ${#missing[@]} = 0 ] && return
    local sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo -n"
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}" \
        >"$root/build/peers/apt.log" 2>&1 || echo "run.sh: could not install ${missing[*]}" >&2
}

install_mapshaper() {
    [ -x "$root/build/peers/node_modules/.bin/mapshaper" ] && return
    npm install --silent --no-audit --no-fund --prefix "$root/build/peers" mapshaper@0.7.70 \
        >"$root/build/peers/npm.log" 2>&1 || echo "run.sh: npm could not install mapshaper" >&2
}

bench() { # its rows on standard output
    # shellcheck disable=SC2086
    install_debian ${debian[$1]}
    # shellcheck disable=SC2086
    case $1 in
    mapshaper) install_mapshaper && $python "$here/mapshaper.py" ;;
    libpysal) $python "$here/libpysal_rook.py" ;;
    geopandas) $python "$here/geopandas_sjoin.py" ;;
    postgis) $python "$here/postgis.py" ;;
    metis) $python "$here/plans.py" ${INSTANCES:-} ;;
    esac
}

[ $# -gt 0 ] || set -- mapshaper libpysal geopandas postgis metis
header=
for name in "$@"; do
    [ -n "${debian[$name]:-}" ] || { echo "run.sh: no bench '$name'" >&2; exit 2; }
    case $name in
    metis) columns=$($python "$here/plans.py" --columns) ;;
    *) columns=$($python "$here/common.py") ;;
    esac
    [ "$columns" = "$header" ] || echo "$columns"
    header=$columns
    kept=$root/build/bench/peers/$name.tsv
    echo "$columns" >"$kept.new"
    if bench "$name" | tee -a "$kept.new"; then mv "$kept.new" "$kept"; else echo "run.sh: $name failed" >&2; fi
done
