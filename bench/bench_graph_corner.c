/// Corner pairs of a grid layer, counted and stored. Items are vertices.
#include "kernels/graph/corner.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "tests/support/make_rings.h"

enum { SIDE = 500 };

typedef struct scene {
    made_rings layer;
    ctk_match m;
    int64_t *indptr, *begin;
    int32_t *scratch, *a, *b, none;
} scene;

static void *must(int64_t n, size_t size)
{
    void *p = calloc((size_t)n, size);
    if (!p) exit(6);
    return p;
}

static uint64_t corners(void *arg, int32_t threads)
{
    scene *s = arg;
    int64_t sum = 0;
    ctk_corner_count(&s->m, s->indptr, &s->none, s->scratch, threads, s->begin);
    for (int32_t p = 0; p <= s->m.n_parts; p++) {
        const int64_t n = s->begin[p];
        s->begin[p] = sum;
        sum += n;
    }
    ctk_corner_list(&s->m, s->indptr, &s->none, s->scratch, threads, s->begin, s->a, s->b);
    return bench_digest(s->b, 400000) ^ (uint64_t)sum;
}

int main(void)
{
    scene s = {.layer = make_grid_rings(SIDE, SIDE, 1e-3)};
    const int32_t n = SIDE * SIDE;
    s.m = ctk_match_plan(&s.layer.view, true);
    s.m.begin = must(ctk_match_begin_size(&s.m), sizeof *s.m.begin);
    s.m.use = must(ctk_match_count(&s.m, 1), sizeof *s.m.use);
    ctk_match_deal(&s.m, 1);
    s.scratch = must(2 * ctk_groups_size(ctk_match_largest(&s.m)), sizeof *s.scratch);
    s.indptr = must(n + 1, sizeof *s.indptr); // nobody is a neighbour yet
    s.begin = must(s.m.n_parts + 1, sizeof *s.begin);
    s.a = must(12ll * n, sizeof *s.a);
    s.b = must(12ll * n, sizeof *s.b);
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("graph_corner", s.layer.view.n_vertices, threads, 5, corners, &s);
    return 0;
}
