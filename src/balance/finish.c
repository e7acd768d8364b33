/// The end of a search: polish for what still misses, a rescue when nothing is feasible, descent.
#include <string.h>

#include "balance/balance.h"
#include "balance/check.h"
#include "kernels/balance/descend.h"
#include "kernels/balance/resplit.h"
#include "kernels/prim/knob.h"

/// Rounds of polish.
CTK_KNOB_N(ROUNDS, 5);

/// Of several measures, until a candidate is feasible; candidates that go on after the first
/// ROUNDS; and rounds at the end in which the primary measure goes first.
CTK_KNOB_N(MIXED_ROUNDS, 60);
CTK_KNOB_N(MIXED_LIVE, 2);
CTK_KNOB_N(STRICT_ROUNDS, 2);

/// Steps of polish between looks at the clock.
CTK_KNOB_N(POLISH_SLICE, 100);

/// Steps of polish for each region at most.
CTK_KNOB_N(POLISH_EACH, 40);

/// Mergers of several measures once a plan is inside all bands.
CTK_KNOB_N(SMOOTHS, 20);

/// Sets that an exact split looks at, at most.
CTK_KNOB_N(RESPLIT_BUDGET, 200000);

static void polish_slice(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    ctk_polish_work *w = &s->desk[worker].polish;
    if (c->violation == 0) return;
    ct_balance_equip(s, worker, c);
    ctk_polish_open(s->problem, &c->draft, w);
    ctk_polish_run(s->problem, &c->draft, &c->rng, POLISH_SLICE, w);
    ctk_polish_close(s->problem, &c->draft, w);
    ct_balance_release(s, worker, c);
    ct_balance_judge(s, c);
}

/// Merge and split again, exactly, around each territory that misses a band.
static void resplit_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    const ctk_problem *p = s->problem;
    if (c->violation == 0) return;
    ct_balance_equip(s, worker, c);
    for (int32_t j = 0; j < p->k; j++)
        if (ctk_violation_with(p, &c->draft, j, NULL, NULL) > 0)
            ctk_resplit(p, &c->draft, j, &c->rng, RESPLIT_BUDGET);
    ct_balance_release(s, worker, c);
    ctk_members_list(p->n, p->k, c->draft.part, &c->sweep.members);
    ct_balance_judge(s, c);
}

/// To the plan that was kept.
static void go_back(const ct_solver *s, ct_candidate *c)
{
    const ctk_problem *p = s->problem;
    memcpy(c->draft.part, c->best_part, (size_t)p->n * sizeof *c->best_part);
    ctk_draft_sum(p, &c->draft);
    ctk_members_list(p->n, p->k, c->draft.part, &c->sweep.members);
    ct_balance_judge(s, c);
}

/// The better of the plan and the best one so far goes on.
static void keep_better(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    const ctk_problem *p = s->problem;
    const size_t bytes = (size_t)p->n * sizeof *c->best_part;
    (void)worker;
    if (s->round == 0 || c->violation <= c->best_violation) {
        c->best_violation = c->violation;
        memcpy(c->best_part, c->draft.part, bytes);
        return;
    }
    go_back(s, c);
}

/// Where polish was not enough: merge and split around what misses, then a cool anneal under a
/// pressure that triples with each round.
static void press_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    if (c->violation == 0) return;
    ct_balance_equip(s, worker, c);
    ct_balance_relax(s, c);
    for (c->n_mends = 0; ct_balance_mend_round(s, c);) continue;
    ct_balance_judge(s, c);
    ct_balance_set_press(s, c);
    while (ctk_sweep_epoch(s->problem, &c->draft, &c->sweep)) continue;
    ct_balance_release(s, worker, c);
    ct_balance_judge(s, c);
}

/// A merger of each territory with some around it, or every other time their borders as they are,
/// annealed without the haste of polish.
static void smooth_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    if (c->violation > 0) return;
    memcpy(c->best_part, c->draft.part, (size_t)s->problem->n * sizeof *c->best_part);
    ct_balance_equip(s, worker, c);
    ct_balance_relax(s, c);
    ct_balance_set_remix(s, c);
    c->remix.is_stir = c->remix.round % 2 == 0;
    ctk_remix_round(s->problem, &c->draft, &c->sweep, &c->remix, false);
    ct_balance_release(s, worker, c);
    ct_balance_judge(s, c);
    if (c->violation > 0) go_back(s, c);
}

static void descend_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    if (c->is_settled) return;
    ct_balance_equip(s, worker, c);
    const int64_t moves = ctk_descend(s->problem, &c->draft);
    ctk_members_list(s->problem->n, s->problem->k, c->draft.part, &c->sweep.members);
    c->is_settled = ct_balance_limbs(s, worker, c) + moves == 0;
    ct_balance_release(s, worker, c);
    ct_balance_judge(s, c);
}

