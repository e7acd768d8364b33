/// A few neighbouring territories are merged and split again in the best possible way, exactly.
///
/// Definition: among all partitions of the merged regions into as many connected territories, the
/// one with the least violation, and of these the least objective, that keeps the rules. Branch and
/// bound: the lowest region not yet placed picks a territory; every connected set that contains it
/// is enumerated by growing from it (each set once: a neighbour is taken or forbidden for good); a
/// set is cut off as soon as its surplus alone exceeds the best violation. Feasible at <= 16
/// regions.
///
/// Shifts and exchanges cannot pass between plans that differ by several regions at once; with few
/// regions to a territory this can.
#ifndef CTK_BALANCE_RESPLIT_H
#define CTK_BALANCE_RESPLIT_H

#include "kernels/balance/draft.h"

enum { CTK_RESPLIT_REGIONS = 16, CTK_RESPLIT_TERRITORIES = 6 }; ///< room for

/// Merge territory j with territories around it, in an order drawn from rng, as long as they fit,
/// and split them at best. At most `budget` sets are looked at. d, summed, never gets worse in
/// (violation, objective). Returns whether the violation fell.
bool ctk_resplit(const ctk_problem *p, ctk_draft *d, int32_t j, ctk_rng *rng, int64_t budget);

#endif
