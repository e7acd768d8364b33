/// Which candidate is the better one.
#include <math.h>
#include <stdio.h>

#include "balance/balance.h"
#include "kernels/prim/knob.h"

/// Objective, in territories' inertias, that a violation of 1 is worth before it is final: about
/// what it costs to repair.
CTK_KNOB(PRICE, 100);

/// A candidate whose objective is behind the best one's by this share, on a usual map, is dropped.
CTK_KNOB(BEHIND, 0.0025);

void ct_balance_judge(const ct_solver *s, ct_candidate *c)
{
    c->violation = ctk_draft_violation(s->problem, &c->draft);
    c->objective = ctk_draft_objective(s->problem, &c->draft);
    c->n_broken = ctk_draft_broken(s->problem, &c->draft);
}

double ct_balance_price(const ct_solver *s)
{
    return PRICE * s->goal.spread_km2 * s->problem->goal_mass[0];
}

static double cost(const ct_solver *s, const ct_candidate *c)
{
    return c->objective + ct_balance_price(s) * c->violation;
}

static bool is_better(const ct_solver *s, const ct_candidate *a, const ct_candidate *b, bool strict)
{
    if (a->is_whole != b->is_whole) return a->is_whole;
    if (a->n_broken != b->n_broken) return a->n_broken < b->n_broken;
    if (strict && a->violation != b->violation) return a->violation < b->violation;
    const double x = cost(s, a), y = cost(s, b);
    return x != y ? x < y : a->start < b->start;
}

void ct_balance_rank(ct_solver *s, bool strict)
{
    for (int32_t i = 1; i < s->n_live; i++) {
        const int32_t x = s->order[i];
        int32_t at = i;
        for (; at > 0; at--) {
            const int32_t y = s->order[at - 1];
            if (!is_better(s, &s->candidate[x], &s->candidate[y], strict)) break;
            s->order[at] = y;
        }
        s->order[at] = x;
    }
}

double ct_balance_least_violation(const ct_solver *s)
{
    double least = s->candidate[s->order[0]].violation;
    for (int32_t i = 1; i < s->n_live; i++)
        if (s->candidate[s->order[i]].violation < least)
            least = s->candidate[s->order[i]].violation;
    return least;
}

void ct_balance_keep(ct_solver *s, int32_t most)
{
    const double ahead = cost(s, &s->candidate[s->order[0]]) * (1 + BEHIND * ct_balance_bonus(s));
    const ct_candidate *first = &s->candidate[s->order[0]];
    if (s->n_live > most) s->n_live = most;
    while (s->n_live > 1) {
        const ct_candidate *last = &s->candidate[s->order[s->n_live - 1]];
        if (first->violation > 0 || cost(s, last) < ahead) break;
        s->n_live--;
    }
}

void ct_balance_trace(ct_solver *s, const char *name, bool strict)
{
    ct_solution *plan = s->plan;
    if (plan->n_phases == (int32_t)(sizeof plan->phase / sizeof *plan->phase)) return;
    ct_balance_rank(s, strict);
    const ct_candidate *best = &s->candidate[s->order[0]];
    snprintf(plan->phase[plan->n_phases].name, sizeof plan->phase[0].name, "%s", name);
    plan->phase[plan->n_phases].objective = ct_balance_inertia(s, best->draft.part);
    plan->phase[plan->n_phases].worst_dev_pct = ct_balance_worst_pct(s, &best->draft);
    plan->n_phases++;
}
