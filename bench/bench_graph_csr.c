/// Links of a grid, each four times, to rows; then components. Items are links or vertices.
#include "kernels/graph/csr.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/graph/components.h"

enum { SIDE = 600, N = SIDE * SIDE, M = 8 * N };

typedef struct scene {
    int32_t a[M], b[M], indices[2 * M], component[N], size[N], words[3 * N + 1];
    double value[M], value_out[2 * M];
    uint8_t kind[M], kind_out[2 * M];
    int64_t work[4 * M + N + 1], indptr[N + 1], m;
} scene;

static uint64_t rows(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    const int64_t n = ctk_csr_build(N, s->m, s->a, s->b, s->value, s->kind, s->work, s->indptr,
                                    s->indices, s->value_out, s->kind_out);
    return bench_digest(s->indices, n * (int64_t)sizeof *s->indices);
}

static uint64_t components(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    return (uint64_t)ctk_components(N, s->indptr, s->indices, s->component, s->size, s->words);
}

int main(void)
{
    scene *s = calloc(1, sizeof *s);
    if (!s) return 6;
    for (int32_t i = 0; i < N; i++) {
        for (int k = 0; k < 8; k++) {
            const int32_t j = k % 2 ? i + SIDE : i + 1;
            if (j >= N) continue;
            s->a[s->m] = i;
            s->b[s->m] = j;
            s->value[s->m++] = 1.5 * k;
        }
    }
    bench_run("graph_csr", s->m, 1, 5, rows, s);
    bench_run("graph_components", N, 1, 5, components, s);
    free(s);
    return 0;
}
