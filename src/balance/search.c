/// The portfolio: every start gets a short anneal, the best a long one, and what misses is
/// polished.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "balance/balance.h"
#include "base/clock.h"
#include "kernels/balance/descend.h"
#include "kernels/balance/each.h"
#include "kernels/balance/resplit.h"
#include "kernels/cluster/bisect.h"

enum {
    STAGE = 5,   ///< key of this stage's random numbers
    SLICES = 24, ///< of an anneal, between which the clock and the caller are asked
    EFFORTS = 10,
    PHASES = 8, ///< streams of random numbers of a candidate: its anneals, and
    PRESS = 2,
    MIXES = 40,        ///< territories' worth of remixing in a round of polish
    ROUNDS = 5,        ///< of polish
    POLISH = 7,        ///< and its polish
    REMIX_STEPS = 400, ///< proposals for each merged region
    RESPLIT_BUDGET = 200000
};

/// What --effort buys.
typedef struct effort {
    double short_steps, long_steps; ///< proposals for each region
    int32_t n_long;                 ///< candidates that get the long anneal
    int32_t polish_steps;
} effort;

static const effort EFFORT[EFFORTS + 1] = {
    {0, 0, 0, 0},           {40, 60, 1, 1000},       {60, 200, 2, 1500},       {100, 500, 2, 2000},
    {150, 1000, 2, 3000},   {250, 2000, 2, 4000},    {300, 4000, 2, 6000},     {400, 6000, 4, 8000},
    {500, 10000, 4, 12000}, {1000, 30000, 6, 20000}, {2000, 100000, 8, 40000},
};

/// Small layers get more steps for each region: they cost nothing and have fewer ways around a
/// wall.
static double small_bonus(int32_t n)
{
    return fmin(fmax(sqrt(33000.0 / n), 1), 8);
}

static bool draft_arrays(ct_solver *s, ctk_draft *d, ct_error *err)
{
    const ctk_problem *p = &s->problem;
    int64_t widest = 0;
    for (int32_t u = 0; u < p->n; u++) {
        const int64_t degree = p->graph.indptr[u + 1] - p->graph.indptr[u];
        if (degree > widest) widest = degree;
    }
    d->part = ct_arena_array(&s->arena, p->n, sizeof *d->part, "a plan", err);
    d->count = ct_arena_array(&s->arena, p->k, sizeof *d->count, "a plan", err);
    d->territory = ct_arena_array(&s->arena, p->k, sizeof *d->territory, "a plan", err);
    d->total = ct_arena_array(&s->arena, (int64_t)p->k * p->m, sizeof *d->total, "a plan", err);
    d->contig = (ctk_contig_work){
        ct_arena_array(&s->arena, p->n, sizeof(uint64_t), "contiguity", err),
        ct_arena_array(&s->arena, p->n, sizeof(int32_t), "contiguity", err),
        ct_arena_array(&s->arena, widest + 1, sizeof(int32_t), "contiguity", err),
        ct_arena_array(&s->arena, widest + 1, sizeof(int32_t), "contiguity", err), 0};
    return err->status == CT_OK;
}

static bool repair_arrays(ct_solver *s, ctk_repair_work *w, ct_error *err)
{
    const int64_t n = s->problem.n, arcs = s->problem.graph.indptr[n];
    w->piece = ct_arena_array(&s->arena, n, sizeof *w->piece, "repair", err);
    w->queue = ct_arena_array(&s->arena, n, sizeof *w->queue, "repair", err);
    w->piece_mass = ct_arena_array(&s->arena, n, sizeof *w->piece_mass, "repair", err);
    w->piece_count = ct_arena_array(&s->arena, n, sizeof *w->piece_count, "repair", err);
    w->best_piece = ct_arena_array(&s->arena, s->problem.k, sizeof *w->best_piece, "repair", err);
    w->heap = ct_arena_array(&s->arena, arcs + 1, sizeof *w->heap, "repair", err);
    return err->status == CT_OK;
}

static bool polish_arrays(ct_solver *s, ctk_polish_work *w, ct_error *err)
{
    const int64_t n = s->problem.n, k = s->problem.k;
    int32_t **of_regions[] = {&w->rest_until, &w->inner,      &w->outer,     &w->seen,
                              &w->best_part,  &w->chain.next, &w->chain.prev};
    for (size_t i = 0; i < sizeof of_regions / sizeof *of_regions; i++)
        *of_regions[i] = ct_arena_array(&s->arena, n, sizeof(int32_t), "polish", err);
    w->chain.head = ct_arena_array(&s->arena, k, sizeof(int32_t), "polish", err);
    w->chain.link =
        ct_arena_array(&s->arena, (CTK_CHAIN_DEPTH + 1) * k, sizeof(ctk_link), "polish", err);
    return err->status == CT_OK;
}

