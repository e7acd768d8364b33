/// Colours for a map of many territories. Items are territories.
#include "kernels/measure/color.h"

#include <stdlib.h>

#include "bench/bench.h"

enum { SIDE = 50, K = SIDE * SIDE };

typedef struct scene {
    int64_t indptr[K + 1];
    int32_t indices[6 * K], color[K];
    uint64_t seen[K];
} scene;

static uint64_t paint(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    ctk_color(K, s->indptr, s->indices, s->seen, s->color);
    return bench_digest(s->color, sizeof s->color);
}

int main(void)
{
    static scene s;
    static const int step[6][2] = {{0, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}}; // hexagons
    for (int32_t i = 0; i < K; i++) {
        int64_t at = s.indptr[i];
        for (int k = 0; k < 6; k++) {
            const int32_t x = i % SIDE + step[k][0], y = i / SIDE + step[k][1];
            if (x >= 0 && y >= 0 && x < SIDE && y < SIDE) s.indices[at++] = y * SIDE + x;
        }
        s.indptr[i + 1] = at;
    }
    bench_run("measure_color", K, 1, 7, paint, &s);
    return 0;
}
