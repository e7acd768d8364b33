/// Torn cells made whole: a few specks here and there, and stripes that tear every cell.
#include <string.h>

#include "bench/bench.h"
#include "kernels/cluster/mend.h"
#include "kernels/prim/rng.h"
#include "support/cluster_fixture.h"
#include "support/make_map.h"

enum { SIDE = 150, N = SIDE * SIDE, BLOCKS = 6, K = BLOCKS * BLOCKS };

typedef struct job {
    made_map *m;
    ctk_layout l;
    ctk_mend_work work;
    int32_t *specks, *stripes;
} job;

static uint64_t mend(job *b, const int32_t *part)
{
    const ctk_layout *l = &b->l;
    const ctk_centers at = made_centers(b->m, l);
    memcpy(l->part, part, sizeof(int32_t) * N);
    ctk_mend(&b->m->map, &at, &b->work, l->part);
    return bench_digest(l->part, (int64_t)sizeof(int32_t) * N);
}

static uint64_t mend_specks(void *arg, int32_t threads)
{
    job *b = arg;
    (void)threads;
    return mend(b, b->specks);
}

static uint64_t mend_stripes(void *arg, int32_t threads)
{
    job *b = arg;
    (void)threads;
    return mend(b, b->stripes);
}

/// Square cells with one point in 50 strayed; stripes of 3 columns dealt to the cells in turn.
static void tear(job *b)
{
    ctk_rng r = ctk_rng_key(1, 1, 0);
    make_square_cells(b->m, BLOCKS, &b->l, b->specks);
    for (int32_t u = 0; u < N; u++) {
        if (ctk_rng_below(&r, 50) == 0) b->specks[u] = (int32_t)ctk_rng_below(&r, K);
        b->stripes[u] = u % SIDE / 3 % K;
    }
}

int main(void)
{
    job b = {.m = make_map(1, SIDE, K)};
    b.l = make_layout(b.m, 1);
    b.specks = cluster_alloc(4 * N);
    b.stripes = cluster_alloc(4 * N);
    ctk_carver size = {0};
    ctk_mend_place(&size, N, K, &b.work);
    ctk_carver place = {.base = cluster_alloc(size.used)};
    ctk_mend_place(&place, N, K, &b.work);
    tear(&b);
    bench_run("cluster_mend_specks", N, 1, 21, mend_specks, &b);
    bench_run("cluster_mend_stripes", N, 1, 9, mend_stripes, &b);
    return 0;
}
