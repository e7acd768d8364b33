/// A tangle of closed walks loaded and split wherever it meets itself. Items are edges before.
#include <stdlib.h>

#include "bench/bench.h"
#include "tests/support/make_web.h"

enum { WALKS = 4000, CAPACITY = 1 << 20 };

static uint64_t split(void *arg, int32_t threads)
{
    (void)threads;
    made_web *m = arg;
    made_web_clear(m);
    made_web_tangle(m, 1, WALKS, 9, 400);
    if (ctk_web_node(&m->web) != 0) return 0;
    return bench_digest(m->web.to, 4 * (int64_t)m->web.n_edges);
}

int main(void)
{
    made_web m = make_web(CAPACITY);
    made_web_tangle(&m, 1, WALKS, 9, 400);
    bench_run("geom_dissolve_node", m.web.n_edges, 1, 5, split, &m);
    made_web_free(&m);
    return 0;
}
