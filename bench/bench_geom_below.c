/// What lies below the corners of squares: one inside the other, and side by side. Items are lines.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/below.h"

enum { SQUARES = 50000, N = 4 * SQUARES };

typedef struct scene {
    ctk_stars stars;
    ctk_below sweep;
    int32_t from[N], to[N], below[N];
    double xy[2 * N];
} scene;

static void carve(scene *s, void *memory, int64_t *used)
{
    ctk_carver c = {.base = memory};
    ctk_stars_carve(&s->stars, N, &c);
    ctk_below_carve(&s->sweep, N, &c);
    *used = c.used;
}

static void set_square(scene *s, int32_t i, double x, double y, double side)
{
    const double corner[4][2] = {{x, y}, {x, y + side}, {x + side, y + side}, {x + side, y}};
    for (int32_t k = 0; k < 4; k++) {
        const int32_t p = 4 * i + k;
        s->xy[2 * p] = corner[k][0];
        s->xy[2 * p + 1] = corner[k][1];
        s->from[p] = p;
        s->to[p] = 4 * i + (k + 1) % 4;
    }
}

static void link(scene *s)
{
    s->stars.n_points = s->stars.n_edges = N;
    s->stars.xy = s->xy;
    s->stars.from = s->from;
    s->stars.to = s->to;
    ctk_stars_fill(&s->stars);
    ctk_stars_link(&s->stars, 1);
}

static uint64_t find(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    ctk_below_find(&s->sweep, &s->stars, s->below);
    return bench_digest(s->below, 4 * (int64_t)N);
}

int main(void)
{
    static scene s;
    int64_t used;
    carve(&s, NULL, &used);
    void *memory = aligned_alloc(64, (size_t)(used + 63) / 64 * 64);
    if (!memory) return 1;
    carve(&s, memory, &used);
    for (int32_t i = 0; i < SQUARES; i++) set_square(&s, i, i, i, 2 * (SQUARES - i));
    link(&s);
    bench_run("geom_below_nested", N, 1, 9, find, &s);
    for (int32_t i = 0; i < SQUARES; i++) set_square(&s, i, 2 * (i % 224), 2 * (i / 224), 1);
    link(&s);
    bench_run("geom_below", N, 1, 9, find, &s);
    free(memory);
    return 0;
}
