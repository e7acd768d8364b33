/// What --effort means, in every stage.
#ifndef CT_BASE_EFFORT_H
#define CT_BASE_EFFORT_H

#include <stdint.h>

typedef struct ct_effort {
    // cluster
    double settlings; ///< of a point: small maps get hundreds of layouts, large ones a handful
    int32_t n_starts; ///< best layouts that are handed on
    // balance
    double short_steps, long_steps; ///< proposals for each region in the anneals
    double mix_steps;               ///< the same, spent on merging and splitting
    int32_t n_long;                 ///< candidates that get the long anneal
    int32_t polish_steps;
    double rescue_steps; ///< proposals for each region around what misses, when no plan is feasible
    // pipeline
    int32_t searches; ///< from other starts at most, while bands are missed and nothing proves why
    // certify
    int32_t certify_rounds;
} ct_effort;

/// The row of the nearest effort there is, 1 to 10.
const ct_effort *ct_effort_of(int32_t effort);

#endif
