/// A long coast with one border drawn twice in a hundred: tree of strips, what is near, stretches;
/// and the faces between the two drawings. Items are edges.
#include "kernels/geom/facing.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/planar_faces.h"
#include "kernels/prim/rng.h"

enum { CHAINS = 20000, POINTS = 51, EDGES = CHAINS * (POINTS - 1), TWICE = 100 };

typedef struct scene {
    ctk_strips s;
    uint64_t *work;
    uint8_t *near;
    int32_t n_near, *list;
    int64_t *begin;
    ctk_stretch *stretch;
    void *memory;
} scene;

static const double REACH_M = 5;

static void *new_array(int64_t n, size_t size)
{
    void *p = calloc((size_t)n, size);
    if (!p) exit(6);
    return p;
}

/// Chains of 20 m steps in a square of 20 degrees; every TWICE-th one follows the one before, two
/// metres off and backwards.
static void make_points(double *lonlat)
{
    for (int32_t c = 0; c < CHAINS; c++) {
        const int32_t twice = c % TWICE == TWICE - 1;
        ctk_rng rng = ctk_rng_key(1, 1, (uint64_t)(c - twice));
        double x = -100 + 20 * ctk_rng_unit(&rng), y = 30 + 20 * ctk_rng_unit(&rng);
        for (int32_t i = 0; i < POINTS; i++) {
            double *p = lonlat + 2 * ((int64_t)c * POINTS + (twice ? POINTS - 1 - i : i));
            p[0] = x;
            const double off = 2e-5 * (ctk_rng_unit(&rng) - 0.5);
            p[1] = y + (twice ? off : 0);
            x += 2e-4;
            y += 1e-4 * (ctk_rng_unit(&rng) - 0.5);
        }
    }
}

static void make_scene(scene *s)
{
    double *lonlat = new_array(2 * (int64_t)CHAINS * POINTS, sizeof *lonlat);
    int32_t *vertex = new_array(EDGES, sizeof *vertex), *region = new_array(EDGES, sizeof *region);
    make_points(lonlat);
    for (int32_t e = 0; e < EDGES; e++) {
        const int32_t chain = e / (POINTS - 1);
        vertex[e] = chain * POINTS + e % (POINTS - 1);
        region[e] = chain;
    }
    s->s.edges = (ctk_edges){EDGES, vertex, region, lonlat};
    s->s.n = ctk_strips_count(&s->s.edges);
    s->s.begin = new_array(s->s.n + 1, sizeof *s->s.begin);
    s->s.leaf = new_array(s->s.n, sizeof *s->s.leaf);
    s->s.box = new_array(4 * ctk_strips_boxes(s->s.n), sizeof *s->s.box);
    s->s.owner = new_array(ctk_strips_boxes(s->s.n), sizeof *s->s.owner);
    s->work = new_array(ctk_strips_work(s->s.n), sizeof *s->work);
    s->near = new_array(s->s.n, 1);
    s->list = new_array(EDGES, sizeof *s->list);
    s->begin = new_array(EDGES + 1, sizeof *s->begin);
    s->stretch = new_array(EDGES, sizeof *s->stretch);
}

static uint64_t build(void *arg, int32_t threads)
{
    scene *s = arg;
    ctk_strips_build(&s->s, s->work, threads);
    return bench_digest(s->s.leaf, 4 * (int64_t)s->s.n);
}

static uint64_t find_near(void *arg, int32_t threads)
{
    scene *s = arg;
    ctk_facing_near(&s->s, REACH_M, threads, s->near);
    return bench_digest(s->near, s->s.n);
}

static uint64_t face(void *arg, int32_t threads)
{
    scene *s = arg;
    int32_t n_left;
    const int64_t n =
        ctk_facing_count(&s->s, s->n_near, s->list, REACH_M, threads, s->begin, &n_left);
    if (n > EDGES || n_left > 0) exit(1);
    ctk_facing_list(&s->s, s->n_near, s->list, REACH_M, threads, s->begin, s->stretch);
    return bench_digest(s->stretch, n * (int64_t)sizeof *s->stretch);
}

static uint64_t find_faces(void *arg, int32_t threads)
{
    scene *s = arg;
    ctk_planar p;
    (void)threads;
    ctk_planar_layout(&p, 8 * s->n_near, s->memory);
    ctk_planar_clear(&p);
    for (int32_t i = 0; i < s->n_near; i++) {
        const int32_t e = s->list[i];
        const double *xy = s->s.edges.lonlat + 2 * (int64_t)s->s.edges.vertex[e];
        ctk_net_add(&p.net, xy, xy + 2, s->s.edges.region[e]);
    }
    if (ctk_planar_faces(&p, 1) != 1) exit(1);
    return bench_digest(p.ring_point, 4 * (int64_t)p.n_ring_points);
}

int main(void)
{
    static scene s;
    ctk_planar p;
    make_scene(&s);
    build(&s, 1);
    find_near(&s, 1);
    for (int32_t i = 0; i < s.s.n; i++) {
        for (int32_t k = 0; s.near[i] >> k; k++)
            if (s.near[i] >> k & 1) s.list[s.n_near++] = s.s.begin[i] + k;
    }
    s.memory = new_array((int64_t)ctk_planar_layout(&p, 8 * s.n_near, NULL), 1);
    for (int32_t threads = 1; threads <= 2; threads++) {
        bench_run("geom_strips", EDGES, threads, 5, build, &s);
        bench_run("geom_facing_near", EDGES, threads, 5, find_near, &s);
        bench_run("geom_facing", s.n_near, threads, 5, face, &s);
        bench_run("geom_planar", s.n_near, threads, 5, find_faces, &s);
    }
    return 0;
}
