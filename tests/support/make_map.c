/// Square maps.
#include "tests/support/make_map.h"

#include <stdbool.h>
#include <stdlib.h>

#include "kernels/prim/rng.h"
#include "tests/support/cluster_fixture.h"

static void link_grid(made_map *m, int32_t side)
{
    int64_t arcs = 0;
    for (int32_t u = 0; u < m->n; u++) {
        const int32_t x = u % side, y = u / side;
        if (y > 0) m->indices[arcs++] = u - side;
        if (x > 0) m->indices[arcs++] = u - 1;
        if (x + 1 < side) m->indices[arcs++] = u + 1;
        if (y + 1 < side) m->indices[arcs++] = u + side;
        m->indptr[u + 1] = arcs;
    }
}

/// Positions and weights; returns the sum of the weights.
static double scatter(made_map *m, uint64_t seed, int32_t side)
{
    ctk_rng r = ctk_rng_key(seed, 81, 0);
    double total = 0;
    for (int32_t u = 0; u < m->n; u++) {
        m->pos[u] = u % side + 0.1 * ctk_rng_unit(&r);
        m->pos[m->n + u] = u / side + 0.1 * ctk_rng_unit(&r);
        m->pos[2 * (int64_t)m->n + u] = 0.1 * ctk_rng_unit(&r);
        total += m->w[u] = 0.5 + ctk_rng_unit(&r);
    }
    return total;
}

made_map *make_map(uint64_t seed, int32_t side, int32_t k)
{
    made_map *m = cluster_alloc(sizeof *m);
    const int64_t n = (int64_t)side * side;
    *m = (made_map){.n = (int32_t)n, .k = k};
    m->pos = cluster_alloc(24 * n);
    m->w = cluster_alloc(8 * n);
    m->limit = cluster_alloc(24 * (int64_t)k);
    m->indptr = cluster_alloc(8 * (n + 1));
    m->indices = cluster_alloc(16 * n);
    link_grid(m, side);
    const double total = scatter(m, seed, side);
    for (int32_t j = 0; j < 3 * k; j++) m->limit[j] = total / k * (0.98 + 0.02 * (j / k));
    m->map =
        (ctk_map){.n = m->n, .pos = m->pos, .w = m->w, .indptr = m->indptr, .indices = m->indices};
    m->quota = (ctk_quota){m->limit, m->limit + k, m->limit + 2 * k};
    m->blocks_work = cluster_alloc(ctk_blocks_work(m->n));
    ctk_blocks_build(m->n, m->pos, m->w, m->blocks_work, &m->blocks);
    return m;
}

void made_map_free(made_map *m)
{
    free(m->pos);
    free(m->w);
    free(m->limit);
    free(m->indptr);
    free(m->indices);
    free(m->blocks_work);
    free(m);
}

ctk_layout make_layout(const made_map *m, uint64_t seed)
{
    ctk_layout l = {.center = cluster_alloc(24 * (int64_t)m->k),
                    .lambda = cluster_alloc(8 * (int64_t)m->k),
                    .part = cluster_alloc(4 * (int64_t)m->n)};
    ctk_rng r = ctk_rng_key(seed, 82, 0);
    for (int32_t j = 0; j < m->k; j++) {
        const int64_t u = ctk_rng_below(&r, (uint32_t)m->n);
        for (int64_t a = 0; a < 3; a++)
            l.center[a * m->k + j] = m->pos[a * m->n + u] + 0.1 * ctk_rng_unit(&r);
    }
    return l;
}

void made_layout_free(ctk_layout *l)
{
    free(l->center);
    free(l->lambda);
    free(l->part);
}

ctk_centers made_centers(const made_map *m, const ctk_layout *l)
{
    const double *x = l->center, *y = x + m->k, *z = y + m->k;
    return (ctk_centers){.k = m->k, .x = x, .y = y, .z = z, .lambda = l->lambda};
}

void make_whole_cells(const made_map *m, ctk_layout *l)
{
    const ctk_centers at = made_centers(m, l);
    ctk_mend_work mend;
    ctk_carver c = {0};
    ctk_mend_place(&c, m->n, m->k, &mend);
    void *memory = cluster_alloc(c.used);
    c = (ctk_carver){.base = memory};
    ctk_mend_place(&c, m->n, m->k, &mend);
    for (int32_t u = 0; u < m->n; u++)
        for (int32_t j = 0; j < m->k; j++)
            if (ctk_map_power(&m->map, &at, u, j) < ctk_map_power(&m->map, &at, u, l->part[u]))
                l->part[u] = j;
    ctk_mend(&m->map, &at, &mend, l->part);
    free(memory);
}

void make_square_cells(const made_map *m, int32_t blocks, ctk_layout *l, int32_t *part)
{
    int32_t side = blocks;
    while (side * side < m->n) side += blocks;
    const int32_t edge = side / blocks;
    for (int32_t j = 0; j < m->k; j++) {
        l->center[j] = (j % blocks + 0.5) * edge;
        l->center[m->k + j] = (j / blocks * 2 + 1) * 0.5 * edge;
    }
    for (int32_t u = 0; u < m->n; u++) part[u] = u / side / edge * blocks + u % side / edge;
}

/// The link between i and j is there; the same from both sides.
static bool has_link(int32_t side, int32_t i, int32_t j)
{
    const int32_t low = i < j ? i : j, high = i < j ? j : i;
    if (low < 0 || high >= side * side || (high - low == 1 && high % side == 0)) return false;
    return ctk_mix64((uint64_t)low * 2 + (high - low == 1)) % 10 < 6;
}

void make_torn_grid(int32_t side, int64_t *indptr, int32_t *indices)
{
    int64_t at = indptr[0] = 0;
    for (int32_t i = 0; i < side * side; i++) {
        const int32_t next[4] = {i - side, i - 1, i + 1, i + side};
        for (int a = 0; a < 4; a++)
            if (has_link(side, i, next[a])) indices[at++] = next[a];
        indptr[i + 1] = at;
    }
}

void *make_settler(const made_map *m, ctk_settler *out)
{
    void *work = cluster_alloc(ctk_settler_work(&m->blocks, m->k));
    ctk_settler_init(&m->map, &m->blocks, &m->quota, m->k, work, out);
    return work;
}
