/// Input files as memory.
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xxhash.h>

#include "base/mapped.h"
#include "base/memory.h"
#include "base/spool.h"
#include "base/text.h"

/// The name in `path`'s directory most like the missing one, into near[512]; "" = none.
static void nearest_file(const char *path, char *near)
{
    near[0] = 0;
    const char *base = ct_path_base(path);
    char dir[4096] = ".";
    snprintf(dir, sizeof dir, "%s.shp", path);
    if (!access(dir, R_OK)) { // a layer by its stem
        snprintf(near, 512, "%.500s.shp", base);
        return;
    }
    dir[0] = '.', dir[1] = 0;
    if (base != path) snprintf(dir, sizeof dir, "%.*s", (int)(base - path), path);
    DIR *d = opendir(dir);
    if (!d) return;
    int32_t best = (int32_t)strlen(base) / 3 + 1;
    for (struct dirent *e; (e = readdir(d));) {
        const int32_t distance = ct_name_distance(base, e->d_name);
        const bool better =
            distance < best || (distance == best && near[0] && strcmp(e->d_name, near) < 0);
        if (e->d_name[0] == '.' || !better) continue;
        best = distance;
        snprintf(near, 512, "%s", e->d_name);
    }
    closedir(d);
}

static ct_status fail_open(const char *path, int why, ct_error *err)
{
    char near[512];
    nearest_file(path, near);
    if (why == ENOENT && near[0])
        return ct_fail(err, CT_ERR_INPUT, "%s: no such file; did you mean '%s'?", path, near);
    return ct_fail(err, CT_ERR_INPUT, "%s: cannot read: %s", path, strerror(why));
}

ct_status ct_file_check(const char *path, ct_error *err)
{
    if (!path || !strcmp(path, "-") || !access(path, R_OK)) return CT_OK;
    return fail_open(path, errno, err);
}

/// Standard input and pipes: read to the end.
static ct_status slurp(int fd, const char *path, int64_t most, ct_file *out, ct_error *err)
{
    ct_spool spool = {.what = path, .most = most};
    ct_status s = CT_OK;
    for (bool is_open = true; !s && is_open;) {
        int64_t room;
        char *to = ct_spool_room(&spool, &room, err);
        const ssize_t got = to ? read(fd, to, (size_t)room) : 0;
        if (!to) s = err ? err->status : CT_ERR_MEMORY;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) s = ct_fail(err, CT_ERR_INPUT, "%s: cannot read: %s", path, strerror(errno));
        is_open = got > 0;
        if (is_open) spool.held += got;
    }
    if (!s) return ct_spool_end(&spool, out, err);
    ct_spool_drop(&spool);
    return s;
}

static ct_status map_or_slurp(int fd, const char *path, int64_t most, ct_file *out, ct_error *err)
{
    struct stat st;
    if (fstat(fd, &st))
        return ct_fail(err, CT_ERR_INPUT, "%s: cannot read: %s", path, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return ct_fail(err, CT_ERR_INPUT, "%s: is a directory, a file is needed", path);
    const bool is_device = S_ISBLK(st.st_mode) || (S_ISCHR(st.st_mode) && !isatty(fd));
    if (is_device) // some have no end
        return ct_fail(err, CT_ERR_INPUT, "%s: is a device, a file or a pipe is needed", path);
    if (!S_ISREG(st.st_mode)) return slurp(fd, path, most, out, err);
    if (st.st_size == 0) {
        *out = (ct_file){.bytes = ""};
        return CT_OK;
    }
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED) return slurp(fd, path, most, out, err);
    madvise(p, (size_t)st.st_size, MADV_WILLNEED);
    ct_mapped_add(p, st.st_size, path);
    *out = (ct_file){p, st.st_size, true, st.st_mtim, {st.st_dev, st.st_ino}};
    return CT_OK;
}

/// A file that standard input is redirected from is mapped, a pipe is widened and read.
static ct_status open_stdin(int64_t most, ct_file *out, ct_error *err)
{
    static const char name[] = "standard input";
    if (lseek(STDIN_FILENO, 0, SEEK_CUR) == 0)
        return map_or_slurp(STDIN_FILENO, name, most, out, err);
    fcntl(STDIN_FILENO, F_SETPIPE_SZ, 1 << 20);
    return slurp(STDIN_FILENO, name, most, out, err);
}

