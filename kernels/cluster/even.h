/// Mended cells brought back towards their bands: weight passed on along paths of touching cells.
#ifndef CTK_CLUSTER_EVEN_H
#define CTK_CLUSTER_EVEN_H

#include "kernels/cluster/newton.h"
#include "kernels/cluster/transfer.h"
#include "kernels/prim/knob.h"

/// A cell that is outside its band by no more than this part of its target is left to the balance
/// stage, which mends it at less cost to the inertia.
CTK_KNOB(CTK_EVEN_ENOUGH, 0.1);

typedef struct ctk_even_work {
    ctk_cells cells;
    double *cost;                ///< [k] of the path to a cell
    int32_t *from, *open;        ///< [k]
    uint8_t *is_done, *is_stuck; ///< [k]
    int32_t n_open;
} ctk_even_work;

void ctk_even_place(ctk_carver *c, int32_t n, int32_t k, ctk_even_work *work);

/// Powers balance cells that know nothing of the graph. Where two banks share one bridge, pieces
/// beyond the water are given away by mending (mend.h), and the cells on either bank are left with
/// a weight that only what crosses the bridge can change: no price does.
///
/// Cells outside their bands, the worst first, pass what they have too much (or draw what they
/// lack) along the cheapest path of touching cells to one that has room: Dijkstra's, where a step
/// costs what the transfer (transfer.h) over it would, or nothing if that is a gain. What an end
/// gives away its next cell passes on, so only the two ends change their weight: an augmenting
/// path. Where no path is found for all of it, half of it is tried, and so on; and last, since a
/// neck often lets pass all or nothing, all of it goes over one border and is shared out in parts
/// from there. When that fails for eight cells, or transfers have met most_points points, the rest
/// is left to the balance stage, for looking in vain is what costs. What does not lessen the sum of
/// off^2 / target is taken back. Cells that were whole stay whole.
///
///   part  [n]  in/out  0..k-1
/// Returns the sum of the costs. Only the bands of w count.
/// O(most_points * degree) at most, none for balanced cells.
/// Source: successive shortest paths, Ahuja, Magnanti, Orlin, Network Flows, 1993, section 9.7.
double ctk_even(const ctk_map *map, const ctk_centers *at, const ctk_quota *quota,
                int64_t most_points, ctk_even_work *work, int32_t *part);

#endif
