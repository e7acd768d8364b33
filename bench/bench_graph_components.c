/// Components of a grid that has lost four links in ten. Items are vertices.
#include "kernels/graph/components.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "support/make_map.h"

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

int main(void)
{
    scene *s = calloc(1, sizeof *s);
    if (!s) return 6;
    make_torn_grid(SIDE, s->indptr, s->indices);
    bench_run("graph_components_torn", N, 1, 5, label, s);
    free(s);
    return 0;
}
