/// Weight passed from a cell to one it touches, so that both stay whole.
#ifndef CTK_CLUSTER_TRANSFER_H
#define CTK_CLUSTER_TRANSFER_H

#include <stdbool.h>

#include "kernels/cluster/mend.h"
#include "kernels/prim/knob.h"

/// A transfer is done with so much of its goal.
CTK_KNOB(CTK_TRANSFER_NEARLY, 0.9);

/// Cells as lists of their points, and the scratch of transfers between them.
typedef struct ctk_cells {
    const ctk_map *map;
    const ctk_centers *at;
    int32_t *part;                 ///< [n] the cell of each point
    double *mass;                  ///< [k]
    int32_t *head, *next, *prev;   ///< [k], [n], [n] points of each cell; -1 = end
    int32_t *mark, *queue, *taken; ///< [n]
    ctk_steps steps;               ///< [n]
    int32_t *moved, *was;          ///< [n] points in the order they were moved, and from where
    int32_t stamp, n_taken;
    int32_t n_moved; ///< 0 forgets: what was moved before stays
    int64_t n_left;  ///< points that may yet be met, the caller's to set
} ctk_cells;

void ctk_cells_place(ctk_carver *c, int32_t n, int32_t k, ctk_cells *cells);

/// The cells of part[n], which transfers change from then on; nothing is moved yet. O(n).
void ctk_cells_open(const ctk_map *map, const ctk_centers *at, int32_t *part, ctk_cells *cells);

typedef struct ctk_transfer {
    int32_t from, to;    ///< cells
    double goal;         ///< weight wanted, > 0
    double amount, cost; ///< out: weight found, and what it costs by the prices
} ctk_transfer;

/// The points that cell b would take over from cell a, into cells->taken[n_taken]; nothing moves.
///
/// The plain answer to "a must give b the weight g" is the power diagram's: change the price
/// between the two. P_ub - P_ua (prune.h) is linear in the position of u, so that moves the plane
/// between them along, and b takes the points of a by rising difference until g is reached. The
/// same is done here on the graph: a point can be taken when it touches b or one already taken, the
/// one with the least difference first, ties by id. It ends with nearly all of g, and passes over
/// points that would make it far too much. What is then cut off from the heaviest
/// rest of a goes with it, so b stays whole because all was reached from it, and a because one
/// piece is left. The cost, sum w_u (P_ub - P_ua), is what the change costs to first order.
///
/// False when b is not touched, the map's rules forbid it, nothing of a would be left, the weight
/// found is not far from g, or cells before have used up n_left, from which the points of a are
/// taken off.
/// O(points of a * degree), and a logarithm for each point reached.
/// Source: greedy graph growing, Karypis, Kumar 1998, doi:10.1137/S1064827595287997, section 3.2,
/// with power differences for gains.
bool ctk_transfer_find(ctk_cells *cells, ctk_transfer *t);

/// Moves what was found last. False, and nothing is moved, when that makes more than n in moved[].
bool ctk_transfer_apply(ctk_cells *cells, const ctk_transfer *t);

/// What was moved since n_moved was `mark` goes back.
void ctk_transfer_undo(ctk_cells *cells, int32_t mark);

#endif
