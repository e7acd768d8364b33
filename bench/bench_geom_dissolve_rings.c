/// Rings of the outline of half the cells of a grid, and who holds whom: thousands of parts and
/// holes that touch in corners. Items are edges.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"
#include "tests/support/make_web.h"

enum { SIDE = 400, CELLS = SIDE * SIDE };

static uint64_t chain(void *arg, int32_t threads)
{
    (void)threads;
    made_web *m = arg;
    if (ctk_web_chain(&m->web) != 0) return 0;
    ctk_web_rings(&m->web);
    if (!ctk_web_nest(&m->web)) return 1;
    return bench_digest(m->web.ring_point, 4 * (int64_t)m->web.net.n_edges) ^
           bench_digest(m->web.trace_owner, 4 * (int64_t)m->web.n_traces);
}

int main(void)
{
    static uint8_t inside[CELLS];
    ctk_rng r = ctk_rng_key(1, 0, 0);
    for (int32_t i = 0; i < CELLS; i++) inside[i] = ctk_rng_below(&r, 2) == 0;
    made_web m = make_web(4 * CELLS);
    made_web_cells(&m, SIDE, inside);
    ctk_web_merge(&m.web);
    bench_run("geom_dissolve_rings", m.web.net.n_edges, 1, 5, chain, &m);
    made_web_free(&m);
    return 0;
}
