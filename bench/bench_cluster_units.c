/// A map made coarse, in units of 4 and of 30 points.
#include <math.h>

#include "bench/bench.h"
#include "kernels/cluster/units.h"
#include "support/cluster_fixture.h"
#include "support/make_map.h"

enum { SIDE = 250, N = SIDE * SIDE };

typedef struct job {
    made_map *m;
    int32_t size;
    ctk_units units;
    void *work;
} job;

static uint64_t build(void *arg, int32_t threads)
{
    job *b = arg;
    (void)threads;
    ctk_units_build(&b->m->map, b->m->blocks.order, b->size, 1e9, HUGE_VAL, b->work, &b->units);
    return bench_digest(b->units.of, (int64_t)sizeof(int32_t) * N);
}

int main(void)
{
    job b = {.m = make_map(1, SIDE, 1), .work = cluster_alloc(ctk_units_work(N))};
    b.units.of = cluster_alloc(4 * N);
    b.units.pos = cluster_alloc(24 * N);
    b.units.w = cluster_alloc(8 * N);
    b.units.indptr = cluster_alloc(8 * (N + 1));
    b.units.indices = cluster_alloc(16 * N);
    b.size = 4;
    bench_run("cluster_units_of_4", N, 1, 9, build, &b);
    b.size = 30;
    bench_run("cluster_units_of_30", N, 1, 9, build, &b);
    return 0;
}
