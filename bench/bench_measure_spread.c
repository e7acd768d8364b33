/// Centres and inertia of 400 territories. Items are regions.
#include "kernels/measure/spread.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { N = 330000, K = 400 };

typedef struct scene {
    double pos_km[3 * N], center_km[3 * K], inertia[K], mass[2 * K];
    int64_t weight[N];
    int32_t part[N];
} scene;

static uint64_t spread(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    ctk_spread(N, s->pos_km, s->weight, s->part, K, s->center_km, s->inertia, s->mass);
    return bench_digest(s->inertia, sizeof s->inertia);
}

int main(void)
{
    static scene s;
    ctk_rng r = ctk_rng_key(1, 0, 0);
    for (int32_t i = 0; i < N; i++) {
        for (int a = 0; a < 3; a++) s.pos_km[a * N + i] = 3000 + 1000 * ctk_rng_unit(&r);
        s.weight[i] = ctk_rng_below(&r, 30000);
        s.part[i] = (int32_t)((int64_t)i * K / N);
    }
    bench_run("measure_spread", N, 1, 21, spread, &s);
    return 0;
}
