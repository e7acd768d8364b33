/// Corner pairs of a grid layer, counted and stored. Items are vertices.
#include "kernels/graph/corner.h"
#include "kernels/prim/offsets.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "tests/support/make_match.h"
#include "tests/support/make_rings.h"

enum { SIDE = 500 };

typedef struct scene {
    made_rings layer;
    made_match d;
    int64_t *indptr, *begin;
    int32_t *a, *b, none;
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
    ctk_corner_count(&s->d.m, s->indptr, &s->none, s->d.scratch, threads, s->begin);
    const int64_t sum = ctk_offsets(s->d.m.n_tiles, s->begin);
    ctk_corner_list(&s->d.m, s->indptr, &s->none, s->d.scratch, threads, s->begin, s->a, s->b);
    return bench_digest(s->b, 400000) ^ (uint64_t)sum;
}

int main(void)
{
    scene s = {.layer = make_grid_rings(SIDE, SIDE, 1e-3)};
    const int32_t n = SIDE * SIDE;
    s.d = make_match(&s.layer.view, true, 2);
    s.indptr = must(n + 1, sizeof *s.indptr); // nobody is a neighbour yet
    s.begin = must(s.d.m.n_tiles + 1, sizeof *s.begin);
    s.a = must(12ll * n, sizeof *s.a);
    s.b = must(12ll * n, sizeof *s.b);
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("graph_corner", s.layer.view.n_vertices, threads, 5, corners, &s);
    return 0;
}