static bool anneal_arrays(ct_solver *s, ctk_anneal *a, ct_error *err)
{
    const int64_t arcs = s->problem.graph.indptr[s->problem.n];
    a->active = ct_arena_array(&s->arena, arcs, sizeof *a->active, "border list", err);
    a->slot = ct_arena_array(&s->arena, arcs, sizeof *a->slot, "border list", err);
    return err->status == CT_OK;
}

static bool remix_arrays(ct_solver *s, ct_candidate *c, ct_error *err)
{
    const int64_t n = s->problem.n, k = s->problem.k;
    ctk_remix *r = &c->remix;
    r->open = ct_arena_array(&s->arena, k, sizeof *r->open, "remix", err);
    r->before = ct_arena_array(&s->arena, n, sizeof *r->before, "remix", err);
    r->region = ct_arena_array(&s->arena, n, sizeof *r->region, "remix", err);
    r->cut = ct_arena_array(&s->arena, n, sizeof *r->cut, "remix", err);
    r->pos = ct_arena_array(&s->arena, 3 * n, sizeof *r->pos, "remix", err);
    r->mass = ct_arena_array(&s->arena, n, sizeof *r->mass, "remix", err);
    r->center_km = ct_arena_array(&s->arena, 3 * k, sizeof *r->center_km, "remix", err);
    r->lambda = ct_arena_array(&s->arena, k, sizeof *r->lambda, "remix", err);
    r->bisect = ct_arena_array(&s->arena, ctk_bisect_work((int32_t)n), 1, "remix", err);
    r->anneal = c->anneal;
    r->repair = c->repair;
    return err->status == CT_OK;
}

static ct_status make_candidates(ct_solver *s, ct_error *err)
{
    const ct_clusters *starts = s->in->clusters;
    const int32_t n = starts->n_starts;
    s->candidate = ct_arena_array(&s->arena, n, sizeof *s->candidate, "candidates", err);
    s->order = ct_arena_array(&s->arena, n, sizeof *s->order, "candidates", err);
    if (err->status != CT_OK) return err->status;
    s->n_candidates = n;
    for (int32_t i = 0; i < n; i++) {
        ct_candidate *c = &s->candidate[i];
        c->start = s->order[i] = i;
        c->is_hot = i % 2 == 1;
        c->rng = ctk_rng_key(s->in->opt->seed, STAGE, (uint64_t)i * PHASES + POLISH);
        c->center_km =
            ct_arena_array(&s->arena, (int64_t)3 * s->problem.k, sizeof(double), "centres", err);
        if (!draft_arrays(s, &c->draft, err) || !repair_arrays(s, &c->repair, err) ||
            !polish_arrays(s, &c->polish, err) || !anneal_arrays(s, &c->anneal, err) ||
            !remix_arrays(s, c, err))
            return err->status;
        memcpy(c->draft.part, starts->part + (int64_t)i * starts->n,
               (size_t)starts->n * sizeof *c->draft.part);
    }
    return CT_OK;
}

static void judge(const ct_solver *s, ct_candidate *c)
{
    c->violation = ctk_draft_violation(&s->problem, &c->draft);
    c->objective = ctk_draft_objective(&s->problem, &c->draft);
}

/// Objective that is worth a violation of 1: about what the anneal's penalty comes to.
static double violation_price(const ct_solver *s)
{
    return 20 * s->problem.spread_km2 * s->problem.goal_mass[0];
}

/// Is a the better candidate? strict: any violation loses; otherwise it is priced like the anneal
/// does, because a small one will be polished away.
static bool is_better(const ct_solver *s, const ct_candidate *a, const ct_candidate *b, bool strict)
{
    const double price = violation_price(s);
    if (a->is_whole != b->is_whole) return a->is_whole;
    if (strict && a->violation != b->violation) return a->violation < b->violation;
    const double x = a->objective + price * a->violation, y = b->objective + price * b->violation;
    return x != y ? x < y : a->start < b->start;
}

