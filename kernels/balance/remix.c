/// Merge, split, anneal a few territories. See remix.h.
#include "kernels/balance/remix.h"

#include <string.h>

#include "kernels/cluster/bisect.h"

enum { MOST = 4 };

/// Territories that are merged in a trial.
typedef struct merger {
    int32_t n, territory[MOST], n_regions;
} merger;

/// A territory that touches the open ones, each arc with the same chance; -1 = none.
static int32_t draw_neighbour(const ctk_problem *p, const ctk_draft *d, const uint8_t *open,
                              ctk_rng *rng)
{
    const ctk_ringed *g = &p->graph;
    int32_t drawn = -1;
    uint32_t seen = 0;
    for (int32_t u = 0; u < p->n; u++) {
        if (!open[d->part[u]]) continue;
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++) {
            const int32_t j = d->part[g->indices[arc]];
            if (!open[j] && ctk_rng_below(rng, ++seen) == 0) drawn = j;
        }
    }
    return drawn;
}

/// A territory that misses a band, if there is one, in half of the draws; else any.
static int32_t draw_first(const ctk_problem *p, const ctk_draft *d, ctk_rng *rng)
{
    const int32_t any = (int32_t)ctk_rng_below(rng, (uint32_t)p->k);
    int32_t drawn = any;
    uint32_t seen = 0;
    if (ctk_rng_below(rng, 2) == 0) return any;
    for (int32_t j = 0; j < p->k; j++)
        if (ctk_violation_with(p, d, j, NULL, NULL) > 0 && ctk_rng_below(rng, ++seen) == 0)
            drawn = j;
    return drawn;
}

static merger draw_merger(const ctk_problem *p, const ctk_draft *d, ctk_rng *rng, ctk_remix *r)
{
    merger m = {0};
    const int32_t want = 2 + (int32_t)ctk_rng_below(rng, MOST - 1);
    memset(r->open, 0, (size_t)p->k);
    for (int32_t j = draw_first(p, d, rng); j >= 0 && m.n < want;) {
        m.territory[m.n++] = j;
        m.n_regions += d->count[j];
        r->open[j] = 1;
        if (m.n < want) j = draw_neighbour(p, d, r->open, rng);
    }
    return m;
}

/// Regions of the merged territories, with positions and masses side by side.
static void gather(const ctk_problem *p, const ctk_draft *d, ctk_remix *r, int32_t n)
{
    int32_t at = 0;
    for (int32_t u = 0; u < p->n; u++) {
        if (!r->open[d->part[u]]) continue;
        r->region[at] = u;
        r->mass[at] = p->place[u].mass;
        r->pos[at] = p->place[u].x;
        r->pos[n + at] = p->place[u].y;
        r->pos[2 * (int64_t)n + at] = p->place[u].z;
        at++;
    }
}

static void split(const ctk_problem *p, ctk_draft *d, ctk_rng *rng, ctk_remix *r, const merger *m)
{
    double target[MOST];
    for (int32_t i = 0; i < m->n; i++) target[i] = p->goal_mass[m->territory[i]];
    gather(p, d, r, m->n_regions);
    ctk_bisect(m->n_regions, r->pos, r->mass, m->n, target, ctk_rng_u64(rng), 1, r->bisect, r->cut);
    for (int32_t i = 0; i < m->n_regions; i++) d->part[r->region[i]] = m->territory[r->cut[i]];
    ctk_draft_sum(p, d);
    for (int32_t j = 0; j < p->k; j++) {
        r->center_km[j] = d->territory[j].cx;
        r->center_km[p->k + j] = d->territory[j].cy;
        r->center_km[2 * (int64_t)p->k + j] = d->territory[j].cz;
        r->lambda[j] = 0;
    }
    ctk_repair(p, r->center_km, r->lambda, d, &r->repair);
}

static void settle(const ctk_problem *p, ctk_draft *d, ctk_rng *rng, ctk_remix *r, int64_t steps)
{
    ctk_anneal *a = &r->anneal;
    a->rng = ctk_rng_key(ctk_rng_u64(rng), 0, 0);
    a->step = 0;
    a->n_steps = steps;
    a->hot = r->hot;
    a->cold = r->cold;
    a->low = r->pressure / 10;
    a->high = r->pressure;
    a->open = r->open;
    ctk_anneal_open(p, d, a);
    ctk_anneal_run(p, d, a, steps);
    ctk_draft_sum(p, d);
}

static double value(const ctk_problem *p, const ctk_draft *d, const ctk_remix *r)
{
    return ctk_draft_objective(p, d) + r->price * ctk_draft_violation(p, d);
}

int64_t ctk_remix_try(const ctk_problem *p, ctk_draft *d, ctk_rng *rng, ctk_remix *r)
{
    const merger m = draw_merger(p, d, rng, r);
    const int64_t steps = (int64_t)r->steps_per_region * m.n_regions;
    if (m.n < 2) return steps;
    const double before = value(p, d, r);
    memcpy(r->before, d->part, (size_t)p->n * sizeof *d->part);
    split(p, d, rng, r, &m);
    settle(p, d, rng, r, steps);
    if (value(p, d, r) < before) {
        r->n_kept++;
        return steps;
    }
    memcpy(d->part, r->before, (size_t)p->n * sizeof *d->part);
    ctk_draft_sum(p, d);
    return steps;
}
