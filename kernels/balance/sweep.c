/// The border anneal, pair by pair. See sweep.h.
#include "kernels/balance/sweep.h"

#include <math.h>
#include <stddef.h>

#include "kernels/prim/knob.h"

/// Epochs for which a list of touching territories is good.
CTK_KNOB_N(FRESH, 4);

/// Part of the epochs after which bands are as wide as they are.
CTK_KNOB(WIDE, 0.7);

/// One epoch.
typedef struct epoch {
    const ctk_problem *p;
    ctk_draft *d;
    ctk_sweep *s;
    double temperature, pressure, narrow;
} epoch;

int64_t ctk_count_border(const ctk_problem *p, const ctk_draft *d)
{
    const ctk_ringed *g = &p->graph;
    int64_t n = 0;
    for (int32_t u = 0; u < p->n; u++)
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++)
            n += d->part[g->indices[arc]] != d->part[u];
    return n;
}

/// The bands of a patch move towards their targets by the share `by` of the distance.
static void narrow_bands(ctk_patch *x, double by)
{
    for (int32_t at = 0; at < x->p.k * x->p.m; at++) {
        const int64_t target = (int64_t)(1 / x->per_unit[at]);
        if (target < x->lower[at] || target > x->upper[at]) continue;
        x->lower[at] += (int64_t)(by * (double)(target - x->lower[at]));
        x->upper[at] -= (int64_t)(by * (double)(x->upper[at] - target));
    }
}

static void anneal_team(void *ctx, int32_t worker, int32_t i)
{
    const epoch *e = ctx;
    const ctk_teams *teams = &e->s->teams;
    const int32_t *member = teams->member + teams->first[i];
    ctk_hand *h = &e->s->hand[worker];
    ctk_patch *x = &h->patch;
    ctk_anneal *a = &h->anneal;
    ctk_patch_open(e->p, e->d, &e->s->members, teams->first[i + 1] - teams->first[i], member, x);
    if (e->narrow > 0) narrow_bands(x, e->narrow);
    ctk_anneal_open(&x->p, &x->d, a);
    a->rng = ctk_rng_key(e->s->seed, (uint64_t)e->s->epoch,
                         (uint64_t)member[0] << 32 | (uint32_t)member[1]);
    a->step = 0;
    a->n_steps = (int64_t)(e->s->per_arc * (double)a->n_active) + 1;
    a->hot = a->cold = e->temperature;
    a->low = a->high = e->pressure;
    ctk_anneal_run(&x->p, &x->d, a, a->n_steps);
    ctk_patch_close(e->p, e->d, &e->s->members, x);
}

bool ctk_sweep_epoch(const ctk_problem *p, ctk_draft *d, ctk_sweep *s)
{
    const double done = (s->epoch + 0.5) / s->n_epochs;
    const ctk_rng rng = ctk_rng_key(s->seed, (uint64_t)s->epoch, UINT64_MAX);
    const double narrow = s->narrow * (1 - done / WIDE);
    epoch e = {p,
               d,
               s,
               s->hot * pow(s->cold / s->hot, done),
               s->low * pow(s->high / s->low, done),
               narrow > 0 ? narrow : 0};
    if (s->epoch % FRESH == 0) ctk_teams_list(p, d, &s->members, &s->teams);
    ctk_teams_draw(p->k, rng, s->team, s->team, NULL, false, &s->teams);
    ctk_relay_share(s->relay, s->teams.n, anneal_team, &e);
    ctk_draft_sum_spent(p, d);
    ctk_draft_stress(p, d, s->more, s->less);
    return ++s->epoch < s->n_epochs && s->teams.n > 0;
}
