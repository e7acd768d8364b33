/// Rounds of the Lagrangian bound over random points in 3 dimensions.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/cluster/lagrange.h"
#include "kernels/prim/rng.h"

enum { N = 3000, K = 16, ROUNDS = 100 };

typedef struct job {
    ctk_blocks blocks;
    double *w, *price, total;
} job;

static void *aligned(int64_t bytes)
{
    void *p = aligned_alloc(64, (size_t)(bytes + 63) / 64 * 64);
    if (!p) exit(6);
    return p;
}

static uint64_t rise(void *arg, int32_t threads)
{
    const job *b = arg;
    ctk_lagrange l;
    void *work = aligned(ctk_lagrange_work(&b->blocks, threads));
    ctk_lagrange_init(&b->blocks, K, threads, b->total / K * 0.99, b->total / K * 1.01,
                      1e4 * b->total, b->price, work, &l);
    ctk_lagrange_rise(&l, ROUNDS);
    const uint64_t digest = bench_digest(l.bundle.center, N * (int64_t)sizeof(double));
    free(work);
    return digest;
}

int main(void)
{
    job b = {.w = aligned(8 * N), .price = aligned(8 * N)};
    double *pos = aligned(24 * N);
    ctk_rng r = ctk_rng_key(1, 97, 0);
    for (int32_t i = 0; i < 3 * N; i++) pos[i] = i < 2 * N ? 500 * ctk_rng_unit(&r) : 0;
    for (int32_t i = 0; i < N; i++) {
        b.w[i] = 1 + (double)ctk_rng_below(&r, 5000);
        b.total += b.w[i];
        b.price[i] = 1e4;
    }
    ctk_blocks_build(N, pos, b.w, aligned(ctk_blocks_work(N)), &b.blocks);
    for (int32_t t = 1; t <= 2; t++)
        bench_run("cluster_lagrange_100_rounds", (int64_t)N * ROUNDS, t, 3, rise, &b);
    return 0;
}
