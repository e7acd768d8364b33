/// A tree of boxes over pieces of boundary in space, for nearest-boundary questions.
///
/// A leaf is a chain of up to CTK_LEAF_SEGMENTS consecutive boundary segments of one region (or a
/// single point), as straight chords between geocentric points in km: no antimeridian, no
/// projection. A chord lies below the ground by L^2 / 8R (2 m for L = 10 km), and a straight
/// segment of the layer bends away from the great circle by up to L^2 tan(lat) / 8R; distances
/// between boundaries of ordinary density are good to metres.
/// Leaves are sorted along a Morton curve (Morton 1966); level l + 1 has one node for every
/// CTK_BRANCH nodes of level l, so the tree needs no pointers. O(n log n) to build.
#ifndef CTK_GEOM_BOXTREE_H
#define CTK_GEOM_BOXTREE_H

#include <stdint.h>

enum { CTK_LEAF_SEGMENTS = 12, CTK_BRANCH = 4, CTK_MAX_LEVELS = 17 };

typedef struct ctk_box {
    double lo[3], hi[3];
} ctk_box;

/// Chains of boundary, in input order. The caller owns every array.
typedef struct ctk_chains {
    int32_t n;
    const int64_t *point_begin; ///< [n + 1] points of chain i; a chain of one point is that point
    const double *point;        ///< [3 * point_begin[n]] geocentric km, x y z interleaved
    const int32_t *region;      ///< [n] owner
} ctk_chains;

typedef struct ctk_boxtree {
    ctk_chains chains;
    int32_t *leaf; ///< [n] chain at each place along the curve
    ctk_box *box;  ///< [ctk_boxtree_nodes(n)] level 0 first
    int32_t n_levels;
    int32_t level_begin[CTK_MAX_LEVELS + 1]; ///< nodes of each level in box[]
} ctk_boxtree;

int64_t ctk_boxtree_nodes(int32_t n);
/// Scratch for ctk_boxtree_build(), uint64 words.
static inline int64_t ctk_boxtree_work(int32_t n)
{
    return 4 * (int64_t)n;
}

/// Fill t->leaf, t->box and the levels; t->chains, leaf and box are set by the caller. n >= 1.
void ctk_boxtree_build(ctk_boxtree *t, uint64_t *work, int32_t n_threads);

/// Square of the distance between two boxes, 0 when they touch; never above that of their contents
/// by more than rounding.
static inline double ctk_box_distance2(const ctk_box *a, const ctk_box *b)
{
    double sum = 0.0;
    for (int k = 0; k < 3; k++) {
        double d = a->lo[k] - b->hi[k];
        const double e = b->lo[k] - a->hi[k];
        d = d > e ? d : e;
        sum += d > 0.0 ? d * d : 0.0;
    }
    return sum;
}

/// Children of node i of level l > 0 are nodes [begin, end) of level l - 1, counted from its begin.
static inline void ctk_boxtree_children(const ctk_boxtree *t, int32_t level, int32_t i,
                                        int32_t *begin, int32_t *end)
{
    const int32_t n = t->level_begin[level] - t->level_begin[level - 1];
    *begin = CTK_BRANCH * i;
    *end = *begin + CTK_BRANCH < n ? *begin + CTK_BRANCH : n;
}

/// Those children by distance from `box`, the nearest first; equal ones by number. Returns how
/// many.
static inline int32_t ctk_boxtree_near_first(const ctk_boxtree *t, const ctk_box *box,
                                             int32_t level, int32_t i, int32_t child[CTK_BRANCH],
                                             double distance2[CTK_BRANCH])
{
    const ctk_box *below = t->box + t->level_begin[level - 1];
    int32_t from, to, n = 0;
    ctk_boxtree_children(t, level, i, &from, &to);
    for (int32_t c = from; c < to; c++) {
        const double d = ctk_box_distance2(box, &below[c]);
        int32_t at = n++;
        for (; at > 0 && distance2[at - 1] > d; at--) {
            distance2[at] = distance2[at - 1];
            child[at] = child[at - 1];
        }
        distance2[at] = d;
        child[at] = c;
    }
    return n;
}

/// Around a chain.
static inline ctk_box ctk_chain_box(const ctk_chains *c, int32_t chain)
{
    const double *p = c->point + 3 * c->point_begin[chain];
    ctk_box box = {{p[0], p[1], p[2]}, {p[0], p[1], p[2]}};
    for (int64_t i = c->point_begin[chain]; i < c->point_begin[chain + 1]; i++) {
        for (int k = 0; k < 3; k++) {
            const double x = c->point[3 * i + k];
            box.lo[k] = x < box.lo[k] ? x : box.lo[k];
            box.hi[k] = x > box.hi[k] ? x : box.hi[k];
        }
    }
    return box;
}

#endif
