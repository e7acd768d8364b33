/// The best common shift of k prices, items are prices; that of an island's, items are points.
#include "kernels/cluster/bound.h"

#include <stdbool.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { K = 2000, N = 30000 };

typedef struct scene {
    double lambda[K], lower[K], upper[K], work[2 * K], total;
    double w[N], inside[N], outside[N];
    uint8_t is_inside[K];
} scene;

static uint64_t bound(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    double shift, result[2];
    result[0] = ctk_bound_shift(K, s->lambda, s->lower, s->upper, 1e9, s->total, s->work, &shift);
    result[1] = shift;
    return bench_digest(result, sizeof result);
}

static uint64_t shift_part(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    const double shift = ctk_bound_part(N, s->w, s->inside, s->outside, K, s->lambda, s->is_inside,
                                        s->lower, s->upper, s->total, 1e8, s->work);
    return bench_digest(&shift, sizeof shift);
}

int main(void)
{
    static scene s;
    ctk_rng r = ctk_rng_key(1, 0, 0);
    for (int32_t j = 0; j < K; j++) {
        s.lambda[j] = 2e4 * (ctk_rng_unit(&r) - 0.5);
        s.lower[j] = 95 + ctk_rng_unit(&r);
        s.upper[j] = 105 + ctk_rng_unit(&r);
        s.total += 100;
    }
    bench_run("cluster_bound", K, 1, 21, bound, &s);
    for (int32_t i = 0; i < N; i++) {
        const bool is_island = i % 200 == 0;
        s.w[i] = s.total / N;
        s.inside[i] = is_island ? 1e3 * ctk_rng_unit(&r) : 1e7 * (1 + ctk_rng_unit(&r));
        s.outside[i] = is_island ? 1e7 : 1e3 * ctk_rng_unit(&r);
    }
    for (int32_t j = 0; j < 9; j++) s.is_inside[j] = 1;
    bench_run("cluster_bound_part", N, 1, 5, shift_part, &s);
    return 0;
}
