/// Contiguity tests a second on a square grid cut into 16 x 16 regions' blocks.
#include "kernels/graph/contig.h"

#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { SIDE = 160, N = SIDE * SIDE, TESTS = 1 << 20 };

typedef struct grid {
    int64_t *indptr;
    int32_t *indices, *part;
    uint64_t *ring;
    ctk_contig_work work;
} grid;

/// Eight neighbours: every region's neighbours form a ring.
static void link_grid(grid *g)
{
    int64_t arcs = 0;
    for (int32_t v = 0; v < N; v++) {
        for (int32_t y = v / SIDE - 1; y <= v / SIDE + 1; y++)
            for (int32_t x = v % SIDE - 1; x <= v % SIDE + 1; x++)
                if (x >= 0 && y >= 0 && x < SIDE && y < SIDE && y * SIDE + x != v)
                    g->indices[arcs++] = y * SIDE + x;
        g->indptr[v + 1] = arcs;
        g->part[v] = v / SIDE / 16 * (SIDE / 16) + v % SIDE / 16;
    }
}

static uint64_t test_random(void *arg, int32_t threads)
{
    grid *g = arg;
    const ctk_ringed ringed = {N, g->indptr, g->indices, g->ring};
    ctk_rng r = ctk_rng_key(1, 2, 3);
    uint64_t yes = 0;
    (void)threads;
    for (int32_t i = 0; i < TESTS; i++)
        yes += ctk_contig_may_leave(&ringed, g->part, (int32_t)ctk_rng_below(&r, N), &g->work);
    return yes;
}

int main(void)
{
    grid g = {.indptr = calloc(N + 1, sizeof(int64_t)),
              .indices = calloc(8 * N, sizeof(int32_t)),
              .part = calloc(N, sizeof(int32_t)),
              .ring = calloc(8 * N, sizeof(uint64_t)),
              .work = {calloc(N, sizeof(uint64_t)), calloc(N, sizeof(int32_t)),
                       calloc(9, sizeof(int32_t)), calloc(9, sizeof(int32_t)), 0}};
    int32_t *position = calloc(N, sizeof(int32_t));
    link_grid(&g);
    ctk_contig_rings(N, g.indptr, g.indices, 1, position, g.ring);
    bench_run("graph_contig", TESTS, 1, 9, test_random, &g);
    return 0;
}
