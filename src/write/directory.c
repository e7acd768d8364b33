/// The output directory, whole or not at all.
#include "write/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "canton/stages.h"

static ct_status fail_path(const char *what, const char *path, ct_error *err)
{
    return ct_fail(err, CT_ERR_OUTPUT, "%s: %s: %s", path, what, strerror(errno));
}

static bool has_file(const char *dir, const char *name)
{
    char path[4400];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return access(path, F_OK) == 0;
}

/// What the table of outputs says of names: a file's own, or the stem of a shapefile's.
static const struct output {
    const char *name;
    bool is_stem;
} outputs[] = {
#define CT_PLAIN(name, layers, function, about)  {name, false},
#define CT_SHAPES(name, layers, function, about) {name, true},
#define CT_RECORD(name, layers, function, about) {name, false},
#include "canton/options/outputs.def"
};

/// Of a shapefile itself, or what a GIS puts beside one: indices of places (ESRI, MapServer) and of
/// attributes (ESRI, MapInfo), styles, projections, metadata (QGIS, ESRI).
static bool is_of_shapefile(const char *extension)
{
    static const char *const OF[] = {".shp", ".shx", ".dbf", ".prj",     ".cpg", ".qml", ".qix",
                                     ".sbn", ".sbx", ".fbn", ".fbx",     ".ain", ".aih", ".ixs",
                                     ".mxs", ".idm", ".ind", ".shp.xml", ".idx", ".qpj", ".qmd"};
    for (size_t i = 0; i < sizeof OF / sizeof *OF; i++)
        if (!strcmp(OF[i], extension)) return true;
    return false;
}

/// A file of a result, or one that a GIS has put beside a layer.
static bool is_ours(const char *dir, const char *name)
{
    char path[4400];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    if (lstat(path, &st) || S_ISDIR(st.st_mode)) return false;
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        const size_t n = strlen(outputs[i].name);
        if (strncmp(name, outputs[i].name, n)) continue;
        if (outputs[i].is_stem ? is_of_shapefile(name + n) : !name[n]) return true;
    }
    return false;
}

/// Name of the first entry, in their order, that is of no result; false = there is none.
static bool find_foreign(const char *dir, char name[256])
{
    name[0] = 0;
    DIR *d = opendir(dir);
    if (!d) return false;
    for (struct dirent *e; (e = readdir(d));) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") || is_ours(dir, e->d_name))
            continue;
        if (!name[0] || strcmp(e->d_name, name) < 0) snprintf(name, 256, "%s", e->d_name);
    }
    closedir(d);
    return name[0];
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

