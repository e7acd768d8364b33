/// Sine and cosine of a million angles.
#include "kernels/prim/trig.h"

#include <stdlib.h>

#include "bench/bench.h"

enum { N = 1 << 20 };

typedef struct angles {
    double *deg, *sine, *cosine;
} angles;

CTK_CLONES static void fill(const double *restrict deg, double *restrict sine,
                            double *restrict cosine)
{
    for (int64_t i = 0; i < N; i++) ctk_sincos_deg(deg[i], &sine[i], &cosine[i]);
}

static uint64_t run(void *arg, int32_t threads)
{
    const angles *a = arg;
    (void)threads;
    fill(a->deg, a->sine, a->cosine);
    return bench_digest(a->sine, 1 << 16) ^ bench_digest(a->cosine, 1 << 16);
}

int main(void)
{
    angles a = {malloc(8 * N), malloc(8 * N), malloc(8 * N)};
    if (!a.deg || !a.sine || !a.cosine) return 6;
    for (int64_t i = 0; i < N; i++) a.deg[i] = 1e-3 * (double)(i - N / 2);
    bench_run("prim_trig", N, 1, 9, run, &a);
    return 0;
}
