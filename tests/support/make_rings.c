/// Rings for kernel tests.
#include "tests/support/make_rings.h"

#include <stdlib.h>

#include "kernels/prim/rng.h"

static made_rings allocate(int32_t n_rings, int64_t n_vertices, int32_t n_regions)
{
    made_rings m = {.n_regions = n_regions};
    m.vertex_begin = calloc((size_t)n_rings + 1, sizeof *m.vertex_begin);
    m.region = calloc((size_t)n_rings + 1, sizeof *m.region);
    m.xy = calloc(2 * (size_t)n_vertices + 1, sizeof *m.xy);
    m.ring_at = calloc((size_t)ctk_rings_index_size(n_vertices), sizeof *m.ring_at);
    if (!m.vertex_begin || !m.region || !m.xy || !m.ring_at) abort();
    return m;
}

static void finish(made_rings *m, int32_t n_rings)
{
    m->view = (ctk_rings){
        m->vertex_begin[n_rings], n_rings, m->vertex_begin, m->region, m->xy, m->ring_at};
    ctk_rings_index(&m->view, m->ring_at);
}

static double coordinate(ctk_rng *r, int32_t side)
{
    const uint32_t i = ctk_rng_below(r, (uint32_t)side);
    return i == 0 && ctk_rng_below(r, 2) ? -0.0 : i;
}

made_rings make_wild_rings(uint64_t seed, int32_t n_rings, int32_t n_regions, int32_t side)
{
    made_rings m = allocate(n_rings, 10 * (int64_t)n_rings, n_regions);
    ctk_rng rng = ctk_rng_key(seed, 7, 0);
    int64_t v = 0;
    for (int32_t ring = 0; ring < n_rings; ring++) {
        const int32_t steps = 3 + (int32_t)ctk_rng_below(&rng, 7);
        const int64_t first = v;
        m.region[ring] = (int32_t)((int64_t)ring * n_regions / n_rings);
        m.vertex_begin[ring] = v;
        for (int32_t i = 0; i < steps; i++, v++) {
            m.xy[2 * v] = coordinate(&rng, side);
            m.xy[2 * v + 1] = coordinate(&rng, side);
        }
        m.xy[2 * v] = m.xy[2 * first];
        m.xy[2 * v + 1] = m.xy[2 * first + 1];
        m.vertex_begin[ring + 1] = ++v;
    }
    finish(&m, n_rings);
    return m;
}

made_rings make_grid_rings(int32_t columns, int32_t rows, double step)
{
    static const int corner[5][2] = {{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}};
    const int32_t n = columns * rows;
    made_rings m = allocate(n, 5 * (int64_t)n, n);
    for (int32_t i = 0; i < n; i++) {
        m.region[i] = i;
        m.vertex_begin[i + 1] = 5 * ((int64_t)i + 1);
        for (int k = 0; k < 5; k++) {
            m.xy[2 * (5 * (int64_t)i + k)] = step * (i % columns + corner[k][0]);
            m.xy[2 * (5 * (int64_t)i + k) + 1] = step * (i / columns + corner[k][1]);
        }
    }
    finish(&m, n);
    return m;
}

void made_rings_free(made_rings *m)
{
    free(m->vertex_begin);
    free(m->region);
    free(m->xy);
    free(m->ring_at);
}
