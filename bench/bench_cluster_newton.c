/// Powers that balance the cells of fixed centres, from cold. Items are points.
#include "kernels/cluster/newton.h"

#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "kernels/cluster/bisect.h"
#include "kernels/cluster/finish.h"
#include "support/cluster_fixture.h"

enum { N = 33000, K = 250 };

typedef struct scene {
    cluster_fixture f;
    double target[K], lambda[K], *work;
    int32_t part[N];
} scene;

static uint64_t balance(void *arg, int32_t threads)
{
    scene *s = arg;
    const ctk_quota quota = {s->target, s->target, s->target};
    const ctk_newton_plan plan = {0.32, 0.02, 20, 0.01, 1e-9, 0};
    s->f.power.n_threads = threads;
    memset(s->lambda, 0, sizeof s->lambda);
    ctk_newton(&s->f.power, s->f.center, &quota, &plan, s->work, s->lambda);
    return bench_digest(s->lambda, sizeof s->lambda);
}

int main(void)
{
    static scene s;
    s.f = cluster_fixture_new(1, N, K, 2);
    s.work = cluster_alloc(8 * ctk_newton_work(K));
    void *cutting = cluster_alloc(ctk_bisect_work(N));
    for (int32_t j = 0; j < K; j++) s.target[j] = s.f.total / K;
    ctk_bisect(N, s.f.pos, s.f.w, K, s.target, 1, 0, cutting, s.part);
    double *size = cluster_alloc(8 * K);
    ctk_centroids(N, s.f.pos, s.f.w, K, s.part, size, s.f.center);
    free(size);
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("cluster_newton", N, threads, 3, balance, &s);
    free(cutting);
    free(s.work);
    cluster_fixture_free(&s.f);
    return 0;
}