static bool any_missed(const ct_solver *s)
{
    for (int32_t i = 0; i < s->n_live; i++)
        if (s->candidate[s->order[i]].violation > 0) return true;
    return false;
}

/// The primary measure is met first, if need be at the others' cost.
static void rank_measures(ct_solver *s, bool is_strict)
{
    ct_balance_prefer(s, is_strict);
    for (int32_t i = 0; i < s->n_live; i++) {
        ct_candidate *c = &s->candidate[s->order[i]];
        ct_balance_judge(s, c);
        c->best_violation = c->violation;
    }
}

static int32_t n_rounds(const ct_solver *s)
{
    return s->problem->m > 1 ? MIXED_ROUNDS : ROUNDS;
}

static ct_status polish_steps(ct_solver *s, ct_error *err)
{
    const int32_t most = ct_balance_effort(s)->polish_steps, regions = s->problem->n;
    const int32_t steps = (regions < most / POLISH_EACH ? POLISH_EACH * regions : most) / ROUNDS;
    for (int32_t done = 0; done < steps && !s->is_late && any_missed(s); done += POLISH_SLICE) {
        const double share = (double)(done + POLISH_SLICE) / (steps + POLISH_SLICE);
        ct_balance_each(s, polish_slice);
        const ct_status status =
            ct_balance_tick(s, 0.9 + 0.08 * (s->round + share) / n_rounds(s), "polish", err);
        if (status != CT_OK) return status;
    }
    return CT_OK;
}

/// Is another round worth it? A few for every candidate, more until there is a feasible one.
static bool goes_on(const ct_solver *s)
{
    if (s->is_late || s->round == n_rounds(s)) return false;
    return s->round < ROUNDS ? any_missed(s) : ct_balance_least_violation(s) > 0;
}

/// When the few rounds are over the best candidates go on, at any price.
static void narrow_down(ct_solver *s)
{
    if (s->round != ROUNDS) return;
    ct_balance_rank(s, true);
    if (s->n_live > MIXED_LIVE) s->n_live = MIXED_LIVE;
    ct_balance_press_time(s);
}

static ct_status polish(ct_solver *s, ct_error *err)
{
    for (s->round = 0; goes_on(s); s->round++) {
        const int32_t left = n_rounds(s) - s->round - 1;
        narrow_down(s);
        const ct_status status = polish_steps(s, err);
        if (status != CT_OK) return status;
        if (!s->is_late) ct_balance_each(s, resplit_one);
        ct_balance_each(s, keep_better);
        ct_balance_check(s, false);
        if (left == STRICT_ROUNDS) rank_measures(s, true);
        if (left > 0 && !s->is_late) ct_balance_each(s, press_one);
    }
    return CT_OK;
}

/// Bands of several measures are met by moves that ask for shape last. Single moves would not mend
/// what these have left; mergers do, and leave the bands for nothing.
static ct_status smooth(ct_solver *s, ct_error *err)
{
    if (s->problem->m == 1 || s->problem->k == 1) return CT_OK;
    for (int32_t i = 0; i < SMOOTHS && !s->is_late; i++) {
        ct_balance_each(s, smooth_one);
        const ct_status status = ct_balance_tick(s, 0.98, "smooth", err);
        if (status != CT_OK) return status;
    }
    return CT_OK;
}

static bool all_settled(const ct_solver *s)
{
    for (int32_t i = 0; i < s->n_live; i++)
        if (!s->candidate[s->order[i]].is_settled) return false;
    return true;
}

/// Every step lowers what the candidate costs: it ends.
static ct_status descend(ct_solver *s, ct_error *err)
{
    ct_status status;
    do {
        ct_balance_each(s, descend_one);
        status = ct_balance_tick(s, 0.98, "descend", err);
    } while (status == CT_OK && !s->is_late && !all_settled(s));
    return status;
}

ct_status ct_balance_finish(ct_solver *s, ct_error *err)
{
    ct_status status = polish(s, err);
    if (status == CT_OK && s->problem->m == 1) {
        rank_measures(s, false);
        status = ct_balance_rescue(s, err);
    }
    if (status == CT_OK) status = smooth(s, err);
    if (status != CT_OK) return status;
    ct_balance_check(s, false);
    s->is_cut = s->is_cut || (s->is_late && any_missed(s));
    rank_measures(s, true);
    if ((status = descend(s, err)) != CT_OK) return status;
    ct_balance_trace(s, "polish", true);
    ct_balance_check(s, true);
    return CT_OK;
}
