/// Strips, their order along the curve, and the boxes over them.
#include "kernels/geom/strips.h"

#include <math.h>
#include <string.h>

#include "kernels/geom/levels.h"
#include "kernels/geom/morton.h"
#include "kernels/geom/sphere.h"

enum { LONG = 64 }; ///< an edge longer than this part of the map stands alone

static int follows(const ctk_edges *e, int32_t i)
{
    return e->vertex[i] == e->vertex[i - 1] + 1 && e->region[i] == e->region[i - 1];
}

static void extend(double *box, const double *p, const double *q)
{
    box[0] = p[0] < box[0] ? p[0] : box[0];
    box[1] = p[1] < box[1] ? p[1] : box[1];
    box[2] = q[0] > box[2] ? q[0] : box[2];
    box[3] = q[1] > box[3] ? q[1] : box[3];
}

/// The larger side of a box.
static double size_of(const double *box)
{
    return box[2] - box[0] > box[3] - box[1] ? box[2] - box[0] : box[3] - box[1];
}

/// What no edge of a strip of several exceeds, degrees.
static double longest_of_many(const ctk_edges *e)
{
    double all[4] = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL}, box[4];
    for (int32_t i = 0; i < e->n; i++) {
        ctk_strips_edge_box(e, i, box);
        extend(all, box, box + 2);
    }
    return e->n > 0 ? size_of(all) / LONG : 0.0;
}

static int is_long(const ctk_edges *e, int32_t i, double longest)
{
    double box[4];
    ctk_strips_edge_box(e, i, box);
    return size_of(box) > longest;
}

/// Cut into strips: begin[] of each, or (NULL) only their number.
static int32_t cut(const ctk_edges *e, int32_t *begin)
{
    const double longest = longest_of_many(e);
    int32_t n = 0, length = 0;
    for (int32_t i = 0; i < e->n; i++) {
        const int is_alone = is_long(e, i, longest);
        const int starts = i == 0 || length == CTK_STRIP_EDGES || is_alone || !follows(e, i);
        length = is_alone ? CTK_STRIP_EDGES : starts ? 1 : length + 1;
        if (starts && begin) begin[n] = i;
        n += starts;
    }
    if (begin) begin[n] = e->n;
    return n;
}

int32_t ctk_strips_count(const ctk_edges *e)
{
    return cut(e, NULL);
}

int64_t ctk_strips_boxes(int32_t n)
{
    return ctk_levels_size(n, CTK_STRIP_FAN);
}

static void strip_box(const ctk_strips *s, int32_t i, double *box)
{
    const double *p = s->edges.lonlat + 2 * (int64_t)s->edges.vertex[s->begin[i]];
    memcpy(box, p, 2 * sizeof *box);
    memcpy(box + 2, p, 2 * sizeof *box);
    for (int32_t k = s->begin[i]; k < s->begin[i + 1]; k++) {
        p += 2;
        extend(box, p, p);
    }
}

/// Places along the curve; plain[] holds the boxes by strip.
static void order(ctk_strips *s, const double *plain, uint64_t *key, int32_t n_threads)
{
    double all[4], scale[2];
    memcpy(all, plain, sizeof all);
    for (int32_t i = 1; i < s->n; i++)
        extend(all, plain + 4 * (int64_t)i, plain + 4 * (int64_t)i + 2);
    for (int k = 0; k < 2; k++) scale[k] = all[k + 2] > all[k] ? 65535 / (all[k + 2] - all[k]) : 0;
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t i = 0; i < s->n; i++) {
        const double *b = plain + 4 * (int64_t)i;
        const uint32_t x = (uint32_t)((0.5 * (b[0] + b[2]) - all[0]) * scale[0]);
        const uint32_t y = (uint32_t)((0.5 * (b[1] + b[3]) - all[1]) * scale[1]);
        key[i] = ctk_morton_key(i, ctk_morton_code(x, y));
    }
    const uint64_t *sorted = ctk_morton_sort(s->n, key, key + s->n);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t i = 0; i < s->n; i++) s->leaf[i] = ctk_morton_item(sorted[i]);
}

