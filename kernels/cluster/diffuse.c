/// One implicit step of diffusion over the graph of a map.
#include "kernels/cluster/diffuse.h"

#include "kernels/prim/pcg.h"

enum { MOST_STEPS = 100 };

/// Of the residual, in square.
static const double TOLERANCE = 1e-12;

typedef struct diffusion {
    ctk_sparse a;
    double *rhs, *scratch;
} diffusion;

static void place(ctk_carver *c, int32_t n, int64_t arcs, diffusion *d)
{
    d->a.diag = ctk_carve(c, n, sizeof(double));
    d->a.off = ctk_carve(c, arcs, sizeof(double));
    d->rhs = ctk_carve(c, n, sizeof(double));
    d->scratch = ctk_carve(c, 3 * (int64_t)n, sizeof(double));
}

int64_t ctk_diffuse_work(int32_t n, int64_t arcs)
{
    ctk_carver c = {0};
    diffusion d;
    place(&c, n, arcs, &d);
    return c.used;
}

/// Rows of points without weight say r' = r.
static void set_rows(const ctk_map *m, double reach, const double *ratio, diffusion *d)
{
    for (int32_t u = 0; u < m->n; u++) {
        double own = m->w[u], sum = own > 0 ? own : 1;
        for (int64_t p = m->indptr[u]; p < m->indptr[u + 1]; p++) {
            double other = m->w[m->indices[p]], both = own + other;
            d->a.off[p] = both > 0 ? reach * 2 * own * (other / both) : 0;
            sum += d->a.off[p];
        }
        d->a.diag[u] = sum;
        d->rhs[u] = (own > 0 ? own : 1) * ratio[u];
    }
}

void ctk_diffuse(const ctk_map *map, double reach, void *work, double *ratio)
{
    ctk_carver c = {.base = work};
    diffusion d;
    place(&c, map->n, map->indptr[map->n], &d);
    d.a = (ctk_sparse){.n = map->n, .diag = d.a.diag, .off = d.a.off};
    d.a.indptr = (int64_t *)map->indptr; // read only
    d.a.indices = (int32_t *)map->indices;
    set_rows(map, reach, ratio, &d);
    ctk_pcg(&d.a, d.rhs, TOLERANCE, MOST_STEPS, d.scratch, ratio);
    for (int32_t u = 0; u < map->n; u++) ratio[u] = ratio[u] > 0 ? ratio[u] : 0;
}
