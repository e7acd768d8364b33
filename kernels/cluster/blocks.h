/// Points in an order that keeps neighbours together, with boxes over every 16, 128 and 1024 of
/// them.
#ifndef CTK_CLUSTER_BLOCKS_H
#define CTK_CLUSTER_BLOCKS_H

#include <stdint.h>

enum { CTK_LEAF = 16, CTK_GROUP = 128, CTK_CHUNK = 1024 };

/// Everything in it lies within mid +- half in each direction, rounding included.
typedef struct ctk_cuboid {
    double mid[3], half[3];
} ctk_cuboid;

/// All values lie within mid +- half.
typedef struct ctk_span {
    double mid, half;
} ctk_span;

/// A k-d order: the range is halved by its longest side again and again, at places that are
/// multiples of 16 2^h, so that each leaf, group and chunk is a subtree and its box is tight.
/// The last leaf is filled up with copies of its last point, with weight 0.
typedef struct ctk_blocks {
    int32_t n, n_padded;   ///< n_padded = n rounded up to CTK_LEAF
    int32_t *order;        ///< [n_padded] input index, -1 in the padding
    double *x, *y, *z, *w; ///< [n_padded]
    ctk_cuboid *leaf, *group, *chunk;
    int32_t n_leaves, n_groups, n_chunks;
    // further measures, none at first: see ctk_blocks_extra()
    int32_t n_extra;
    double *ratio;                                 ///< [n_extra * n_padded]
    ctk_span *leaf_span, *group_span, *chunk_span; ///< [n_leaves * n_extra] of ratio, and so on
} ctk_blocks;

/// Bytes of scratch that ctk_blocks_build() needs; it must outlive the blocks.
int64_t ctk_blocks_work(int32_t n);

/// pos [3 n] all x, all y, all z; w [n]; n >= 1. Expected O(n log n); ties by index.
void ctk_blocks_build(int32_t n, const double *pos, const double *w, void *work, ctk_blocks *out);

/// Further measures of the points: ratio [n_extra * n], by input index, is the weight of a measure
/// per unit of w, so that w * ratio is that weight. work ctk_blocks_extra_work() bytes, to outlive
/// the blocks. O(n).
void ctk_blocks_extra(int32_t n_extra, const double *ratio, void *work, ctk_blocks *b);

int64_t ctk_blocks_extra_work(int32_t n, int32_t n_extra);

#endif
