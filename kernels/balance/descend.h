/// Greedy improvement: regions in order of id move to the adjacent territory that lowers the
/// objective most, as long as no band is missed by more than before and the rules allow it, until a
/// whole pass moves none. Strict decrease: it ends. Cost O(arcs) for each pass.
#ifndef CTK_BALANCE_DESCEND_H
#define CTK_BALANCE_DESCEND_H

#include "kernels/balance/draft.h"

/// d summed on entry and return. Returns the moves made.
int64_t ctk_descend(const ctk_problem *p, ctk_draft *d);

#endif
