/// A plan in the making. See draft.h.
#include "kernels/balance/draft.h"

#include <string.h>

/// No band comes under more: what cannot be met must not drown all else.
CTK_KNOB(MOST_STRESS, 1000);

static void settle_centre(ctk_territory *t)
{
    if (!(t->mass > 0)) return;
    const double share = 1 / t->mass;
    t->cx = t->sx * share;
    t->cy = t->sy * share;
    t->cz = t->sz * share;
}

/// sign = 1: the region joins, -1: it leaves.
static void add_region(const ctk_problem *p, ctk_draft *d, int32_t u, int32_t j, int32_t sign)
{
    const ctk_place *at = &p->place[u];
    const double g = sign * at->mass;
    ctk_territory *t = &d->territory[j];
    t->mass += g;
    t->sx += g * at->x;
    t->sy += g * at->y;
    t->sz += g * at->z;
    d->count[j] += sign;
    for (int32_t i = 0; i < p->m; i++)
        d->total[(int64_t)j * p->m + i] += sign * p->weight[(int64_t)u * p->m + i];
}

void ctk_draft_sum(const ctk_problem *p, ctk_draft *d)
{
    memset(d->territory, 0, (size_t)p->k * sizeof *d->territory);
    memset(d->count, 0, (size_t)p->k * sizeof *d->count);
    memset(d->total, 0, (size_t)p->k * (size_t)p->m * sizeof *d->total);
    for (int32_t u = 0; u < p->n; u++) add_region(p, d, u, d->part[u], 1);
    for (int32_t j = 0; j < p->k; j++) settle_centre(&d->territory[j]);
    ctk_draft_sum_spent(p, d);
}

void ctk_draft_move(const ctk_problem *p, ctk_draft *d, int32_t u, int32_t b)
{
    const int32_t a = d->part[u];
    add_region(p, d, u, a, -1);
    add_region(p, d, u, b, 1);
    settle_centre(&d->territory[a]);
    settle_centre(&d->territory[b]);
    if (p->rules) ctk_rules_spend(p->rules, &d->spent, u, a, b);
    d->part[u] = b;
}

double ctk_draft_inertia(const ctk_problem *p, const ctk_draft *d)
{
    double sum = 0;
    for (int32_t u = 0; u < p->n; u++)
        sum += p->place[u].mass * ctk_distance2(&p->place[u], &d->territory[d->part[u]]);
    return sum;
}

double ctk_draft_objective(const ctk_problem *p, const ctk_draft *d)
{
    const ctk_ringed *g = &p->graph;
    double border_m = 0;
    int64_t cut = 0;
    for (int64_t arc = 0; arc < g->indptr[p->n]; arc++) {
        if (d->part[p->tail[arc]] == d->part[g->indices[arc]]) continue;
        border_m += 0.5 * p->border_m[arc];
        cut++;
    }
    double sum = d->goal->per_m * border_m + d->goal->per_edge * 0.5 * (double)cut;
    for (int32_t j = 0; j < p->k; j++) sum += ctk_pull(p, d->goal, j, d->total + (int64_t)j * p->m);
    return d->goal->per_km2 > 0 ? d->goal->per_km2 * ctk_draft_inertia(p, d) + sum : sum;
}

double ctk_pull(const ctk_problem *p, const ctk_goal *goal, int32_t j, const int64_t *total)
{
    double sum = 0;
    for (int32_t i = 0; i < p->m && goal->pull; i++) {
        const int64_t at = (int64_t)j * p->m + i;
        sum += goal->pull[at] * 0.25 * ctk_square(ctk_twice_off(goal, at, total[i]));
    }
    return sum;
}

double ctk_draft_violation(const ctk_problem *p, const ctk_draft *d)
{
    double sum = 0;
    for (int32_t j = 0; j < p->k; j++) sum += ctk_violation_with(p, d, j, NULL, NULL);
    return sum;
}

double ctk_draft_strain(const ctk_problem *p, const ctk_draft *d)
{
    double sum = 0;
    for (int32_t at = 0; at < p->k * p->m; at++) {
        const double outside = ctk_outside(p, d->goal, at / p->m, at % p->m, d->total[at]);
        if (outside > 0) sum += d->stress[at] * d->goal->priority[at % p->m] * (outside + CTK_MISS);
    }
    return sum;
}

void ctk_draft_relax(const ctk_problem *p, ctk_draft *d)
{
    for (int32_t at = 0; at < p->k * p->m; at++) d->stress[at] = 1;
}

void ctk_draft_stress(const ctk_problem *p, ctk_draft *d, double more, double less)
{
    for (int32_t at = 0; at < p->k * p->m; at++) {
        const bool is_missed =
            d->total[at] < d->goal->lower[at] || d->total[at] > d->goal->upper[at];
        const double stress = d->stress[at] * (is_missed ? more : less);
        d->stress[at] = stress < 1 ? 1 : stress > MOST_STRESS ? MOST_STRESS : stress;
    }
}

double ctk_violation_with(const ctk_problem *p, const ctk_draft *d, int32_t j, const int64_t *plus,
                          const int64_t *minus)
{
    double sum = 0;
    for (int32_t i = 0; i < p->m; i++) {
        int64_t total = d->total[(int64_t)j * p->m + i];
        if (plus) total += plus[i];
        if (minus) total -= minus[i];
        const double outside = ctk_outside(p, d->goal, j, i, total);
        if (outside > 0) sum += d->goal->priority[i] * (outside + CTK_MISS);
    }
    return sum;
}

bool ctk_draft_touches(const ctk_problem *p, const ctk_draft *d, int32_t u, int32_t b,
                       int32_t without)
{
    const ctk_ringed *g = &p->graph;
    for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++)
        if (d->part[g->indices[arc]] == b && g->indices[arc] != without) return true;
    return false;
}

bool ctk_draft_may_exchange(const ctk_problem *p, ctk_draft *d, int32_t u, int32_t v)
{
    const int32_t a = d->part[u], b = d->part[v];
    if (!ctk_draft_touches(p, d, u, b, v) || !ctk_draft_touches(p, d, v, a, u)) return false;
    if (p->rules && !ctk_rules_allow_exchange(p->rules, d->part, &d->spent, u, v)) return false;
    if (!ctk_draft_may_leave(p, d, u)) return false;
    d->part[u] = b;
    const bool may = ctk_draft_may_leave(p, d, v);
    d->part[u] = a;
    return may;
}

double ctk_border_change(const ctk_problem *p, const ctk_draft *d, int32_t u, int32_t a, int32_t b)
{
    const ctk_ringed *g = &p->graph;
    double border_m = 0;
    int32_t cut = 0;
    for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++) {
        const int32_t other = d->part[g->indices[arc]];
        const int32_t sign = (other == a) - (other == b);
        border_m += sign * p->border_m[arc];
        cut += sign;
    }
    return d->goal->per_m * border_m + d->goal->per_edge * cut;
}
