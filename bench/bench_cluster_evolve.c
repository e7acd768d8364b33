/// Search over the centres of a town-and-country map: one brood of layouts.
#include "bench/bench.h"
#include "kernels/cluster/evolve.h"
#include "support/cluster_fixture.h"

enum { SIDE = 50, N = SIDE * SIDE, K = 12 };

typedef struct job {
    int64_t *indptr;
    int32_t *indices;
    double *pos, *w, limit[3 * K];
    ctk_map map;
    ctk_blocks blocks;
    ctk_quota quota;
    ctk_evolution e;
    void *work;
} job;

static void make_grid(job *b)
{
    int64_t arcs = 0;
    for (int32_t u = 0; u < N; u++) {
        int32_t x = u % SIDE, y = u / SIDE;
        b->pos[u] = x;
        b->pos[N + u] = y;
        b->w[u] = (x * 7 + y * 13) % 10 + (x > 30 && y > 30 ? 40 : 1);
        if (y > 0) b->indices[arcs++] = u - SIDE;
        if (x > 0) b->indices[arcs++] = u - 1;
        if (x + 1 < SIDE) b->indices[arcs++] = u + 1;
        if (y + 1 < SIDE) b->indices[arcs++] = u + SIDE;
        b->indptr[u + 1] = arcs;
    }
}

static uint64_t run_search(void *arg, int32_t threads)
{
    job *b = arg;
    b->e.n_threads = threads;
    ctk_evolve_init(&b->e, b->work);
    ctk_evolve_seed(&b->e, CTK_POPULATION);
    ctk_evolve_brood(&b->e);
    return bench_digest(b->e.member[0].center, (int64_t)sizeof(double) * 3 * K);
}

int main(void)
{
    job *b = cluster_alloc(sizeof *b);
    b->indptr = cluster_alloc(8 * (N + 1));
    b->indices = cluster_alloc(4 * 4 * N);
    b->pos = cluster_alloc(24 * N);
    b->w = cluster_alloc(8 * N);
    make_grid(b);
    double total = 0;
    for (int32_t u = 0; u < N; u++) total += b->w[u];
    for (int32_t j = 0; j < 3 * K; j++) b->limit[j] = total / K * (0.95 + 0.05 * (j / K));
    b->map =
        (ctk_map){.n = N, .pos = b->pos, .w = b->w, .indptr = b->indptr, .indices = b->indices};
    b->quota = (ctk_quota){b->limit, b->limit + K, b->limit + 2 * K};
    ctk_blocks_build(N, b->pos, b->w, cluster_alloc(ctk_blocks_work(N)), &b->blocks);
    b->e = (ctk_evolution){.map = &b->map, .blocks = &b->blocks, .quota = &b->quota, .k = K};
    b->e.is_equal = 1;
    b->work = cluster_alloc(ctk_evolve_work(&b->blocks, K));
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("cluster_evolve_20_layouts", 20 * N, threads, 3, run_search, b);
    return 0;
}
