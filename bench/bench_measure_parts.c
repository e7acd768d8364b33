/// Pieces of 400 blocky territories of a grid. Items are regions.
#include "kernels/measure/parts.h"

#include <stdlib.h>

#include "bench/bench.h"

enum { SIDE = 600, N = SIDE * SIDE, K = 400 };

typedef struct scene {
    int64_t indptr[N + 1];
    int32_t indices[4 * N], part[N], parent[N], count[K];
    uint8_t kind[4 * N];
} scene;

static uint64_t parts(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    ctk_parts(N, s->indptr, s->indices, s->kind, 1, s->part, K, s->parent, s->count);
    return bench_digest(s->count, sizeof s->count);
}

int main(void)
{
    scene *s = calloc(1, sizeof *s);
    if (!s) return 6;
    for (int32_t i = 0; i < N; i++) {
        const int32_t x = i % SIDE, y = i / SIDE;
        int64_t at = s->indptr[i];
        if (y > 0) s->indices[at++] = i - SIDE;
        if (x > 0) s->indices[at++] = i - 1;
        if (x + 1 < SIDE) s->indices[at++] = i + 1;
        if (y + 1 < SIDE) s->indices[at++] = i + SIDE;
        s->indptr[i + 1] = at;
        s->part[i] = i % 11 ? y / 30 * 20 + x / 30 : (x + y) % K; // torn here and there
    }
    bench_run("measure_parts", N, 1, 7, parts, s);
    free(s);
    return 0;
}
