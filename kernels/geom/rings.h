/// A layer's rings as kernels see them: a borrowed view, and the ring a vertex lies in.
#ifndef CTK_GEOM_RINGS_H
#define CTK_GEOM_RINGS_H

#include <stdint.h>

/// Vertices of rings one after another; a ring is closed, its last vertex repeats its first.
/// Vertex v starts a segment to v + 1 unless it is the last of its ring.
typedef struct ctk_rings {
    int64_t n_vertices; ///< < 2^31 - 8
    int32_t n_rings;
    const int64_t *vertex_begin; ///< [n_rings + 1] ascending, vertices of ring r
    const int32_t *region;       ///< [n_rings] owner of ring r
    const double *xy;            ///< [2 * n_vertices] x, y interleaved
    const int32_t *ring_at;      ///< [ctk_rings_index_size()] from ctk_rings_index(); may be NULL
} ctk_rings;

enum { CTK_RINGS_SHIFT = 7 };

static inline int64_t ctk_rings_index_size(int64_t n_vertices)
{
    return (n_vertices >> CTK_RINGS_SHIFT) + 1;
}

/// ring_at[i] = the ring that vertex i << CTK_RINGS_SHIFT lies in. O(n_rings + n_vertices / 128).
static inline void ctk_rings_index(const ctk_rings *g, int32_t *ring_at)
{
    int32_t r = 0;
    for (int64_t v = 0; v < g->n_vertices; v += (int64_t)1 << CTK_RINGS_SHIFT) {
        while (g->vertex_begin[r + 1] <= v) r++;
        ring_at[v >> CTK_RINGS_SHIFT] = r;
    }
}

/// Ring of vertex v: one look-up, then at most a few short rings to pass.
static inline int32_t ctk_ring_of(const ctk_rings *g, int64_t v)
{
    int32_t r = g->ring_at[v >> CTK_RINGS_SHIFT];
    while (g->vertex_begin[r + 1] <= v) r++;
    return r;
}

static inline int32_t ctk_region_of(const ctk_rings *g, int64_t v)
{
    return g->region[ctk_ring_of(g, v)];
}

#endif
