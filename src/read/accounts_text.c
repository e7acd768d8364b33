/// Ids and codes into their pools: straight to their places as long as all have as many bytes as
/// the first, else by way of each chunk's scratch, with offsets.
#include <string.h>

#include "base/memory.h"
#include "read/accounts.h"

static const char *const WHAT[CT_N_TEXTS] = {"account ids", "account codes"};

/// The text of the first row.
typedef struct first_text {
    const ct_source *source;
    int role;
    bool is_seen;
    int64_t width; ///< 0 = none, or longer than CT_WIDEST
} first_text;

static void see_row(void *user, int64_t row, int64_t line, int32_t n_cells, const ct_csv_cell *cell)
{
    (void)row, (void)line, (void)n_cells;
    first_text *f = user;
    char text[2 * CT_WIDEST];
    const ct_csv_cell c = cell[f->source->slot_of_role[f->role]];
    if (!f->is_seen && c.end - c.begin <= CT_WIDEST)
        f->width = ct_csv_text(&f->source->csv, c, text);
    f->is_seen = true;
}

/// Bytes that all texts are taken to have; 0: they cannot.
static int64_t even_width(const ct_reader *r, int t)
{
    first_text f = {.role = t};
    for (int32_t i = 0; i < r->n_sources; i++) {
        const ct_source *s = f.source = &r->source[i];
        if (s->is_layer || s->csv.is_latin1 || s->slot_of_role[t] < 0) return 0;
        for (int64_t c = 0; c < s->csv.n_chunks && !f.is_seen; c++)
            ct_csv_rows(&s->csv, c, s->slot, s->n_slots, see_row, &f);
    }
    return f.width;
}

ct_status ct_text_allocate(ct_reader *r, int64_t n, ct_error *err)
{
    r->pool[CT_ROLE_ID].out = &r->out->id;
    r->pool[CT_ROLE_CODE].out = r->has_code ? &r->out->code : NULL;
    for (int t = 0; t < CT_N_TEXTS; t++) {
        ct_pool *p = &r->pool[t];
        ct_strings *s = p->out;
        if (!s) continue;
        s->width = even_width(r, t);
        if (s->width)
            s->bytes = ct_array_whole(p->capacity = n * s->width + 1, 1, WHAT[t], err);
        else
            s->offset = ct_array_whole(n + 1, sizeof *s->offset, WHAT[t], err);
        if (!s->bytes && !s->offset) return CT_ERR_MEMORY;
        s->n = p->n = n;
    }
    return CT_OK;
}

/// Texts before slot `first` get offsets, and so will those behind.
static ct_status spread(const ct_pool *p, int64_t first, const char *what, ct_error *err)
{
    ct_strings *s = p->out;
    s->offset = ct_array(p->n + 1, sizeof *s->offset, what, err);
    if (!s->offset) return CT_ERR_MEMORY;
    for (int64_t i = 0; i <= first; i++) s->offset[i] = i * s->width;
    s->width = 0;
    return CT_OK;
}

static bool is_uneven(const ct_wave *w, int t)
{
    for (int64_t c = 0; c < w->last - w->first; c++)
        if (w->part[c].text[t].is_uneven) return true;
    return false;
}

ct_status ct_text_spread(ct_reader *r, const ct_source *s, ct_wave *w, bool *is_any, ct_error *err)
{
    ct_status st = CT_OK;
    *is_any = false;
    for (int t = 0; !st && t < CT_N_TEXTS; t++) {
        if (!is_uneven(w, t)) continue;
        *is_any = true;
        st = spread(&r->pool[t], w->part[0].first, WHAT[t], err);
    }
    return st || !*is_any ? st : ct_text_scratch(r, s, w, err);
}

ct_status ct_text_scratch(const ct_reader *r, const ct_source *s, ct_wave *w, ct_error *err)
{
    for (int t = 0; t < CT_N_TEXTS; t++) {
        const ct_strings *pool = r->pool[t].out;
        if (!pool || !pool->offset || w->scratch[t] || s->slot_of_role[t] < 0) continue;
        w->scratch[t] = ct_array(w->longest, 1, WHAT[t], err);
        if (!w->scratch[t]) return CT_ERR_MEMORY;
    }
    return CT_OK;
}

void ct_text_take(const ct_reader *r, int64_t first, int64_t n)
{
    for (int t = 0; t < CT_N_TEXTS; t++) {
        const ct_strings *s = r->pool[t].out;
        if (s && s->offset)
            ct_memory_take(s->offset + first + 1, n * (int64_t)sizeof *s->offset);
        else if (s)
            ct_memory_take(s->bytes + first * s->width, n * s->width);
    }
}

/// A chunk's text to its place in the pool, and its offsets with it.
static void move_piece(ct_strings *pool, int64_t at, const ct_piece *p, int64_t first, int64_t n)
{
    if (p->used) ct_memory_take(pool->bytes + at, p->used);
    if (p->used) memcpy(pool->bytes + at, p->bytes, (size_t)p->used);
    for (int64_t i = first; i < first + n; i++) pool->offset[i + 1] += at;
}

static ct_status keep_text(ct_reader *r, int t, const int64_t *row, const ct_wave *w, ct_error *err)
{
    ct_pool *pool = &r->pool[t];
    int64_t at[CT_WAVE + 1] = {pool->used};
    const int64_t n = w->last - w->first;
    for (int64_t i = 0; i < n; i++) at[i + 1] = at[i] + w->part[i].text[t].used;
    const ct_status st =
        ct_grow((void **)&pool->out->bytes, &pool->capacity, at[n], 1, WHAT[t], err);
    if (st) return st;
#pragma omp parallel for schedule(static) num_threads(r->ctx->n_threads)
    for (int64_t i = 0; i < n; i++)
        move_piece(pool->out, at[i], &w->part[i].text[t], w->part[i].first, row[i + 1] - row[i]);
    pool->used = at[n];
    return CT_OK;
}

ct_status ct_text_keep(ct_reader *r, const ct_source *s, const ct_wave *w, ct_error *err)
{
    ct_status st = CT_OK;
    const int64_t *row = s->csv.row;
    for (int t = 0; !st && t < CT_N_TEXTS; t++) {
        const ct_strings *pool = r->pool[t].out;
        if (pool && pool->offset)
            st = keep_text(r, t, row + w->first, w, err);
        else if (pool)
            r->pool[t].used += (row[w->last] - row[w->first]) * pool->width;
    }
    return st;
}

ct_status ct_text_append(ct_reader *r, int t, int64_t row, const char *text, int64_t length,
                         ct_error *err)
{
    ct_pool *p = &r->pool[t];
    const ct_status st =
        ct_grow((void **)&p->out->bytes, &p->capacity, p->used + length, 1, WHAT[t], err);
    if (st) return st;
    if (length) memcpy(p->out->bytes + p->used, text, (size_t)length);
    p->used += length;
    p->out->offset[row + 1] = p->used;
    return CT_OK;
}

ct_status ct_text_close(ct_reader *r, ct_error *err)
{
    ct_status st = CT_OK;
    for (int t = 0; !st && t < CT_N_TEXTS; t++) {
        ct_pool *p = &r->pool[t];
        if (p->out)
            st = ct_grow((void **)&p->out->bytes, &p->capacity, p->used + 1, 1, WHAT[t], err);
    }
    return st;
}
