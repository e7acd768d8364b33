/// A tree of boxes over chains strewn over a continent. Items are chains.
#include "kernels/geom/boxtree.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"

enum { N = 300000, POINTS = 13 };

typedef struct scene {
    ctk_boxtree t;
    uint64_t *work;
} scene;

static void *must(int64_t n, size_t size)
{
    void *p = calloc((size_t)n, size);
    if (!p) exit(6);
    return p;
}

static uint64_t build(void *arg, int32_t threads)
{
    scene *s = arg;
    ctk_boxtree_build(&s->t, s->work, threads);
    return bench_digest(s->t.leaf, 4ll * N);
}

int main(void)
{
    static scene s;
    ctk_rng r = ctk_rng_key(1, 0, 0);
    int64_t *begin = must(N + 1, sizeof *begin);
    int32_t *region = must(N, sizeof *region);
    double *point = must(3ll * POINTS * N, sizeof *point);
    for (int32_t i = 0; i < N; i++) {
        const double lon = -120 + 50 * ctk_rng_unit(&r), lat = 25 + 24 * ctk_rng_unit(&r);
        begin[i + 1] = begin[i] + POINTS;
        for (int k = 0; k < POINTS; k++)
            ctk_geocentric_km(lon + 1e-3 * k, lat + 1e-3 * ctk_rng_unit(&r),
                              point + 3 * (begin[i] + k));
    }
    s.t.chains = (ctk_chains){N, begin, point, region};
    s.t.leaf = must(N, sizeof *s.t.leaf);
    s.t.box = must(ctk_boxtree_nodes(N), sizeof *s.t.box);
    s.work = must(ctk_boxtree_work(N), sizeof *s.work);
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("geom_boxtree_strewn", N, threads, 5, build, &s);
    return 0;
}
