/// The walk around each face of a grid of squares.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/planar_faces.h"

enum { SIDE = 100, CAPACITY = 1 << 16, REPEATS = 21 };

static uint64_t walk(void *arg, int32_t threads)
{
    ctk_planar *p = arg;
    (void)threads;
    ctk_planar_walk(p);
    return bench_digest(p->ring_point, (int64_t)sizeof *p->ring_point * p->n_ring_points);
}

int main(void)
{
    static const double corner[5][2] = {{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}};
    ctk_planar p;
    void *memory = malloc(ctk_planar_layout(&p, CAPACITY, NULL));
    if (!memory) return 6;
    ctk_planar_layout(&p, CAPACITY, memory);
    ctk_planar_clear(&p);
    for (int32_t i = 0; i < SIDE * SIDE; i++)
        for (int k = 0; k < 4; k++) {
            const double x = i % SIDE, y = (int)(i / SIDE); // whole numbers: ends are common
            const double a[2] = {x + corner[k][0], y + corner[k][1]};
            const double b[2] = {x + corner[k + 1][0], y + corner[k + 1][1]};
            if (!ctk_planar_add(&p, a, b, i)) return 1;
        }
    bench_run("geom_planar_faces", p.n_edges, 1, REPEATS, walk, &p);
    free(memory);
    return 0;
}
