/// The portfolio: every start gets a short anneal, the best a long one; merging and splitting; what
/// still misses is polished.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "balance/balance.h"
#include "base/clock.h"
#include "kernels/balance/descend.h"
#include "kernels/balance/each.h"
#include "kernels/balance/resplit.h"

enum {
    STAGE = 6,  ///< key of the anneals' random numbers
    SLICES = 8, ///< of an anneal, between which the clock and the caller are asked
    EFFORTS = 10,
    PHASES =
        16, ///< streams of random numbers of a candidate: SHORT, LONG, MIX, and a PRESS a round
    SHORT = 0,
    LONG = 1,
    MIX = 2,
    PRESS = 3,
    TEAM = 12,    ///< territories that are annealed together
    PER_ARC = 16, ///< proposals for each border arc in an epoch
    LEAST_EPOCHS = 16,
    MOST_EPOCHS = 2000,
    MENDS = 10,        ///< rounds of remix around what misses after a short anneal
    ROUNDS = 5,        ///< of polish
    REMIX_STEPS = 200, ///< proposals for each merged region
    WIDE = 16,         ///< territories a thread, from which threads share a candidate
    RESPLIT_BUDGET = 200000
};

/// What --effort buys.
typedef struct effort {
    double short_steps, long_steps; ///< proposals for each region
    double mix_steps;               ///< the same, spent on merging and splitting
    int32_t n_long;                 ///< candidates that get the long anneal
    int32_t polish_steps;
} effort;

static const effort EFFORT[EFFORTS + 1] = {
    {0, 0, 0, 0, 0},
    {40, 60, 60, 1, 1000},
    {60, 200, 200, 2, 1500},
    {100, 500, 500, 2, 2000},
    {150, 1000, 1000, 2, 3000},
    {250, 2000, 2000, 2, 4000},
    {300, 4000, 4000, 2, 6000},
    {400, 6000, 6000, 4, 8000},
    {500, 10000, 10000, 4, 12000},
    {1000, 30000, 30000, 6, 20000},
    {2000, 100000, 100000, 8, 40000},
};

/// Small layers get more steps for each region: they cost nothing and have fewer ways around a
/// wall.
static double small_bonus(int32_t n)
{
    return fmin(fmax(sqrt(33000.0 / n), 1), 8);
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

/// The first n candidates of s->order, each in work(s, worker, place in the order): in parallel, or
/// one after the other when threads share a candidate.
static void each_candidate(ct_solver *s, int32_t n, void (*work)(void *, int32_t, int32_t))
{
    const int32_t n_threads = s->in->ctx->n_threads;
    s->is_wide = n < n_threads || s->problem.k >= WIDE * n_threads;
    ctk_each(n, s->is_wide ? 1 : n_threads, work, s);
}

/// The same where a candidate is work for one thread.
static void each_alone(ct_solver *s, int32_t n, void (*work)(void *, int32_t, int32_t))
{
    s->is_wide = false;
    ctk_each(n, s->in->ctx->n_threads, work, s);
}

static ct_status tick(ct_solver *s, double done, const char *detail, ct_error *err)
{
    const double limit = s->in->opt->time_limit_s;
    s->is_late = s->is_late || (limit > 0 && ct_wall_s() - s->began_s > limit);
    if (ct_tick(s->in->ctx, "balance", done, detail) != CT_OK)
        return ct_fail(err, CT_ERR_STOPPED, "stopped while balancing");
    return CT_OK;
}

static void sum_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    (void)worker;
    ctk_draft_sum(&s->problem, &s->candidate[i].draft);
    judge(s, &s->candidate[i]);
}

static void repair_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[i];
    const ct_clusters *starts = s->in->clusters;
    const int32_t k = s->problem.k;
    const double *center = starts->center_km + (int64_t)i * 3 * k;
    for (int32_t axis = 0; axis < 3; axis++)
        for (int32_t j = 0; j < k; j++)
            c->center_km[axis * k + j] = center[axis * k + j] - s->origin_km[axis];
    ct_balance_equip(s, worker, c);
    c->is_whole = ctk_repair(&s->problem, c->center_km, starts->lambda + (int64_t)i * k, &c->draft,
                             &s->remix[worker].repair);
    ct_balance_release(s, worker, c);
    ctk_members_list(s->problem.n, k, c->draft.part, &c->sweep.members);
    judge(s, c);
}

