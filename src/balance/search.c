/// The portfolio: every start gets a short anneal, the best a long one, then merging and splitting;
/// candidates that fall behind are dropped.
#include <string.h>

#include "balance/balance.h"
#include "balance/check.h"
#include "kernels/balance/enforce.h"
#include "kernels/prim/knob.h"

/// Share of the mergers after which the worse half of more than MANY candidates is dropped; with 1
/// the demo at effort 2 is 0.09 % less compact.
CTK_KNOB(EARLY_MIX, 0.35);
CTK_KNOB_N(MANY, 2);

static void sum_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    (void)worker;
    ctk_draft_sum(s->problem, &c->draft);
    ct_balance_judge(s, c);
}

/// Centres and powers of the start's cells, relative to the problem's origin.
static void copy_centres(const ct_solver *s, ct_candidate *c)
{
    const ct_clusters *starts = s->in->clusters;
    const int32_t k = s->problem->k;
    const double *center = starts->center_km + (int64_t)c->start * 3 * k;
    for (int32_t axis = 0; axis < 3; axis++)
        for (int32_t j = 0; j < k; j++)
            c->center_km[axis * k + j] = center[axis * k + j] - s->origin_km[axis];
    memcpy(c->lambda, starts->lambda + (int64_t)c->start * k, (size_t)k * sizeof *c->lambda);
}

/// Cells that know nothing of rules get the labels that suit them best, and centres that go with
/// these.
static void label_cells(const ct_solver *s, ct_candidate *c, ctk_repair_work *w)
{
    const int32_t k = s->problem->k;
    ctk_draft *d = &c->draft;
    ctk_enforce_labels(s->problem, s->in->constraints->from, d->part, w);
    ctk_draft_sum(s->problem, d);
    for (int32_t j = 0; j < k; j++) {
        c->center_km[j] = d->territory[j].cx;
        c->center_km[k + j] = d->territory[j].cy;
        c->center_km[2 * k + j] = d->territory[j].cz;
        c->lambda[j] = 0;
    }
}

static void repair_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    const ctk_problem *p = s->problem;
    ctk_repair_work *w = &s->remix[worker].repair;
    copy_centres(s, c);
    ct_balance_equip(s, worker, c);
    if (p->rules) label_cells(s, c, w);
    c->is_whole = ctk_repair(p, c->center_km, c->lambda, &c->draft, w);
    if (p->rules) ctk_enforce(p, c->center_km, c->lambda, &c->draft, w);
    ct_balance_release(s, worker, c);
    ctk_members_list(p->n, p->k, c->draft.part, &c->sweep.members);
}

/// A candidate that has no further step is judged.
static bool end_step(const ct_solver *s, ct_candidate *c, bool goes_on)
{
    if (!goes_on) ct_balance_judge(s, c);
    return goes_on;
}

/// One epoch of a slice.
static bool anneal_step(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    const int64_t end = (int64_t)(s->slice + 1) * c->sweep.n_epochs / s->n_slices;
    if (c->sweep.epoch >= end) return end_step(s, c, false);
    ct_balance_equip(s, worker, c);
    const bool goes_on = ctk_sweep_epoch(s->problem, &c->draft, &c->sweep);
    ct_balance_release(s, worker, c);
    return end_step(s, c, goes_on && c->sweep.epoch < end);
}

/// The slices of a phase, from progress `from` to `to`, until the time is up.
static ct_status run_slices(ct_solver *s, double from, double to, const char *what, ctk_step step,
                            ct_error *err)
{
    ct_status status = CT_OK;
    for (s->slice = 0; s->slice < s->n_slices && !s->is_late && status == CT_OK; s->slice++) {
        for (int32_t i = 0; i < s->n_live; i++) s->candidate[s->order[i]].mix_left += s->mix_steps;
        ct_balance_relay(s, step);
        status = ct_balance_tick(s, from + (to - from) * (s->slice + 1) / s->n_slices, what, err);
    }
    s->is_cut = s->is_cut || s->slice < s->n_slices;
    return status;
}

