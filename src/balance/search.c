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
    SLICES = 8, ///< of a phase at least, between which the clock and the caller are asked
    SLICE_STEPS = 8000000, ///< proposals in a slice at most
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
    MENDS = 10,         ///< rounds of remix around what misses after a short anneal
    ROUNDS = 5,         ///< of polish
    POLISH_SLICE = 100, ///< steps of polish between looks at the clock
    STRICT_ROUND = 3,   ///< of polish, from which the primary measure goes before all others
    DESCENTS = 20,
    DESCENT = 10,       ///< at most so many times so many passes of descent
    REMIX_STEPS = 200,  ///< proposals for each merged region
    REMIX_TEAM = 4,     ///< territories of a merger at most
    RESCUE_STEPS = 400, ///< proposals for each region of a stir
    RESCUE_POLISH = 100,
    RESCUE_KINDS = 6,
    WIDE = 16, ///< territories a thread, from which threads share a candidate
    RESPLIT_BUDGET = 200000
};

/// What --effort buys.
typedef struct effort {
    double short_steps, long_steps; ///< proposals for each region
    double mix_steps;               ///< the same, spent on merging and splitting
    int32_t n_long;                 ///< candidates that get the long anneal
    int32_t polish_steps;
    double rescue_steps; ///< proposals for each region around what misses, when no plan is feasible
} effort;

