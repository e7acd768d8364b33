/// What a good plan is, and how long it is looked for.
#ifndef CANTON_OPTIONS_SOLVE_H
#define CANTON_OPTIONS_SOLVE_H

#include <stdbool.h>

#include "canton/status.h"

/// The terms of compactness; the word is that of --objective.
#define CT_OBJECTIVE_TERMS(X)                                                                      \
    X(inertia)                                                                                     \
    X(border)                                                                                      \
    X(cut)

/// Their weights; all 0 = none is given.
typedef struct ct_objective {
#define CT_OBJECTIVE_TERM(term) double term;
    CT_OBJECTIVE_TERMS(CT_OBJECTIVE_TERM)
#undef CT_OBJECTIVE_TERM
} ct_objective;

typedef struct ct_solve_options {
    ct_objective objective; ///< none given = what `shape` comes to
    double shape;           ///< 0..10: what short borders count beside inertia; 0 = nothing
    int32_t effort;         ///< 1..10
    uint64_t seed;
    double time_limit_s; ///< 0 = none
    bool certify;        ///< bound the plan from below over all centres
} ct_solve_options;

CT_API_BEGIN

ct_solve_options ct_solve_options_default(void);

/// Of all weights.
double ct_objective_sum(const ct_objective *o);
/// The weights in force: those that are given, else those of the shape.
ct_objective ct_objective_of(const ct_solve_options *opt);
ct_status ct_solve_options_check(const ct_solve_options *opt, ct_error *err);

CT_API_END
#endif
