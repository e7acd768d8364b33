/// k-d order and boxes.
#include "kernels/cluster/blocks.h"

#include <math.h>

#include "kernels/prim/carve.h"
#include "kernels/prim/select.h"

static int32_t ceil_div(int32_t a, int32_t b)
{
    return (a + b - 1) / b;
}

static ctk_keyed *place(ctk_carver *c, int32_t n, ctk_blocks *b)
{
    *b = (ctk_blocks){.n = n, .n_padded = ceil_div(n, CTK_LEAF) * CTK_LEAF};
    b->n_leaves = ceil_div(n, CTK_LEAF);
    b->n_groups = ceil_div(n, CTK_GROUP);
    b->n_chunks = ceil_div(n, CTK_CHUNK);
    b->order = ctk_carve(c, b->n_padded, sizeof *b->order);
    b->x = ctk_carve(c, b->n_padded, sizeof(double));
    b->y = ctk_carve(c, b->n_padded, sizeof(double));
    b->z = ctk_carve(c, b->n_padded, sizeof(double));
    b->w = ctk_carve(c, b->n_padded, sizeof(double));
    b->leaf = ctk_carve(c, b->n_leaves, sizeof(ctk_cuboid));
    b->group = ctk_carve(c, b->n_groups, sizeof(ctk_cuboid));
    b->chunk = ctk_carve(c, b->n_chunks, sizeof(ctk_cuboid));
    return ctk_carve(c, n, sizeof(ctk_keyed));
}

int64_t ctk_blocks_work(int32_t n)
{
    ctk_carver c = {0};
    ctk_blocks b;
    place(&c, n, &b);
    return c.used;
}

/// The axis along which item[0..n) extends furthest.
static int longest_axis(int32_t n, const ctk_keyed *item, int32_t n_all, const double *pos)
{
    int best = 0;
    double longest = -1;
    for (int a = 0; a < 3; a++) {
        const double *v = pos + a * (int64_t)n_all;
        double lo = v[item[0].id], hi = lo;
        for (int32_t i = 1; i < n; i++) {
            lo = fmin(lo, v[item[i].id]);
            hi = fmax(hi, v[item[i].id]);
        }
        if (hi - lo > longest) {
            longest = hi - lo;
            best = a;
        }
    }
    return best;
}

/// Order item[0..n): the first 16 2^h (the most that leaves something over) by the longest axis,
/// then either side for itself.
static void arrange(int32_t n, ctk_keyed *item, int32_t n_all, const double *pos)
{
    while (n > CTK_LEAF) {
        int32_t first = CTK_LEAF;
        while (2 * (int64_t)first < n) first *= 2;
        const double *v = pos + longest_axis(n, item, n_all, pos) * (int64_t)n_all;
        for (int32_t i = 0; i < n; i++) item[i].key = v[item[i].id];
        ctk_split(item, n, 0, first, first);
        arrange(first, item, n_all, pos);
        item += first;
        n -= first;
    }
}

static void fit_box(const ctk_blocks *b, int32_t from, int32_t size, ctk_cuboid *box)
{
    const double *axis[3] = {b->x, b->y, b->z};
    int32_t to = from + size < b->n_padded ? from + size : b->n_padded;
    for (int a = 0; a < 3; a++) {
        double lo = axis[a][from], hi = lo;
        for (int32_t i = from + 1; i < to; i++) {
            lo = fmin(lo, axis[a][i]);
            hi = fmax(hi, axis[a][i]);
        }
        box->mid[a] = 0.5 * (lo + hi);
        box->half[a] = fmax(hi - box->mid[a], box->mid[a] - lo);
    }
}

void ctk_blocks_build(int32_t n, const double *pos, const double *w, void *work, ctk_blocks *out)
{
    ctk_carver c = {.base = work};
    ctk_keyed *item = place(&c, n, out);
    for (int32_t i = 0; i < n; i++) item[i] = (ctk_keyed){.id = i};
    arrange(n, item, n, pos);
    for (int32_t p = 0; p < out->n_padded; p++) {
        int32_t i = item[p < n ? p : n - 1].id;
        out->order[p] = p < n ? i : -1;
        out->x[p] = pos[i];
        out->y[p] = pos[n + (int64_t)i];
        out->z[p] = pos[2 * (int64_t)n + i];
        out->w[p] = p < n ? w[i] : 0.0;
    }
    for (int32_t l = 0; l < out->n_leaves; l++) fit_box(out, l * CTK_LEAF, CTK_LEAF, out->leaf + l);
    for (int32_t g = 0; g < out->n_groups; g++)
        fit_box(out, g * CTK_GROUP, CTK_GROUP, out->group + g);
    for (int32_t q = 0; q < out->n_chunks; q++)
        fit_box(out, q * CTK_CHUNK, CTK_CHUNK, out->chunk + q);
}

// ---- further measures ---------------------------------------------------------------------------

static void place_extra(ctk_carver *c, int32_t n_extra, ctk_blocks *b)
{
    b->n_extra = n_extra;
    b->ratio = ctk_carve(c, (int64_t)n_extra * b->n_padded, sizeof(double));
    b->leaf_span = ctk_carve(c, (int64_t)n_extra * b->n_leaves, sizeof(ctk_span));
    b->group_span = ctk_carve(c, (int64_t)n_extra * b->n_groups, sizeof(ctk_span));
    b->chunk_span = ctk_carve(c, (int64_t)n_extra * b->n_chunks, sizeof(ctk_span));
}

int64_t ctk_blocks_extra_work(int32_t n, int32_t n_extra)
{
    ctk_carver c = {0};
    ctk_blocks b = {.n_padded = ceil_div(n, CTK_LEAF) * CTK_LEAF};
    b.n_leaves = ceil_div(n, CTK_LEAF);
    b.n_groups = ceil_div(n, CTK_GROUP);
    b.n_chunks = ceil_div(n, CTK_CHUNK);
    place_extra(&c, n_extra, &b);
    return c.used;
}

/// Spans of each `size` points, n of them.
static void fit_spans(const ctk_blocks *b, int32_t size, int32_t n, ctk_span *span)
{
    for (int32_t q = 0; q < n; q++)
        for (int64_t e = 0; e < b->n_extra; e++) {
            const double *v = b->ratio + e * b->n_padded;
            int32_t end = (q + 1) * size < b->n_padded ? (q + 1) * size : b->n_padded;
            double lo = v[q * size], hi = lo;
            for (int32_t i = q * size + 1; i < end; i++) {
                lo = fmin(lo, v[i]);
                hi = fmax(hi, v[i]);
            }
            double mid = 0.5 * (lo + hi);
            span[q * (int64_t)b->n_extra + e] = (ctk_span){mid, fmax(hi - mid, mid - lo)};
        }
}

void ctk_blocks_extra(int32_t n_extra, const double *ratio, void *work, ctk_blocks *b)
{
    ctk_carver c = {.base = work};
    place_extra(&c, n_extra, b);
    int32_t last = 0;
    for (int32_t p = 0; p < b->n_padded; p++) {
        if (b->order[p] >= 0) last = b->order[p];
        for (int64_t e = 0; e < n_extra; e++)
            b->ratio[e * b->n_padded + p] = ratio[e * b->n + last];
    }
    fit_spans(b, CTK_LEAF, b->n_leaves, b->leaf_span);
    fit_spans(b, CTK_GROUP, b->n_groups, b->group_span);
    fit_spans(b, CTK_CHUNK, b->n_chunks, b->chunk_span);
}
