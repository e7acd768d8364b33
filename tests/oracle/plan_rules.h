/// Random rules for a small balance problem, and the plainest check of them.
#ifndef CT_ORACLE_PLAN_RULES_H
#define CT_ORACLE_PLAN_RULES_H

#include "tests/oracle/partition_problem.h"

/// Kinds of rules, to be or-ed.
enum {
    ORACLE_ONLY = 1,
    ORACLE_FORBID = 2,
    ORACLE_APART = 4,
    ORACLE_BUDGET = 8, ///< of all, and of each territory of before
    ORACLE_IDENTITY = 16,
    ORACLE_ALL_RULES = 31
};

typedef struct oracle_rules {
    ctk_rules rules; ///< as the kernels see them; t.p.rules points here
    int32_t n, k;
    bool *is_forbidden; ///< [n * k] region by region: only and forbid
    bool *is_apart;     ///< [n * n]
    int32_t *from;      ///< [n] -1 = no home
    int64_t *moved;     ///< [n]
    int64_t budget, *budget_each;
} oracle_rules;

/// Rules of the given kinds, drawn so that the plan of t keeps them and the budgets have little
/// left. After oracle_problem_hands(), for patches to have them. Freed with t.
oracle_rules *oracle_rules_make(oracle_problem *t, int32_t kinds, uint64_t seed);

/// Is every rule kept by part? One question after the other, from scratch.
bool oracle_rules_hold(const oracle_rules *r, const int32_t *part);

/// And is what t's draft says to have spent what its part spends?
bool oracle_rules_are_sound(const oracle_rules *r, const oracle_problem *t);

#endif
