/// Figures of a plan, from scratch, whatever the search goes by.
#include <math.h>
#include <string.h>

#include "balance/balance.h"

double ct_balance_inertia(ct_solver *s, const int32_t *part)
{
    const ctk_problem *p = s->problem;
    const ct_measure *primary = &s->in->measures->item[0];
    double sum = 0;
    ctk_territory *t = s->sum;
    memset(t, 0, (size_t)p->k * sizeof *t);
    for (int32_t u = 0; u < p->n; u++) {
        const double w = (double)primary->region[u];
        ctk_territory *of = &t[part[u]];
        of->mass += w;
        of->sx += w * p->place[u].x;
        of->sy += w * p->place[u].y;
        of->sz += w * p->place[u].z;
    }
    for (int32_t j = 0; j < p->k; j++) {
        if (!(t[j].mass > 0)) continue;
        t[j].cx = t[j].sx / t[j].mass;
        t[j].cy = t[j].sy / t[j].mass;
        t[j].cz = t[j].sz / t[j].mass;
    }
    for (int32_t u = 0; u < p->n; u++)
        sum += (double)primary->region[u] * ctk_distance2(&p->place[u], &t[part[u]]);
    return sum / pow(10, primary->decimals);
}

double ct_balance_worst_pct(const ct_solver *s, const ctk_draft *d)
{
    const ctk_problem *p = s->problem;
    const ctk_goal asked = {.lower = s->lower, .upper = s->upper};
    double worst = 0;
    for (int32_t j = 0; j < p->k; j++)
        for (int32_t i = 0; i < p->m; i++)
            worst = fmax(worst, ctk_outside(p, &asked, j, i, d->total[(int64_t)j * p->m + i]));
    return 100 * worst;
}

void ct_balance_terms(const ct_solver *s, const ctk_draft *d, ct_terms *terms, ct_terms *price)
{
    const ctk_problem *p = s->problem;
    const ctk_ringed *g = &p->graph;
    *price = (ct_terms){s->goal.per_km2, s->goal.per_m, s->goal.per_edge, s->pull};
    *terms = (ct_terms){.inertia = ctk_draft_inertia(p, d)};
    for (int64_t arc = 0; arc < g->indptr[p->n]; arc++) {
        if (d->part[p->tail[arc]] == d->part[g->indices[arc]]) continue;
        terms->border_m += 0.5 * p->border_m[arc];
        terms->cut += 0.5;
    }
    for (int32_t at = 0; at < p->k * p->m; at++) {
        const double width = (double)(s->goal.upper[at] - s->goal.lower[at]);
        if (width > 0) terms->off += ctk_square(ctk_twice_off(&s->goal, at, d->total[at]) / width);
    }
}
