/// The output directory, whole or not at all.
#include "write/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "canton/stages.h"
#include "write/owned.h"
#include "write/remove.h"

static ct_status fail_path(const char *what, const char *path, ct_error *err)
{
    return ct_fail(err, CT_ERR_OUTPUT, "%s: %s: %s", path, what, strerror(errno));
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static bool has_file(const char *dir, const char *name)
{
    char path[4400];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return is_there(path);
}

static bool is_empty(const char *dir)
{
    DIR *d = opendir(dir);
    if (!d) return false;
    int n = 0;
    while (n < 3 && readdir(d)) n++;
    closedir(d);
    return n < 3;
}

/// A volume, or a directory that is bound there (as containers do), which may be of the same
/// device.
static bool is_mount_point(const char *path, const struct stat *st)
{
    char parent[4200];
    struct stat above;
    snprintf(parent, sizeof parent, "%s/..", path);
    if (!stat(parent, &above) && above.st_dev != st->st_dev) return true;
#ifdef STATX_ATTR_MOUNT_ROOT
    struct statx x;
    if (!statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &x))
        return x.stx_attributes & STATX_ATTR_MOUNT_ROOT;
#endif
    return false;
}

/// May what stands at `path` be replaced?
static ct_status check_old(const char *path, const struct stat *st, bool overwrite, ct_error *err)
{
    if (!S_ISDIR(st->st_mode))
        return ct_fail(err, CT_ERR_OUTPUT, "%s: is a file; give --out a directory", path);
    if (is_mount_point(path, st))
        return ct_fail(
            err, CT_ERR_OUTPUT,
            "%s: is where a volume is mounted, which cannot be replaced; use a directory "
            "in it, such as --out %s/plan",
            path, path);
    if (!overwrite)
        return ct_fail(err, CT_ERR_OUTPUT, "%s: exists; use --overwrite or another --out", path);
    char foreign[CT_OWNED_NAME];
    if (is_empty(path)) return CT_OK;
    const bool is_result = has_file(path, "canton.h5") || has_file(path, "summary.json");
    if (is_result && !ct_owned_foreign(path, foreign)) return CT_OK;
    if (is_result)
        return ct_fail(err, CT_ERR_OUTPUT,
                       "%s: holds %s, which canton has not written, and is not overwritten; move "
                       "that away, or use another --out",
                       path, foreign);
    return ct_fail(err, CT_ERR_OUTPUT,
                   "%s: holds neither canton.h5 nor summary.json, so it is not a result of canton "
                   "and is not overwritten; use another --out",
                   path);
}

static ct_status check_name(const char *path, ct_error *err)
{
    const char *base = ct_path_base(path);
    if (*base && strcmp(base, ".") && strcmp(base, "..") && strlen(base) < 200) return CT_OK;
    return ct_fail(err, CT_ERR_OUTPUT, "%s: give --out the name of a directory of its own", path);
}

/// The path without slashes at its end, and links resolved as far as it is there.
static ct_status resolve(const char *out, ct_directory *d, ct_error *err)
{
    char real[4096];
    const size_t room = sizeof d->final - 300, length = out ? strlen(out) : 0;
    if (!length || length > room)
        return ct_fail(err, CT_ERR_USAGE, "--out: %s",
                       length ? "the path is too long" : "a directory is needed");
    memcpy(d->final, out, length + 1);
    for (size_t n = length; n > 1 && d->final[n - 1] == '/'; n--) d->final[n - 1] = 0;
    const ct_status s = check_name(d->final, err);
    if (!s && realpath(out, real) && strlen(real) < room) memcpy(d->final, real, strlen(real) + 1);
    return s;
}

/// What is there, and whether a result may take its place.
static ct_status look(ct_directory *d, ct_error *err)
{
    struct stat st;
    d->exists = stat(d->final, &st) == 0;
    if (d->exists) return check_old(d->final, &st, d->overwrite, err);
    if (errno != ENOENT) return fail_path("cannot look at it", d->final, err);
    if (!lstat(d->final, &st))
        return ct_fail(err, CT_ERR_OUTPUT,
                       "%s: is a link to a place that is not there; make that directory, or remove "
                       "the link",
                       d->final);
    return CT_OK;
}

ct_status ct_directory_begin(ct_directory *d, const ct_output_options *opt, ct_error *err)
{
    memset(d, 0, sizeof *d);
    d->overwrite = opt->overwrite;
    ct_status s = resolve(opt->out, d, err);
    if (!s) s = ct_claim_take(d->final, &d->claim, &d->notes, err);
    return s ? s : look(d, err);
}

void ct_directory_end(ct_directory *d, ct_notes *notes)
{
    ct_claim_drop(&d->claim);
    ct_notes_hand_over(&d->notes, notes);
}

