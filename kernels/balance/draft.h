/// A plan in the making: the partition, and per territory what an O(1) move needs to know.
///
/// Objective of a plan = per_km2 * inertia + per_m * internal border + per_edge * cut edges
///                     + sum of pull * (total - middle of its band)^2 over territories and
///                     measures.
/// Moving a region of mass g from A to B changes the inertia sum g |x - c|^2 by
///
///     g * ( W_B / (W_B + g) * |x - c_B|^2  -  W_A / (W_A - g) * |x - c_A|^2 )
///
/// with mass W and centre c of each territory before the move (Huygens-Steiner). Unlike the
/// difference of second moments this form cancels nothing; positions are relative to a local
/// origin. Masses are > 0: a region without weight is given a small one, so that empty land is
/// compact too. Bands are kept in exact integers.
#ifndef CTK_BALANCE_DRAFT_H
#define CTK_BALANCE_DRAFT_H

#include "kernels/graph/contig.h"
#include "kernels/graph/rules.h"
#include "kernels/prim/knob.h"
#include "kernels/prim/rng.h"

enum { CTK_MAX_MEASURES = 8 }; ///< room for

/// What a missed band adds to the violation, however small the miss: it makes the last step into
/// the band worth a detour.
CTK_KNOB(CTK_MISS, 0.01);

typedef struct ctk_place {
    double x, y, z; ///< km from the local origin
    double mass;    ///< > 0
} ctk_place;

/// What does not change while plans are sought; shared by all threads.
typedef struct ctk_problem {
    int32_t n, k, m; ///< regions, territories, measures
    ctk_ringed graph;
    const int32_t *tail;     ///< [indptr[n]] region at the near end of each arc
    const int32_t *twin;     ///< [indptr[n]] the same arc from the other end
    const double *border_m;  ///< [indptr[n]]
    const ctk_rules *rules;  ///< NULL = none
    const ctk_place *place;  ///< [n]
    const int64_t *weight;   ///< [n * m] region by region
    const double *per_unit;  ///< [k * m] 1 / target: makes distances from a band relative
    const double *goal_mass; ///< [k] mass of a territory on its target
} ctk_problem;

/// What is sought: the bands to aim at and what is given for them. A search may change its mind
/// between phases; drafts point to what they are judged by.
typedef struct ctk_goal {
    const int64_t *lower, *upper;      ///< [k * m] territory by territory, inclusive
    double priority[CTK_MAX_MEASURES]; ///< of a measure among violations
    double spread_km2; ///< typical squared radius of a territory: links violations to inertia
    double per_km2, per_m, per_edge; ///< weights of the objective
    const double *pull; ///< [k * m] objective for a squared unit off the middle; NULL = none
    double thrift; ///< violation that a territory's inertia is worth where bands are met exactly
} ctk_goal;

typedef struct ctk_territory {
    double mass, cx, cy, cz; ///< centre, km
    double sx, sy, sz;       ///< mass * position, summed
    double penalty;          ///< of the anneal
} ctk_territory;

/// One plan. Arrays are the caller's; ctk_draft_sum() fills all but goal, part, stress
/// and contig. Only ctk_draft_move() changes a summed plan.
typedef struct ctk_draft {
    const ctk_goal *goal;     ///< the caller's
    int32_t *part;            ///< [n] 0..k-1
    int32_t *count;           ///< [k] regions
    ctk_territory *territory; ///< [k]
    int64_t *total;           ///< [k * m]
    double *stress;           ///< [k * m] >= 1: how much dearer missing this band has become
    ctk_spent spent;          ///< of the budgets of the rules
    ctk_contig_work contig;
} ctk_draft;

/// Everything but stress from part, in order of ids.
void ctk_draft_sum(const ctk_problem *p, ctk_draft *d);

/// Region u goes to territory b: part, count, totals, mass and centre of both, and what is spent.
void ctk_draft_move(const ctk_problem *p, ctk_draft *d, int32_t u, int32_t b);

/// From scratch. inertia: mass * km^2.
double ctk_draft_inertia(const ctk_problem *p, const ctk_draft *d);
double ctk_draft_objective(const ctk_problem *p, const ctk_draft *d);

/// What the pull adds to the objective when territory j holds total[m].
double ctk_pull(const ctk_problem *p, const ctk_goal *goal, int32_t j, const int64_t *total);

/// Sum over missed bands of priority * (relative distance + CTK_MISS); 0 iff every band is met.
double ctk_draft_violation(const ctk_problem *p, const ctk_draft *d);

/// The same, each miss times its stress: what searches go by.
double ctk_draft_strain(const ctk_problem *p, const ctk_draft *d);

/// No band is under stress.
void ctk_draft_relax(const ctk_problem *p, ctk_draft *d);

/// Bands that are missed come under more stress by the factor `more`, the others lose by `less`.
void ctk_draft_stress(const ctk_problem *p, ctk_draft *d, double more, double less);

