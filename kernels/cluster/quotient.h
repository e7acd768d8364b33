/// The matrix of neighbouring cells, gathered group by group.
#ifndef CTK_CLUSTER_QUOTIENT_H
#define CTK_CLUSTER_QUOTIENT_H

#include "kernels/cluster/prune.h"
#include "kernels/prim/pcg.h"

enum { CTK_GROUP_CELLS = 64, CTK_GROUP_PAIRS = 512 }; ///< room for, in a group of 128 points

typedef struct ctk_pair {
    int32_t a, b;
} ctk_pair;

/// Sums over the leaves of one group: a small dense matrix over the cells met so far, `size`
/// numbers an entry (1 with one measure, ctk_packed_size(1 + n_extra) with more).
/// Between groups: n = 0, local[] all -1, dense[] all 0.
typedef struct ctk_group_sum {
    int32_t n, size;
    int32_t id[CTK_GROUP_CELLS], slot[CTK_GROUP_CELLS];
    int32_t *local; ///< [k] by slot; -1 = not met
    double *dense;  ///< [CTK_GROUP_CELLS^2 * size] upper triangle
} ctk_group_sum;

static inline int32_t ctk_group_cell(int32_t a, int32_t b)
{
    return a < b ? a * CTK_GROUP_CELLS + b : b * CTK_GROUP_CELLS + a;
}

void ctk_group_clear(ctk_group_sum *g, int32_t k, int32_t size);

/// Give the n active candidates of a leaf their places in the group: local[] and active[] without
/// those for whom there is none left. Returns how many have one.
int32_t ctk_group_enter(ctk_group_sum *g, const ctk_near *near, int32_t n, int32_t *active,
                        int32_t local[CTK_GROUP_CELLS]);

/// Write the entries whose first number is positive to pair[] and value[size * ...] (the first
/// CTK_GROUP_PAIRS), clear, return how many.
int32_t ctk_group_flush(ctk_group_sum *g, ctk_pair *pair, double *value);

/// Pairs of all groups -> symmetric CSR, columns in order of first appearance, equal ones added in
/// group order. pair [n_groups][CTK_GROUP_PAIRS], value likewise with the numbers of an entry
/// (out->block) side by side; cursor [k + 1]. O(pairs + k).
void ctk_quotient(int32_t n_groups, const int32_t *n_pairs, const ctk_pair *pair,
                  const double *value, int64_t *cursor, ctk_sparse *out);

#endif
