/// Many points looked up in order of place, beside the same points as they come. (bench_geom_pip
/// has a layer larger than the cache, where the order pays.)
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/pip_order.h"
#include "kernels/prim/rng.h"
#include "support/make_pip.h"

enum { SIDE = 300, N = 200000, REPEATS = 5 };

typedef struct job {
    made_pip m;
    double lon[N], lat[N];
    int32_t region[N];
    void *work;
    size_t work_size;
} job;

static uint64_t find_ordered(void *arg, int32_t threads)
{
    job *b = arg;
    ctk_pip_find_ordered(&b->m.grid, N, b->lon, b->lat, threads, b->work, b->work_size, b->region);
    return bench_digest(b->region, (int64_t)sizeof b->region);
}

static uint64_t find_as_they_come(void *arg, int32_t threads)
{
    job *b = arg;
    ctk_pip_find(&b->m.grid, N, b->lon, b->lat, threads, b->region);
    return bench_digest(b->region, (int64_t)sizeof b->region);
}

int main(void)
{
    static job b;
    b.m = make_grid_pip(SIDE, SIDE, 0.13, 50000, 2);
    make_pip_pool(&b.m, 2);
    ctk_rng r = ctk_rng_key(1, 1, 0);
    for (int32_t i = 0; i < N; i++) {
        b.lon[i] = 0.13 * SIDE * ctk_rng_unit(&r);
        b.lat[i] = 0.13 * SIDE * ctk_rng_unit(&r);
    }
    b.work_size = ctk_pip_order_work(N, 1);
    b.work = aligned_alloc(64, 2 * b.work_size);
    if (!b.work) return 6;
    for (int32_t t = 1; t <= 2; t++) bench_run("geom_pip_order", N, t, REPEATS, find_ordered, &b);
    bench_run("geom_pip_order_none", N, 1, REPEATS, find_as_they_come, &b);
    free(b.work);
    made_pip_free(&b.m);
    return 0;
}