static void sort_candidates(ct_solver *s, bool strict)
{
    for (int32_t i = 1; i < s->n_candidates; i++) {
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

static void trace(ct_solver *s, const char *name, bool strict)
{
    ct_plan *plan = s->plan;
    if (plan->n_phases == (int32_t)(sizeof plan->phase / sizeof *plan->phase)) return;
    sort_candidates(s, strict);
    const ct_candidate *best = &s->candidate[s->order[0]];
    snprintf(plan->phase[plan->n_phases].name, sizeof plan->phase[0].name, "%s", name);
    plan->phase[plan->n_phases].objective = ct_balance_inertia(s, best->draft.part);
    plan->phase[plan->n_phases].worst_dev_pct = ct_balance_worst_pct(&s->problem, &best->draft);
    plan->n_phases++;
}

static ct_status tick(ct_solver *s, double done, const char *detail, ct_error *err)
{
    const double limit = s->in->opt->time_limit_s;
    s->is_late = s->is_late || (limit > 0 && ct_wall_s() - s->began_s > limit);
    if (ct_tick(s->in->ctx, "balance", done, detail) != CT_OK)
        return ct_fail(err, CT_ERR_STOPPED, "stopped while balancing");
    return CT_OK;
}

static void sum_one(void *ctx, int32_t i)
{
    ct_solver *s = ctx;
    ctk_draft_sum(&s->problem, &s->candidate[i].draft);
    judge(s, &s->candidate[i]);
}

static void repair_one(void *ctx, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[i];
    const ct_clusters *starts = s->in->clusters;
    const int32_t k = s->problem.k;
    const double *center = starts->center_km + (int64_t)i * 3 * k;
    for (int32_t axis = 0; axis < 3; axis++)
        for (int32_t j = 0; j < k; j++)
            c->center_km[axis * k + j] = center[axis * k + j] - s->origin_km[axis];
    c->is_whole = ctk_repair(&s->problem, c->center_km, starts->lambda + (int64_t)i * k, &c->draft,
                             &c->repair);
    judge(s, c);
}

static void set_schedule(const ct_solver *s, ct_candidate *c, int32_t phase,
                         double steps_per_region)
{
    const ctk_problem *p = &s->problem;
    ctk_anneal *a = &c->anneal;
    const double hot = c->is_hot && phase == 0 ? 1.0 : 0.25;
    const double region = ctk_draft_objective(p, &c->draft) / p->n; // its share of the objective
    a->rng = ctk_rng_key(s->in->opt->seed, STAGE, (uint64_t)c->start * PHASES + (uint64_t)phase);
    a->step = 0;
    a->n_steps = (int64_t)(steps_per_region * small_bonus(p->n) * p->n);
    a->hot = hot * (region + 4 * s->edge_value);
    a->cold = 0.003 * region + 0.1 * s->edge_value;
    if (!(a->cold > 0)) a->hot = a->cold = 1;
    a->low = 3 * p->spread_km2;
    a->high = 30 * p->spread_km2;
    ctk_draft_sum(p, &c->draft);
    ctk_anneal_open(p, &c->draft, a);
}

static void anneal_slice(void *ctx, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    ctk_anneal_run(&s->problem, &c->draft, &c->anneal, c->anneal.n_steps / SLICES + 1);
}

/// Anneal the first n candidates of s->order; phase 0 = short, 1 = long.
static ct_status anneal(ct_solver *s, int32_t n, int32_t phase, double steps, ct_error *err)
{
    const double from = phase == 0 ? 0.02 : 0.3, to = phase == 0 ? 0.3 : 0.6;
    for (int32_t i = 0; i < n; i++) set_schedule(s, &s->candidate[s->order[i]], phase, steps);
    for (int32_t slice = 0; slice < SLICES && !s->is_late; slice++) {
        ctk_each(n, s->in->ctx->n_threads, anneal_slice, s);
        const ct_status status = tick(s, from + (to - from) * (slice + 1) / SLICES, "anneal", err);
        if (status != CT_OK) return status;
    }
    ctk_each(s->n_candidates, s->in->ctx->n_threads, sum_one, s);
    return CT_OK;
}

/// Trials of merging and splitting for about `steps` proposals.
static void remix_for(const ct_solver *s, ct_candidate *c, int64_t steps)
{
    ctk_remix *r = &c->remix;
    const double region = ctk_draft_objective(&s->problem, &c->draft) / s->problem.n;
    r->steps_per_region = REMIX_STEPS;
    r->hot = 0.25 * (region + 4 * s->edge_value);
    r->cold = 0.003 * region + 0.1 * s->edge_value;
    if (!(r->cold > 0)) r->hot = r->cold = 1;
    r->pressure = 100 * s->problem.spread_km2;
    r->price = 10 * violation_price(s);
    while (steps > 0) steps -= ctk_remix_try(&s->problem, &c->draft, &c->rng, r);
}

static void remix_slice(void *ctx, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    remix_for(s, c, c->anneal.n_steps / SLICES);
}

/// Remix the first n candidates of s->order.
static ct_status remix(ct_solver *s, int32_t n, ct_error *err)
{
    if (s->problem.k < 2) return CT_OK;
    for (int32_t slice = 0; slice < SLICES && !s->is_late; slice++) {
        ctk_each(n, s->in->ctx->n_threads, remix_slice, s);
        const ct_status status = tick(s, 0.6 + 0.3 * (slice + 1) / SLICES, "remix", err);
        if (status != CT_OK) return status;
    }
    ctk_each(s->n_candidates, s->in->ctx->n_threads, sum_one, s);
    return CT_OK;
}

/// Merge and split again around each territory that misses a band.
static bool resplit(const ct_solver *s, ct_candidate *c)
{
    bool any = false;
    for (int32_t j = 0; j < s->problem.k; j++) {
        if (!(ctk_violation_with(&s->problem, &c->draft, j, NULL, NULL) > 0)) continue;
        any |= ctk_resplit(&s->problem, &c->draft, j, &c->rng, RESPLIT_BUDGET);
    }
    return any;
}

/// A cool anneal under a pressure that triples with each round.
static void press(const ct_solver *s, ct_candidate *c, int32_t round)
{
    set_schedule(s, c, PRESS + round, EFFORT[s->in->opt->effort].short_steps);
    c->anneal.hot *= 0.2;
    c->anneal.low = c->anneal.high;
    for (int32_t i = 0; i <= round; i++) c->anneal.high *= 3;
    ctk_anneal_run(&s->problem, &c->draft, &c->anneal, c->anneal.n_steps);
    ctk_draft_sum(&s->problem, &c->draft);
}

/// Polish; where that is not enough, split small territories anew and press.
static void polish_one(void *ctx, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    const int32_t most = EFFORT[s->in->opt->effort].polish_steps, some = 40 * s->problem.n;
    const int32_t steps = s->problem.n < most / 40 ? some : most;
    for (int32_t round = 0; round < ROUNDS; round++) {
        if (ctk_polish(&s->problem, &c->draft, &c->rng, steps / ROUNDS, &c->polish) == 0) break;
        if (resplit(s, c) && ctk_draft_violation(&s->problem, &c->draft) == 0) break;
        if (round + 1 < ROUNDS)
            remix_for(s, c, MIXES * (int64_t)REMIX_STEPS * s->problem.n / s->problem.k);
        if (round + 1 < ROUNDS) press(s, c, round);
    }
    ctk_descend(&s->problem, &c->draft, 200);
    judge(s, c);
}

ct_status ct_balance_search(ct_solver *s, ct_error *err)
{
    const effort *e = &EFFORT[s->in->opt->effort];
    const int32_t n_threads = s->in->ctx->n_threads;
    ct_status status = make_candidates(s, err);
    if (status != CT_OK) return status;
    ctk_each(s->n_candidates, n_threads, sum_one, s);
    ct_balance_scale_objective(s, &s->candidate[0].draft);
    trace(s, "cluster", true);
    ctk_each(s->n_candidates, n_threads, repair_one, s);
    ct_balance_scale_objective(s, &s->candidate[0].draft);
    trace(s, "repair", true);
    const int32_t n = s->n_candidates, n_long = e->n_long < n ? e->n_long : n;
    if ((status = anneal(s, n, 0, e->short_steps, err)) != CT_OK) return status;
    trace(s, "short anneal", false);
    if ((status = anneal(s, n_long, 1, e->long_steps, err)) != CT_OK) return status;
    trace(s, "anneal", false);
    if ((status = remix(s, n_long, err)) != CT_OK) return status;
    trace(s, "remix", false);
    ctk_each(n_long, n_threads, polish_one, s);
    trace(s, "polish", true);
    return tick(s, 1, "", err);
}