static const effort EFFORT[EFFORTS + 1] = {
    {0, 0, 0, 0, 0, 0},
    {40, 60, 60, 1, 1000, 1000},
    {60, 200, 200, 2, 1500, 1500},
    {100, 500, 500, 2, 2000, 2000},
    {150, 700, 600, 2, 3000, 2500},
    {200, 1000, 800, 2, 4000, 3000},
    {300, 3000, 2000, 2, 6000, 6000},
    {400, 6000, 6000, 4, 8000, 10000},
    {500, 10000, 10000, 4, 12000, 20000},
    {1000, 30000, 30000, 6, 20000, 50000},
    {2000, 100000, 100000, 8, 40000, 100000},
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

/// Slices of a phase that spends `steps` proposals for each region on each of n candidates.
static int32_t slices_of(const ct_solver *s, int32_t n, double steps)
{
    const double all = steps * small_bonus(s->problem.n) * s->problem.n * n;
    return (int32_t)fmin(fmax(all / SLICE_STEPS, SLICES), 10000);
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

/// With several measures a region that helps one band harms another: the long anneal begins hotter
/// and with so little pressure that weight passes through territories that are full.
static void set_schedule(const ct_solver *s, ct_candidate *c, int32_t phase, double steps)
{
    const ctk_problem *p = &s->problem;
    ctk_sweep *w = &c->sweep;
    const bool is_mixed = p->m > 1 && phase == LONG;
    const bool is_hot = is_mixed || (c->is_hot && phase == SHORT);
    const double hot = is_hot ? 1.0 : 0.25, region = region_share(s, c);
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
    w->low = (is_mixed ? 0.1 : 3) * p->spread_km2;
    w->high = 30 * p->spread_km2;
}

static void anneal_slice(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    const int64_t end = (int64_t)(s->slice + 1) * c->sweep.n_epochs / s->n_slices;
    ct_balance_equip(s, worker, c);
    while (c->sweep.epoch < end && ctk_sweep_epoch(&s->problem, &c->draft, &c->sweep)) continue;
    ct_balance_release(s, worker, c);
    judge(s, c);
}

/// The slices of a phase, from progress `from` to `to`, until the time is up.
static ct_status run_slices(ct_solver *s, int32_t n, double from, double to, const char *what,
                            void (*work)(void *, int32_t, int32_t), ct_error *err)
{
    for (s->slice = 0; s->slice < s->n_slices && !s->is_late; s->slice++) {
        each_candidate(s, n, work);
        const ct_status status =
            tick(s, from + (to - from) * (s->slice + 1) / s->n_slices, what, err);
        if (status != CT_OK) return status;
    }
    s->is_cut = s->is_cut || s->slice < s->n_slices;
    return CT_OK;
}

/// Anneal the first n candidates of s->order.
static ct_status anneal(ct_solver *s, int32_t n, int32_t phase, double steps, ct_error *err)
{
    for (int32_t i = 0; i < n; i++) set_schedule(s, &s->candidate[s->order[i]], phase, steps);
    s->n_slices = slices_of(s, n, steps);
    return run_slices(s, n, phase == SHORT ? 0.02 : 0.3, phase == SHORT ? 0.3 : 0.6, "anneal",
                      anneal_slice, err);
}

static void set_remix(const ct_solver *s, ct_candidate *c)
{
    ctk_remix *r = &c->remix;
    const double region = region_share(s, c);
    r->seed = ctk_mix64(s->in->opt->seed ^ ((uint64_t)c->start * PHASES + MIX)) + STAGE;
    r->steps_per_region = REMIX_STEPS;
    r->most = REMIX_TEAM;
    r->polish_steps = 0;
    r->is_stir = false;
    r->slack = 10;
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
    const double per_region = EFFORT[s->in->opt->effort].mix_steps / s->n_slices;
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

static void polish_slice(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    ctk_polish_work *w = &s->desk[worker].polish;
    if (c->violation == 0) return;
    ct_balance_equip(s, worker, c);
    ctk_polish_open(&s->problem, &c->draft, w);
    ctk_polish_run(&s->problem, &c->draft, &c->rng, POLISH_SLICE, w);
    ctk_polish_close(&s->problem, &c->draft, w);
    ct_balance_release(s, worker, c);
    judge(s, c);
}

static void resplit_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    ct_balance_equip(s, worker, c);
    if (c->violation > 0) resplit(s, c);
    ct_balance_release(s, worker, c);
    ctk_members_list(s->problem.n, s->problem.k, c->draft.part, &c->sweep.members);
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
    set_schedule(s, c, PRESS + s->round, EFFORT[s->in->opt->effort].short_steps);
    c->sweep.hot *= 0.2;
    c->sweep.low = c->sweep.high;
    for (int32_t t = 0; t <= s->round; t++) c->sweep.high *= 3;
    while (ctk_sweep_epoch(&s->problem, &c->draft, &c->sweep)) continue;
    ct_balance_release(s, worker, c);
    judge(s, c);
}

/// Round t of the last resort: mergers, and larger and hotter stirs under a pressure that begins
/// low enough for weight to pass through territories that are full.
static void set_rescue(const ct_solver *s, ct_candidate *c, int32_t t)
{
    ctk_remix *r = &c->remix;
    set_remix(s, c);
    r->polish_steps = RESCUE_POLISH;
    r->is_stir = t % RESCUE_KINDS != 0;
    if (!r->is_stir) return;
    r->most = t % 2 == 0 ? 8 : 12;
    r->steps_per_region = RESCUE_STEPS;
    r->hot *= t % RESCUE_KINDS == 3 ? 4 : 16;
    r->slack = t % RESCUE_KINDS == 3 ? 100 : 300;
}

static void rescue_slice(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    const double per_region = EFFORT[s->in->opt->effort].rescue_steps / s->n_slices;
    double steps = per_region * small_bonus(s->problem.n) * s->problem.n;
    ct_balance_equip(s, worker, c);
    while (steps > 0 && ctk_draft_violation(&s->problem, &c->draft) > 0) {
        set_rescue(s, c, c->remix.round);
        const int64_t spent = ctk_remix_round(&s->problem, &c->draft, &c->sweep, &c->remix, true);
        if (spent == 0) break;
        steps -= (double)spent;
    }
    ct_balance_release(s, worker, c);
    judge(s, c);
}

static void descend_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    if (c->is_settled) return;
    ct_balance_equip(s, worker, c);
    c->is_settled = ctk_descend(&s->problem, &c->draft, DESCENT) == 0;
    ct_balance_release(s, worker, c);
    judge(s, c);
}

static bool any_missed(const ct_solver *s, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        if (s->candidate[s->order[i]].violation > 0) return true;
    return false;
}

static bool all_missed(const ct_solver *s, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        if (s->candidate[s->order[i]].violation == 0) return false;
    return true;
}

static ct_status polish_steps(ct_solver *s, int32_t n, ct_error *err)
{
    const int32_t most = EFFORT[s->in->opt->effort].polish_steps, regions = s->problem.n;
    const int32_t steps = (regions < most / 40 ? 40 * regions : most) / ROUNDS;
    for (int32_t done = 0; done < steps && !s->is_late && any_missed(s, n); done += POLISH_SLICE) {
        const double share = (double)(done + POLISH_SLICE) / (steps + POLISH_SLICE);
        each_alone(s, n, polish_slice);
        const ct_status status = tick(s, 0.9 + 0.08 * (s->round + share) / ROUNDS, "polish", err);
        if (status != CT_OK) return status;
    }
    return CT_OK;
}

/// The primary measure is met first, if need be at the others' cost.
static void rank_measures(ct_solver *s, bool is_strict)
{
    for (int32_t i = 0; i < s->problem.m; i++)
        s->problem.priority[i] = i > 0 || s->problem.m == 1 ? 1 : is_strict ? 100 : 4;
    for (int32_t i = 0; i < s->n_candidates; i++) judge(s, &s->candidate[i]);
}

/// The last resort, until one of the first n candidates is feasible.
static ct_status rescue(ct_solver *s, int32_t n, ct_error *err)
{
    s->n_slices = slices_of(s, 1, EFFORT[s->in->opt->effort].rescue_steps);
    rank_measures(s, false);
    for (s->slice = 0; s->slice < s->n_slices && !s->is_late && all_missed(s, n); s->slice++) {
        each_alone(s, n, rescue_slice);
        const ct_status status = tick(s, 0.98, "rescue", err);
        if (status != CT_OK) return status;
    }
    return CT_OK;
}

static ct_status polish(ct_solver *s, int32_t n, ct_error *err)
{
    for (s->round = 0; s->round < ROUNDS && any_missed(s, n) && !s->is_late; s->round++) {
        if (s->round == STRICT_ROUND) rank_measures(s, true);
        const ct_status status = polish_steps(s, n, err);
        if (status != CT_OK) return status;
        if (!s->is_late) each_alone(s, n, resplit_one);
        if (s->round + 1 < ROUNDS && !s->is_late) each_candidate(s, n, press_round);
    }
    if (s->problem.k > 1 && rescue(s, n, err) != CT_OK) return err->status;
    s->is_cut = s->is_cut || (s->is_late && any_missed(s, n));
    rank_measures(s, true);
    for (int32_t i = 0; i < DESCENTS && !(s->is_late && i > 0); i++) {
        each_alone(s, n, descend_one);
        const ct_status status = tick(s, 0.98, "descend", err);
        if (status != CT_OK) return status;
    }
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
    s->n_slices = slices_of(s, n_long, e->mix_steps);
    if (s->problem.k > 1) status = run_slices(s, n_long, 0.6, 0.9, "remix", remix_slice, err);
    if (status != CT_OK) return status;
    trace(s, "remix", false);
    if ((status = polish(s, n_long, err)) != CT_OK) return status;
    trace(s, "polish", true);
    return CT_OK;
}
