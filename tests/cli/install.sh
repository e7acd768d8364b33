# What `make install` puts down works for somebody else: pkg-config, header, shared and static library,
# man page, completion.
. "$TESTS/cli/common.sh"
dir=$(dirname "$CANTON")
make -s -C "$TESTS/.." O="$dir" install DESTDIR="$tmp/root" PREFIX=/usr > "$tmp/log" 2>&1 || { flunk "make install"; cat "$tmp/log"; }
cat > "$tmp/use.c" <<'C'
#include <canton.h>
#include <stdio.h>
int main(void)
{
    ct_options o = ct_options_default();
    ct_error e = {0};
    return printf("%d\n", (int)ct_options_check(&o, CT_VERB_RUN, &e)) < 0;
}
C
export PKG_CONFIG_PATH=$tmp/root/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$tmp/root
case $dir in *asan*|*tsan*) finish ;; esac # a program of somebody else's has no sanitizer
cc "$tmp/use.c" -o "$tmp/shared" -I"$tmp/root/usr/include" -L"$tmp/root/usr/lib" -lcanton || flunk "does not link with the shared library"
[ "$(LD_LIBRARY_PATH=$tmp/root/usr/lib "$tmp/shared")" = 2 ] || flunk "shared library"
unset PKG_CONFIG_SYSROOT_DIR
cc "$tmp/use.c" -o "$tmp/static" -I"$tmp/root/usr/include" "$tmp/root/usr/lib/libcanton.a" -fopenmp \
    $(pkg-config --libs $(sed -n 's/^Requires.private: //p' "$tmp/root/usr/lib/pkgconfig/canton.pc")) -lm || flunk "does not link with the static library"
[ "$("$tmp/static")" = 2 ] || flunk "static library"
readelf -d "$tmp/root/usr/lib/libcanton.so.0" | grep -q 'soname: \[libcanton.so.0\]' || flunk "soname"
for f in bin/canton bin/canton-synth share/man/man1/canton.1 share/bash-completion/completions/canton include/canton/stages.h; do
    [ -s "$tmp/root/usr/$f" ] || flunk "$f is missing"
done
finish
