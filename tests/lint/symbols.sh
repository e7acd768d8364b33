#!/usr/bin/env bash
# Kernels call nothing but each other, mathematics, memory copies and the OpenMP runtime; external
# symbols carry ct_ or ctk_; the shared library exports only ct_, and all that the public headers
# declare; it leaves the process that it is part of alone. usage: symbols.sh BUILD
set -u
dir=$1 bad=0
complain() { echo "symbols: $*"; bad=1; }
pure=' acos asin atan atan2 cbrt ceil cos exp fabs floor fma fmax fmin fmod frexp hypot ldexp llround log log2 lround pow rint round sin sincos sqrt tan tanh trunc nextafter memcpy memmove memset memcmp __memcpy_chk __memmove_chk __memset_chk __assert_fail __stack_chk_fail _GLOBAL_OFFSET_TABLE_ __cpu_model __cpu_indicator_init __popcountdi2 __divti3 '
for o in $(find "$dir/kernels" -name '*.o'); do
    while read -r s; do
        case $s in ctk_*|GOMP_*|omp_*) ;; *) case "$pure" in *" $s "*) ;; *) complain "$o calls $s" ;; esac ;; esac
    done < <(nm -u "$o" | awk '{print $2}')
done
for o in $(find "$dir/kernels" "$dir/src" -name '*.o'); do
    case $o in */cli/*|*/gdal/*) continue ;; */kernels/*) prefix=ctk_ ;; *) prefix=ct_ ;; esac
    while read -r s; do
        case $s in $prefix*) ;; *) complain "$o defines $s" ;; esac
    done < <(nm -g --defined-only "$o" | awk 'NF == 3 {print $3}' | sed 's/\.\(avx2\|default\|avx512f\|resolver\|arch_.*\)\(\.[0-9]*\)*$//')
done
while read -r s; do
    case $s in ct_*) ;; *) complain "libcanton.so exports $s" ;; esac
done < <(nm -D --defined-only "$dir"/libcanton.so.* | awk 'NF == 3 && $2 != "w" {print $3}')
include=$(dirname "$0")/../../include
declared=$(gcc -std=c11 -I"$include" -fsyntax-only -aux-info /dev/stdout -x c "$include/canton.h" |
    sed -n 's:^/\* .*/canton.* \*/ extern .*\b\(ct_[a-z0-9_]*\) (.*:\1:p')
exported=" $(nm -D --defined-only "$dir"/libcanton.so.* | awk '{printf "%s ", $3}')"
[ "$(wc -w <<<"$declared")" -gt 50 ] || complain "the public headers declare nothing that was understood"
for s in $declared; do
    case $exported in *" $s "*) ;; *) complain "libcanton.so does not export $s" ;; esac
done
process=' exit _exit _Exit quick_exit abort atexit on_exit setlocale signal sigaction sigprocmask chdir umask setenv putenv setrlimit srand rand printf puts perror H5close '
for o in $(find "$dir/src" -name '*.o' -not -path '*/cli/*' -not -path '*/gdal/*'); do
    while read -r s; do
        case $s in __*_chk) s=${s#__}; s=${s%_chk} ;; esac # as release builds call it
        case "$process" in *" $s "*) complain "$o calls $s, which is for a program to call" ;; esac
    done < <(nm -u "$o" | awk '{print $2}')
done
[ $bad = 0 ] && echo "symbols: ok"
exit $bad
