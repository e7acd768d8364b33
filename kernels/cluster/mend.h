/// Torn cells made whole, and what that costs by their prices.
#ifndef CTK_CLUSTER_MEND_H
#define CTK_CLUSTER_MEND_H

#include "kernels/cluster/map.h"
#include "kernels/cluster/steps.h"

typedef struct ctk_mend_work {
    int32_t *piece, *queue, *begin; ///< [n], [n], [n + 1]
    double *mass;                   ///< [n]
    int32_t *main;                  ///< [k]
    double *cost;                   ///< [n]
    int32_t *from, *seen, *chain;   ///< [n]
    ctk_steps steps;                ///< [n + 1]
    int32_t stamp;
} ctk_mend_work;

void ctk_mend_place(ctk_carver *c, int32_t n, int32_t k, ctk_mend_work *work);

/// Each cell has a main piece, the heaviest (ties: the one with the smallest point). Any other
/// piece of cell a is either given away, whole, to the neighbouring cell b for which
///
///     sum over its points of w_i (P_ib - P_ia),  P_ij = |p_i - c_j|^2 - lambda_j (prune.h),
///
/// is least, or tied to the main piece by the cheapest chain of points that cell a takes over, at
/// w_i (P_ia - P_i own) each, whichever costs less: most torn pieces hang by a point or two. The
/// powers lambda are the prices of room in the cells, so the sums are what the changes cost to
/// first order when the balance is kept. A chain may tear the cell it crosses: that is looked at
/// anew, up to a fixed number of rounds, in the last of which pieces are only given away. Pieces
/// that touch nothing whole stay, and so do those that the map's rules let go nowhere. Ties by id.
///
///   part  [n]  in/out  0..k-1
/// Returns the sum of the costs. Expected O(arcs) a round.
double ctk_mend(const ctk_map *map, const ctk_centers *at, ctk_mend_work *work, int32_t *part);

#endif
