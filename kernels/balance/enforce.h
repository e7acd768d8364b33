/// A plan is brought inside its rules as far as that is possible by shifting what lies in the way.
///
/// Cells that know nothing of rules are labelled first (ctk_enforce_labels()). Then each region
/// that is where it may not be, or together with one it is to be apart from, is escorted to the
/// nearest territory that may have it: the regions on the way, by the fewest arcs, go along if they
/// may, and what that tears off is repaired (repair.h), a few rounds of it. At last, where a budget
/// is exceeded, regions go home that can as single moves.
///
/// Cost of a round O(broken * what is searched) + a repair. Deterministic, in order of ids.
#ifndef CTK_BALANCE_ENFORCE_H
#define CTK_BALANCE_ENFORCE_H

#include "kernels/balance/repair.h"

/// Exchange the labels of part [n] so that territories hold the regions that may be nowhere else
/// and, next to that, most of the mass they have in `before` [n], -1 = none; NULL = all none.
/// Nothing is done where no rule names a territory.
void ctk_enforce_labels(const ctk_problem *p, const int32_t *before, int32_t *part,
                        ctk_repair_work *work);

/// d summed on entry and return; contiguous on return as after ctk_repair(), with its center_km and
/// lambda. Returns whether no rule is broken.
bool ctk_enforce(const ctk_problem *p, const double *center_km, const double *lambda, ctk_draft *d,
                 ctk_repair_work *work);

#endif