ct_status ct_file_open_within(const char *path, int64_t most, ct_file *out, ct_error *err)
{
    *out = (ct_file){0};
    if (!strcmp(path, "-")) return open_stdin(most, out, err);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail_open(path, errno, err);
    const ct_status s = map_or_slurp(fd, path, most, out, err);
    close(fd);
    return s;
}

ct_status ct_file_open(const char *path, ct_file *out, ct_error *err)
{
    return ct_file_open_within(path, INT64_MAX, out, err);
}

ct_status ct_file_unchanged(const char *path, const ct_file *f, ct_error *err)
{
    struct stat st;
    if (!f->is_mapped || stat(path, &st)) return CT_OK;
    if (st.st_dev != f->identity[0] || st.st_ino != f->identity[1]) return CT_OK;
    if (st.st_size == f->size && st.st_mtim.tv_sec == f->written.tv_sec &&
        st.st_mtim.tv_nsec == f->written.tv_nsec)
        return CT_OK;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: changed while it was read: it had %lld bytes and has %lld; run again when "
                   "nobody writes to it",
                   path, (long long)f->size, (long long)st.st_size);
}

struct ct_digest {
    XXH64_state_t *state;
    uint64_t *out;
    int64_t done; ///< bytes
};

static ct_digest *new_digest(uint64_t *out)
{
    ct_digest *d = malloc(sizeof *d);
    if (!d) return NULL;
    *d = (ct_digest){XXH64_createState(), out, 0};
    if (d->state && XXH64_reset(d->state, 0) == XXH_OK) return d;
    XXH64_freeState(d->state);
    free(d);
    return NULL;
}

ct_status ct_inputs_add_later(ct_inputs *inputs, const char *path, const ct_file *f,
                              ct_digest **digest, ct_error *err)
{
    *digest = NULL;
    if (!inputs) return CT_OK;
    if (inputs->n == CT_MAX_INPUTS)
        return ct_fail(err, CT_ERR_USAGE, "more than %d input files", CT_MAX_INPUTS);
    ct_input *in = &inputs->item[inputs->n];
    in->basename = strdup(ct_path_base(path));
    if (!in->basename) return ct_fail_memory(err, 256, "a file name");
    in->size = f->size;
    *digest = new_digest(&in->xxh64);
    if (!*digest) {
        free(in->basename);
        return ct_fail_memory(err, 64, "a digest");
    }
    inputs->n++;
    return CT_OK;
}

void ct_digest_add(ct_digest *d, const ct_file *f, int64_t end)
{
    const int64_t piece = 1 << 26; // that a large file gives back
    while (d && d->done < end) {
        const int64_t at = d->done, n = end - at < piece ? end - at : piece;
        XXH64_update(d->state, f->bytes + at, (size_t)n);
        if (f->size > CT_FILE_LARGE) ct_file_release(f, at, at + n);
        d->done += n;
    }
}

void ct_digest_end(ct_digest **digest)
{
    ct_digest *d = *digest;
    if (!d) return;
    *d->out = XXH64_digest(d->state);
    XXH64_freeState(d->state);
    free(d);
    *digest = NULL;
}

ct_status ct_inputs_add(ct_inputs *inputs, const char *path, const ct_file *f, ct_error *err)
{
    ct_digest *digest;
    const ct_status s = ct_inputs_add_later(inputs, path, f, &digest, err);
    ct_digest_add(digest, f, f->size);
    ct_digest_end(&digest);
    return s;
}

void ct_inputs_free(ct_inputs *in)
{
    if (!in) return;
    for (int32_t i = 0; i < in->n; i++) free(in->item[i].basename);
    memset(in, 0, sizeof *in);
}

/// False only where there is surely none: what cannot be looked at is for opening it to tell.
static bool may_exist(const char *path)
{
    return !access(path, F_OK) || (errno != ENOENT && errno != ENOTDIR && errno != ENAMETOOLONG);
}

bool ct_file_sibling(const char *path, const char *extension, char *out)
{
    const char *base = ct_path_base(path), *dot = strrchr(base, '.');
    const int stem = (int)(dot && dot != base ? dot - path : (ptrdiff_t)strlen(path));
    snprintf(out, 4096, "%.*s%s", stem, path, extension);
    if (may_exist(out)) return true;
    for (char *p = out + stem; *p; p++)
        if (*p >= 'a' && *p <= 'z') *p = (char)(*p - 'a' + 'A');
    if (may_exist(out)) return true;
    snprintf(out, 4096, "%.*s%s", stem, path, extension);
    return false;
}
