/// Merge, split, anneal a few territories. See remix.h.
#include "kernels/balance/remix.h"

#include <math.h>
#include <string.h>

#include "kernels/balance/descend.h"
#include "kernels/balance/enforce.h"
#include "kernels/cluster/bisect.h"
#include "kernels/prim/knob.h"

/// Regions up to which the steps of a trial grow with them, not with their root.
CTK_KNOB_N(USUAL, 400);

/// Share of a measure that the merged territories meet, against one that they miss.
CTK_KNOB(MET, 0.25);

/// One in so many trials of several measures cuts by the primary one, not by a mixture.
CTK_KNOB_N(MIXED, 2);

/// Share of each measure in the weight that is cut, drawn at random; missed ones count more.
static void draw_mixture(const ctk_patch *x, ctk_rng *rng, double *share)
{
    for (int32_t i = 0; i < x->p.m; i++) {
        double missed = 0;
        for (int32_t t = 0; t < x->p.k; t++)
            missed += ctk_outside(&x->p, &x->goal, t, i, x->total[t * x->p.m + i]);
        share[i] = ctk_rng_unit(rng) * (missed > 0 ? 1 : MET) * x->per_unit[i];
    }
}

/// The weight of regions and the goals of territories that a split goes by.
static void weigh(const ctk_patch *x, ctk_rng *rng, double *mass, double *goal)
{
    const int32_t n = x->p.n, q = x->p.k, m = x->p.m;
    double share[CTK_MAX_MEASURES];
    for (int32_t i = 0; i < n; i++) mass[i] = x->place[i].mass;
    memcpy(goal, x->goal_mass, (size_t)q * sizeof *goal);
    if (m == 1 || ctk_rng_below(rng, MIXED) == 0) return;
    draw_mixture(x, rng, share);
    memset(mass, 0, (size_t)n * sizeof *mass);
    memset(goal, 0, (size_t)q * sizeof *goal);
    for (int32_t u = 0; u < n; u++)
        for (int32_t i = 0; i < m; i++) mass[u] += share[i] * (double)x->weight[(int64_t)u * m + i];
    for (int32_t t = 0; t < q; t++)
        for (int32_t i = 0; i < m; i++) goal[t] += share[i] / x->per_unit[t * m + i];
}

void ctk_remix_repair(ctk_patch *x, ctk_remix_work *w)
{
    double center_km[3 * CTK_PATCH_TERRITORIES], lambda[CTK_PATCH_TERRITORIES] = {0};
    const int32_t q = x->p.k;
    ctk_draft_sum(&x->p, &x->d);
    for (int32_t t = 0; t < q; t++) {
        center_km[t] = x->sum[t].cx;
        center_km[q + t] = x->sum[t].cy;
        center_km[2 * q + t] = x->sum[t].cz;
    }
    ctk_repair(&x->p, center_km, lambda, &x->d, &w->repair);
    if (x->p.rules) ctk_enforce(&x->p, center_km, lambda, &x->d, &w->repair);
}

static void split(ctk_patch *x, ctk_rng *rng, ctk_remix_work *w)
{
    double goal[CTK_PATCH_TERRITORIES];
    const int32_t n = x->p.n, q = x->p.k;
    weigh(x, rng, w->mass, goal);
    for (int32_t i = 0; i < n; i++) {
        w->pos[i] = x->place[i].x;
        w->pos[n + i] = x->place[i].y;
        w->pos[2 * (int64_t)n + i] = x->place[i].z;
    }
    ctk_bisect(n, w->pos, w->mass, q, goal, ctk_rng_u64(rng), 1, w->bisect, w->cut);
    if (x->p.rules) ctk_enforce_labels(&x->p, x->d.part, w->cut, &w->repair);
    memcpy(x->d.part, w->cut, (size_t)n * sizeof *w->cut);
    ctk_remix_repair(x, w);
}

int64_t ctk_remix_steps(const ctk_remix *r, int64_t n)
{
    const double usual = sqrt((double)n * USUAL);
    return (int64_t)(r->steps_per_region * (n < USUAL ? (double)n : usual));
}

