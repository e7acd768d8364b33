/// Components of a grid that has lost four links in ten. Items are vertices.
#include "kernels/graph/components.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { SIDE = 1000, N = SIDE * SIDE };

typedef struct scene {
    int64_t indptr[N + 1];
    int32_t indices[4 * N], component[N], size[N], work[3 * N + 1];
} scene;

static uint64_t label(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    const int32_t n = ctk_components(N, s->indptr, s->indices, s->component, s->size, s->work);
    return bench_digest(s->size, 4 * (int64_t)n);
}

/// The link between i and j is there; the same from both sides.
static int has_link(int32_t i, int32_t j)
{
    const int32_t low = i < j ? i : j, high = i < j ? j : i;
    if (low < 0 || high >= N || (high - low == 1 && high % SIDE == 0)) return 0;
    return ctk_mix64((uint64_t)low * 2 + (high - low == 1)) % 10 < 6;
}

int main(void)
{
    scene *s = calloc(1, sizeof *s);
    if (!s) return 6;
    for (int32_t i = 0; i < N; i++) {
        const int32_t next[4] = {i - SIDE, i - 1, i + 1, i + SIDE};
        int64_t at = s->indptr[i];
        for (int k = 0; k < 4; k++)
            if (has_link(i, next[k])) s->indices[at++] = next[k];
        s->indptr[i + 1] = at;
    }
    bench_run("graph_components_torn", N, 1, 5, label, s);
    free(s);
    return 0;
}