/// May what stands at `path` be replaced?
static ct_status check_old(const char *path, const struct stat *st, bool overwrite, ct_error *err)
{
    if (!S_ISDIR(st->st_mode))
        return ct_fail(err, CT_ERR_OUTPUT, "%s: is a file; give --out a directory", path);
    if (!overwrite)
        return ct_fail(err, CT_ERR_OUTPUT, "%s: exists; use --overwrite or another --out", path);
    char foreign[256];
    if (is_empty(path)) return CT_OK;
    const bool is_result = has_file(path, "canton.h5") || has_file(path, "summary.json");
    if (is_result && !find_foreign(path, foreign)) return CT_OK;
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

ct_status ct_directory_find(const char *out, bool overwrite, ct_directory *d, ct_error *err)
{
    memset(d, 0, sizeof *d);
    const size_t length = out ? strlen(out) : 0;
    if (!length || length > sizeof d->final - 300)
        return ct_fail(err, CT_ERR_USAGE, "--out: %s",
                       length ? "the path is too long" : "a directory is needed");
    memcpy(d->final, out, length);
    for (size_t n = length; n > 1 && d->final[n - 1] == '/'; n--) d->final[n - 1] = 0;
    ct_status s = check_name(d->final, err);
    if (s) return s;
    struct stat st;
    d->exists = stat(d->final, &st) == 0;
    if (!d->exists) return errno == ENOENT ? CT_OK : fail_path("cannot look at it", out, err);
    s = check_old(d->final, &st, overwrite, err);
    char real[4096];
    if (!s && realpath(out, real) && strlen(real) < sizeof d->final - 300)
        memcpy(d->final, real, strlen(real) + 1);
    return s;
}

/// Create the directories above `path`.
static ct_status make_parents(const char *path, ct_error *err)
{
    char part[4096];
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

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static int remove_tree(const char *path)
{
    return nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

ct_status ct_directory_begin(ct_directory *d, ct_error *err)
{
    const ct_status s = make_parents(d->final, err);
    if (s) return s;
    const char *base = ct_path_base(d->final);
    char path[sizeof d->temporary];
    const int parent = (int)(base - d->final);
    snprintf(path, sizeof path, "%.*s.%.200s.tmp-%d", parent, d->final, base, (int)getpid());
    if (mkdir(path, 0777)) {
        const int why = errno;
        if (why == EEXIST) remove_tree(path); // left by a killed process that had our number
        if (why != EEXIST || mkdir(path, 0777))
            return fail_path("cannot make the directory", path, err);
    }
    memcpy(d->temporary, path, sizeof path);
    return CT_OK;
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

/// Every file of the directory, then the directory itself.
static ct_status sync_directory(const char *dir, ct_error *err)
{
    DIR *d = opendir(dir);
    if (!d) return fail_path("cannot open it again", dir, err);
    ct_status s = CT_OK;
    for (struct dirent *e; !s && (e = readdir(d));) {
        char path[4400];
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        if (e->d_name[0] != '.') s = sync_path(path, 0, err);
    }
    closedir(d);
    return s ? s : sync_path(dir, O_DIRECTORY, err);
}

/// Exchange old and new in one step; where the file system cannot, in two.
/// Afterwards the old result is at d->temporary.
static int swap(ct_directory *d)
{
    if (!renameat2(AT_FDCWD, d->temporary, AT_FDCWD, d->final, RENAME_EXCHANGE)) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -1;
    char aside[4200];
    snprintf(aside, sizeof aside, "%s.old", d->temporary);
    if (rename(d->final, aside)) return -1;
    if (rename(d->temporary, d->final)) {
        const int why = errno;
        if (rename(aside, d->final)) memcpy(d->final, aside, sizeof d->final);
        errno = why;
        return -1;
    }
    return rename(aside, d->temporary);
}

/// Not when somebody has put something into it meanwhile.
static void remove_old(const char *path, ct_notes *notes)
{
    char foreign[256];
    if (find_foreign(path, foreign))
        ct_note_add(notes, CT_WARN, "write", 0,
                    "the older result is left in %s, for it holds %s, which canton has not written",
                    path, foreign);
    else if (remove_tree(path))
        ct_note_add(notes, CT_WARN, "write", 0, "the older result is left in %s: %s", path,
                    strerror(errno));
}

ct_status ct_directory_commit(ct_directory *d, const ct_context *ctx, ct_error *err)
{
    const ct_status s = sync_directory(d->temporary, err);
    if (s) return s;
    if (d->exists ? swap(d) : rename(d->temporary, d->final))
        return fail_path("cannot put the result in its place", d->final, err);
    if (d->exists) remove_old(d->temporary, ctx->notes);
    d->temporary[0] = 0;
    char parent[4096] = ".";
    const char *base = ct_path_base(d->final);
    if (base != d->final) snprintf(parent, sizeof parent, "%.*s", (int)(base - d->final), d->final);
    return sync_path(parent, O_DIRECTORY, err);
}

void ct_directory_abandon(ct_directory *d)
{
    if (d->temporary[0]) remove_tree(d->temporary);
    d->temporary[0] = 0;
}

/// Cut `path` down to what exists of it.
static void nearest_existing(char *path)
{
    while (access(path, F_OK)) {
        char *slash = strrchr(path, '/');
        if (!slash)
            snprintf(path, 2, ".");
        else if (slash == path)
            path[1] = 0;
        else
            *slash = 0;
    }
}

/// A directory can be made beside DIR, or beside the first of its parents that must be made.
ct_status ct_write_precheck(const ct_output_options *opt, ct_error *err)
{
    ct_directory d;
    const ct_status s = ct_directory_find(opt->out, opt->overwrite, &d, err);
    if (s) return s;
    char path[sizeof d.final], trial[sizeof path + 64];
    const int parent = (int)(ct_path_base(d.final) - d.final);
    snprintf(path, sizeof path, "%.*s", parent ? parent : 1, parent ? d.final : ".");
    nearest_existing(path);
    snprintf(trial, sizeof trial, "%s/.canton.tmp-%d", path, (int)getpid());
    if ((mkdir(trial, 0777) && errno != EEXIST) || rmdir(trial))
        return fail_path("cannot make the output directory there", path, err);
    return CT_OK;
}
