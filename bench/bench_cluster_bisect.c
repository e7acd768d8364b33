/// Seeds by inertial bisection, and the k-d order of the points.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/cluster/bisect.h"
#include "support/cluster_fixture.h"

enum { N = 33000, K = 250 };

static int32_t part[N];

static uint64_t run_bisect(void *arg, int32_t threads)
{
    cluster_fixture *f = arg;
    (void)threads;
    double target[K];
    void *work = cluster_alloc(ctk_bisect_work(N));
    for (int32_t j = 0; j < K; j++) target[j] = 1;
    ctk_bisect(N, f->pos, f->w, K, target, 1, 1, work, part);
    free(work);
    return bench_digest(part, sizeof part);
}

static uint64_t run_blocks(void *arg, int32_t threads)
{
    cluster_fixture *f = arg;
    (void)threads;
    ctk_blocks_build(N, f->pos, f->w, f->blocks_work, f->blocks);
    return bench_digest(f->blocks->order, (int64_t)sizeof(int32_t) * N);
}

int main(void)
{
    cluster_fixture f = cluster_fixture_new(1, N, K, 1);
    bench_run("cluster_bisect", N, 1, 10, run_bisect, &f);
    bench_run("cluster_blocks", N, 1, 10, run_blocks, &f);
    cluster_fixture_free(&f);
    return 0;
}
