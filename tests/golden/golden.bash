# Sourced by the scripts beside it. What a run says and writes is compared with a text file under
# version control; CANTON_BLESS=1 rewrites the file, and the diff is for people to look at.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
export OMP_WAIT_POLICY=passive LC_ALL=C

# said FILE: the stage lines and notes of standard error without times
said() { sed -e 's/^\([a-z]*\)  *[0-9.]* s  *[0-9.]*x cpu  /\1: /' -e "s|$tmp|TMP|g" "$1"; }

# digests DIR FILE...: one line a file, in the order given
digests() { local dir=$1; shift; (cd "$dir" && sha256sum -- "$@") || flunk "no digests of $*"; }

# golden NAME FILE: what is found now. Not at the end of a pipe: a subshell cannot fail the script.
golden() {
    local now=$2 kept=$TESTS/golden/$1.txt
    if [ -n "${CANTON_BLESS:-}" ]; then cp "$now" "$kept"; echo "blessed $kept"; return; fi
    diff -u "$kept" "$now" || flunk "$1 differs from $kept; if that is meant: make bless, and look at the diff"
}
