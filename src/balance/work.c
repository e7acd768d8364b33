/// How candidates are worked on: among the threads, each with the scratch of its own; and the
/// pieces of work that several phases have.
#include "balance/balance.h"
#include "base/clock.h"

/// Rounds of remix around what misses after a short anneal.
CTK_KNOB_N(MENDS, 10);

void ct_balance_equip(ct_solver *s, int32_t worker, ct_candidate *c)
{
    c->sweep.relay = &s->relay;
    c->sweep.hand = s->hand;
    c->remix.work = s->remix;
    c->repair = s->remix[worker].repair;
    c->draft.contig = s->hand[worker].patch.d.contig;
}

void ct_balance_release(ct_solver *s, int32_t worker, const ct_candidate *c)
{
    // The stamps of the scratch have grown; the hand must know. Sweeps and mergers use it through
    // the patch itself, whose stamps are then ahead.
    uint64_t *base = &s->hand[worker].patch.d.contig.base;
    if (c->draft.contig.base > *base) *base = c->draft.contig.base;
}

typedef struct single {
    ct_solver *s;
    void (*work)(void *, int32_t, int32_t);
} single;

static bool take_single(void *ctx, int32_t worker, int32_t i)
{
    const single *x = ctx;
    x->work(x->s, worker, i);
    return false;
}

void ct_balance_each(ct_solver *s, void (*work)(void *, int32_t, int32_t))
{
    single x = {s, work};
    ctk_relay_run(&s->relay, s->n_live, s->in->ctx->n_threads, s->n_steps, take_single, &x);
}

void ct_balance_relay(ct_solver *s, ctk_step step)
{
    ctk_relay_run(&s->relay, s->n_live, s->in->ctx->n_threads, s->n_steps, step, s);
}

ct_status ct_balance_tick(ct_solver *s, double done, const char *detail, ct_error *err)
{
    s->is_late = s->is_late || ct_is_late(s->in->ctx, s->in->opt->time_limit_s);
    if (ct_tick(s->in->ctx, "balance", done, detail) != CT_OK)
        return ct_fail(err, CT_ERR_STOPPED, "stopped while balancing");
    return CT_OK;
}

void ct_balance_relax(const ct_solver *s, ct_candidate *c)
{
    if (s->problem->m > 1) ctk_draft_relax(s->problem, &c->draft);
}

bool ct_balance_mend_round(const ct_solver *s, ct_candidate *c)
{
    ct_balance_set_remix(s, c);
    return ctk_remix_round(s->problem, &c->draft, &c->sweep, &c->remix, true) > 0 &&
           ++c->n_mends < MENDS;
}

int64_t ct_balance_limbs(ct_solver *s, int32_t worker, ct_candidate *c)
{
    const ctk_problem *p = s->problem;
    if (!c->is_whole || p->k == 1) return 0;
    return ctk_limb(p, &c->draft, ct_balance_price(s), &c->sweep.members, &s->desk[worker].limb);
}
