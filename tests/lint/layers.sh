#!/usr/bin/env bash
# Who may include whom (DESIGN: kernels know only C; a stage never another stage), and where the
# outside libraries and OpenMP are allowed.
set -u
cd "$(dirname "$0")/../.."
bad=0
complain() { echo "layers: $*"; bad=1; }
includes() { grep -Ho '^#include [<"][^>"]*[>"]' "$1" | sed 's/^[^:]*:#include //' ; }
c_standard=' assert.h complex.h ctype.h errno.h float.h inttypes.h limits.h math.h stdalign.h stdbool.h stddef.h stdint.h string.h immintrin.h emmintrin.h omp.h '
for f in kernels/*/*.[ch]; do
    [ -e "$f" ] || continue
    while read -r inc; do
        case $inc in
            '"kernels/'*) ;;
            '<'*) h=${inc#<}; h=${h%>}; case "$c_standard" in *" $h "*) ;; *) complain "$f includes $inc" ;; esac ;;
            *) complain "$f includes $inc (write \"kernels/...\")" ;;
        esac
    done < <(includes "$f")
done
for f in src/*/*.[ch]; do
    stage=$(basename "$(dirname "$f")")
    while read -r inc; do
        case $inc in
            '"canton'*|'"base/'*|'"kernels/prim/knob.h"'|'"kernels/prim/chunks.h"'|'<'*) ;;
            '"kernels/'*) case $stage in base) case $(basename "$f") in bridges*|dissolve*|enclose*|graph_check*|effort.c|regions.c) ;; *) complain "$f includes $inc" ;; esac ;;
                          pipeline|cli) complain "$f includes $inc" ;; esac ;;
            "\"$stage/"*) ;;
            *) complain "$f includes $inc" ;;
        esac
        case $inc in
            '<hdf5'*|'<shapefil.h>') case $stage in read|write) ;; *) complain "$f includes $inc" ;; esac ;;
            '<gdal.h>'|'<ogr_'*|'<cpl_'*) [ "$stage" = gdal ] || complain "$f includes $inc" ;;
            '<proj.h>') [ "$stage" = read ] || complain "$f includes $inc" ;;
        esac
    done < <(includes "$f")
    if grep -q '#pragma omp' "$f"; then case $stage in read|write) ;; *) complain "$f has #pragma omp" ;; esac; fi
done
[ $bad = 0 ] && echo "layers: ok"
exit $bad
