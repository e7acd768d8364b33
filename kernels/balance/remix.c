/// Merge, split, anneal a few territories. See remix.h.
#include "kernels/balance/remix.h"

#include <string.h>

#include "kernels/balance/descend.h"
#include "kernels/balance/each.h"
#include "kernels/cluster/bisect.h"

enum {
    MOST = 4, ///< territories of a trial
    DESCENT = 20
};

static void split(ctk_patch *x, ctk_rng *rng, ctk_remix_work *w)
{
    double center_km[3 * CTK_PATCH_TERRITORIES], lambda[CTK_PATCH_TERRITORIES] = {0};
    const int32_t n = x->p.n, q = x->p.k;
    for (int32_t i = 0; i < n; i++) {
        w->mass[i] = x->place[i].mass;
        w->pos[i] = x->place[i].x;
        w->pos[n + i] = x->place[i].y;
        w->pos[2 * (int64_t)n + i] = x->place[i].z;
    }
    ctk_bisect(n, w->pos, w->mass, q, x->goal_mass, ctk_rng_u64(rng), 1, w->bisect, w->cut);
    memcpy(x->d.part, w->cut, (size_t)n * sizeof *w->cut);
    ctk_draft_sum(&x->p, &x->d);
    for (int32_t t = 0; t < q; t++) {
        center_km[t] = x->sum[t].cx;
        center_km[q + t] = x->sum[t].cy;
        center_km[2 * q + t] = x->sum[t].cz;
    }
    ctk_repair(&x->p, center_km, lambda, &x->d, &w->repair);
}

static void settle(ctk_patch *x, ctk_rng *rng, const ctk_remix *r, ctk_anneal *a)
{
    a->rng = ctk_rng_key(ctk_rng_u64(rng), 0, 0);
    a->step = 0;
    a->n_steps = (int64_t)r->steps_per_region * x->p.n;
    a->hot = r->hot;
    a->cold = r->cold;
    a->low = r->pressure / 10;
    a->high = r->pressure;
    ctk_anneal_open(&x->p, &x->d, a);
    ctk_anneal_run(&x->p, &x->d, a, a->n_steps);
    ctk_draft_sum(&x->p, &x->d);
    ctk_descend(&x->p, &x->d, DESCENT);
}

static double value(const ctk_patch *x, const ctk_remix *r)
{
    return ctk_draft_objective(&x->p, &x->d) + r->price * ctk_draft_violation(&x->p, &x->d);
}

bool ctk_remix_try(const ctk_problem *p, ctk_draft *d, ctk_members *m, int32_t q,
                   const int32_t *territory, ctk_rng rng, const ctk_remix *r, ctk_remix_work *w,
                   ctk_hand *h)
{
    ctk_patch *x = &h->patch;
    ctk_patch_open(p, d, m, q, territory, x);
    const double before = value(x, r);
    split(x, &rng, w);
    settle(x, &rng, r, &h->anneal);
    if (value(x, r) < before) {
        ctk_patch_close(p, d, m, x);
        return true;
    }
    ctk_patch_drop(x);
    return false;
}

/// One round.
typedef struct round {
    const ctk_problem *p;
    ctk_draft *d;
    ctk_sweep *s;
    ctk_remix *r;
} round;

static void try_team(void *ctx, int32_t worker, int32_t i)
{
    const round *c = ctx;
    const ctk_teams *x = &c->s->teams;
    const int32_t *member = x->member + x->first[i];
    const ctk_rng rng = ctk_rng_key(c->r->seed, (uint64_t)c->r->round,
                                    (uint64_t)member[0] << 32 | (uint32_t)member[1]);
    c->r->kept[i] = ctk_remix_try(c->p, c->d, &c->s->members, x->first[i + 1] - x->first[i], member,
                                  rng, c->r, &c->r->work[worker], &c->s->hand[worker]);
}

static void mark_missed(const ctk_problem *p, const ctk_draft *d, uint8_t *missed)
{
    for (int32_t j = 0; j < p->k; j++) missed[j] = ctk_violation_with(p, d, j, NULL, NULL) > 0;
}

int64_t ctk_remix_round(const ctk_problem *p, ctk_draft *d, ctk_sweep *s, ctk_remix *r,
                        bool only_missed)
{
    round c = {p, d, s, r};
    ctk_teams *x = &s->teams;
    int64_t regions = 0;
    mark_missed(p, d, r->missed);
    ctk_teams_list(p, d, &s->members, x);
    ctk_teams_draw(p->k, ctk_rng_key(r->seed, (uint64_t)r->round, UINT64_MAX), 2, MOST, r->missed,
                   only_missed, x);
    for (int32_t i = 0; i < x->first[x->n]; i++) regions += d->count[x->member[i]];
    ctk_each(x->n, s->n_hands, try_team, &c);
    r->round++;
    return regions * r->steps_per_region;
}