static ct_status anneal(ct_solver *s, int32_t phase, double steps, ct_error *err)
{
    const bool is_short = phase == CT_PHASE_SHORT;
    for (int32_t i = 0; i < s->n_live; i++)
        ct_balance_set_sweep(s, &s->candidate[s->order[i]], phase, steps);
    s->n_slices = ct_balance_slices(s, s->n_live, steps);
    s->mix_steps = 0;
    return run_slices(s, is_short ? 0.02 : 0.3, is_short ? 0.3 : 0.6, "anneal", anneal_step, err);
}

/// One round of a slice. A round may overdraw the candidate's credit, and the next slices wait.
static bool remix_step(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    if (!(c->mix_left > 0)) return end_step(s, c, false);
    ct_balance_equip(s, worker, c);
    ct_balance_set_remix(s, c);
    const int64_t spent = ctk_remix_round(s->problem, &c->draft, &c->sweep, &c->remix, false);
    ct_balance_release(s, worker, c);
    c->mix_left -= (double)spent;
    return end_step(s, c, spent > 0 && c->mix_left > 0);
}

static ct_status remix_part(ct_solver *s, double share, double from, double to, ct_error *err)
{
    const double steps = share * ct_balance_mix_steps(s);
    s->n_slices = ct_balance_slices(s, s->n_live, steps);
    s->mix_steps = ct_balance_steps(s, steps) / s->n_slices;
    return run_slices(s, from, to, "remix", remix_step, err);
}

/// Of many candidates only the better half goes all the way, unless even the best misses a band.
static ct_status remix(ct_solver *s, ct_error *err)
{
    if (s->problem->k == 1) return CT_OK;
    const ct_status status = remix_part(s, EARLY_MIX, 0.6, 0.7, err);
    if (status != CT_OK) return status;
    ct_balance_rank(s, false);
    const bool is_met = s->candidate[s->order[0]].violation == 0;
    if (s->n_live > MANY && is_met) s->n_live = (s->n_live + 1) / 2;
    return remix_part(s, 1 - EARLY_MIX, 0.7, 0.9, err);
}

static bool mend_step(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    ct_balance_equip(s, worker, c);
    const bool goes_on = ct_balance_mend_round(s, c);
    ct_balance_release(s, worker, c);
    return end_step(s, c, goes_on);
}

/// Starts -> contiguous candidates. The objective is scaled by the first of them.
static ct_status open(ct_solver *s, ct_error *err)
{
    ct_balance_each(s, sum_one);
    ct_status status = ct_balance_scale_objective(s, &s->candidate[0].draft, err);
    if (status != CT_OK) return status;
    ct_balance_trace(s, "cluster", true);
    ct_balance_each(s, repair_one);
    status = ct_balance_scale_objective(s, &s->candidate[0].draft, err);
    if (status != CT_OK) return status;
    ct_balance_each(s, sum_one);
    ct_balance_trace(s, "repair", true);
    ct_balance_check(s, true);
    return CT_OK;
}

ct_status ct_balance_search(ct_solver *s, ct_error *err)
{
    ct_status status = ct_balance_candidates(s, err);
    if (status == CT_OK) status = ct_balance_check_open(s, err);
    if (status != CT_OK) return status;
    const ct_effort *e = ct_balance_effort(s);
    if ((status = open(s, err)) != CT_OK) return status;
    if ((status = anneal(s, CT_PHASE_SHORT, e->short_steps, err)) != CT_OK) return status;
    ct_balance_trace(s, "short anneal", false);
    ct_balance_check(s, true);
    if (!s->is_late) ct_balance_relay(s, mend_step);
    ct_balance_trace(s, "mend", false);
    ct_balance_check(s, true);
    ct_balance_keep(s, ct_balance_n_long(s));
    if ((status = anneal(s, CT_PHASE_LONG, ct_balance_long_steps(s), err)) != CT_OK) return status;
    ct_balance_trace(s, "anneal", false);
    ct_balance_check(s, true);
    ct_balance_keep(s, ct_balance_n_long(s));
    for (int32_t i = 0; i < s->n_live; i++) ct_balance_relax(s, &s->candidate[s->order[i]]);
    if ((status = remix(s, err)) != CT_OK) return status;
    ct_balance_trace(s, "remix", false);
    ct_balance_check(s, true);
    return CT_OK;
}
