/// Greedy improvement inside the bands. See descend.h.
#include "kernels/balance/descend.h"

#include <stddef.h>

/// Of the objective: a gain below it may be one of rounding.
static const double ROUNDING = 1e-12;

/// Would the move leave the two territories' violation as it is or lower?
static bool keeps_bands(const ctk_problem *p, const ctk_draft *d, int32_t u, int32_t b)
{
    const int64_t *w = &p->weight[(int64_t)u * p->m];
    const int32_t a = d->part[u];
    const double now =
        ctk_violation_with(p, d, a, NULL, NULL) + ctk_violation_with(p, d, b, NULL, NULL);
    return ctk_violation_with(p, d, a, NULL, w) + ctk_violation_with(p, d, b, w, NULL) <= now;
}

/// The territory to which u should move, -1 = none. `least`: smallest gain worth a move.
static int32_t better_place(const ctk_problem *p, ctk_draft *d, int32_t u, double least)
{
    const ctk_ringed *g = &p->graph;
    const int32_t a = d->part[u];
    int32_t best = -1;
    double best_cost = -least;
    for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++) {
        const int32_t b = d->part[g->indices[arc]];
        if (b == a || b == best || d->count[a] == 1) continue;
        const double cost = ctk_move_cost(p, d, u, b);
        if (!(cost < best_cost) || !keeps_bands(p, d, u, b)) continue;
        if (!ctk_draft_may_join(p, d, u, b)) continue;
        if (best < 0 && !ctk_draft_may_leave(p, d, u)) return -1;
        best = b;
        best_cost = cost;
    }
    return best;
}

int64_t ctk_descend(const ctk_problem *p, ctk_draft *d)
{
    const double least = ROUNDING * ctk_draft_objective(p, d);
    int64_t moves = 0, before = -1;
    while (moves > before) {
        before = moves;
        for (int32_t u = 0; u < p->n; u++) {
            const int32_t b = better_place(p, d, u, least);
            if (b < 0) continue;
            ctk_draft_move(p, d, u, b);
            moves++;
        }
    }
    ctk_draft_sum(p, d);
    return moves;
}
