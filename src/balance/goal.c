/// What the search seeks: priorities of measures, thrift and the weights of the objective. Bands to
/// aim at are in aim.c.
#include <assert.h>

#include "balance/balance.h"

/// Violation that a territory's inertia is worth, until time presses.
CTK_KNOB(THRIFT, 0.15);

/// Those that go on at any price may spend so much less thrift on compactness.
CTK_KNOB(UNTHRIFTY, 5);

/// What a violation of the primary of several measures counts, and when it goes first.
CTK_KNOB(PRIORITY, 4);
CTK_KNOB(STRICT_PRIORITY, 100);

void ct_balance_prefer(ct_solver *s, bool is_strict)
{
    const int32_t m = s->problem->m;
    for (int32_t i = 0; i < m; i++)
        s->goal.priority[i] = i > 0 || m == 1 ? 1 : is_strict ? STRICT_PRIORITY : PRIORITY;
}

void ct_balance_press_time(ct_solver *s)
{
    s->goal.thrift = THRIFT / UNTHRIFTY;
}

void ct_balance_seek(ct_solver *s)
{
    s->goal = (ctk_goal){.lower = s->lower, .upper = s->upper, .thrift = THRIFT};
    ct_balance_prefer(s, false);
}

/// Internal border, m, and cut edges of a plan.
static void plan_border(const ctk_problem *p, const ctk_draft *d, double *border_m, double *cut)
{
    const ctk_ringed *g = &p->graph;
    *border_m = *cut = 0;
    for (int64_t arc = 0; arc < g->indptr[p->n]; arc++) {
        if (d->part[p->tail[arc]] == d->part[g->indices[arc]]) continue;
        *border_m += 0.5 * p->border_m[arc];
        *cut += 0.5;
    }
}

void ct_balance_scale_objective(ct_solver *s, const ctk_draft *draft)
{
    const ct_objective *want = &s->in->opt->objective;
    const ctk_problem *p = s->problem;
    ctk_goal *goal = &s->goal;
    double border_m, cut, mass = 0, border = want->border, edges = want->cut;
    plan_border(p, draft, &border_m, &cut);
    for (int32_t u = 0; u < p->n; u++) mass += p->place[u].mass;
    double inertia = ctk_draft_inertia(p, draft);
    if (!(inertia > 0)) inertia = mass;
    if (border > 0 && !(border_m > 0)) {
        ct_note_add(s->in->ctx->notes, CT_WARN, "balance", 0,
                    "no border lengths are known: --objective border counts edges instead");
        edges += border;
        border = 0;
    }
    const double sum = want->inertia + border + edges;
    assert(sum > 0);
    goal->spread_km2 = inertia / mass;
    goal->per_km2 = want->inertia / sum;
    goal->per_m = border > 0 ? border / sum * inertia / border_m : 0;
    s->edge_value = cut > 0 ? (border + edges) / sum * inertia / cut : 0;
    goal->per_edge = edges > 0 && cut > 0 ? edges / sum * inertia / cut : 0;
}
