#!/usr/bin/env bash
# Kernels call nothing but each other, mathematics, memory copies and the OpenMP runtime; external
# symbols carry ct_ or ctk_; the shared library exports only ct_. usage: symbols.sh BUILD
set -u
dir=$1 bad=0
complain() { echo "symbols: $*"; bad=1; }
pure=' acos asin atan atan2 cbrt ceil cos exp fabs floor fma fmax fmin fmod frexp hypot ldexp llround log log2 lround pow rint round sin sincos sqrt tan tanh trunc nextafter memcpy memmove memset memcmp __assert_fail __stack_chk_fail _GLOBAL_OFFSET_TABLE_ __cpu_model __cpu_indicator_init __popcountdi2 __divti3 '
for o in $(find "$dir/kernels" -name '*.o'); do
    while read -r s; do
        case $s in ctk_*|GOMP_*|omp_*) ;; *) case "$pure" in *" $s "*) ;; *) complain "$o calls $s" ;; esac ;; esac
    done < <(nm -u "$o" | awk '{print $2}')
done
for o in $(find "$dir/kernels" "$dir/src" -name '*.o'); do
    case $o in */cli/*) continue ;; */kernels/*) prefix=ctk_ ;; *) prefix=ct_ ;; esac
    while read -r s; do
        case $s in $prefix*) ;; *) complain "$o defines $s" ;; esac
    done < <(nm -g --defined-only "$o" | awk 'NF == 3 {print $3}' | sed 's/\.\(avx2\|default\|avx512f\|resolver\|arch_.*\)\(\.[0-9]*\)*$//')
done
while read -r s; do
    case $s in ct_*) ;; *) complain "libcanton.so exports $s" ;; esac
done < <(nm -D --defined-only "$dir"/libcanton.so.* | awk 'NF == 3 && $2 != "w" {print $3}')
[ $bad = 0 ] && echo "symbols: ok"
exit $bad
