/// A path of shifts: territory t0 gives a region to t1, which gives one to t2, ..., so that weight
/// travels from surplus to deficit over territories that could not keep it themselves. Or, when t0
/// has too little, the same against the arrows.
///
/// Layer h holds, for each territory, the cheapest state found in which it has just received (or
/// lost) a region after h shifts: all scores as in polish.h. Relaxing a layer tries every border
/// region of every such territory once. Territories do not repeat on a path. Each region is checked
/// for contiguity and rules alone; the path as a whole when it is made, last shift first, and
/// undone if it tears or breaks one.
///
/// Cost O(depth * border arcs of the territories reached).
#ifndef CTK_BALANCE_CHAIN_H
#define CTK_BALANCE_CHAIN_H

#include "kernels/balance/draft.h"

enum { CTK_CHAIN_DEPTH = 10 }; ///< room for the shifts of a path

/// How a territory was reached.
typedef struct ctk_link {
    double score;   ///< of everything so far, this territory keeping what it has
    int32_t region; ///< that came (or left)
    int32_t from;   ///< territory one layer up
    bool is_set;
} ctk_link;

typedef struct ctk_chain_work {
    ctk_link *link;       ///< [(CTK_CHAIN_DEPTH + 1) * k]
    int32_t *head;        ///< [k] first member of a territory, -1 = none
    int32_t *next, *prev; ///< [n] members of the same territory
    int32_t *rest_until;  ///< borrowed from the caller
} ctk_chain_work;

/// List the members of each territory.
void ctk_members_open(const ctk_problem *p, const ctk_draft *d, ctk_chain_work *w);
/// ctk_draft_move() that keeps the lists.
void ctk_members_move(const ctk_problem *p, ctk_draft *d, ctk_chain_work *w, int32_t u, int32_t b);

/// thrift / inertia of a territory: makes objective commensurable with relative violation.
double ctk_exchange_rate(const ctk_problem *p, const ctk_goal *goal);

/// Find and make the best path of at least two shifts from territory j that lowers the score.
/// Regions with rest_until > step stay. False when there is none; a path that tears makes its first
/// region rest.
bool ctk_chain_apply(const ctk_problem *p, ctk_draft *d, int32_t j, int32_t step,
                     ctk_chain_work *w);

#endif
