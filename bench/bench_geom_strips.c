/// The tree over strips of boundary: its build, walks within 2 km of each tenth edge.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/strips.h"
#include "kernels/prim/rng.h"

enum { CHAINS = 1000, POINTS = 200, EDGES = CHAINS * (POINTS - 1), STEP = 10, REPEATS = 9 };

typedef struct job {
    ctk_strips s;
    double lonlat[2 * CHAINS * POINTS], box[8 * EDGES];
    int32_t vertex[EDGES], region[EDGES], begin[EDGES + 1], leaf[EDGES];
    int32_t owner[2 * EDGES];
    uint64_t work[6 * EDGES];
} job;

/// Random walks in a square of ten degrees, three to a region.
static void make_edges(job *b)
{
    ctk_rng r = ctk_rng_key(1, 1, 0);
    int32_t n = 0;
    for (int32_t c = 0; c < CHAINS; c++) {
        double x = 10 * ctk_rng_unit(&r), y = 10 * ctk_rng_unit(&r);
        for (int32_t i = 0; i < POINTS; i++) {
            const int32_t v = c * POINTS + i;
            b->lonlat[2 * v] = x += 0.005 * (ctk_rng_unit(&r) - 0.5);
            b->lonlat[2 * v + 1] = y += 0.005 * (ctk_rng_unit(&r) - 0.5);
            if (i + 1 == POINTS) continue;
            b->vertex[n] = v;
            b->region[n++] = c / 3;
        }
    }
}

static uint64_t build(void *arg, int32_t threads)
{
    job *b = arg;
    ctk_strips_build(&b->s, b->work, threads);
    return bench_digest(b->leaf, (int64_t)sizeof *b->leaf * b->s.n);
}

static uint64_t walk(void *arg, int32_t threads)
{
    job *b = arg;
    uint64_t sum = 0;
    (void)threads;
    for (int32_t e = 0; e < EDGES; e += STEP) {
        double box[4], margin[2];
        ctk_strips_walk w;
        ctk_strips_edge_box(&b->s.edges, e, box);
        ctk_strips_margin(box, 2000, margin);
        ctk_strips_widen(box, margin, box);
        ctk_strips_seek(&w, &b->s, box);
        for (int32_t place; (place = ctk_strips_next(&w)) >= 0;) sum = sum * 31 + (uint64_t)place;
    }
    return sum;
}

int main(void)
{
    static job b;
    make_edges(&b);
    b.s = (ctk_strips){.edges = {EDGES, b.vertex, b.region, b.lonlat}};
    b.s.n = ctk_strips_count(&b.s.edges);
    b.s.begin = b.begin;
    b.s.leaf = b.leaf;
    b.s.box = b.box;
    b.s.owner = b.owner;
    for (int32_t t = 1; t <= 2; t++) bench_run("geom_strips_build", EDGES, t, REPEATS, build, &b);
    bench_run("geom_strips_walk", EDGES / STEP, 1, REPEATS, walk, &b);
    return 0;
}
