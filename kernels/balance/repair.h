/// Torn territories become contiguous.
///
/// Each territory keeps the heaviest of its connected pieces (ties: most regions, then the piece
/// with the smallest id). The regions of the other pieces are given to adjacent territories, always
/// the one that is cheapest by power distance |x - c_j|^2 - lambda_j first, until none is left.
/// A part of the graph without any territory, and a territory without regions, are then planted:
/// the former takes over the lightest territory that has a neighbour to absorb it, the latter takes
/// one region from the heaviest territory.
///
/// Rules are kept where that leaves no region over: the piece that stays is rather the one with
/// regions that may be nowhere else, and regions are given to territories that may have them first.
/// What is broken all the same is for enforce.h. Budgets are not looked at.
///
/// Cost O(E log E). Deterministic: ties end in ids.
#ifndef CTK_BALANCE_REPAIR_H
#define CTK_BALANCE_REPAIR_H

#include "kernels/balance/draft.h"

/// A region that may be taken by a territory it touches.
typedef struct ctk_claim {
    double key;
    int32_t region, territory;
} ctk_claim;

typedef struct ctk_repair_work {
    int32_t *piece;       ///< [n]
    int32_t *queue;       ///< [n]
    double *piece_mass;   ///< [n]
    int32_t *piece_count; ///< [n]
    int32_t *best_piece;  ///< [k]
    ctk_claim *heap;      ///< [indptr[n] + 1]
} ctk_repair_work;

/// center_km [3 * k] all x, all y, all z, relative to the problem's origin; lambda [k].
/// d->part is repaired and the draft summed. False when the graph has more components than k, so
/// that no contiguous plan exists; then some territory stays torn.
bool ctk_repair(const ctk_problem *p, const double *center_km, const double *lambda, ctk_draft *d,
                ctk_repair_work *work);

/// Number of (territory, connected piece) pairs beyond one for each territory: 0 = contiguous.
int32_t ctk_torn_pieces(const ctk_problem *p, const int32_t *part, ctk_repair_work *work);

#endif
