/// The walk around each face of a grid of squares.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/planar_faces.h"
#include "support/make_planar.h"

enum { SIDE = 100, CAPACITY = 1 << 16, REPEATS = 21 };

static uint64_t walk(void *arg, int32_t threads)
{
    ctk_planar *p = arg;
    (void)threads;
    ctk_planar_walk(p, 1);
    return bench_digest(p->ring_point, (int64_t)sizeof *p->ring_point * p->n_ring_points);
}

int main(void)
{
    ctk_planar p;
    void *memory = make_planar(CAPACITY, &p);
    if (!memory) return 6;
    for (int32_t i = 0; i < SIDE * SIDE; i++) {
        const int32_t x = i % SIDE, y = i / SIDE; // whole numbers: ends are common
        made_planar_box(&p, x, y, x + 1, y + 1, i);
    }
    bench_run("geom_planar_faces", p.net.n_edges, 1, REPEATS, walk, &p);
    free(memory);
    return 0;
}
