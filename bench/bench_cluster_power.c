/// One hard and one smoothed evaluation of a power diagram, towns and country mixed.
#include <stdlib.h>

#include "bench/bench.h"
#include "support/cluster_fixture.h"

enum { N = 33000, K = 250 };

static uint64_t run_hard(void *arg, int32_t threads)
{
    cluster_fixture *f = arg;
    f->power.n_threads = threads;
    ctk_power_hard(&f->power, &f->at);
    return bench_digest(f->power.best, (int64_t)sizeof(int32_t) * N);
}

static uint64_t run_soft(void *arg, int32_t threads)
{
    cluster_fixture *f = arg;
    f->power.n_threads = threads;
    ctk_power_soft(&f->power, &f->at);
    return bench_digest(f->power.mass, (int64_t)sizeof(double) * K);
}

int main(void)
{
    cluster_fixture f = cluster_fixture_new(1, N, K, 4);
    for (int32_t threads = 1; threads <= 4; threads *= 2) {
        bench_run("cluster_power_hard", N, threads, 20, run_hard, &f);
        ctk_power_smooth(&f.power, &f.at, 0.32, 1e-9);
        bench_run("cluster_power_soft_0.32", N, threads, 20, run_soft, &f);
        ctk_power_smooth(&f.power, &f.at, 0.0205, 1e-9);
        bench_run("cluster_power_soft_0.02", N, threads, 20, run_soft, &f);
    }
    cluster_fixture_free(&f);
    return 0;
}
