/// What a good plan is, and how long it is looked for.
#ifndef CANTON_OPTIONS_SOLVE_H
#define CANTON_OPTIONS_SOLVE_H

#include <stdbool.h>

#include "canton/status.h"

/// Weights of the compactness terms; at least one is > 0.
typedef struct ct_objective {
    double inertia, border, cut;
} ct_objective;

typedef struct ct_solve_options {
    ct_objective objective;
    int32_t effort; ///< 1..10
    uint64_t seed;
    double time_limit_s; ///< 0 = none
    bool certify;        ///< bound the plan from below over all centres
} ct_solve_options;

CT_API_BEGIN

ct_solve_options ct_solve_options_default(void);
ct_status ct_solve_options_check(const ct_solve_options *opt, ct_error *err);

CT_API_END
#endif
