/// Files and enclaves of 400 blocky territories of a grid. Items are regions.
#include "kernels/measure/single.h"

#include <stdlib.h>

#include "bench/bench.h"

enum { SIDE = 600, N = SIDE * SIDE, BLOCK = 30, ROW = SIDE / BLOCK, K = ROW * ROW };

typedef struct scene {
    int64_t indptr[N + 1], begin[K + 1];
    int32_t indices[4 * N], part[N], touching[4 * K], longest[K], n_wider[K], inside[K];
    uint8_t kind[4 * N];
    bool is_single[N], is_open[K];
    void *work;
} scene;

static uint64_t files(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    const ctk_parted g = {N, s->indptr, s->indices, s->kind, 1, s->part};
    ctk_single(&g, s->is_single, s->work);
    ctk_single_file(&g, s->is_single, K, s->longest, s->n_wider, s->work);
    return bench_digest(s->longest, sizeof s->longest);
}

static uint64_t enclaves(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    ctk_inside(K, s->begin, s->touching, s->is_open, s->inside, s->work);
    return bench_digest(s->inside, sizeof s->inside);
}

/// Neighbours in a square grid; returns where the next ones begin.
static int64_t link(int32_t side, int32_t i, int64_t at, int32_t *indices)
{
    if (i >= side) indices[at++] = i - side;
    if (i % side > 0) indices[at++] = i - 1;
    if (i % side + 1 < side) indices[at++] = i + 1;
    if (i + side < side * side) indices[at++] = i + side;
    return at;
}

int main(void)
{
    scene *s = calloc(1, sizeof *s);
    if (!s || !(s->work = malloc((size_t)ctk_single_work(N)))) return 6;
    for (int32_t i = 0; i < N; i++) {
        const int32_t x = i % SIDE, y = i / SIDE;
        s->indptr[i + 1] = link(SIDE, i, s->indptr[i], s->indices);
        s->part[i] = y / BLOCK * ROW + x / BLOCK;
        if (y % 7 == 0 && x % BLOCK < 5 && x >= BLOCK) s->part[i]--; // fingers
    }
    for (int32_t j = 0; j < K; j++) {
        s->begin[j + 1] = link(ROW, j, s->begin[j], s->touching);
        s->is_open[j] = j == 0;
    }
    bench_run("measure_single", N, 1, 7, files, s);
    bench_run("measure_inside", K, 1, 7, enclaves, s);
    free(s->work);
    free(s);
    return 0;
}