ct_status ct_directory_within(const char *dir, ct_error *err)
{
    return mkdir(dir, 0777) ? fail_path("cannot make the directory", dir, err) : CT_OK;
}

static ct_status sync_path(const char *path, int flags, ct_error *err)
{
    const int fd = open(path, flags | O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail_path("cannot open it again", path, err);
    // Some network file systems cannot sync a directory, and say EINVAL.
    const bool failed = fsync(fd) && !(errno == EINVAL && flags & O_DIRECTORY);
    const ct_status s = failed ? fail_path("cannot write", path, err) : CT_OK;
    close(fd);
    return s;
}

/// Every file of the directory and those in it, then the directory itself.
static ct_status sync_directory(const char *dir, ct_error *err)
{
    DIR *d = opendir(dir);
    if (!d) return fail_path("cannot open it again", dir, err);
    ct_status s = CT_OK;
    for (struct dirent *e; !s && (e = readdir(d));) {
        char path[4800];
        struct stat st;
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        const bool is_directory = !lstat(path, &st) && S_ISDIR(st.st_mode);
        s = is_directory ? sync_directory(path, err) : sync_path(path, 0, err);
    }
    closedir(d);
    return s ? s : sync_path(dir, O_DIRECTORY, err);
}

/// Old and new are exchanged in one step; where the file system cannot, in two, and what a kill
/// between them leaves is put right by the next run. The old result is at old[CT_CLAIM_PATH] then.
static int swap(const ct_directory *d, char *old)
{
    memcpy(old, d->claim.path, CT_CLAIM_PATH);
    if (!renameat2(AT_FDCWD, d->claim.path, AT_FDCWD, d->final, RENAME_EXCHANGE)) return 0;
    const bool is_unknown =
        errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP || errno == EPERM;
    if (!is_unknown) return -1;
    ct_claim_sibling(d->final, "old", (int)getpid(), old);
    if (rename(d->final, old)) return -1;
    if (!rename(d->claim.path, d->final)) return 0;
    const int why = errno;
    rename(old, d->final);
    errno = why;
    return -1;
}

/// No signal comes between the result's arrival and what is remembered of it.
static int put_in_place(ct_directory *d, char *old)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    const int failed = d->exists ? swap(d, old) : rename(d->claim.path, d->final);
    const int why = errno;
    if (!failed) ct_claim_set_placed(&d->claim);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = why;
    return failed;
}

/// Not when somebody has put something into it meanwhile: then it keeps a name that says what it
/// is.
static void remove_old(const char *final, char *path, ct_notes *notes)
{
    char foreign[CT_OWNED_NAME], aside[CT_CLAIM_PATH];
    const bool is_kept = ct_owned_foreign(path, foreign);
    if (!is_kept && !ct_remove_tree(path)) return;
    const int why = errno;
    ct_claim_sibling(final, "old", (int)getpid(), aside);
    if (!rename(path, aside)) memcpy(path, aside, sizeof aside);
    if (is_kept)
        ct_note_add(notes, CT_WARN, "write", 0,
                    "the older result is left in %s, for it holds %s, which canton has not written",
                    path, foreign);
    else
        ct_note_add(notes, CT_WARN, "write", 0, "the older result is left in %s: %s", path,
                    strerror(why));
}

/// The result is in its place; that its name is on the disk as well is wished for.
static void sync_parent(const char *final, ct_notes *notes)
{
    char parent[4096] = ".";
    ct_error err = {0};
    const char *base = ct_path_base(final);
    if (base != final) snprintf(parent, sizeof parent, "%.*s", (int)(base - final), final);
    if (sync_path(parent, O_DIRECTORY, &err))
        ct_note_add(notes, CT_WARN, "write", 0,
                    "the result is in its place, but a power failure now may lose it: %s",
                    err.text);
}

ct_status ct_directory_commit(ct_directory *d, ct_error *err)
{
    char old[CT_CLAIM_PATH];
    ct_status s = sync_directory(d->claim.path, err);
    if (!s && !(d->exists && is_there(d->final))) s = look(d, err);
    if (s) return s;
    if (put_in_place(d, old)) return fail_path("cannot put the result in its place", d->final, err);
    if (d->exists) remove_old(d->final, old, &d->notes);
    ct_claim_let_go(&d->claim);
    sync_parent(d->final, &d->notes);
    return CT_OK;
}

ct_status ct_write_claim(const ct_output_options *opt, ct_run *run, ct_error *err)
{
    if (!opt->out) return CT_OK;
    run->place = ct_array(1, sizeof *run->place, "the output directory", err);
    return run->place ? ct_directory_begin(run->place, opt, err) : CT_ERR_MEMORY;
}

void ct_write_release(ct_run *run, ct_notes *notes)
{
    if (run->place) ct_directory_end(run->place, notes);
    free(run->place);
    run->place = NULL;
}
