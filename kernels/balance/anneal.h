/// Simulated annealing of border moves, contiguous at every step.
///
/// A proposal is an arc (u, v) between two territories, drawn uniformly from the list of all such
/// arcs: region u is to join the territory of v. It is accepted with probability
/// min(1, exp(-change / temperature)), change = objective + penalty, and then only if the territory
/// of u stays contiguous and the rules allow it. The penalty of territory j is, for each measure
/// that lies x > 0 (relative to the target) outside its band,
///
///     pressure * stress * priority * goal_mass_j * (x + LAST_STEP) * (1 + STEEP x)
///
/// The fixed offset makes the last step into the band worth taking: without it plans freeze
/// just outside. Temperature falls and pressure rises geometrically with the step number.
///
/// Cost of a proposal O(measures), of an accepted move O(degree). Determined by the draft, the
/// settings and the random stream; ctk_anneal_run() may be called in pieces of any length.
/// Kirkpatrick, Gelatt, Vecchi 1983, doi:10.1126/science.220.4598.671.
#ifndef CTK_BALANCE_ANNEAL_H
#define CTK_BALANCE_ANNEAL_H

#include "kernels/balance/draft.h"

typedef struct ctk_anneal {
    ctk_rng rng;
    int64_t step, n_steps;
    double hot, cold; ///< temperature of the first and last step, in units of the objective
    double low, high; ///< pressure of the first and last step, objective per mass
    int64_t n_active;
    int32_t *active; ///< [indptr[n]] arcs between territories, in no particular order
    int32_t *slot;   ///< [indptr[n]] place of an arc in active, -1 = not there
    int64_t n_accepted;
} ctk_anneal;

/// List the arcs between territories of d.
void ctk_anneal_open(const ctk_problem *p, const ctk_draft *d, ctk_anneal *a);

/// At least `n` more proposals, in epochs of 4096. True while steps are left.
bool ctk_anneal_run(const ctk_problem *p, ctk_draft *d, ctk_anneal *a, int64_t n);

#endif
