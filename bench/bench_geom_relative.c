/// Relative neighbours of islands around a mainland: every chain of an island asks. Items are
/// those.
#include "kernels/geom/relative.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"

enum { MAINLAND = 200000, ISLANDS = 100, PER_ISLAND = 20, POINTS = 8, ROOM = 64 };

typedef struct scene {
    ctk_boxtree t;
    int32_t *group;
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
    const int32_t n = MAINLAND + ISLANDS * PER_ISLAND;
    int64_t *begin = new_array(n + 1, sizeof *begin);
    double *point = new_array(3 * (int64_t)POINTS * n, sizeof *point);
    uint64_t *work = new_array(ctk_boxtree_work(n), sizeof *work);
    for (int32_t i = 0; i <= n; i++) begin[i] = (int64_t)POINTS * i;
    s->group = new_array(n, sizeof *s->group);
    make_chains(n, point, s->group);
    s->t.chains = (ctk_chains){n, begin, point, s->group};
    s->t.leaf = new_array(n, sizeof *s->t.leaf);
    s->t.box = new_array(ctk_boxtree_nodes(n), sizeof *s->t.box);
    ctk_boxtree_build(&s->t, work, 1);
    free(work);
}

static uint64_t ask(void *arg, int32_t threads)
{
    const scene *s = arg;
    static ctk_gap found[ROOM];
    uint64_t sum = 0;
    (void)threads;
    for (int32_t q = MAINLAND; q < s->t.chains.n; q++) {
        const int32_t n = ctk_relative(&s->t, s->group, q, ROOM, found);
        for (int32_t i = 0; i < n && i < ROOM; i++)
            sum = 31 * sum + bench_digest(&found[i].chain_b, sizeof found[i].chain_b);
    }
    return sum;
}

int main(void)
{
    static scene s;
    make_scene(&s);
    bench_run("geom_relative", s.t.chains.n - MAINLAND, 1, 5, ask, &s);
    return 0;
}
