#!/usr/bin/env bash
# No circles: the units of a folder (a unit is NAME.c with NAME.h) neither call nor include each other in
# a ring, nor do folders. Calls, and uses of data, are taken from the object files.
# A function that is passed by pointer is not seen, and need not be: who is handed it does not know whose it is.
# usage: circles.sh BUILD [ROOT]
set -u -o pipefail
build=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
cd "${2:-$here/../..}"
# Folders whose circles are still to go: told, but not counted. One without a circle has to leave the list.
known=''
[ $# -lt 2 ] || known=

folder='function folder(f) { if (f ~ /^include/) return "include"; sub("/[^/]*$", "", f); return f }
        function unit(f) { sub(".*/", "", f); sub("[.][ch]$", "", f); return f }'

calls() { # edges from the symbols of objects whose source still exists
    find src kernels -name '*.c' -not -path 'src/gdal/*' | while read -r f; do echo "$build/${f%.c}.o"; done | xargs nm -A -P |
        awk -v skip=$((${#build} + 2)) "$folder"'
        { file = substr($1, skip); sub("[.]o:$", "", file) }
        $2 ~ /^(malloc|calloc|realloc|aligned_alloc|posix_memalign)$/ { next } # the program stands before the C library
        $3 ~ /^[TDBRVWCGSi]$/ { home[$2] = file }
        $3 == "U" { user[++n] = file; used[n] = $2 }
        END {
            OFS = "\t"
            for (i = 1; i <= n; i++) {
                if (!(used[i] in home)) continue
                f = user[i]; to = home[used[i]]
                if (folder(f) == folder(to)) print "calls in " folder(f), unit(f), unit(to), used[i]
                else print "folders", folder(f), folder(to), used[i] " in " f
            }
        }'
}
includes() {
    grep -Ho '^#include "[^"]*"' $(find src kernels include -name '*.[ch]') | awk -F'[:"]' "$folder"'
        {
            to = $3 ~ /^kernels\// ? $3 : $3 ~ /^canton/ ? "include/" $3 : "src/" $3
            OFS = "\t"
            if (folder($1) != folder(to)) print "folders", folder($1), folder(to), $1 " includes " $3
            else if (unit($1) != unit(to)) print "includes in " folder($1), unit($1), unit(to), $1 " includes " $3
        }'
}
{ calls && includes; } | awk -v known="$known" -f "$here/circles.awk" || exit 1
echo "circles: ok"