/// May u leave its territory without tearing or emptying it?
static inline bool ctk_draft_may_leave(const ctk_problem *p, ctk_draft *d, int32_t u)
{
    return ctk_contig_may_leave(&p->graph, d->part, u, &d->contig);
}

/// Do the rules let u join territory b?
static inline bool ctk_draft_may_join(const ctk_problem *p, const ctk_draft *d, int32_t u,
                                      int32_t b)
{
    return !p->rules || ctk_rules_allow(p->rules, d->part, &d->spent, u, b);
}

/// Both: may u go to territory b, which it touches? What every mover asks.
static inline bool ctk_draft_may_go(const ctk_problem *p, ctk_draft *d, int32_t u, int32_t b)
{
    return ctk_draft_may_join(p, d, u, b) && ctk_draft_may_leave(p, d, u);
}

/// May u and v, each at the border of the other's territory, change places?
bool ctk_draft_may_exchange(const ctk_problem *p, ctk_draft *d, int32_t u, int32_t v);

/// Rules that the summed plan breaks.
static inline int64_t ctk_draft_broken(const ctk_problem *p, const ctk_draft *d)
{
    return p->rules ? ctk_rules_broken(p->rules, p->n, d->part, &d->spent) : 0;
}

/// What is spent, from part: when plans of patches have changed it.
static inline void ctk_draft_sum_spent(const ctk_problem *p, ctk_draft *d)
{
    if (p->rules) ctk_rules_sum(p->rules, p->n, d->part, &d->spent);
}

/// Does u touch territory b, not counting region `without`?
bool ctk_draft_touches(const ctk_problem *p, const ctk_draft *d, int32_t u, int32_t b,
                       int32_t without);

/// Distance of `total` from the band of (territory j, measure i), relative to the target.
static inline double ctk_outside(const ctk_problem *p, const ctk_goal *goal, int32_t j, int32_t i,
                                 int64_t total)
{
    const int64_t at = (int64_t)j * p->m + i;
    if (total < goal->lower[at]) return (double)(goal->lower[at] - total) * p->per_unit[at];
    if (total > goal->upper[at]) return (double)(total - goal->upper[at]) * p->per_unit[at];
    return 0.0;
}

/// Violation of territory j if its totals changed by `plus` regions' weights (NULL = nothing) and
/// by `minus`.
double ctk_violation_with(const ctk_problem *p, const ctk_draft *d, int32_t j, const int64_t *plus,
                          const int64_t *minus);

static inline double ctk_square(double x)
{
    return x * x;
}

/// Squared distance of a region from the centre of a territory, km^2.
static inline double ctk_distance2(const ctk_place *at, const ctk_territory *t)
{
    return ctk_square(at->x - t->cx) + ctk_square(at->y - t->cy) + ctk_square(at->z - t->cz);
}

/// Change of inertia when a region moves from a to b; a keeps some mass. One division.
static inline double ctk_inertia_change(const ctk_place *at, const ctk_territory *a,
                                        const ctk_territory *b)
{
    const double g = at->mass, gain = b->mass * ctk_distance2(at, b), to = b->mass + g;
    const double loss = a->mass * ctk_distance2(at, a), from = a->mass - g;
    return g * (gain * from - loss * to) / (from * to);
}

/// Twice the distance of a total from the middle of the band at [j * m + i].
static inline double ctk_twice_off(const ctk_goal *goal, int64_t at, int64_t total)
{
    return 2.0 * (double)total - (double)goal->lower[at] - (double)goal->upper[at];
}

/// Change of the pull of territory j when weights w[m] join (sign 1) or leave (-1).
static inline double ctk_pull_change(const ctk_problem *p, const ctk_draft *d, int32_t j,
                                     const int64_t *w, int32_t sign)
{
    double change = 0;
    for (int32_t i = 0; i < p->m; i++) {
        const int64_t at = (int64_t)j * p->m + i;
        const double by = sign * (double)w[i];
        change += d->goal->pull[at] * by * (ctk_twice_off(d->goal, at, d->total[at]) + by);
    }
    return change;
}

/// Change of the border terms of the objective when u moves from a to b. O(degree).
double ctk_border_change(const ctk_problem *p, const ctk_draft *d, int32_t u, int32_t a, int32_t b);

/// Change of the whole objective when u moves to b; its territory keeps another region.
static inline double ctk_move_cost(const ctk_problem *p, const ctk_draft *d, int32_t u, int32_t b)
{
    const int32_t a = d->part[u];
    double cost = 0;
    if (d->goal->per_km2 > 0)
        cost =
            d->goal->per_km2 * ctk_inertia_change(&p->place[u], &d->territory[a], &d->territory[b]);
    if (d->goal->per_m > 0 || d->goal->per_edge > 0) cost += ctk_border_change(p, d, u, a, b);
    if (d->goal->pull) {
        const int64_t *w = &p->weight[(int64_t)u * p->m];
        cost += ctk_pull_change(p, d, a, w, -1) + ctk_pull_change(p, d, b, w, 1);
    }
    return cost;
}

#endif
