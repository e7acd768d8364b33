/// A directory and what is in it, without memory: it also goes when there is none, or at a signal.
#include "write/remove.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <string.h>
#include <unistd.h>

enum { DEEPEST = 64, ENTRIES = 4096 };

static int remove_at(int dir, const char *name, int depth);

/// How many of the entries that one call of the kernel has given are gone; -1 = one is not, and
/// errno says why.
static int remove_entries(int dir, const char *entries, long size, int depth)
{
    int gone = 0, why = 0;
    for (long at = 0; at < size;) {
        const struct dirent64 *e = (const struct dirent64 *)(entries + at);
        at += e->d_reclen;
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
        if (remove_at(dir, e->d_name, depth))
            why = errno;
        else
            gone++;
    }
    errno = why;
    return why ? -1 : gone;
}

/// From the first entry again until there is none: what comes meanwhile goes too.
static int empty(int dir, int depth)
{
    alignas(struct dirent64) char entries[ENTRIES];
    int gone = 1;
    while (gone > 0) {
        const long size = lseek(dir, 0, SEEK_SET) < 0 ? -1 : getdents64(dir, entries, ENTRIES);
        gone = size < 0 ? -1 : remove_entries(dir, entries, size, depth);
    }
    return gone;
}

static int remove_directory(int parent, const char *name, int depth)
{
    const int dir = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (dir < 0) return -1;
    const int failed = empty(dir, depth), why = errno;
    close(dir);
    if (!failed) return unlinkat(parent, name, AT_REMOVEDIR);
    errno = why;
    return -1;
}

static int remove_at(int dir, const char *name, int depth)
{
    if (!unlinkat(dir, name, 0) || errno == ENOENT) return 0;
    if (depth == DEEPEST || (errno != EISDIR && errno != EPERM)) return -1;
    return remove_directory(dir, name, depth + 1);
}

int ct_remove_tree(const char *path)
{
    return remove_directory(AT_FDCWD, path, 0);
}
