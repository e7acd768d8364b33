/// Wiggly rings side by side searched for touches, of which there are none: the new way and by
/// ctk_noding_find(). Items are edges.
#include <math.h>

#include "bench/bench.h"
#include "kernels/geom/noding.h"
#include "kernels/prim/rng.h"
#include "tests/support/make_web.h"

enum { RINGS = 64, EDGES = 8000, CAPACITY = RINGS * EDGES };

static void add_ring(made_web *m, int32_t ring)
{
    ctk_rng r = ctk_rng_key((uint64_t)ring, 1, 1);
    const double x = 3 * (ring % 8), y = 3 * (ring / 8);
    double bx = 0, by = 0, first[2] = {0, 0};
    for (int32_t i = 0; i <= EDGES; i++) {
        const double a = 2 * 3.14159265358979 * i / EDGES;
        const double d = 1 + 0.3 * sin(40 * a) + 0.0005 * ctk_rng_unit(&r);
        const double px = i == EDGES ? first[0] : x + d * cos(a);
        const double py = i == EDGES ? first[1] : y + d * sin(a);
        if (i == 0) first[0] = px, first[1] = py;
        if (i > 0) made_web_edge(m, bx, by, px, py);
        bx = px;
        by = py;
    }
}

static uint64_t search(void *arg, int32_t threads)
{
    (void)threads;
    ctk_web *w = &((made_web *)arg)->web;
    return ctk_web_touches(w, w->net.from, w->net.to);
}

static uint64_t search_each(void *arg, int32_t threads)
{
    (void)threads;
    ctk_web *w = &((made_web *)arg)->web;
    ctk_noding_build(w->net.n_edges, w->net.from, w->net.to, w->net.xy, w->net.box);
    return (uint64_t)ctk_noding_find(w->net.n_edges, w->net.from, w->net.to, w->net.xy, w->net.box,
                                     0, 1, NULL);
}

int main(void)
{
    made_web m = make_web(CAPACITY);
    for (int32_t ring = 0; ring < RINGS; ring++) add_ring(&m, ring);
    bench_run("geom_dissolve_touch", m.web.net.n_edges, 1, 9, search, &m);
    bench_run("geom_dissolve_touch_each", m.web.net.n_edges, 1, 9, search_each, &m);
    made_web_free(&m);
    return 0;
}
