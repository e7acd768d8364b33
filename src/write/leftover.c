/// Left-overs of dead runs, found by their names and the locks that are not held any more.
#include "write/leftover.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/text.h"
#include "write/owned.h"
#include "write/remove.h"

typedef enum life { GONE, UNSURE, AT_WORK } life;

/// Of the process that has made directory `path`. A lock that is free and no such process: gone.
/// Our own number was somebody's before us, as happens in containers.
static life look(const char *path, int pid)
{
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool is_free = fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB);
    const bool is_held = fd >= 0 && !is_free && errno == EWOULDBLOCK;
    if (fd >= 0) close(fd);
    const bool is_there = pid != getpid() && (!kill(pid, 0) || errno == EPERM);
    if (is_free) return is_there ? UNSURE : GONE;
    return is_held || is_there ? AT_WORK : UNSURE; // a file system without locks
}

/// The number behind ".<name>.<kind>-", 0 = this is no such name.
static int number_of(const char *entry, const char *base, const char *kind)
{
    char start[300];
    const int n = snprintf(start, sizeof start, ".%.200s.%s-", base, kind);
    if (strncmp(entry, start, (size_t)n) || !isdigit((unsigned char)entry[n])) return 0;
    char *end;
    const long pid = strtol(entry + n, &end, 10);
    return *end || pid > INT32_MAX ? 0 : (int)pid;
}

static ct_status settle_unfinished(const char *path, int pid, ct_notes *notes, ct_error *err)
{
    const life is = look(path, pid);
    if (is == AT_WORK)
        return ct_fail(err, CT_ERR_OUTPUT,
                       "another run (process %d) is at work on this output, in %s; wait for it, or "
                       "use another --out",
                       pid, path);
    char foreign[CT_OWNED_NAME];
    if (is == GONE && !ct_owned_foreign(path, foreign) && !ct_remove_tree(path))
        ct_note_add(notes, CT_INFO, "write", 0, "removed %s, left by a run that was killed", path);
    else
        ct_note_add(notes, CT_WARN, "write", 0,
                    "%s is left, it seems, by a run that was killed; remove it when process %d is "
                    "no run of canton on any machine",
                    path, pid);
    return CT_OK;
}

/// The older result, set aside where two directories cannot be exchanged in one step.
static ct_status settle_aside(const char *path, int pid, const char *final, ct_notes *notes)
{
    char foreign[CT_OWNED_NAME];
    const life is = look(path, pid);
    if (access(final, F_OK) && is == GONE && !rename(path, final))
        ct_note_add(notes, CT_WARN, "write", 0,
                    "%s is the older result: a run was killed that had set it aside, and it has "
                    "been put back",
                    final);
    else if (is == GONE && !ct_owned_foreign(path, foreign) && !ct_remove_tree(path))
        ct_note_add(notes, CT_INFO, "write", 0,
                    "removed %s, an older result left by a run that was killed", path);
    else
        ct_note_add(notes, CT_WARN, "write", 0,
                    "%s is an older result that process %d has left; look, and remove it", path,
                    pid);
    return CT_OK;
}

ct_status ct_leftovers_settle(const char *final, ct_notes *notes, ct_error *err)
{
    const char *base = ct_path_base(final);
    const int length = (int)(base - final);
    char parent[4096] = ".";
    if (length) snprintf(parent, sizeof parent, "%.*s", length, final);
    DIR *d = opendir(parent);
    ct_status s = CT_OK;
    if (!d) return CT_OK; // it may be written to, but not looked at
    for (struct dirent *e; !s && (e = readdir(d));) {
        char path[4800];
        snprintf(path, sizeof path, "%.*s%s", length, final, e->d_name);
        int pid = number_of(e->d_name, base, "tmp");
        if (pid) s = settle_unfinished(path, pid, notes, err);
        pid = s ? 0 : number_of(e->d_name, base, "old");
        if (pid) s = settle_aside(path, pid, final, notes);
    }
    closedir(d);
    return s;
}
