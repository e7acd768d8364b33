/// Edges of the outline of half the cells of a grid into a web: points found, edges merged. Items
/// are edges.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"
#include "tests/support/make_web.h"

enum { SIDE = 400, CELLS = SIDE * SIDE };

typedef struct scene {
    made_web m;
    uint8_t inside[CELLS];
} scene;

static uint64_t load(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    made_web_clear(&s->m);
    made_web_cells(&s->m, SIDE, s->inside);
    ctk_web_merge(&s->m.web);
    return bench_digest(s->m.web.net.to, 4 * (int64_t)s->m.web.net.n_edges);
}

int main(void)
{
    static scene s;
    ctk_rng r = ctk_rng_key(1, 0, 0);
    for (int32_t i = 0; i < CELLS; i++) s.inside[i] = ctk_rng_below(&r, 2) == 0;
    s.m = make_web(4 * CELLS);
    load(&s, 1);
    bench_run("geom_dissolve_web", s.m.web.net.n_edges, 1, 7, load, &s);
    made_web_free(&s.m);
    return 0;
}
