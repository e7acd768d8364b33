/// The best common shift of k prices. Items are prices.
#include "kernels/cluster/bound.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { K = 2000 };

typedef struct scene {
    double lambda[K], lower[K], upper[K], work[K], total;
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
    return 0;
}
