/// Mended cells brought back towards their bands: weight passed on from cell to cell where they
/// touch.
#ifndef CTK_CLUSTER_EVEN_H
#define CTK_CLUSTER_EVEN_H

#include "kernels/cluster/mend.h"
#include "kernels/cluster/newton.h"

/// A cell that is outside its band by no more than this part of its target is left to the balance
/// stage, which mends it at less cost to the inertia.
#define CTK_EVEN_ENOUGH 0.1

typedef struct ctk_even_work {
    double *mass;                  ///< [k]
    int32_t *head, *next, *prev;   ///< [k], [n], [n] points of each cell
    int32_t *mark, *queue, *taken; ///< [n]
    ctk_steps steps;               ///< [n]
    double *cost;                  ///< [k] of the way to a cell
    int32_t *from, *open;          ///< [k]
    uint8_t *is_done, *is_stuck;   ///< [k]
    int32_t *moved, *was;          ///< [n] of the present step, to take it back
    int32_t stamp, n_taken, n_open, n_moved;
    int64_t n_left; ///< points that may yet be met
} ctk_even_work;

void ctk_even_place(ctk_carver *c, int32_t n, int32_t k, ctk_even_work *work);

/// Powers balance cells that know nothing of the graph. Where two banks share one bridge, pieces
/// beyond the water are given away by mending (mend.h), and the cells on either bank are left with
/// a weight that only what crosses the bridge can change: no price does.
///
/// Cells outside their bands, the worst first, pass what they have too much (or draw what they
/// lack) along the cheapest way over touching cells to one that has room. A hop from a to b takes
/// points of a that touch b, and on from there, by rising P_ub - P_ua, up to the weight to be
/// passed; what that cuts off from the heaviest rest of a goes with it. It costs
/// sum w_u (P_ub - P_ua): the powers are the prices of room, so the sums are what the changes cost
/// to first order. Where no way is found for all of it, half of it is tried, and so on; and last,
/// since a neck often lets pass all or nothing, all of it goes over one hop and is shared out in
/// parts from there. When that fails for eight cells, or hops have met most_points points, the rest
/// is left to the balance stage, for looking in vain is what costs. What does not lessen the sum of
/// off^2 / target is taken back. Cells that were whole stay whole.
///
///   part  [n]  in/out  0..k-1
/// Returns the sum of the costs. Only the bands of w count.
/// O(most_points * degree) at most, none for balanced cells.
double ctk_even(const ctk_map *map, const ctk_centers *at, const ctk_quota *quota,
                int64_t most_points, ctk_even_work *work, int32_t *part);

#endif
