/// A tangle of closed walks loaded and split wherever it meets itself. Items are edges before.
#include <stdlib.h>

#include "bench/bench.h"
#include "tests/support/make_web.h"

enum { WALKS = 4000, CAPACITY = 1 << 20 };

static uint64_t split(void *arg, int32_t threads)
{
    made_web *m = arg;
    ctk_net_state state = CTK_NET_SPLIT;
    made_web_clear(m);
    made_web_tangle(m, 1, WALKS, 9, 400);
    for (int32_t round = 0; state == CTK_NET_SPLIT; round++)
        state = ctk_net_split(&m->web.net, round, threads);
    return bench_digest(m->web.net.to, 4 * (int64_t)m->web.net.n_edges);
}

int main(void)
{
    made_web m = make_web(CAPACITY);
    made_web_tangle(&m, 1, WALKS, 9, 400);
    const int32_t n = m.web.net.n_edges;
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("geom_net_split", n, threads, 5, split, &m);
    made_web_free(&m);
    return 0;
}
