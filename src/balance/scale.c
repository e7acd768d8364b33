/// Weights of the objective, scaled so that it is in units of inertia and that one number means the
/// same on every map.
#include <math.h>
#include <stdlib.h>

#include "balance/balance.h"

/// What standing at the edge of a band costs, for each step of --shape.
CTK_KNOB(PULL, 0.003);

/// A territory of a typical plan, or all of them: inertia, border and cut edges. What lies between
/// two counts half for each.
typedef struct extent {
    double inertia, border_m, cut;
    int32_t n; ///< territories
} extent;

static extent measure_extents(const ctk_problem *p, const ctk_draft *d, extent *of)
{
    const ctk_ringed *g = &p->graph;
    extent all = {0, 0, 0, p->k};
    for (int32_t j = 0; j < p->k; j++) of[j] = (extent){0, 0, 0, 1};
    for (int32_t u = 0; u < p->n; u++)
        of[d->part[u]].inertia +=
            p->place[u].mass * ctk_distance2(&p->place[u], &d->territory[d->part[u]]);
    for (int64_t arc = 0; arc < g->indptr[p->n]; arc++) {
        const int32_t j = d->part[p->tail[arc]];
        if (j == d->part[g->indices[arc]]) continue;
        of[j].border_m += 0.5 * p->border_m[arc];
        of[j].cut += 0.5;
    }
    for (int32_t j = 0; j < p->k; j++) {
        all.inertia += of[j].inertia;
        all.border_m += of[j].border_m;
        all.cut += of[j].cut;
    }
    return all;
}

static int compare(double x, double y)
{
    return (x > y) - (x < y);
}

static double worth(const extent *e)
{
    return e->cut > 0 ? e->inertia / e->cut : HUGE_VAL;
}

/// Those with the least inertia for their border first; without border, last.
static int by_worth(const void *a, const void *b)
{
    const extent *x = a, *y = b;
    int order = compare(worth(x), worth(y));
    if (!order) order = compare(x->inertia, y->inertia);
    return order ? order : compare(x->border_m, y->border_m);
}

/// The territories between those that have little inertia for their border and those that have
/// much: the middle half by border, summed. One over Alaska and Hawaii may have more inertia than
/// fifty others and hardly a border; by all of it borders would be as dear everywhere as if all
/// were so large, and in a city's territories, by theirs, cheap everywhere else.
static extent usual_extent(const ctk_problem *p, const extent *all, extent *of)
{
    extent sum = {0, 0, 0, 0};
    double before = 0;
    qsort(of, (size_t)p->k, sizeof *of, by_worth);
    for (int32_t j = 0; j < p->k; before += of[j++].cut) {
        const double middle = before + 0.5 * of[j].cut;
        if (middle < 0.25 * all->cut || middle > 0.75 * all->cut) continue;
        sum.inertia += of[j].inertia;
        sum.border_m += of[j].border_m;
        sum.cut += of[j].cut;
        sum.n++;
    }
    const bool says_all = sum.inertia > 0 && (sum.border_m > 0 || !(all->border_m > 0));
    return says_all ? sum : *all;
}

/// The weights in force; border counts edges where no lengths are known.
static ct_objective weights_of(const ct_solver *s, const extent *all)
{
    ct_objective w = ct_objective_of(s->in->opt);
    if (!(w.border > 0) || all->border_m > 0) return w;
    if (s->in->opt->objective.border > 0)
        ct_note_add(s->in->ctx->notes, CT_WARN, "balance", 0,
                    "no border lengths are known: --objective border counts edges instead");
    w.cut += w.border;
    w.border = 0;
    return w;
}

/// At the edge of its band a territory costs PULL of a usual one's inertia for each step of
/// --shape, in its middle nothing.
static void set_pull(ct_solver *s, const extent *usual, double *pull)
{
    const ctk_problem *p = s->problem;
    const double price = PULL * s->in->opt->shape * usual->inertia / (usual->n * p->m);
    s->pull = price;
    for (int32_t at = 0; at < p->k * p->m; at++) {
        const double half = 0.5 * (double)(s->goal.upper[at] - s->goal.lower[at]);
        pull[at] = half > 0 ? price / ctk_square(half) : 0;
    }
    s->goal.pull = price > 0 ? pull : NULL;
}

/// A unit of border is worth what it is in the plan `usual`.
static void set_weights(ct_solver *s, const ct_objective *w, const extent *usual)
{
    ctk_goal *goal = &s->goal;
    const double sum = ct_objective_sum(w), share = usual->inertia / sum;
    goal->per_km2 = w->inertia / sum;
    goal->per_m = w->border > 0 ? w->border * share / usual->border_m : 0;
    goal->per_edge = w->cut > 0 && usual->cut > 0 ? w->cut * share / usual->cut : 0;
    s->edge_value = usual->cut > 0 ? (w->border + w->cut) * share / usual->cut : 0;
}

/// What --objective names is weighed against all inertia, as it always was, and pulls nowhere;
/// shape against that of usual territories.
ct_status ct_balance_scale_objective(ct_solver *s, const ctk_draft *draft, ct_error *err)
{
    const ctk_problem *p = s->problem;
    extent *of = ct_arena_array(&s->arena, p->k, sizeof *of, "extents", err);
    double *pull = ct_arena_array(&s->arena, (int64_t)p->k * p->m, sizeof *pull, "extents", err);
    double mass = 0;
    if (!of || !pull) return err->status;
    for (int32_t u = 0; u < p->n; u++) mass += p->place[u].mass;
    extent all = measure_extents(p, draft, of);
    if (!(all.inertia > 0)) all.inertia = mass;
    s->goal.spread_km2 = all.inertia / mass;
    const ct_objective w = weights_of(s, &all);
    if (ct_objective_sum(&s->in->opt->objective) > 0) {
        set_weights(s, &w, &all);
        return CT_OK;
    }
    const extent usual = usual_extent(p, &all, of);
    set_weights(s, &w, &usual);
    set_pull(s, &usual, pull);
    return CT_OK;
}