static int32_t region_at(const ctk_strips *s, int32_t place)
{
    return s->edges.region[s->begin[s->leaf[place]]];
}

static void stack_levels(ctk_strips *s)
{
    for (int32_t i = 0; i < s->n; i++) s->owner[i] = region_at(s, i);
    s->n_levels = 1;
    s->level_begin[0] = 0;
    s->level_begin[1] = s->n;
    for (int32_t below = s->n; below > 1; s->n_levels++) {
        const int32_t l = s->n_levels, n = (below + CTK_STRIP_FAN - 1) / CTK_STRIP_FAN;
        const double *child = s->box + 4 * (int64_t)s->level_begin[l - 1];
        double *box = s->box + 4 * (int64_t)s->level_begin[l];
        const int32_t *below_owner = s->owner + s->level_begin[l - 1];
        int32_t *owner = s->owner + s->level_begin[l];
        s->level_begin[l + 1] = s->level_begin[l] + n;
        for (int32_t i = 0; i < below; i++, child += 4) {
            double *b = box + 4 * (int64_t)(i / CTK_STRIP_FAN);
            int32_t *const o = &owner[i / CTK_STRIP_FAN];
            if (i % CTK_STRIP_FAN == 0) memcpy(b, child, 4 * sizeof *b);
            extend(b, child, child + 2);
            *o = i % CTK_STRIP_FAN == 0 || *o == below_owner[i] ? below_owner[i] : -1;
        }
        below = n;
    }
}

void ctk_strips_build(ctk_strips *s, uint64_t *work, int32_t n_threads)
{
    double *plain = (double *)(void *)(work + 2 * (int64_t)s->n);
    cut(&s->edges, s->begin);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t i = 0; i < s->n; i++) strip_box(s, i, plain + 4 * (int64_t)i);
    order(s, plain, work, n_threads);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t i = 0; i < s->n; i++)
        memcpy(s->box + 4 * (int64_t)i, plain + 4 * (int64_t)s->leaf[i], 4 * sizeof *plain);
    stack_levels(s);
}

void ctk_strips_seek(ctk_strips_walk *w, const ctk_strips *s, const double box[4])
{
    w->s = s;
    w->left = INT64_MAX;
    w->skip = -1;
    memcpy(w->box, box, sizeof w->box);
    w->top = 0;
    const int32_t level = s->n_levels - 1;
    if (!ctk_strips_meet(s->box + 4 * (int64_t)s->level_begin[level], box)) return;
    w->level[0] = (int8_t)level;
    w->stack[w->top++] = 0;
}

int32_t ctk_strips_next(ctk_strips_walk *w)
{
    const ctk_strips *s = w->s;
    while (w->top > 0 && w->left > 0) {
        const int32_t i = w->stack[--w->top], level = w->level[w->top];
        w->left--;
        if (level == 0) return i;
        const int32_t below = s->level_begin[level] - s->level_begin[level - 1];
        const int32_t from = CTK_STRIP_FAN * i;
        int32_t c = from + CTK_STRIP_FAN < below ? from + CTK_STRIP_FAN : below;
        const double *box = s->box + 4 * (int64_t)s->level_begin[level - 1];
        const int32_t *owner = s->owner + s->level_begin[level - 1];
        while (c-- > from) {
            if (!ctk_strips_meet(box + 4 * (int64_t)c, w->box)) continue;
            if (w->skip >= 0 && owner[c] == w->skip) continue;
            w->level[w->top] = (int8_t)(level - 1);
            w->stack[w->top++] = c;
        }
    }
    return -1;
}

void ctk_strips_margin(const double box[4], double reach_m, double margin[2])
{
    const double lat = fmin(fmax(fabs(box[1]), fabs(box[3])) + 0.01, 89.0);
    margin[1] = reach_m / (1e3 * CTK_EARTH_KM * CTK_DEG);
    margin[0] = margin[1] / cos(lat * CTK_DEG);
}
