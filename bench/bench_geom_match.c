/// Segments of a grid layer dealt into parts, then grouped by hash. Items are segments.
#include "kernels/geom/match.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "tests/support/make_rings.h"

enum { SIDE = 700 };

typedef struct scene {
    made_rings layer;
    ctk_match m;
    int32_t *words;
} scene;

static void *must(void *p)
{
    if (!p) exit(6);
    return p;
}

static uint64_t deal(void *arg, int32_t threads)
{
    scene *s = arg;
    const int64_t n = ctk_match_count(&s->m, threads);
    ctk_match_deal(&s->m, threads);
    return bench_digest(s->m.use, (n < 100000 ? n : 100000) * (int64_t)sizeof *s->m.use);
}

static uint64_t group(void *arg, int32_t threads)
{
    (void)threads;
    scene *s = arg;
    uint64_t digest = 0;
    ctk_groups g = ctk_groups_at(s->words, ctk_match_largest(&s->m));
    for (int32_t p = 0; p < s->m.n_parts; p++) {
        ctk_match_group(&s->m, p, false, &g);
        digest = 31 * digest + (uint64_t)g.n_heads;
    }
    return digest;
}

int main(void)
{
    scene s = {.layer = make_grid_rings(SIDE, SIDE, 1e-3)};
    s.m = ctk_match_plan(&s.layer.view, false);
    s.m.begin = must(malloc((size_t)ctk_match_begin_size(&s.m) * sizeof *s.m.begin));
    const int64_t n = ctk_match_count(&s.m, 1);
    s.m.use = must(malloc((size_t)n * sizeof *s.m.use));
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("geom_match_deal", n, threads, 5, deal, &s);
    s.words = must(malloc((size_t)ctk_groups_size(ctk_match_largest(&s.m)) * sizeof *s.words));
    bench_run("geom_match_group", n, 1, 5, group, &s);
    free(s.m.begin);
    free(s.m.use);
    free(s.words);
    made_rings_free(&s.layer);
    return 0;
}
