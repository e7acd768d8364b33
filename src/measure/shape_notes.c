/// Enclaves, corridors and fingers in words. See shape_notes.h.
#include "measure/shape_notes.h"

#include <stdio.h>
#include <string.h>

#include "kernels/measure/single.h"

enum {
    NATURAL = 1 << CT_EDGE_BORDER | 1 << CT_EDGE_CORNER | 1 << CT_EDGE_GIVEN,
    FEWEST = 3, ///< regions in single file that are worth a note
    TEXT = 160  ///< room for
};

/// A territory reaches the end of the map when so much of its border is shared with nobody; less
/// may be gaps between regions that were drawn apart.
static const double OPEN = 0.02;

typedef struct drawing {
    const ct_graph *g;
    const int32_t *part;
    int32_t k;
    ct_arena arena;
    void *work;
    bool *is_single;            ///< [n]
    int32_t *longest, *n_wider; ///< [k]
    int32_t *inside;            ///< [k]
    ct_error *err;
} drawing;

static void *take(drawing *d, int64_t n, size_t size)
{
    if (d->err->status != CT_OK) return NULL;
    return ct_arena_array(&d->arena, n, size, "notes on shapes", d->err);
}

/// Where the map itself is one region wide no plan is wider.
static void find_files(drawing *d)
{
    const ct_graph *g = d->g;
    bool *whole = take(d, g->n, sizeof *whole);
    int32_t *one = take(d, g->n, sizeof *one);
    d->is_single = take(d, g->n, sizeof *d->is_single);
    d->longest = take(d, d->k, sizeof *d->longest);
    d->n_wider = take(d, d->k, sizeof *d->n_wider);
    if (d->err->status != CT_OK) return;
    const ctk_parted map = {g->n, g->indptr, g->indices, g->kind, NATURAL, one};
    ctk_parted plan = map;
    plan.part = d->part;
    ctk_single(&map, whole, d->work);
    ctk_single(&plan, d->is_single, d->work);
    for (int32_t u = 0; u < g->n; u++) d->is_single[u] = d->is_single[u] && !whole[u];
    ctk_single_file(&plan, d->is_single, d->k, d->longest, d->n_wider, d->work);
}

static bool parts_two(const drawing *d, int32_t u, int64_t arc)
{
    const int32_t other = d->part[d->g->indices[arc]];
    return (NATURAL >> d->g->kind[arc] & 1) && d->part[u] >= 0 && other >= 0 && other != d->part[u];
}

/// Territories that touch, some of them several times.
static void list_touching(const drawing *d, int64_t *begin, int32_t *touching)
{
    const ct_graph *g = d->g;
    memset(begin, 0, ((size_t)d->k + 2) * sizeof *begin);
    for (int32_t u = 0; u < g->n; u++)
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++)
            if (parts_two(d, u, arc)) begin[d->part[u] + 2]++;
    for (int32_t j = 0; j < d->k; j++) begin[j + 2] += begin[j + 1];
    for (int32_t u = 0; u < g->n; u++)
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++)
            if (parts_two(d, u, arc)) touching[begin[d->part[u] + 1]++] = d->part[g->indices[arc]];
}

/// Where no lengths are known all reach it.
static void find_open(const drawing *d, double *inner_m, double *outer_m, bool *is_open)
{
    const ct_graph *g = d->g;
    for (int32_t u = 0; u < g->n; u++) {
        if (d->part[u] < 0) continue;
        if (g->outer_m) outer_m[d->part[u]] += g->outer_m[u];
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++)
            if (parts_two(d, u, arc)) inner_m[d->part[u]] += g->border_m[arc];
    }
    for (int32_t j = 0; j < d->k; j++)
        is_open[j] = !(outer_m[j] <= OPEN * (outer_m[j] + inner_m[j]) && inner_m[j] > 0);
}

static void find_inside(drawing *d)
{
    int64_t *begin = take(d, (int64_t)d->k + 2, sizeof *begin);
    int32_t *touching = take(d, d->g->indptr[d->g->n], sizeof *touching);
    double *length = take(d, 2 * (int64_t)d->k, sizeof *length);
    bool *is_open = take(d, d->k, sizeof *is_open);
    d->inside = take(d, d->k, sizeof *d->inside);
    if (d->err->status != CT_OK) return;
    list_touching(d, begin, touching);
    find_open(d, length, length + d->k, is_open);
    ctk_inside(d->k, begin, touching, is_open, d->inside, d->work);
}

static ct_status put_note(const drawing *d, int32_t j, ct_strings_builder *b)
{
    char text[TEXT] = "";
    size_t n = 0;
    if (d->inside[j] >= 0)
        n = (size_t)snprintf(text, sizeof text, "lies within territory %d", d->inside[j] + 1);
    if (d->longest[j] >= FEWEST && d->n_wider[j] > 0)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s of %d regions in single file",
                              n ? "; " : "", d->n_wider[j] == 2 ? "corridor" : "finger",
                              d->longest[j]);
    return ct_strings_add(b, text, (int64_t)n, d->err);
}

ct_status ct_shape_notes(const ct_graph *g, const int32_t *part, int32_t k, ct_strings *out,
                         ct_error *err)
{
    ct_error local = {0}; // the caller may want no words
    drawing d = {.g = g, .part = part, .k = k, .err = &local};
    ct_strings_builder notes = {0};
    d.work = take(&d, ctk_single_work((g->n > k ? g->n : k) + 1), 1);
    find_files(&d);
    find_inside(&d);
    for (int32_t j = 0; j < k && local.status == CT_OK; j++) put_note(&d, j, &notes);
    ct_arena_free(&d.arena);
    if (local.status == CT_OK) {
        *out = notes.s;
        return CT_OK;
    }
    ct_strings_free(&notes.s);
    if (err) *err = local;
    return local.status;
}
