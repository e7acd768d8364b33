/// A layer's keys dealt to tiles.
#include "tests/support/make_match.h"

#include <stdlib.h>

static void *new_array(int64_t n, size_t size)
{
    void *p = calloc((size_t)n + 1, size);
    if (!p) abort();
    return p;
}

made_match make_match(const ctk_rings *rings, bool is_points, int32_t n_threads)
{
    made_match d = {.m = ctk_match_plan(rings, is_points)};
    d.m.tiles.x = new_array(ctk_match_tiles_size(&d.m), sizeof *d.m.tiles.x);
    d.m.begin = new_array(ctk_match_begin_size(&d.m), sizeof *d.m.begin);
    d.m.run = new_array(ctk_match_count(&d.m, n_threads), sizeof *d.m.run);
    ctk_match_deal(&d.m, n_threads);
    d.largest = ctk_match_largest(&d.m);
    d.scratch = new_array(n_threads * ctk_groups_size(d.largest), sizeof *d.scratch);
    return d;
}

void made_match_free(made_match *m)
{
    free(m->m.tiles.x);
    free(m->m.begin);
    free(m->m.run);
    free(m->scratch);
}
