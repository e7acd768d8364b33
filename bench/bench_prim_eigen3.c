/// Axes of many symmetric matrices. Items are matrices.
#include "kernels/prim/eigen3.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { N = 100000 };

static uint64_t axes(void *arg, int32_t threads)
{
    (void)threads;
    const double(*m)[6] = arg;
    double sum = 0;
    for (int32_t i = 0; i < N; i++) {
        double axis[3][3];
        ctk_eigen3(m[i], axis);
        sum += axis[0][1];
    }
    return bench_digest(&sum, sizeof sum);
}

int main(void)
{
    static double m[N][6];
    ctk_rng r = ctk_rng_key(1, 0, 0);
    for (int32_t i = 0; i < N; i++)
        for (int q = 0; q < 6; q++) m[i][q] = ctk_rng_unit(&r) - 0.5;
    bench_run("prim_eigen3", N, 1, 7, axes, m);
    return 0;
}
