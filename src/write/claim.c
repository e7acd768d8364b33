/// Claims of this process: what must go when it ends before its time.
#include "write/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "canton/stages.h"
#include "write/leftover.h"
#include "write/remove.h"

/// Claims that stand, for ct_write_abandon(). Runs beyond these are written all the same.
enum { MOST = 64 };
static ct_claim *standing[MOST];
static bool has_placed; ///< any of them

static void enlist(ct_claim *c)
{
    for (int i = 0; i < MOST; i++) {
        ct_claim *none = NULL;
        if (__atomic_compare_exchange_n(&standing[i], &none, c, false, __ATOMIC_SEQ_CST,
                                        __ATOMIC_SEQ_CST))
            return;
    }
}

static void strike(ct_claim *c)
{
    for (int i = 0; i < MOST; i++) {
        ct_claim *it = c;
        __atomic_compare_exchange_n(&standing[i], &it, NULL, false, __ATOMIC_SEQ_CST,
                                    __ATOMIC_SEQ_CST);
    }
}

void ct_claim_sibling(const char *final, const char *kind, int pid, char *out)
{
    const char *base = ct_path_base(final);
    snprintf(out, CT_CLAIM_PATH, "%.*s.%.200s.%s-%d", (int)(base - final), final, base, kind, pid);
}

static ct_status fail_path(const char *what, const char *path, ct_error *err)
{
    return ct_fail(err, CT_ERR_OUTPUT, "%s: %s: %s", path, what, strerror(errno));
}

/// Bytes of the longest part of `path`, before its last component, that is there.
static int find_parents(const char *path)
{
    char part[CT_CLAIM_PATH];
    memcpy(part, path, sizeof part);
    for (char *slash; (slash = strrchr(part, '/')) && slash > part;) {
        *slash = 0;
        if (!access(part, F_OK)) return (int)(slash - part);
    }
    return 0;
}

static ct_status make_parents(const char *path, ct_error *err)
{
    char part[CT_CLAIM_PATH];
    memcpy(part, path, sizeof part);
    for (char *p = part + 1; *p; p++) {
        if (*p != '/') continue;
        *p = 0;
        if (mkdir(part, 0777) && errno != EEXIST && access(part, F_OK))
            return fail_path("cannot make the directory", part, err);
        *p = '/';
    }
    return CT_OK;
}

/// Directories above `path`, up to those that were there; those that are not empty stay.
static void remove_parents(const char *path, int parents)
{
    char part[CT_CLAIM_PATH];
    memcpy(part, path, sizeof part);
    for (char *slash; (slash = strrchr(part, '/')) && slash - part > parents;) {
        *slash = 0;
        rmdir(part);
    }
}

/// One run at a time looks for others and makes its own directory. Where the file system knows no
/// locks, or somebody else holds this one, it goes on after half a second.
static int lock_parent(const char *path)
{
    char parent[CT_CLAIM_PATH] = ".";
    const char *base = ct_path_base(path);
    if (base != path) snprintf(parent, sizeof parent, "%.*s", (int)(base - path), path);
    const int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const struct timespec pause = {0, 10000000};
    for (int i = 0; fd >= 0 && i < 50 && flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK; i++)
        nanosleep(&pause, NULL);
    return fd;
}

static ct_status make(ct_claim *c, ct_error *err)
{
    if (mkdir(c->path, 0777)) return fail_path("cannot make the directory", c->path, err);
    c->lock = 1 + open(c->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (c->lock) {
        flock(c->lock - 1, LOCK_EX | LOCK_NB); // where there are no locks, the number will do
        return CT_OK;
    }
    const ct_status s = fail_path("cannot open the directory", c->path, err);
    rmdir(c->path);
    return s;
}

ct_status ct_claim_take(const char *final, ct_claim *c, ct_notes *notes, ct_error *err)
{
    memset(c, 0, sizeof *c);
    ct_claim_sibling(final, "tmp", (int)getpid(), c->path);
    c->parents = find_parents(c->path);
    enlist(c);
    ct_status s = make_parents(c->path, err);
    const int parent = s ? -1 : lock_parent(c->path);
    if (!s) s = ct_leftovers_settle(final, notes, err);
    if (!s) s = make(c, err);
    if (parent >= 0) close(parent);
    if (!s) return CT_OK;
    remove_parents(c->path, c->parents);
    ct_claim_let_go(c);
    return s;
}

void ct_claim_set_placed(ct_claim *c)
{
    c->is_placed = true;
    __atomic_store_n(&has_placed, true, __ATOMIC_SEQ_CST);
}

void ct_claim_let_go(ct_claim *c)
{
    strike(c);
    c->path[0] = 0;
    if (c->lock) close(c->lock - 1);
    c->lock = 0;
}

void ct_claim_drop(ct_claim *c)
{
    if (c->path[0]) {
        ct_remove_tree(c->path);
        remove_parents(c->path, c->parents);
    }
    ct_claim_let_go(c);
}

bool ct_write_abandon(void)
{
    for (int i = 0; i < MOST; i++) {
        const ct_claim *c = __atomic_load_n(&standing[i], __ATOMIC_SEQ_CST);
        if (!c || c->is_placed || !c->lock) continue;
        ct_remove_tree(c->path);
        remove_parents(c->path, c->parents);
    }
    return !__atomic_load_n(&has_placed, __ATOMIC_SEQ_CST);
}
