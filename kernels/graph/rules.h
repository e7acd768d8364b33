/// Rules that a plan keeps beside contiguity and bands: which territory a region may be in, which
/// regions may not share one, and how much may change against a plan of before.
///
/// The rules are asked one question wherever contiguity is asked: may u, or a set, or two in
/// exchange, go to territory b? A plan that keeps them is never led outside; of one that breaks
/// them (a start that knew nothing of them) no answer makes more broken.
///
/// Disruption: region u, away from where it is at home, costs moved[u], which its purse pays. Both
/// the sum over all and each purse have a budget. What is spent is part of the plan's state, exact
/// in integers.
///
/// A problem without rules has no ctk_rules at all; an array that is NULL is a rule nobody made.
#ifndef CTK_GRAPH_RULES_H
#define CTK_GRAPH_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Values of only[] and from[] that are no territory.
enum {
    CTK_ANYWHERE = -1, ///< no rule
    CTK_ELSEWHERE = -2 ///< a territory outside this problem (a patch of a map)
};

typedef struct ctk_rules {
    const int32_t *only;         ///< [n] the one territory allowed; seats and locks are these too
    const int64_t *forbid_begin; ///< [n + 1] territories that region u may not join are
    const int32_t *forbid;       ///< forbid[forbid_begin[u] .. forbid_begin[u + 1])
    const int64_t *apart_begin;  ///< [n + 1] regions that may not share a territory with u are
    const int32_t *apart;        ///< apart[apart_begin[u] .. apart_begin[u + 1]); symmetric
    const int32_t *from;         ///< [n] territory where u is at home; NULL = no budget at all
    const int32_t *purse;        ///< [n] whose budget pays when u is not; where moved[u] > 0
    const int64_t *moved;        ///< [n] what that costs, >= 0; 0 without a home
    const int64_t *moved_sum;    ///< [n_purses] of its regions: all that could be spent
    int64_t moved_total;         ///< of all purses
    int64_t budget;              ///< INT64_MAX = none
    const int64_t *budget_each;  ///< [n_purses]; NULL = none
    int32_t n_purses;
    bool has_identity; ///< territories keep who they are: none dissolves, labels do not change
} ctk_rules;

/// What a plan spends.
typedef struct ctk_spent {
    int64_t all;
    int64_t *each; ///< [n_purses]; NULL where rules have no budget_each
} ctk_spent;

/// Do labels of territories matter, so that two may not be exchanged?
bool ctk_rules_name_territories(const ctk_rules *r);

/// Does a rule name region u, budgets aside?
bool ctk_rules_name_region(const ctk_rules *r, int32_t u);

/// May region u be in territory b, whoever else is there?
bool ctk_rules_suit(const ctk_rules *r, int32_t u, int32_t b);

/// And with those that are there? Region `without` does not count as being there; -1 = all do.
/// Budgets aside.
bool ctk_rules_accept(const ctk_rules *r, const int32_t *part, int32_t u, int32_t b,
                      int32_t without);

/// May u go to b, the budgets included?
bool ctk_rules_allow(const ctk_rules *r, const int32_t *part, const ctk_spent *spent, int32_t u,
                     int32_t b);

/// May u and v, of different territories, change places?
bool ctk_rules_allow_exchange(const ctk_rules *r, const int32_t *part, ctk_spent *spent, int32_t u,
                              int32_t v);

/// May region[0..n), of one territory, go to b together? spent: the same after as before.
bool ctk_rules_allow_all(const ctk_rules *r, const int32_t *part, ctk_spent *spent, int32_t n,
                         const int32_t *region, int32_t b);

/// Is nothing overspent?
bool ctk_rules_is_paid(const ctk_rules *r, const ctk_spent *spent);

/// May u and v not share a territory?
bool ctk_rules_are_apart(const ctk_rules *r, int32_t u, int32_t v);

/// u leaves territory a for b.
void ctk_rules_spend(const ctk_rules *r, ctk_spent *spent, int32_t u, int32_t a, int32_t b);

/// What part spends, from scratch. O(n).
void ctk_rules_sum(const ctk_rules *r, int32_t n, const int32_t *part, ctk_spent *spent);

/// Rules that part breaks: regions where they may not be, pairs together that are to be apart, and
/// budgets of `spent` exceeded. From scratch, O(n + rules).
int64_t ctk_rules_broken(const ctk_rules *r, int32_t n, const int32_t *part,
                         const ctk_spent *spent);

#endif
