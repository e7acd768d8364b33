/// Pairs of cells of all groups to one sparse matrix. Items are pairs.
#include "kernels/cluster/quotient.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"
#include "support/cluster_fixture.h"

enum { K = 500, GROUPS = 2600, PAIRS = 40 };

typedef struct scene {
    int32_t n_pairs[GROUPS];
    ctk_pair *pair;
    double *value;
    int64_t cursor[K + 1], indptr[K + 1];
    ctk_sparse matrix;
} scene;

static uint64_t gather(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    ctk_quotient(GROUPS, s->n_pairs, s->pair, s->value, s->cursor, &s->matrix);
    return bench_digest(s->matrix.off, s->indptr[K] * (int64_t)sizeof *s->matrix.off);
}

int main(void)
{
    static scene s;
    ctk_rng r = ctk_rng_key(1, 0, 0);
    s.pair = cluster_alloc((int64_t)sizeof *s.pair * GROUPS * CTK_GROUP_PAIRS);
    s.value = cluster_alloc(8ll * GROUPS * CTK_GROUP_PAIRS);
    for (int32_t g = 0; g < GROUPS; g++) {
        const int32_t first = (int32_t)((int64_t)g * (K - 20) / GROUPS); // groups lie side by side
        s.n_pairs[g] = PAIRS;
        for (int32_t q = 0; q < PAIRS; q++) {
            const int32_t a = first + (int32_t)ctk_rng_below(&r, 10);
            s.pair[(int64_t)g * CTK_GROUP_PAIRS + q] =
                (ctk_pair){a, a + 1 + (int32_t)ctk_rng_below(&r, 9)};
            s.value[(int64_t)g * CTK_GROUP_PAIRS + q] = ctk_rng_unit(&r);
        }
    }
    s.matrix = (ctk_sparse){.n = K, .indptr = s.indptr};
    s.matrix.indices = cluster_alloc(8ll * GROUPS * PAIRS);
    s.matrix.off = cluster_alloc(16ll * GROUPS * PAIRS);
    bench_run("cluster_quotient", (int64_t)GROUPS * PAIRS, 1, 21, gather, &s);
    free(s.pair);
    free(s.value);
    free(s.matrix.indices);
    free(s.matrix.off);
    return 0;
}
