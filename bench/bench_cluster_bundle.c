/// A hundred rounds of the bundle method on a roof of 500 prices.
#include <math.h>
#include <string.h>

#include "bench/bench.h"
#include "kernels/cluster/bundle.h"
#include "kernels/prim/rng.h"
#include "support/cluster_fixture.h"

enum { N = 500, ROUNDS = 100 };

/// D(u) = -sum_i w_i s_i |u_i - top_i|.
typedef struct job {
    double w[N], steep[N], top[N], price[N], slope[N], *work;
} job;

static double roof_at(job *b)
{
    double sum = 0;
    for (int32_t i = 0; i < N; i++) {
        sum -= b->w[i] * b->steep[i] * fabs(b->price[i] - b->top[i]);
        b->slope[i] = b->price[i] < b->top[i] ? b->steep[i] : -b->steep[i];
    }
    return sum;
}

static uint64_t climb(void *arg, int32_t threads)
{
    job *b = arg;
    ctk_bundle bundle;
    (void)threads;
    memset(b->price, 0, sizeof b->price);
    const double first = roof_at(b);
    ctk_bundle_init(N, b->w, b->price, first, b->slope, -first, b->work, &bundle);
    for (int32_t round = 0; round < ROUNDS; round++) {
        ctk_bundle_next(&bundle, b->price);
        ctk_bundle_add(&bundle, b->price, roof_at(b), b->slope);
    }
    return bench_digest(&bundle.value, sizeof bundle.value);
}

int main(void)
{
    job *b = cluster_alloc(sizeof *b);
    b->work = cluster_alloc(8 * ctk_bundle_work(N));
    ctk_rng r = ctk_rng_key(1, 1, 0);
    for (int32_t i = 0; i < N; i++) {
        b->w[i] = 0.1 + ctk_rng_unit(&r);
        b->steep[i] = 0.1 + ctk_rng_unit(&r);
        b->top[i] = 20 * ctk_rng_unit(&r) - 10;
    }
    bench_run("cluster_bundle_100_rounds", ROUNDS * N, 1, 9, climb, b);
    return 0;
}
