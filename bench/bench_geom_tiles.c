/// Tiles from a sample, and the tiles of points. Items are points.
#include "kernels/geom/tiles.h"

#include <string.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { SIDE = 57, N = CTK_TILE_SAMPLE * SIDE * SIDE };

typedef struct scene {
    ctk_tiles t;
    double border[SIDE + 1 + SIDE * (SIDE + 1)], point[2 * N], sample[2 * N], work[2 * N];
} scene;

static uint64_t build(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    memcpy(s->sample, s->point, sizeof s->sample);
    ctk_tiles_build(&s->t, N, s->sample, s->work);
    return bench_digest(s->sample, sizeof s->sample);
}

static uint64_t find(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    uint64_t sum = 0;
    for (int32_t i = 0; i < N; i++)
        sum = 31 * sum + (uint64_t)ctk_tiles_find(&s->t, s->point[2 * i], s->point[2 * i + 1]);
    return sum;
}

int main(void)
{
    static scene s;
    ctk_rng r = ctk_rng_key(1, 1, 0);
    s.t = (ctk_tiles){SIDE, SIDE, s.border, s.border + SIDE + 1};
    for (int32_t i = 0; i < 2 * N; i++) s.point[i] = ctk_rng_unit(&r) * ctk_rng_unit(&r);
    bench_run("geom_tiles_build", N, 1, 9, build, &s);
    bench_run("geom_tiles_find", N, 1, 9, find, &s);
    return 0;
}