static void anneal(ctk_patch *x, ctk_rng *rng, const ctk_remix *r, ctk_anneal *a)
{
    a->rng = ctk_rng_key(ctk_rng_u64(rng), 0, 0);
    a->step = 0;
    a->n_steps = ctk_remix_steps(r, x->p.n);
    a->hot = r->hot;
    a->cold = r->cold;
    a->low = r->pressure / r->slack;
    a->high = r->pressure;
    ctk_anneal_open(&x->p, &x->d, a);
    ctk_anneal_run(&x->p, &x->d, a, a->n_steps);
    ctk_draft_sum(&x->p, &x->d);
    ctk_descend(&x->p, &x->d);
}

static void polish(ctk_patch *x, ctk_rng *rng, const ctk_remix *r, ctk_polish_work *w)
{
    if (r->polish_steps == 0 || ctk_draft_violation(&x->p, &x->d) == 0) return;
    ctk_polish_open(&x->p, &x->d, w);
    ctk_polish_run(&x->p, &x->d, rng, r->polish_steps, w);
    ctk_polish_close(&x->p, &x->d, w);
}

void ctk_remix_settle(ctk_patch *x, ctk_rng *rng, const ctk_remix *r, ctk_remix_work *w,
                      ctk_anneal *a)
{
    anneal(x, rng, r, a);
    polish(x, rng, r, w->polish);
}

double ctk_remix_value(const ctk_patch *x, const ctk_remix *r)
{
    return ctk_draft_objective(&x->p, &x->d) + r->price * ctk_draft_strain(&x->p, &x->d);
}

bool ctk_remix_try(const ctk_problem *p, ctk_draft *d, ctk_members *m, int32_t q,
                   const int32_t *territory, ctk_rng rng, const ctk_remix *r, ctk_remix_work *w,
                   ctk_hand *h)
{
    ctk_patch *x = &h->patch;
    ctk_patch_open(p, d, m, q, territory, x);
    const double before = ctk_remix_value(x, r);
    const int64_t broken = ctk_draft_broken(&x->p, &x->d);
    if (!r->is_stir) split(x, &rng, w);
    if (ctk_draft_broken(&x->p, &x->d) <= broken) {
        ctk_remix_settle(x, &rng, r, w, &h->anneal);
        if (ctk_remix_value(x, r) < before) {
            ctk_patch_close(p, d, m, x);
            return true;
        }
    }
    ctk_patch_drop(x);
    return false;
}

/// One round.
typedef struct turn {
    const ctk_problem *p;
    ctk_draft *d;
    ctk_sweep *s;
    ctk_remix *r;
} turn;

static void try_team(void *ctx, int32_t worker, int32_t i)
{
    const turn *c = ctx;
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

static int64_t team_steps(const ctk_draft *d, const ctk_remix *r, const ctk_teams *x, int32_t t)
{
    int64_t regions = 0;
    for (int32_t i = x->first[t]; i < x->first[t + 1]; i++) regions += d->count[x->member[i]];
    return ctk_remix_steps(r, regions);
}

int64_t ctk_remix_round(const ctk_problem *p, ctk_draft *d, ctk_sweep *s, ctk_remix *r,
                        bool only_missed)
{
    turn c = {p, d, s, r};
    ctk_teams *x = &s->teams;
    int64_t steps = 0;
    mark_missed(p, d, r->missed);
    ctk_teams_list(p, d, &s->members, x);
    ctk_teams_draw(p->k, ctk_rng_key(r->seed, (uint64_t)r->round, UINT64_MAX),
                   r->most / 2 > 2 ? r->most / 2 : 2, r->most, r->missed, only_missed, x);
    for (int32_t t = 0; t < x->n; t++) steps += team_steps(d, r, x, t);
    ctk_relay_share(s->relay, x->n, try_team, &c);
    ctk_draft_sum_spent(p, d);
    r->round++;
    return steps;
}
