/// Winding of every face of a noded tangle, and what bounds the ground above zero. Items are
/// edges.
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "tests/support/make_web.h"

enum { WALKS = 4000, CAPACITY = 1 << 20 };

typedef struct scene {
    made_web m;
    int32_t n, from[CAPACITY], to[CAPACITY], mult[CAPACITY];
} scene;

static uint64_t hull(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    ctk_web *w = &s->m.web;
    w->net.n_edges = s->n;
    memcpy(w->net.from, s->from, (size_t)s->n * sizeof *w->net.from);
    memcpy(w->net.to, s->to, (size_t)s->n * sizeof *w->net.to);
    memcpy(w->net.tag, s->mult, (size_t)s->n * sizeof *w->net.tag);
    ctk_web_hull(w);
    return bench_digest(w->net.to, 4 * (int64_t)w->net.n_edges);
}

int main(void)
{
    static scene s;
    s.m = make_web(CAPACITY);
    ctk_web *w = &s.m.web;
    made_web_tangle(&s.m, 1, WALKS, 9, 400);
    if (ctk_web_node(w) != 0) return 1;
    s.n = w->net.n_edges;
    memcpy(s.from, w->net.from, (size_t)s.n * sizeof *w->net.from);
    memcpy(s.to, w->net.to, (size_t)s.n * sizeof *w->net.to);
    memcpy(s.mult, w->net.tag, (size_t)s.n * sizeof *w->net.tag);
    bench_run("geom_dissolve_hull", s.n, 1, 5, hull, &s);
    made_web_free(&s.m);
    return 0;
}
