/// Limbs: parts of a territory that hang on one region change hands as a whole.
///
/// A region whose territory would fall apart without it never moves alone, nor does anything behind
/// it that touches no other territory. Where land is joined by bridges the graph is all but a tree,
/// and a plan that has a far coast in the wrong territory keeps it, whatever it costs.
///
/// Territory A is cut in two at one region v: a piece of A without v that only v joins to the rest,
/// or v with all such pieces of which the rest is another. Both parts are connected, so either may
/// go to a territory that it touches, if the rules let all its regions. All such moves of A are
/// looked at, and the one of the lowest score < 0 is made, until there is none; territories in
/// order of ids.
///
/// score = change of the objective + price * change of the violation, which may not rise. A set of
/// mass g and centre x that goes from A to B changes the inertia as one region would (draft.h):
/// what it has around its own centre stays.
///
/// The pieces are subtrees of a depth-first search whose low point does not pass v (Tarjan 1972,
/// doi:10.1137/0201010). The smaller part is walked, the other is what is left. Where both are
/// longer than a limit the move is not looked at. Cost O(arcs) for each search, and for each
/// cut region the smaller part, or the whole territory where that part is what is left.
#ifndef CTK_BALANCE_LIMB_H
#define CTK_BALANCE_LIMB_H

#include "kernels/balance/draft.h"
#include "kernels/balance/members.h"

/// What a set of regions shares with a territory.
typedef struct ctk_contact {
    double border_m;
    int64_t arcs;
} ctk_contact;

typedef struct ctk_limb_work {
    int32_t *region;     ///< [n] of the territory, ascending
    int32_t *order;      ///< [n] the same as they were met
    int32_t *place;      ///< [n] in order[]
    int32_t *low;        ///< [n] least place that an arc from the subtree reaches
    int32_t *parent;     ///< [n]
    int32_t *size;       ///< [n] of the subtree
    int32_t *side;       ///< [n] regions of one part
    int64_t *next;       ///< [n] arc to look at next
    uint8_t *is_in;      ///< [n] in that part; 0 before and after
    uint64_t *bits;      ///< [n / 64 + 1] 0 before and after
    int32_t *touched;    ///< [k] territories around
    ctk_contact *around; ///< [k] of the whole territory; 0 before and after
    ctk_contact *beside; ///< [k] of a part; 0 before and after
} ctk_limb_work;

/// d contiguous and summed on entry and return; m lists its members on entry and return.
/// Returns the moves made.
int64_t ctk_limb(const ctk_problem *p, ctk_draft *d, double price, ctk_members *m,
                 ctk_limb_work *work);

#endif
