/// The stars of a tangle that was split, filled, cut and linked. Items are edges.
#include <stdlib.h>

#include "bench/bench.h"
#include "tests/support/make_web.h"

enum { WALKS = 4000, CAPACITY = 1 << 20 };

static uint64_t link(void *arg, int32_t threads)
{
    made_web *m = arg;
    ctk_stars *s = &m->web.stars;
    ctk_stars_fill(s);
    ctk_stars_cut(s, m->web.stack);
    ctk_stars_link(s, threads);
    return bench_digest(s->next, 8 * (int64_t)s->n_edges);
}

int main(void)
{
    made_web m = make_web(CAPACITY);
    made_web_tangle(&m, 1, WALKS, 9, 400);
    if (ctk_web_node(&m.web) != 0) return 1;
    const ctk_net *t = &m.web.net;
    ctk_stars *s = &m.web.stars;
    s->n_points = t->n_points;
    s->n_edges = t->n_edges;
    s->xy = t->xy;
    s->from = t->from;
    s->to = t->to;
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("geom_stars", s->n_edges, threads, 9, link, &m);
    made_web_free(&m);
    return 0;
}
