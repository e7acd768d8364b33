/// Points inside regions, by trial in the box around them.
#include <math.h>
#include <omp.h>
#include <stdlib.h>

#include "datasets/synth.h"

enum { HASH_POINT = 13, MOST_TRIALS = 64, MOST_KEPT = 1 << 25 };

typedef struct synth_plot {
    synth_shape shape;
    double low[2], high[2]; ///< box around the first ring
} synth_plot;

static void draw(const synth_country *c, int32_t i, double *xy, synth_plot *p)
{
    *p = (synth_plot){.shape.xy = xy, .low = {1e9, 1e9}, .high = {-1e9, -1e9}};
    synth_shape_make(c, i, &p->shape);
    for (int64_t v = 0; v < p->shape.begin[1]; v++)
        for (int k = 0; k < 2; k++) {
            p->low[k] = fmin(p->low[k], xy[2 * v + k]);
            p->high[k] = fmax(p->high[k], xy[2 * v + k]);
        }
}

/// Where the vertices of each region would begin; false when memory is short.
static bool lay_out(synth_ground *g, int64_t n_points, int64_t *begin)
{
    const int32_t n = g->c->opt.n_regions;
    for (int32_t i = 0; i < n; i++) {
        const int64_t room = synth_shape_bound(g->c, i);
        begin[i + 1] = begin[i] + room;
        if (room > g->largest) g->largest = room;
        if (n_points > n && begin[i + 1] <= MOST_KEPT) g->n_kept = i + 1;
    }
    const size_t vertex = 2 * sizeof *g->xy, threads = (size_t)omp_get_num_threads();
    g->plot = calloc((size_t)g->n_kept + 1, sizeof *g->plot);
    g->xy = malloc(((size_t)begin[g->n_kept] + 1) * vertex);
    g->scratch = malloc((size_t)g->largest * threads * vertex);
    return g->plot && g->xy && g->scratch;
}

bool synth_ground_make(const synth_country *c, int64_t n_points, synth_ground *out)
{
    *out = (synth_ground){.c = c};
    int64_t *begin = calloc((size_t)c->opt.n_regions + 1, sizeof *begin);
    const bool ok = begin && lay_out(out, n_points, begin);
    const size_t n = ok ? (size_t)out->n_kept : 0;
#pragma omp taskloop grainsize(256)
    for (size_t i = 0; i < n; i++) draw(c, (int32_t)i, out->xy + 2 * begin[i], &out->plot[i]);
    free(begin);
    return ok;
}

void synth_ground_free(synth_ground *g)
{
    free(g->plot);
    free(g->xy);
    free(g->scratch);
}

/// Even-odd rule over all rings.
static bool contains(const synth_shape *s, double x, double y)
{
    bool in = false;
    for (int32_t r = 0; r < s->n_rings; r++)
        for (int64_t i = s->begin[r]; i + 1 < s->begin[r + 1]; i++) {
            const double *a = s->xy + 2 * i, *b = a + 2;
            if ((a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
                in = !in;
        }
    return in;
}

bool synth_ground_point(const synth_ground *g, int32_t i, uint64_t row, int64_t micro[2])
{
    synth_plot fresh;
    const synth_plot *p = i < g->n_kept ? &g->plot[i] : &fresh;
    if (p == &fresh) draw(g->c, i, g->scratch + 2 * g->largest * omp_get_thread_num(), &fresh);
    for (uint64_t trial = 0; trial < MOST_TRIALS; trial++) {
        const uint64_t h = synth_hash(g->c->opt.seed, HASH_POINT, row, trial);
        const double u[2] = {synth_unit(h), synth_unit(synth_hash(h, HASH_POINT, 0, 0))};
        double at[2];
        for (int k = 0; k < 2; k++)
            at[k] = rint((p->low[k] + u[k] * (p->high[k] - p->low[k])) * 1e6);
        micro[0] = (int64_t)at[0];
        micro[1] = (int64_t)at[1];
        if (contains(&p->shape, at[0] / 1e6, at[1] / 1e6)) return true;
    }
    return false;
}
