/// Edges of the outline of half the cells of a grid into a net: mostly the search for their points.
/// Items are edges.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"
#include "tests/support/make_web.h"

enum { SIDE = 400, CELLS = SIDE * SIDE };

typedef struct scene {
    made_web from, to;
} scene;

static uint64_t load(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    const ctk_net *f = &s->from.web.net;
    ctk_net *t = &s->to.web.net;
    ctk_net_clear(t);
    for (int32_t e = 0; e < f->n_edges; e++)
        ctk_net_add(t, f->xy + 2 * (int64_t)f->from[e], f->xy + 2 * (int64_t)f->to[e], e);
    return bench_digest(t->to, 4 * (int64_t)t->n_edges);
}

int main(void)
{
    static uint8_t inside[CELLS];
    ctk_rng r = ctk_rng_key(1, 0, 0);
    for (int32_t i = 0; i < CELLS; i++) inside[i] = ctk_rng_below(&r, 2) == 0;
    scene s = {make_web(4 * CELLS), make_web(4 * CELLS)};
    made_web_cells(&s.from, SIDE, inside);
    bench_run("geom_net", s.from.web.net.n_edges, 1, 7, load, &s);
    made_web_free(&s.to);
    made_web_free(&s.from);
    return 0;
}