/// Temperatures of a candidate: its share of the objective that a region has.
static double region_share(const ct_solver *s, const ct_candidate *c)
{
    return c->objective / s->problem.n;
}

static void set_schedule(const ct_solver *s, ct_candidate *c, int32_t phase, double steps)
{
    const ctk_problem *p = &s->problem;
    ctk_sweep *w = &c->sweep;
    const double hot = c->is_hot && phase == SHORT ? 1.0 : 0.25, region = region_share(s, c);
    const double border = (double)ctk_count_border(p, &c->draft) + 1;
    const double per_arc = steps * small_bonus(p->n) * p->n / border;
    w->seed = ctk_mix64(s->in->opt->seed ^ ((uint64_t)c->start * PHASES + (uint64_t)phase)) + STAGE;
    w->epoch = 0;
    w->n_epochs = (int32_t)fmin(fmax(per_arc / PER_ARC, LEAST_EPOCHS), MOST_EPOCHS);
    w->per_arc = per_arc / w->n_epochs;
    w->team = TEAM;
    w->hot = hot * (region + 4 * s->edge_value);
    w->cold = 0.003 * region + 0.1 * s->edge_value;
    if (!(w->cold > 0)) w->hot = w->cold = 1;
    w->low = 3 * p->spread_km2;
    w->high = 30 * p->spread_km2;
}

static void anneal_slice(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    const int32_t end = (s->slice + 1) * c->sweep.n_epochs / SLICES;
    ct_balance_equip(s, worker, c);
    while (c->sweep.epoch < end && ctk_sweep_epoch(&s->problem, &c->draft, &c->sweep)) continue;
    ct_balance_release(s, worker, c);
    judge(s, c);
}

/// Slices of a phase from progress `from` to `to`.
static ct_status run_slices(ct_solver *s, int32_t n, double from, double to, const char *what,
                            void (*work)(void *, int32_t, int32_t), ct_error *err)
{
    for (s->slice = 0; s->slice < SLICES && !s->is_late; s->slice++) {
        each_candidate(s, n, work);
        const ct_status status = tick(s, from + (to - from) * (s->slice + 1) / SLICES, what, err);
        if (status != CT_OK) return status;
    }
    return CT_OK;
}

/// Anneal the first n candidates of s->order.
static ct_status anneal(ct_solver *s, int32_t n, int32_t phase, double steps, ct_error *err)
{
    for (int32_t i = 0; i < n; i++) set_schedule(s, &s->candidate[s->order[i]], phase, steps);
    return run_slices(s, n, phase == SHORT ? 0.02 : 0.3, phase == SHORT ? 0.3 : 0.6, "anneal",
                      anneal_slice, err);
}

static void set_remix(const ct_solver *s, ct_candidate *c)
{
    ctk_remix *r = &c->remix;
    const double region = region_share(s, c);
    r->seed = ctk_mix64(s->in->opt->seed ^ ((uint64_t)c->start * PHASES + MIX)) + STAGE;
    r->steps_per_region = REMIX_STEPS;
    r->hot = 0.25 * (region + 4 * s->edge_value);
    r->cold = 0.003 * region + 0.1 * s->edge_value;
    if (!(r->cold > 0)) r->hot = r->cold = 1;
    r->pressure = 100 * s->problem.spread_km2;
    r->price = 10 * violation_price(s);
}

static void remix_slice(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    const double per_region = EFFORT[s->in->opt->effort].mix_steps / SLICES;
    double steps = per_region * small_bonus(s->problem.n) * s->problem.n;
    ct_balance_equip(s, worker, c);
    set_remix(s, c);
    while (steps > 0) {
        const int64_t spent = ctk_remix_round(&s->problem, &c->draft, &c->sweep, &c->remix, false);
        if (spent == 0) break;
        steps -= (double)spent;
    }
    ct_balance_release(s, worker, c);
    judge(s, c);
}

