/// Boundary segments -> chains for ctk_boxtree.
///
/// A chain takes up to CTK_LEAF_SEGMENTS segments that follow each other in one ring. Chains end
/// where blocks of CTK_OUTLINE_BLOCK segments end, so blocks are independent.
/// Cost O(segments); sine and cosine of each point dominate.
#ifndef CTK_GEOM_OUTLINE_H
#define CTK_GEOM_OUTLINE_H

#include <stdint.h>

enum { CTK_OUTLINE_BLOCK = 1 << 16 };

static inline int64_t ctk_outline_blocks(int64_t n_segments)
{
    return (n_segments + CTK_OUTLINE_BLOCK - 1) / CTK_OUTLINE_BLOCK;
}

/// Segments as in ct_graph: from vertex segment[s] to the next, owner left[s]. Only segments with
/// right[s] < 0 count; right may be NULL (all count).
typedef struct ctk_outline {
    int64_t n_segments;
    const int32_t *segment, *left, *right; ///< [n_segments] segment ascending
    const double *lonlat;                  ///< degrees, by vertex
} ctk_outline;

/// Chains and points before each block: chain_begin, point_begin [blocks + 1] out.
void ctk_outline_count(const ctk_outline *o, int32_t n_threads, int64_t *chain_begin,
                       int64_t *point_begin);

/// Fill the chains: region[chain], vertex[chain] (first vertex), first_point[chain], and
/// point[3 * points] in geocentric km.
void ctk_outline_fill(const ctk_outline *o, int32_t n_threads, const int64_t *chain_begin,
                      const int64_t *point_begin, int32_t *region, int32_t *vertex,
                      int64_t *first_point, double *point);

#endif
