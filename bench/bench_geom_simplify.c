/// Line simplification: vertices per second on a random coast.
#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/simplify.h"
#include "kernels/prim/rng.h"

enum { N = 1 << 20 };

typedef struct line {
    double *xy, *rank;
    int64_t *work;
} line;

static uint64_t rank_above(line *l, double floor)
{
    ctk_simplify_rank(N, l->xy, floor, l->rank, l->work);
    return bench_digest(l->rank, N * (int64_t)sizeof *l->rank);
}

static uint64_t rank_all(void *arg, int32_t threads)
{
    (void)threads;
    return rank_above(arg, -1);
}

/// As a map of the whole line on one screen asks for.
static uint64_t rank_shown(void *arg, int32_t threads)
{
    (void)threads;
    return rank_above(arg, N / 4e4);
}

int main(void)
{
    line l = {calloc(2 * N, sizeof(double)), calloc(N, sizeof(double)),
              calloc((size_t)ctk_simplify_work(N), sizeof(int64_t))};
    if (!l.xy || !l.rank || !l.work) return 1;
    ctk_rng r = ctk_rng_key(1, 2, 3);
    for (int i = 1; i < N; i++) {
        l.xy[2 * i] = l.xy[2 * i - 2] + ctk_rng_unit(&r);
        l.xy[2 * i + 1] = l.xy[2 * i - 1] + ctk_rng_unit(&r) - 0.5;
    }
    bench_run("geom_simplify", N, 1, 5, rank_all, &l);
    bench_run("geom_simplify_shown", N, 1, 5, rank_shown, &l);
    free(l.xy);
    free(l.rank);
    free(l.work);
    return 0;
}
