/// Strips, their order along the curve, and the boxes over them.
#include "kernels/geom/strips.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kernels/geom/levels.h"
#include "kernels/geom/morton.h"
#include "kernels/geom/noding.h"
#include "kernels/geom/sphere.h"

static int follows(const ctk_edges *e, int32_t i)
{
    return e->vertex[i] == e->vertex[i - 1] + 1 && e->region[i] == e->region[i - 1];
}

int32_t ctk_strips_count(const ctk_edges *e)
{
    int32_t n = 0, length = 0;
    for (int32_t i = 0; i < e->n; i++) {
        const int starts = i == 0 || length == CTK_STRIP_EDGES || !follows(e, i);
        length = starts ? 1 : length + 1;
        n += starts;
    }
    return n;
}

static void cut(ctk_strips *s)
{
    const ctk_edges *e = &s->edges;
    int32_t n = 0, length = 0;
    for (int32_t i = 0; i < e->n; i++) {
        const int starts = i == 0 || length == CTK_STRIP_EDGES || !follows(e, i);
        length = starts ? 1 : length + 1;
        if (starts) s->begin[n++] = i;
    }
    s->begin[n] = e->n;
}

int64_t ctk_strips_boxes(int32_t n)
{
    return ctk_levels_size(n, CTK_STRIP_FAN);
}

static void extend(double *box, const double *p, const double *q)
{
    box[0] = p[0] < box[0] ? p[0] : box[0];
    box[1] = p[1] < box[1] ? p[1] : box[1];
    box[2] = q[0] > box[2] ? q[0] : box[2];
    box[3] = q[1] > box[3] ? q[1] : box[3];
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

static void stack_levels(ctk_strips *s)
{
    s->n_levels = 1;
    s->level_begin[0] = 0;
    s->level_begin[1] = s->n;
    for (int32_t below = s->n; below > 1; s->n_levels++) {
        const int32_t l = s->n_levels, n = (below + CTK_STRIP_FAN - 1) / CTK_STRIP_FAN;
        const double *child = s->box + 4 * (int64_t)s->level_begin[l - 1];
        double *box = s->box + 4 * (int64_t)s->level_begin[l];
        s->level_begin[l + 1] = s->level_begin[l] + n;
        for (int32_t i = 0; i < below; i++, child += 4) {
            double *b = box + 4 * (int64_t)(i / CTK_STRIP_FAN);
            if (i % CTK_STRIP_FAN == 0) memcpy(b, child, 4 * sizeof *b);
            extend(b, child, child + 2);
        }
        below = n;
    }
}

void ctk_strips_build(ctk_strips *s, uint64_t *work, int32_t n_threads)
{
    double *plain = (double *)(void *)(work + 2 * (int64_t)s->n);
    cut(s);
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
    while (w->top > 0) {
        const int32_t i = w->stack[--w->top], level = w->level[w->top];
        if (level == 0) return i;
        const int32_t below = s->level_begin[level] - s->level_begin[level - 1];
        const int32_t from = CTK_STRIP_FAN * i;
        int32_t c = from + CTK_STRIP_FAN < below ? from + CTK_STRIP_FAN : below;
        const double *box = s->box + 4 * (int64_t)s->level_begin[level - 1];
        while (c-- > from) {
            if (!ctk_strips_meet(box + 4 * (int64_t)c, w->box)) continue;
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

/// +1 when the way from q to r crosses the latitude of p northwards, -1 southwards.
static int32_t rise(const double *q, const double *r, const double *p)
{
    return (q[1] <= p[1] && p[1] < r[1]) - (r[1] <= p[1] && p[1] < q[1]);
}

/// The same for an edge where it passes west of p, or east of it.
static int32_t rise_beside(const double *q, const double p[2], bool is_west)
{
    const int32_t d = rise(q, q + 2, p);
    if (d == 0) return 0;
    const double turn = d > 0 ? ctk_doubled_area(q, q + 2, p) : ctk_doubled_area(q + 2, q, p);
    return (is_west ? turn < 0.0 : turn > 0.0) ? d : 0;
}

/// A ray to the nearer end of the map. Of a strip that lies wholly on that side only the ends
/// matter.
static int32_t cover(const ctk_strips *s, const double p[2])
{
    const double *all = s->box + 4 * (int64_t)s->level_begin[s->n_levels - 1];
    const bool is_west = p[0] - all[0] < all[2] - p[0];
    const double ray[4] = {is_west ? -HUGE_VAL : p[0], p[1], is_west ? p[0] : HUGE_VAL, p[1]};
    int32_t sum = 0;
    ctk_strips_walk w;
    ctk_strips_seek(&w, s, ray);
    for (int32_t place; (place = ctk_strips_next(&w)) >= 0;) {
        const int32_t i = s->leaf[place], n = s->begin[i + 1] - s->begin[i];
        const double *q = s->edges.lonlat + 2 * (int64_t)s->edges.vertex[s->begin[i]];
        const double *box = s->box + 4 * (int64_t)place;
        if (is_west ? box[2] < p[0] : box[0] > p[0])
            sum += rise(q, q + 2 * n, p);
        else
            for (int32_t k = 0; k < n; k++) sum += rise_beside(q + 2 * k, p, is_west);
    }
    return is_west ? sum : -sum;
}

void ctk_strips_cover(const ctk_strips *s, int32_t n, const double *point, int32_t n_threads,
                      int32_t *winding)
{
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 64)
    for (int32_t i = 0; i < n; i++) winding[i] = cover(s, point + 2 * (int64_t)i);
}
