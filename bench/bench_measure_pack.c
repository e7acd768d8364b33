/// The bin packing bound over regions of all sizes.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/measure/pack.h"

enum { N = 1000000 };

static uint64_t bound(void *arg, int32_t threads)
{
    int64_t *weight = arg;
    (void)threads;
    const int64_t bins = ctk_pack_bound(N, weight, N, weight + N);
    return bench_digest(&bins, sizeof bins);
}

int main(void)
{
    int64_t *weight = malloc((2 * (size_t)N + 1) * sizeof *weight);
    if (!weight) return 6;
    for (int64_t i = 0; i < N; i++) weight[i] = N - i;
    bench_run("measure_pack", N, 1, 20, bound, weight);
    free(weight);
    return 0;
}
