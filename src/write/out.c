/// Checked, buffered output files.
#include "write/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

enum { BUFFER = 1 << 23, ALIGNED = 1 << 12, LARGE = 1 << 20 };

static void fail_errno(ct_out *o, int why)
{
    if (o->first.status) return;
    ct_fail(&o->first, CT_ERR_OUTPUT, "%s: cannot write: %s", o->path, strerror(why));
}

void ct_out_fail(ct_out *o, ct_status status, const char *what)
{
    if (!o->first.status) ct_fail(&o->first, status, "%s: %s", o->path, what);
}

static void open_path(ct_out *o, int flags)
{
    o->memory = ct_array(BUFFER + ALIGNED, 1, "an output buffer", &o->first);
    if (!o->memory) return;
    o->buffer = o->memory + (ALIGNED - (uintptr_t)o->memory % ALIGNED) % ALIGNED;
    o->fd = open(o->path, O_WRONLY | O_CLOEXEC | flags, 0666);
    o->is_open = o->fd >= 0;
    if (!o->is_open) fail_errno(o, errno);
}

void ct_out_open(ct_out *o, const char *dir, const char *name)
{
    memset(o, 0, sizeof *o);
    snprintf(o->path, sizeof o->path, "%s/%s", dir, name);
    open_path(o, O_CREAT | O_EXCL);
}

void ct_out_reopen(ct_out *o, const char *path, int64_t at)
{
    memset(o, 0, sizeof *o);
    snprintf(o->path, sizeof o->path, "%s", path);
    o->size = at;
    open_path(o, 0);
}

static void set_direct(ct_out *o, bool wanted)
{
    if (o->is_direct == wanted || o->never_direct) return;
    const int flags = fcntl(o->fd, F_GETFL);
    if (flags >= 0 && !fcntl(o->fd, F_SETFL, wanted ? flags | O_DIRECT : flags & ~O_DIRECT))
        o->is_direct = wanted;
    else
        o->never_direct = wanted;
}

/// The usual way for a write that was refused.
static bool give_up_direct(ct_out *o)
{
    if (!o->is_direct) return false;
    set_direct(o, false);
    o->never_direct = true;
    return !o->is_direct;
}

static void write_at(ct_out *o, const char *bytes, int64_t n, int64_t at)
{
    while (n > 0) {
        const ssize_t done = pwrite(o->fd, bytes, (size_t)n, at);
        if (done < 0 && (errno == EINTR || (errno == EINVAL && give_up_direct(o)))) continue;
        if (done <= 0) {
            fail_errno(o, done < 0 ? errno : ENOSPC);
            return;
        }
        bytes += done;
        at += done;
        n -= done;
    }
}

static void flush(ct_out *o)
{
    if (o->first.status || !o->used) return;
    const int64_t at = o->size - o->used;
    set_direct(o, at % ALIGNED == 0 && o->used % ALIGNED == 0);
    write_at(o, o->buffer, o->used, at);
    o->used = 0;
}

/// Into the buffer.
static void keep_bytes(ct_out *o, const char *from, int64_t n)
{
    while (n > 0 && !o->first.status) {
        const int64_t room = BUFFER - o->used, step = n < room ? n : room;
        memcpy(o->buffer + o->used, from, (size_t)step);
        from += step;
        n -= step;
        o->used += step;
        o->size += step;
        if (o->used == BUFFER) flush(o);
    }
}

/// Whole pages that lie in memory as they will in the file go there without a copy; the bytes
/// before and behind them by the buffer. Returns how many were taken.
static int64_t write_pages(ct_out *o, const char *from, int64_t n)
{
    const int64_t before = (ALIGNED - o->size % ALIGNED) % ALIGNED;
    const int64_t pages = n > before ? (n - before) / ALIGNED * ALIGNED : 0;
    if (pages < LARGE || ((uintptr_t)from + (uintptr_t)before) % ALIGNED) return 0;
    keep_bytes(o, from, before);
    flush(o);
    if (o->first.status) return n;
    set_direct(o, true);
    write_at(o, from + before, pages, o->size);
    o->size += pages;
    return before + pages;
}

void ct_out_bytes(ct_out *o, const void *bytes, int64_t n)
{
    const int64_t taken = o->first.status ? 0 : write_pages(o, bytes, n);
    keep_bytes(o, (const char *)bytes + taken, n - taken);
}

void ct_out_at(ct_out *o, const void *bytes, int64_t n, int64_t at)
{
    flush(o);
    if (o->first.status) return;
    set_direct(o, false);
    write_at(o, bytes, n, at);
}

void ct_out_text(ct_out *o, const char *text)
{
    ct_out_bytes(o, text, (int64_t)strlen(text));
}

void ct_out_format(ct_out *o, const char *format, ...)
{
    char *text = NULL;
    va_list ap;
    va_start(ap, format);
    const int length = vasprintf(&text, format, ap);
    va_end(ap);
    if (length < 0) {
        ct_out_fail(o, CT_ERR_MEMORY, "out of memory");
        return;
    }
    ct_out_bytes(o, text, length);
    free(text);
}

