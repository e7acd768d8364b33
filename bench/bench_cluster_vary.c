/// Each way to make a new layout from old ones.
#include <string.h>

#include "bench/bench.h"
#include "kernels/cluster/vary.h"
#include "support/cluster_fixture.h"
#include "support/make_map.h"

enum { SIDE = 100, N = SIDE * SIDE, K = 100, TIMES = 20 };

typedef struct job {
    made_map *m;
    ctk_layout a, b, out;
    ctk_vary_work work;
    double *dist;
} job;

/// The cells of `out` are square blocks of ten by ten points again.
static ctk_rng reset(job *b)
{
    for (int32_t u = 0; u < N; u++) b->out.part[u] = u / SIDE / 10 * 10 + u % SIDE / 10;
    memcpy(b->out.center, b->a.center, sizeof(double) * 3 * K);
    return ctk_rng_key(1, 1, 1);
}

static uint64_t splice(void *arg, int32_t threads)
{
    job *b = arg;
    ctk_rng r = reset(b);
    (void)threads;
    for (int i = 0; i < TIMES; i++) ctk_vary_splice(K, 0, 1, &b->a, &b->b, &r, &b->work, &b->out);
    return bench_digest(b->out.center, (int64_t)sizeof(double) * 3 * K);
}

static uint64_t resplit(void *arg, int32_t threads)
{
    job *b = arg;
    ctk_rng r = reset(b);
    (void)threads;
    for (int i = 0; i < TIMES; i++)
        ctk_vary_resplit(&b->m->map, b->m->quota.target, K, &r, &b->work, &b->out);
    return bench_digest(b->out.part, (int64_t)sizeof(int32_t) * N);
}

static uint64_t swap(void *arg, int32_t threads)
{
    job *b = arg;
    ctk_rng r = reset(b);
    (void)threads;
    for (int i = 0; i < TIMES; i++) ctk_vary_swap(&b->m->map, K, &r, &b->out);
    return bench_digest(b->out.center, (int64_t)sizeof(double) * 3 * K);
}

static uint64_t scatter(void *arg, int32_t threads)
{
    job *b = arg;
    ctk_rng r = reset(b);
    (void)threads;
    ctk_vary_scatter(&b->m->map, K, &r, b->dist, &b->out);
    return bench_digest(b->out.center, (int64_t)sizeof(double) * 3 * K);
}

static uint64_t compare(void *arg, int32_t threads)
{
    const job *b = arg;
    double sum = 0;
    (void)threads;
    for (int i = 0; i < TIMES; i++) sum += ctk_layout_distance(K, b->a.center, b->b.center);
    return bench_digest(&sum, sizeof sum);
}

int main(void)
{
    job b = {.m = make_map(1, SIDE, K), .dist = cluster_alloc(8 * N)};
    b.a = make_layout(b.m, 1);
    b.b = make_layout(b.m, 2);
    b.out = make_layout(b.m, 3);
    ctk_carver size = {0};
    ctk_vary_place(&size, N, K, &b.work);
    ctk_carver place = {.base = cluster_alloc(size.used)};
    ctk_vary_place(&place, N, K, &b.work);
    bench_run("cluster_vary_splice", TIMES * K, 1, 21, splice, &b);
    bench_run("cluster_vary_resplit", TIMES * N, 1, 21, resplit, &b);
    bench_run("cluster_vary_swap", TIMES * N, 1, 21, swap, &b);
    bench_run("cluster_vary_scatter", (int64_t)K * N, 1, 21, scatter, &b);
    bench_run("cluster_vary_distance", TIMES * K * K, 1, 21, compare, &b);
    return 0;
}
