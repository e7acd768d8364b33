/// Overlaps and gaps between rings drawn apart: boxes in rows, each over its neighbours' edges.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/planar_faces.h"
#include "kernels/prim/rng.h"
#include "support/make_planar.h"

enum { SIDE = 30, CAPACITY = 1 << 16, REPEATS = 9 };

static uint64_t find_faces(void *arg, int32_t threads)
{
    ctk_planar *p = arg;
    ctk_rng r = ctk_rng_key(1, 1, 0);
    (void)threads;
    ctk_planar_clear(p);
    for (int32_t i = 0; i < SIDE * SIDE; i++) {
        const double x = i % SIDE + 0.05 * ctk_rng_unit(&r);
        const double y = (int)(i / SIDE) + 0.05 * ctk_rng_unit(&r);
        made_planar_box(p, x, y, x + 1.02, y + 1.02, i);
    }
    if (ctk_planar_faces(p, 1) != 1) exit(1);
    return bench_digest(p->ring_point, (int64_t)sizeof *p->ring_point * p->n_ring_points);
}

int main(void)
{
    ctk_planar p;
    void *memory = make_planar(CAPACITY, &p);
    if (!memory) return 6;
    bench_run("geom_planar", 4 * SIDE * SIDE, 1, REPEATS, find_faces, &p);
    free(memory);
    return 0;
}