static bool needs_quotes(const char *text, int64_t length)
{
    for (int64_t i = 0; i < length; i++) {
        if (text[i] && strchr(",\t\"\n\r", text[i])) return true;
        // where lists are parted by ; what follows would be a cell of its own
        const bool is_next = text[i] == ';' && i + 1 < length && text[i + 1];
        if (is_next && strchr("=@+-", text[i + 1])) return true;
    }
    return length && (text[0] == ' ' || text[length - 1] == ' ');
}

static bool is_number(const char *text, int64_t length)
{
    int64_t n_digits = 0;
    for (int64_t i = 0; i < length; i++) {
        n_digits += text[i] >= '0' && text[i] <= '9';
        if (!text[i] || !strchr("0123456789.", text[i])) return false;
    }
    return n_digits > 0;
}

bool ct_out_is_formula(const char *text, int64_t length)
{
    static const char wide[4][4] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                    "\xef\xbc\xa0"}; // = + - @
    if (length < 1) return false;
    switch (*text) {
    case '=':
    case '@':
    case '\t':
    case '\r': return true;
    case '+':
    case '-': return !is_number(text + 1, length - 1);
    default: break;
    }
    for (int i = 0; length >= 3 && i < 4; i++)
        if (!memcmp(text, wide[i], 3)) return true;
    return false;
}

int64_t ct_out_csv_cell(const char *text, int64_t length, ct_formulas formulas, char *to)
{
    const bool is_disarmed = formulas == CT_FORMULAS_DISARM && ct_out_is_formula(text, length);
    const bool is_quoted = needs_quotes(text, length);
    int64_t at = 0;
    if (is_quoted) to[at++] = '"';
    if (is_disarmed) to[at++] = '\'';
    for (int64_t i = 0; i < length; i++) {
        if (text[i] == '"') to[at++] = '"';
        to[at++] = text[i];
    }
    if (is_quoted) to[at++] = '"';
    return at;
}

void ct_out_cell(ct_out *o, const char *text, int64_t length)
{
    char *cell = o->first.status ? NULL : ct_array(2 * length + 3, 1, "a CSV cell", &o->first);
    if (!cell) return;
    ct_out_bytes(o, cell, ct_out_csv_cell(text, length, CT_FORMULAS_DISARM, cell));
    free(cell);
}

ct_status ct_out_close(ct_out *o, ct_error *err)
{
    flush(o);
    if (o->is_open && close(o->fd)) fail_errno(o, errno);
    free(o->memory);
    o->memory = o->buffer = NULL;
    o->is_open = false;
    if (o->first.status && err) *err = o->first;
    return o->first.status;
}

/// The buffers of one wave of chunks.
typedef struct wave {
    int32_t n_slots;
    struct slot {
        char *bytes;
        const char *from; ///< bytes, or where they were lent
        int64_t capacity, used, begin, end;
    } * slot;
} wave;

/// Give the next chunks to the slots; returns how many got one.
static int32_t deal(ct_out *o, wave *w, const ct_chunks *c, int64_t next)
{
    int32_t n = 0;
    for (; n < w->n_slots && next < c->n && !o->first.status; n++) {
        struct slot *s = &w->slot[n];
        s->begin = next;
        s->end = next = c->n - next < c->per_chunk ? c->n : next + c->per_chunk;
        ct_grow((void **)&s->bytes, &s->capacity, c->bound(c->user, s->begin, s->end), 1,
                "an output buffer", &o->first);
    }
    return n;
}

static void fill_slots(wave *w, const ct_chunks *c, int32_t n)
{
#pragma omp taskloop grainsize(1)
    for (size_t i = 0; i < (size_t)n; i++) {
        struct slot *s = &w->slot[i];
        s->from = c->lend ? c->lend(c->user, s->begin, s->end, &s->used) : NULL;
        if (s->from) continue;
        s->used = c->fill(c->user, s->begin, s->end, s->bytes);
        s->from = s->bytes;
    }
}

/// Slots that follow each other in memory are one piece.
static void write_slots(ct_out *o, const wave *w, int32_t n)
{
    for (int32_t i = 0; i < n;) {
        const char *from = w->slot[i].from;
        int64_t used = 0;
        for (; i < n && w->slot[i].from == from + used; i++) used += w->slot[i].used;
        ct_out_bytes(o, from, used);
    }
}

void ct_out_chunks(ct_out *o, const ct_context *ctx, const ct_chunks *c)
{
    if (o->first.status) return;
    wave w = {.n_slots = 2 * ctx->n_threads};
    w.slot = ct_array(w.n_slots, sizeof *w.slot, "output buffers", &o->first);
    for (int64_t next = 0; next < c->n && !o->first.status;) {
        const int32_t n = deal(o, &w, c, next);
        if (o->first.status) break;
        fill_slots(&w, c, n);
        write_slots(o, &w, n);
        if (c->done) c->done(c->user, next, w.slot[n - 1].end);
        next = w.slot[n - 1].end;
        if (ct_tick(ctx, "write", (double)next / (double)c->n, strrchr(o->path, '/') + 1))
            ct_out_fail(o, CT_ERR_STOPPED, "stopped");
    }
    for (int32_t i = 0; w.slot && i < w.n_slots; i++) free(w.slot[i].bytes);
    free(w.slot);
}
