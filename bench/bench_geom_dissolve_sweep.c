/// What lies around each edge of the outline of half the cells of a grid. Items are edges.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"
#include "tests/support/make_web.h"

enum { SIDE = 400, CELLS = SIDE * SIDE };

static uint64_t sweep(void *arg, int32_t threads)
{
    (void)threads;
    made_web *m = arg;
    ctk_web_sweep(&m->web);
    return bench_digest(m->web.under, 4 * (int64_t)m->web.net.n_edges);
}

int main(void)
{
    static uint8_t inside[CELLS];
    ctk_rng r = ctk_rng_key(1, 0, 0);
    for (int32_t i = 0; i < CELLS; i++) inside[i] = ctk_rng_below(&r, 2) == 0;
    made_web m = make_web(4 * CELLS);
    made_web_cells(&m, SIDE, inside);
    ctk_web_merge(&m.web);
    ctk_web_stars(&m.web);
    bench_run("geom_dissolve_sweep", m.web.net.n_edges, 1, 5, sweep, &m);
    made_web_free(&m);
    return 0;
}
