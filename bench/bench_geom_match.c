/// Segments of a grid layer dealt to tiles, then grouped. Items are segments.
#include "kernels/geom/match.h"

#include "bench/bench.h"
#include "tests/support/make_match.h"
#include "tests/support/make_rings.h"

enum { SIDE = 700 };

typedef struct scene {
    made_rings layer;
    made_match d;
} scene;

static uint64_t deal(void *arg, int32_t threads)
{
    scene *s = arg;
    const int64_t n = ctk_match_count(&s->d.m, threads);
    ctk_match_deal(&s->d.m, threads);
    return bench_digest(s->d.m.run, n * (int64_t)sizeof *s->d.m.run);
}

static uint64_t group(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    uint64_t digest = 0;
    ctk_groups g = ctk_groups_at(s->d.scratch, s->d.largest);
    for (int32_t t = 0; t < s->d.m.n_tiles; t++) {
        ctk_match_group(&s->d.m, t, &g);
        digest = 31 * digest + (uint64_t)g.n_heads;
    }
    return digest;
}

int main(void)
{
    scene s = {.layer = make_grid_rings(SIDE, SIDE, 1e-3)};
    const int64_t n = 4ll * SIDE * SIDE;
    s.d = make_match(&s.layer.view, false, 1);
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("geom_match_deal", n, threads, 5, deal, &s);
    bench_run("geom_match_group", n, 1, 5, group, &s);
    made_match_free(&s.d);
    made_rings_free(&s.layer);
    return 0;
}
