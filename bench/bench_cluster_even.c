/// Cells brought back towards their bands: one heavy cell among even ones, and cells of any weight.
#include <string.h>

#include "bench/bench.h"
#include "kernels/cluster/settle.h"
#include "kernels/prim/rng.h"
#include "support/cluster_fixture.h"
#include "support/make_map.h"

enum { SIDE = 150, N = SIDE * SIDE, BLOCKS = 10, K = BLOCKS * BLOCKS };

typedef struct job {
    made_map *m;
    ctk_layout l;
    ctk_even_work work;
    int32_t *part;
    double *plain, *heavy; ///< weights
} job;

static uint64_t even(job *b, const double *w)
{
    const ctk_layout *l = &b->l;
    const ctk_centers at = made_centers(b->m, l);
    memcpy(b->m->w, w, sizeof(double) * N);
    memcpy(l->part, b->part, sizeof(int32_t) * N);
    ctk_even(&b->m->map, &at, &b->m->quota, CTK_LOOKS_EACH * b->m->map.n, &b->work, l->part);
    return bench_digest(l->part, (int64_t)sizeof(int32_t) * N);
}

static uint64_t even_one(void *arg, int32_t threads)
{
    job *b = arg;
    (void)threads;
    return even(b, b->heavy);
}

static uint64_t even_all(void *arg, int32_t threads)
{
    job *b = arg;
    (void)threads;
    return even(b, b->plain);
}

/// Square cells of weight 1 a point, and one of 1.5; and squares whose weights differ by a third.
static void fill(job *b)
{
    double factor[K];
    ctk_rng r = ctk_rng_key(1, 1, 0);
    make_square_cells(b->m, BLOCKS, &b->l, b->part);
    for (int32_t j = 0; j < K; j++) {
        factor[j] = 0.85 + 0.3 * ctk_rng_unit(&r);
        for (int32_t s = 0; s < 3; s++) b->m->limit[s * K + j] = (double)N / K * (0.95 + 0.05 * s);
    }
    for (int32_t u = 0; u < N; u++) {
        b->heavy[u] = b->part[u] == K / 2 + BLOCKS / 2 ? 1.5 : 1;
        b->plain[u] = factor[b->part[u]];
    }
}

int main(void)
{
    job b = {.m = make_map(1, SIDE, K)};
    b.l = make_layout(b.m, 1);
    b.part = cluster_alloc(4 * N);
    b.plain = cluster_alloc(8 * N);
    b.heavy = cluster_alloc(8 * N);
    ctk_carver size = {0};
    ctk_even_place(&size, N, K, &b.work);
    ctk_carver place = {.base = cluster_alloc(size.used)};
    ctk_even_place(&place, N, K, &b.work);
    fill(&b);
    bench_run("cluster_even_one", N, 1, 21, even_one, &b);
    bench_run("cluster_even_all", N, 1, 9, even_all, &b);
    return 0;
}
