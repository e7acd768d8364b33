/// Points at random, and points along rings, put in the order of a sweep. Items are points.
#include <math.h>
#include <stddef.h>

#include "bench/bench.h"
#include "kernels/geom/sweep_order.h"
#include "kernels/prim/rng.h"

enum { N = 1 << 20, SIDES = 64 };

static double xy[2 * N];
static int32_t a[N], b[N];

static uint64_t sort(void *arg, int32_t threads)
{
    (void)arg;
    (void)threads;
    int32_t *order = a, *other = b;
    ctk_sweep_sort(xy, NULL, N, &order, &other);
    return bench_digest(order, 4 * (int64_t)N);
}

int main(void)
{
    ctk_rng r = ctk_rng_key(1, 1, 1);
    for (int32_t i = 0; i < 2 * N; i++) xy[i] = ctk_rng_unit(&r);
    bench_run("geom_sweep_order", N, 1, 9, sort, NULL);
    for (int32_t i = 0; i < N; i++) {
        const double turn = 2 * 3.14159265358979 * (i % SIDES) / SIDES;
        const int32_t ring = i / SIDES;
        xy[2 * i] = 3 * (ring % 128) + cos(turn);
        xy[2 * i + 1] = 3 * (ring / 128) + sin(turn);
    }
    bench_run("geom_sweep_order_rings", N, 1, 9, sort, NULL);
    return 0;
}
