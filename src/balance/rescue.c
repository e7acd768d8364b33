/// When polish leaves every plan of one measure infeasible.
#include "balance/balance.h"
#include "kernels/balance/area.h"
#include "kernels/prim/knob.h"

/// Slices after which nothing is missed by less than before.
CTK_KNOB_N(PATIENCE, 4);

/// Returns the proposals spent; 0: there was nothing to try.
typedef int64_t (*attempt)(const ct_solver *s, ct_candidate *c, int32_t worker);

static int64_t stir(const ct_solver *s, ct_candidate *c, int32_t worker)
{
    (void)worker;
    ct_balance_set_rescue(s, c);
    return ctk_remix_round(s->problem, &c->draft, &c->sweep, &c->remix, true);
}

static int64_t widen(const ct_solver *s, ct_candidate *c, int32_t worker)
{
    ct_balance_set_area(s, c);
    return ctk_area_try(s->problem, &c->draft, &c->sweep, &c->remix, worker);
}

/// Attempts for what a slice may cost, until no band is missed.
static void spend(const ct_solver *s, ct_candidate *c, int32_t worker, attempt once)
{
    double left = ct_balance_steps(s, ct_balance_effort(s)->rescue_steps) / s->n_slices;
    while (left > 0 && ctk_draft_violation(s->problem, &c->draft) > 0) {
        const int64_t spent = once(s, c, worker);
        if (spent == 0) break;
        left -= (double)spent;
    }
}

/// Both in turn: stirs bring in what is missed by little, areas a territory to where one lacks.
static void rescue_one(void *ctx, int32_t worker, int32_t i)
{
    ct_solver *s = ctx;
    ct_candidate *c = &s->candidate[s->order[i]];
    ct_balance_equip(s, worker, c);
    spend(s, c, worker, stir);
    spend(s, c, worker, widen);
    ct_balance_release(s, worker, c);
    ct_balance_judge(s, c);
}

ct_status ct_balance_rescue(ct_solver *s, ct_error *err)
{
    double best = ct_balance_least_violation(s);
    if (s->problem->k == 1 || best == 0) return CT_OK;
    for (int32_t i = 0; i < s->n_live; i++)
        ctk_draft_relax(s->problem, &s->candidate[s->order[i]].draft);
    s->n_slices = ct_balance_slices(s, 1, ct_balance_effort(s)->rescue_steps);
    for (int32_t slice = 0, waited = 0; slice < s->n_slices && waited < PATIENCE; slice++) {
        if (s->is_late || best == 0) break;
        ct_balance_each(s, rescue_one);
        const double now = ct_balance_least_violation(s);
        waited = now < best ? 0 : waited + 1;
        best = now;
        const ct_status status = ct_balance_tick(s, 0.98, "rescue", err);
        if (status != CT_OK) return status;
    }
    return CT_OK;
}
