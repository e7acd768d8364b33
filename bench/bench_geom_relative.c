/// Relative neighbours of islands around a mainland: every chain of an island asks. Items are
/// those.
#include "kernels/geom/relative.h"

#include "bench/bench.h"
#include "support/make_islands.h"

enum { ISLANDS = 100, ROOM = 64 };

static uint64_t ask(void *arg, int32_t threads)
{
    const made_islands *m = arg;
    static ctk_gap found[ROOM];
    uint64_t sum = 0;
    (void)threads;
    for (int32_t q = MAKE_MAINLAND; q < m->tree.chains.n; q++) {
        const int32_t n = ctk_relative(&m->tree, m->group, q, ROOM, found);
        for (int32_t i = 0; i < n && i < ROOM; i++)
            sum = 31 * sum + bench_digest(&found[i].chain_b, sizeof found[i].chain_b);
    }
    return sum;
}

int main(void)
{
    made_islands m = make_islands(ISLANDS);
    ctk_boxtree_build(&m.tree, m.work, 1);
    bench_run("geom_relative", m.tree.chains.n - MAKE_MAINLAND, 1, 5, ask, &m);
    return 0;
}
