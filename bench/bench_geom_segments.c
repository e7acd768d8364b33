/// Sides of all segments of a grid layer: deal, group, look up. Items are segments.
#include "kernels/geom/segments.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "tests/support/make_match.h"
#include "tests/support/make_rings.h"

static void *must(void *p)
{
    if (!p) exit(6);
    return p;
}

static uint64_t sides(void *arg, int32_t threads)
{
    const made_rings *layer = arg;
    ctk_segments_stats stats;
    made_match d = make_match(&layer->view, false, threads);
    int64_t *n_extra = must(malloc(((size_t)d.m.n_tiles + 1) * sizeof *n_extra));
    int32_t *side = must(malloc((size_t)layer->view.n_vertices * sizeof *side));
    ctk_segments_sides(&d.m, d.scratch, threads, side, n_extra, &stats);
    const uint64_t digest = bench_digest(side, 1 << 20) ^ (uint64_t)stats.n_distinct;
    free(side);
    free(n_extra);
    made_match_free(&d);
    return digest;
}

int main(void)
{
    for (int32_t size = 300; size <= 1500; size += 1200) {
        made_rings layer = make_grid_rings(size, size, 1e-3);
        for (int32_t threads = 1; threads <= 2; threads++)
            bench_run("geom_segments", 4 * (int64_t)size * size, threads, 5, sides, &layer);
        made_rings_free(&layer);
    }
    return 0;
}
