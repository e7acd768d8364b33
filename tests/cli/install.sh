# What `make install` puts down works for somebody else: pkg-config, headers, shared and static library,
# man page, completion; and `make uninstall` takes all of it away.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
dir=$(dirname "$CANTON")
case $dir in *asan*|*tsan*) finish ;; esac # a program of somebody else's has no sanitizer
make_for() { make -s -C "$TESTS/.." "$@" > "$tmp/log" 2>&1 || { flunk "make $*"; cat "$tmp/log"; }; }
files_in() { find "$1" ! -type d | sort; }

# packagers: a root that is not /, libraries in a place of their own
at="DESTDIR=$tmp/root PREFIX=/usr LIBDIR=/usr/lib64"
make_for O="$dir" install $at
for f in bin/canton bin/canton-synth share/man/man1/canton.1 share/bash-completion/completions/canton \
    lib64/libcanton.a lib64/libcanton.so lib64/pkgconfig/canton.pc include/canton.h; do
    [ -s "$tmp/root/usr/$f" ] || flunk "$f is missing"
done
for f in $(cd "$TESTS/../include" && find . -name '*.h'); do
    cmp "$TESTS/../include/$f" "$tmp/root/usr/include/$f" || flunk "the header $f is another one"
done
files_in "$tmp/root" | xargs grep -l "$tmp" && flunk "a file names the root"
"$CANTON" help man | cmp - "$tmp/root/usr/share/man/man1/canton.1" || flunk "another man page"
"$CANTON" help completion | cmp - "$tmp/root/usr/share/bash-completion/completions/canton" || flunk "another completion"
readelf -d "$tmp/root/usr/lib64/libcanton.so" | grep -q 'soname: \[libcanton.so.0\]' || flunk "soname"
: > "$tmp/root/usr/lib64/libother.a"
make_for O="$dir" uninstall $at
[ "$(files_in "$tmp/root")" = "$tmp/root/usr/lib64/libother.a" ] || { flunk "uninstall leaves, or takes too much:"; files_in "$tmp/root"; }
[ ! -e "$tmp/root/usr/include/canton" ] || flunk "uninstall leaves the folder of headers"

# built for another machine: nothing that was built for it runs here
cp -as "$dir" "$tmp/cross"
rm "$tmp/cross/canton"
printf 'for another machine' > "$tmp/cross/canton"
chmod +x "$tmp/cross/canton"
make_for O="$tmp/cross" install DESTDIR="$tmp/crossroot" PREFIX=/usr
grep -q 'another machine' "$tmp/crossroot/usr/bin/canton" || flunk "the program was built again"
"$CANTON" help man | cmp - "$tmp/crossroot/usr/share/man/man1/canton.1" || flunk "no man page from a cross build"

# users
make_for O="$dir" install PREFIX="$tmp/usr" LIBDIR="$tmp/usr/lib/here"
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
export PKG_CONFIG_PATH=$tmp/usr/lib/here/pkgconfig
[ "canton $(pkg-config --modversion canton)" = "$("$CANTON" --version)" ] || flunk "canton.pc has another version"
cc "$tmp/use.c" -o "$tmp/shared" $(pkg-config --cflags --libs canton) || flunk "does not link with the shared library"
[ "$(LD_LIBRARY_PATH=$tmp/usr/lib/here "$tmp/shared")" = 2 ] || flunk "shared library"
cc "$tmp/use.c" -o "$tmp/static" $(pkg-config --cflags canton) \
    $(pkg-config --static --libs canton | sed s/-lcanton/-l:libcanton.a/) || flunk "does not link with the static library"
[ "$("$tmp/static")" = 2 ] || flunk "static library"
readelf -d "$tmp/static" | grep -q 'libcanton' && flunk "the static program needs the shared library"

# packages that are missing are named; nobody is asked for a password
mkdir "$tmp/bin"
printf '#!/bin/sh\necho 1000\n' > "$tmp/bin/id"
for f in sudo apt-get; do printf '#!/bin/sh\ntouch %s/asked\nexit 1\n' "$tmp" > "$tmp/bin/$f"; done
chmod +x "$tmp"/bin/*
for target in test demo lint test-asan; do
    PATH=$tmp/bin:$PATH make -s -C "$TESTS/.." PKG_CONFIG=false O="$tmp/none" $target > "$tmp/log" 2>&1 && flunk "make $target without packages"
    grep -q '`make deps[-lint]*` installs them:.* libhdf5-dev' "$tmp/log" || { flunk "make $target does not say what is missing"; cat "$tmp/log"; }
done
[ ! -e "$tmp/asked" ] || flunk "asked for a password"
finish
