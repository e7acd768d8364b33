/// What to aim at where components leave no way to meet the bands. A violation grows with every
/// unit outside a band, whoever holds it: once all territories of a component must miss, nothing
/// would keep their weights alike. So each of them aims at its share of what the component holds.
#include <math.h>
#include <string.h>

#include "balance/balance.h"

typedef struct aimer {
    ct_solver *s;
    int32_t n_components;
    int32_t *of;                            ///< [k] component of a territory, -1 = not seen yet
    double *weight, *lower, *upper, *goals; ///< [n_components] of the measure in hand
} aimer;

static bool has_bridges(const ct_graph *g)
{
    for (int64_t arc = 0; arc < g->indptr[g->n]; arc++)
        if (g->kind[arc] == CT_EDGE_BRIDGE) return true;
    return false;
}

/// Does every start give each component the same territories?
static bool find_components(const aimer *a)
{
    const ct_graph *g = a->s->in->graph;
    const ct_clusters *c = a->s->in->clusters;
    for (int32_t j = 0; j < c->k; j++) a->of[j] = -1;
    for (int64_t at = 0; at < (int64_t)c->n_starts * c->n; at++) {
        int32_t *of = &a->of[c->part[at]];
        const int32_t own = g->component[at % c->n];
        if (*of >= 0 && *of != own) return false;
        *of = own;
    }
    for (int32_t j = 0; j < c->k; j++)
        if (a->of[j] < 0) return false;
    return true;
}

/// Goal of territory j in units of measure i, as the kernels see it.
static double goal_of(const aimer *a, int32_t i, int32_t j)
{
    return 1 / a->s->problem->per_unit[(int64_t)j * a->s->problem->m + i];
}

static void sum_components(const aimer *a, int32_t i)
{
    const ctk_problem *p = a->s->problem;
    const size_t bytes = (size_t)a->n_components * sizeof *a->weight;
    memset(a->weight, 0, bytes);
    memset(a->lower, 0, bytes);
    memset(a->upper, 0, bytes);
    memset(a->goals, 0, bytes);
    for (int32_t u = 0; u < p->n; u++)
        a->weight[a->s->in->graph->component[u]] += (double)p->weight[(int64_t)u * p->m + i];
    for (int32_t j = 0; j < p->k; j++) {
        const int32_t c = a->of[j];
        a->lower[c] += (double)a->s->lower[(int64_t)j * p->m + i];
        a->upper[c] += (double)a->s->upper[(int64_t)j * p->m + i];
        a->goals[c] += goal_of(a, i, j);
    }
}

/// The shares of what component c holds, as wide as its bands are together.
static void aim_at(const aimer *a, int32_t i, int64_t *lower, int64_t *upper)
{
    const ctk_problem *p = a->s->problem;
    for (int32_t j = 0; j < p->k; j++) {
        const int32_t c = a->of[j];
        if (a->weight[c] >= a->lower[c] && a->weight[c] <= a->upper[c]) continue;
        const double share = a->weight[c] * goal_of(a, i, j) / a->goals[c];
        const double both = a->upper[c] + a->lower[c]; // 0 where no territory has a target
        const double half = both > 0 ? (a->upper[c] - a->lower[c]) / both : 0;
        lower[(int64_t)j * p->m + i] = (int64_t)floor(share * (1 - half));
        upper[(int64_t)j * p->m + i] = (int64_t)ceil(share * (1 + half));
    }
}

ct_status ct_balance_aim(ct_solver *s, ct_error *err)
{
    const ctk_problem *p = s->problem;
    const ct_graph *g = s->in->graph;
    if (g->n_components < 2 || has_bridges(g)) return CT_OK;
    // Cells will be labelled anew, so that nothing is known of who is where.
    if (p->rules && ctk_rules_name_territories(p->rules)) return CT_OK;
    const int64_t n = (int64_t)p->k * p->m;
    aimer a = {s, g->n_components, NULL, NULL, NULL, NULL, NULL};
    static const char what[] = "components";
    int64_t *lower = ct_arena_array(&s->arena, n, sizeof *lower, what, err);
    int64_t *upper = ct_arena_array(&s->arena, n, sizeof *upper, what, err);
    double *sums = ct_arena_array(&s->arena, 4 * (int64_t)a.n_components, sizeof *sums, what, err);
    a.of = ct_arena_array(&s->arena, p->k, sizeof *a.of, what, err);
    if (!lower || !upper || !sums || !a.of) return err->status;
    a.weight = sums;
    a.lower = sums + a.n_components;
    a.upper = a.lower + a.n_components;
    a.goals = a.upper + a.n_components;
    if (!find_components(&a)) return CT_OK;
    memcpy(lower, s->lower, (size_t)n * sizeof *lower);
    memcpy(upper, s->upper, (size_t)n * sizeof *upper);
    for (int32_t i = 0; i < p->m; i++) {
        sum_components(&a, i);
        aim_at(&a, i, lower, upper);
    }
    if (!memcmp(lower, s->lower, (size_t)n * sizeof *lower) &&
        !memcmp(upper, s->upper, (size_t)n * sizeof *upper))
        return CT_OK;
    s->goal.lower = lower;
    s->goal.upper = upper;
    s->has_aim = true;
    return CT_OK;
}
