/// Three balanced Lloyd iterations from a bisection. Items are points times iterations.
#include "kernels/cluster/lloyd.h"

#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "kernels/cluster/bisect.h"
#include "support/cluster_fixture.h"

enum { N = 33000, K = 250, ROUNDS = 3 };

typedef struct scene {
    cluster_fixture f;
    double target[K], center[3 * K], lambda[K], centroid[3 * K], weight[K], *work;
    int32_t seed[N], part[N];
} scene;

static uint64_t iterate(void *arg, int32_t threads)
{
    scene *s = arg;
    const ctk_quota quota = {s->target, s->target, s->target};
    ctk_lloyd start = {.center = s->center, .lambda = s->lambda, .most_iterations = ROUNDS};
    start.centroid = s->centroid;
    start.weight = s->weight;
    s->f.power.n_threads = threads;
    ctk_lloyd_seed(s->f.blocks, K, s->seed, &start);
    for (int round = 0; round < ROUNDS; round++)
        ctk_lloyd_round(1, &start, &quota, 1, &s->f.power, s->work, s->part);
    return bench_digest(s->part, sizeof s->part);
}

int main(void)
{
    static scene s;
    s.f = cluster_fixture_new(1, N, K, 2);
    s.work = cluster_alloc(8 * ctk_newton_work(K));
    void *cutting = cluster_alloc(ctk_bisect_work(N));
    for (int32_t j = 0; j < K; j++) s.target[j] = s.f.total / K;
    ctk_bisect(N, s.f.pos, s.f.w, K, s.target, 1, 0, cutting, s.seed);
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("cluster_lloyd", (int64_t)N * ROUNDS, threads, 3, iterate, &s);
    free(cutting);
    free(s.work);
    cluster_fixture_free(&s.f);
    return 0;
}