/// Rounds of remix around territories outside their bands alone.
static void mend(ct_solver *s, ct_candidate *c)
{
    set_remix(s, c);
    for (int32_t t = 0; t < MENDS; t++)
        if (ctk_remix_round(&s->problem, &c->draft, &c->sweep, &c->remix, true) == 0) break;
    judge(s, c);
}

static void mend_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[i];
    ct_balance_equip(s, worker, c);
    mend(s, c);
    ct_balance_release(s, worker, c);
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

static void polish_round(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    const int32_t most = EFFORT[s->in->opt->effort].polish_steps, n = s->problem.n;
    const int32_t steps = (n < most / 40 ? 40 * n : most) / ROUNDS;
    if (c->violation == 0) return;
    ct_balance_equip(s, worker, c);
    ctk_polish_open(&s->problem, &c->draft, &s->desk[worker].polish);
    ctk_polish_run(&s->problem, &c->draft, &c->rng, steps, &s->desk[worker].polish);
    ctk_polish_close(&s->problem, &c->draft, &s->desk[worker].polish);
    if (ctk_draft_violation(&s->problem, &c->draft) > 0) resplit(s, c);
    ct_balance_release(s, worker, c);
    ctk_members_list(n, s->problem.k, c->draft.part, &c->sweep.members);
    judge(s, c);
}

/// Where polish was not enough: merge and split around what misses, then a cool anneal under a
/// pressure that triples with each round.
static void press_round(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    if (c->violation == 0) return;
    ct_balance_equip(s, worker, c);
    mend(s, c);
    set_schedule(s, c, PRESS + s->slice, EFFORT[s->in->opt->effort].short_steps);
    c->sweep.hot *= 0.2;
    c->sweep.low = c->sweep.high;
    for (int32_t t = 0; t <= s->slice; t++) c->sweep.high *= 3;
    while (ctk_sweep_epoch(&s->problem, &c->draft, &c->sweep)) continue;
    ct_balance_release(s, worker, c);
    judge(s, c);
}

static void descend_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    ct_balance_equip(s, worker, c);
    ctk_descend(&s->problem, &c->draft, 200);
    ct_balance_release(s, worker, c);
    judge(s, c);
}

static ct_status polish(ct_solver *s, int32_t n, ct_error *err)
{
    for (s->slice = 0; s->slice < ROUNDS && !s->is_late; s->slice++) {
        each_alone(s, n, polish_round);
        const ct_status status = tick(s, 0.9 + 0.1 * (s->slice + 1) / ROUNDS, "polish", err);
        if (status != CT_OK) return status;
        if (s->slice + 1 < ROUNDS && !s->is_late) each_candidate(s, n, press_round);
    }
    each_alone(s, n, descend_one);
    return CT_OK;
}

ct_status ct_balance_search(ct_solver *s, ct_error *err)
{
    const effort *e = &EFFORT[s->in->opt->effort];
    ct_status status = ct_balance_candidates(s, err);
    if (status != CT_OK) return status;
    const int32_t n = s->n_candidates, n_long = e->n_long < n ? e->n_long : n;
    each_alone(s, n, sum_one);
    ct_balance_scale_objective(s, &s->candidate[0].draft);
    trace(s, "cluster", true);
    each_alone(s, n, repair_one);
    ct_balance_scale_objective(s, &s->candidate[0].draft);
    each_alone(s, n, sum_one);
    trace(s, "repair", true);
    if ((status = anneal(s, n, SHORT, e->short_steps, err)) != CT_OK) return status;
    trace(s, "short anneal", false);
    if (!s->is_late) each_candidate(s, n, mend_one);
    trace(s, "mend", false);
    if ((status = anneal(s, n_long, LONG, e->long_steps, err)) != CT_OK) return status;
    trace(s, "anneal", false);
    if (s->problem.k > 1) status = run_slices(s, n_long, 0.6, 0.9, "remix", remix_slice, err);
    if (status != CT_OK) return status;
    trace(s, "remix", false);
    if ((status = polish(s, n_long, err)) != CT_OK) return status;
    trace(s, "polish", true);
    return tick(s, 1, "", err);
}
