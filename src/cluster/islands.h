/// Far islands drawn in, so that cells are not stretched over the sea.
#ifndef CT_CLUSTER_ISLANDS_H
#define CT_CLUSTER_ISLANDS_H

#include "base/memory.h"
#include "canton/case.h"

/// Positions to cluster by. A bridge that is several times longer than territories are wide makes a
/// cell whose centre lies in the sea, whose mainland part is a thin strip along the coast, and
/// whose inertia drowns that of all others. Where such an island goes does not depend on how far it
/// is: it goes where its bridge lands, the shortest where it has several. So what lies beyond a
/// long bridge, seen from the component with most regions, is moved along it, without turning,
/// until the bridge is as long as a territory is wide.
///
///   weight  [n]    >= 0, some > 0
///   *width_km      of a territory; HUGE_VAL where there are no bridges
///   *pos           [3 n] regions->pos_km itself where no bridge is long, else a copy in the arena
/// Expected O(n log k + components + bridges * depth of the tree they form).
ct_status ct_islands_draw_in(const ct_regions *regions, const ct_graph *graph, const double *weight,
                             int32_t k, ct_arena *arena, const double **pos, double *width_km,
                             ct_error *err);

#endif
