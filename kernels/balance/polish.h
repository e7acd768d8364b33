/// Exact balance: drive the violation of all bands to zero with the least loss of compactness.
///
/// Each step takes a territory outside its bands, drawn in proportion to its violation, and looks
/// at every shift of one border region out of or into it and every exchange of two of different
/// weights that tears nothing and breaks no rule; score = change of violation + thrift * change of
/// objective in units of one territory's inertia. The best is made when it lowers the score. If
/// none does, a path of shifts through several territories is sought (chain.h); if there is none
/// either, the best move is made all the same and its regions rest for some steps (tabu). The best
/// plan met is kept.
///
/// Glover 1989, doi:10.1287/ijoc.1.3.190 (tabu); Thompson, Orlin 1989 (cyclic transfers).
#ifndef CTK_BALANCE_POLISH_H
#define CTK_BALANCE_POLISH_H

#include "kernels/balance/chain.h"

typedef struct ctk_polish_work {
    ctk_chain_work chain;
    int32_t *rest_until;    ///< [n] step before which a region does not move
    int32_t *inner, *outer; ///< [n] border regions of a territory, and their neighbours outside
    int32_t *seen;          ///< [n] stamps
    int32_t *best_part;     ///< [n]
    int32_t step;
    double best; ///< violation of best_part
} ctk_polish_work;

/// Begin with d, summed: nothing rests, d is the best plan.
void ctk_polish_open(const ctk_problem *p, const ctk_draft *d, ctk_polish_work *work);

/// At most n_steps further steps, or until no band is missed. Returns the violation of the best
/// plan met.
double ctk_polish_run(const ctk_problem *p, ctk_draft *d, ctk_rng *rng, int32_t n_steps,
                      ctk_polish_work *work);

/// The best plan met becomes d, summed.
void ctk_polish_close(const ctk_problem *p, ctk_draft *d, const ctk_polish_work *work);

#endif
