/// Spanning tree over islands around a mainland: tree of boxes, then Boruvka. Items are chains.
#include "kernels/geom/gap.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"

enum { MAINLAND = 200000, ISLANDS = 500, PER_ISLAND = 20, POINTS = 8 };

typedef struct scene {
    ctk_boxtree t;
    int32_t *group;
    ctk_gap_work w;
    uint64_t *work;
    ctk_gap tree[ISLANDS];
} scene;

static void *new_array(int64_t n, size_t size)
{
    void *p = calloc((size_t)n, size);
    if (!p) exit(6);
    return p;
}

/// One chain: a short walk along a circle of the given radius around a centre.
static void make_chain(double lon, double lat, double radius_deg, double from, double step,
                       double *point)
{
    for (int i = 0; i < POINTS; i++) {
        const double a = from + step * i;
        ctk_geocentric_km(lon + radius_deg * cos(a), lat + radius_deg * sin(a), point + 3 * i);
    }
}

static void make_chains(int32_t n, double *point, int32_t *group)
{
    ctk_rng rng = ctk_rng_key(1, 1, 1);
    double lon = 0, lat = 0;
    for (int32_t i = 0; i < n; i++) {
        const int32_t island = (i - MAINLAND) / PER_ISLAND;
        const double step = 6.28 / PER_ISLAND / POINTS;
        group[i] = i < MAINLAND ? 0 : 1 + island;
        if (i >= MAINLAND && (i - MAINLAND) % PER_ISLAND == 0) {
            const double a = 6.28 * ctk_rng_unit(&rng), r = 10.5 + 3 * ctk_rng_unit(&rng);
            lon = -95 + r * cos(a);
            lat = 38 + r * sin(a);
        }
        if (i < MAINLAND)
            make_chain(-95, 38, 10, 6.28 * i / MAINLAND, 6.28 / MAINLAND / POINTS,
                       point + 3 * (int64_t)POINTS * i);
        else
            make_chain(lon, lat, 0.02, step * POINTS * (i % PER_ISLAND), step,
                       point + 3 * (int64_t)POINTS * i);
    }
}

static void make_scene(scene *s)
{
    const int32_t n = MAINLAND + ISLANDS * PER_ISLAND, n_groups = ISLANDS + 1;
    const int64_t nodes = ctk_boxtree_nodes(n), n_tasks = n / CTK_GAP_TASK + n_groups + 2;
    int64_t *begin = new_array(n + 1, sizeof *begin);
    double *point = new_array(3 * (int64_t)POINTS * n, sizeof *point);
    for (int32_t i = 0; i <= n; i++) begin[i] = (int64_t)POINTS * i;
    s->group = new_array(n, sizeof *s->group);
    make_chains(n, point, s->group);
    s->t.chains = (ctk_chains){n, begin, point, s->group};
    s->t.leaf = new_array(n, sizeof *s->t.leaf);
    s->t.box = new_array(nodes, sizeof *s->t.box);
    s->work = new_array(ctk_boxtree_work(n), sizeof *s->work);
    s->w.order = new_array(n, sizeof *s->w.order);
    s->w.task_begin = new_array(n_tasks, sizeof *s->w.task_begin);
    s->w.parent = new_array(n_groups, sizeof *s->w.parent);
    s->w.root = new_array(n_groups, sizeof *s->w.root);
    s->w.label = new_array(nodes, sizeof *s->w.label);
    s->w.limit2 = new_array(n_groups, sizeof *s->w.limit2);
    s->w.best = new_array(n_groups, sizeof *s->w.best);
}

static uint64_t build(void *arg, int32_t threads)
{
    scene *s = arg;
    ctk_boxtree_build(&s->t, s->work, threads);
    return bench_digest(s->t.leaf, 4 * (int64_t)s->t.chains.n);
}

static uint64_t span(void *arg, int32_t threads)
{
    scene *s = arg;
    const int32_t n = ctk_gap_tree(&s->t, ISLANDS + 1, s->group, &s->w, threads, s->tree);
    return bench_digest(s->tree, n * (int64_t)sizeof *s->tree);
}

int main(void)
{
    static scene s;
    make_scene(&s);
    for (int32_t threads = 1; threads <= 2; threads++) {
        bench_run("geom_boxtree", s.t.chains.n, threads, 5, build, &s);
        bench_run("geom_gap", s.t.chains.n, threads, 5, span, &s);
    }
    return 0;
}
