/// Rings nested in each other, which plain loops would take n^2 for, and rings side by side. Items
/// are edges.
#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/nest.h"

enum { RINGS = 20000, SIDES = 12, EDGES = RINGS * SIDES };

typedef struct scene {
    ctk_nest nest;
    int32_t begin[RINGS + 1], from[EDGES], parent[RINGS], depth[RINGS];
    double xy[2 * EDGES];
} scene;

static void add_ring(scene *s, int32_t ring, double x, double y, double radius)
{
    for (int32_t i = 0; i < SIDES; i++) {
        const int32_t e = ring * SIDES + i;
        const double a = 2 * 3.14159265358979 * i / SIDES;
        s->from[e] = e;
        s->xy[2 * e] = x + radius * cos(a);
        s->xy[2 * e + 1] = y + radius * sin(a);
    }
    s->begin[ring] = ring * SIDES;
    s->begin[ring + 1] = (ring + 1) * SIDES;
}

static uint64_t find(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    uint64_t sum = 0;
    ctk_nest_find(&s->nest, s->parent, s->depth);
    for (int32_t i = 0; i < RINGS; i++) sum = 31 * sum + (uint64_t)s->parent[i];
    return sum;
}

int main(void)
{
    static scene s;
    ctk_carver c = {0};
    ctk_nest_carve(&s.nest, EDGES, &c);
    void *memory = aligned_alloc(64, (size_t)c.used);
    c = (ctk_carver){.base = memory};
    ctk_nest_carve(&s.nest, EDGES, &c);
    s.nest.n_rings = RINGS;
    s.nest.ring_begin = s.begin;
    s.nest.from = s.from;
    s.nest.xy = s.xy;
    for (int32_t i = 0; i < RINGS; i++) add_ring(&s, i, 0, 0, 1 + i);
    bench_run("geom_nest", EDGES, 1, 9, find, &s);
    for (int32_t i = 0; i < RINGS; i++) add_ring(&s, i, 3 * (i % 100), 3 * (i / 100), 1);
    bench_run("geom_nest_apart", EDGES, 1, 9, find, &s);
    free(memory);
    return 0;
}
