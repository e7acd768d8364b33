/// Bytes of unknown number, in memory or in a temporary file.
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"

static const char *folder(void)
{
    const char *tmp = getenv("TMPDIR");
    return tmp && *tmp ? tmp : "/tmp";
}

static ct_status fail_file(const ct_spool *s, ct_error *err)
{
    return ct_fail(err, CT_ERR_OUTPUT,
                   "%s: more than %lld MB, and its temporary copy in %s cannot be written: %s; set "
                   "TMPDIR to a folder with room",
                   s->what, (long long)(s->most / 1000000), folder(), strerror(errno));
}

/// A file without a name, or one whose name is gone at once where that is not to be had.
static int open_nameless(void)
{
    const int fd = open(folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return fd;
    char path[4096];
    snprintf(path, sizeof path, "%s/canton-XXXXXX", folder());
    const int named = mkostemp(path, O_CLOEXEC);
    if (named >= 0) unlink(path);
    return named;
}

static ct_status flush(ct_spool *s, ct_error *err)
{
    if (!s->file) s->file = 1 + open_nameless();
    if (!s->file) return fail_file(s, err);
    for (int64_t at = 0; at < s->held;) {
        const ssize_t n = write(s->file - 1, s->bytes + at, (size_t)(s->held - at));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fail_file(s, err);
        at += n;
    }
    s->written += s->held;
    s->held = 0;
    return CT_OK;
}

char *ct_spool_room(ct_spool *s, int64_t *room, ct_error *err)
{
    ct_status st = CT_OK;
    const bool is_full = s->capacity - s->held < CT_SPOOL_STEP;
    if (is_full && s->held > s->most - CT_SPOOL_STEP) st = flush(s, err);
    if (!st)
        st = ct_grow((void **)&s->bytes, &s->capacity, s->held + CT_SPOOL_STEP, 1, s->what, err);
    *room = s->capacity - s->held;
    return st ? NULL : s->bytes + s->held;
}

static ct_status map(ct_spool *s, ct_file *out, ct_error *err)
{
    void *p = mmap(NULL, (size_t)s->written, PROT_READ, MAP_PRIVATE, s->file - 1, 0);
    if (p == MAP_FAILED) return fail_file(s, err);
    *out = (ct_file){.bytes = p, .size = s->written, .is_mapped = true};
    return CT_OK;
}

ct_status ct_spool_end(ct_spool *s, ct_file *out, ct_error *err)
{
    ct_status st = CT_OK;
    if (s->file) {
        st = flush(s, err);
        if (!st) st = map(s, out, err);
    } else if (s->held) {
        *out = (ct_file){.bytes = s->bytes, .size = s->held};
        s->bytes = NULL;
    } else {
        *out = (ct_file){.bytes = ""};
    }
    ct_spool_drop(s);
    return st;
}

void ct_spool_drop(ct_spool *s)
{
    if (s->file) close(s->file - 1);
    free(s->bytes);
    *s = (ct_spool){0};
}
