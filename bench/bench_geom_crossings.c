/// Edges that meet in a point, lie on each other, or cross, looked at by the sweep. Items are
/// edges.
#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/net.h"

enum { N = 200000, CAPACITY = 2 * N };

typedef struct scene {
    ctk_net net;
    void *memory;
} scene;

static uint64_t look(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    ctk_net *t = &s->net;
    return (uint64_t)ctk_crossings_find(&t->crossings, t->n_points, t->n_edges, t->from, t->to,
                                        t->xy, t->capacity, t->pair);
}

static void measure(const char *name, scene *s)
{
    bench_run(name, s->net.n_edges, 1, 5, look, s);
    ctk_net_clear(&s->net);
}

static void add(scene *s, double x, double y, double u, double v)
{
    ctk_net_add(&s->net, (const double[]){x, y}, (const double[]){u, v}, 0);
}

int main(void)
{
    scene s;
    ctk_carver c = {0};
    ctk_net_carve(&s.net, CAPACITY, &c);
    s.memory = c.base = aligned_alloc(64, (size_t)c.used);
    if (!s.memory) return 6;
    c.used = 0;
    ctk_net_carve(&s.net, CAPACITY, &c);
    ctk_net_clear(&s.net);
    for (int32_t i = 0; i < N; i++) add(&s, 0, 0, cos(6.283185 * i / N), sin(6.283185 * i / N));
    measure("geom_crossings_star", &s);
    for (int32_t i = 0; i < N; i++) add(&s, i % 100, 0, i % 100, 1);
    measure("geom_crossings_equal", &s);
    for (int32_t i = 0; i < N; i++)
        add(&s, 0, i + 2.5 * (i % 2), 1e6, i); // each crosses some others
    measure("geom_crossings_crossed", &s);
    free(s.memory);
    return 0;
}
