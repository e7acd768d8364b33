/// A few territories as a problem of their own. See patch.h.
#include "kernels/balance/patch.h"

#include <string.h>

enum { RING_DEGREE = 63 }; ///< bits of a word, see contig.h

/// Bits of `word` at the places that `keep` has, moved together.
static uint64_t squeeze(uint64_t word, uint64_t keep)
{
    uint64_t out = 0;
    for (int32_t at = 0; keep; keep &= keep - 1, at++)
        out |= (word >> __builtin_ctzll(keep) & 1) << at;
    return out;
}

/// Arcs of region u, local number i, to neighbours in the patch; `at` is the place of the first.
static int64_t copy_arcs(const ctk_problem *p, ctk_patch *x, int32_t i, int64_t at)
{
    const ctk_ringed *g = &p->graph;
    const int64_t begin = g->indptr[x->region[i]], end = g->indptr[x->region[i] + 1], from = at;
    const bool has_border = x->goal.per_m > 0, has_ring = end - begin <= RING_DEGREE;
    uint64_t keep = 0;
    for (int64_t arc = begin; arc < end; arc++) {
        const int32_t z = x->local[g->indices[arc]];
        if (z < 0) continue;
        if (has_ring) keep |= UINT64_C(1) << (arc - begin);
        if (has_border) x->border_m[at] = p->border_m[arc];
        x->ring[at] = has_ring ? g->ring[arc] : 0;
        x->indices[at] = z;
        x->tail[at++] = i;
    }
    if (has_ring && at - from < end - begin)
        for (int64_t arc = from; arc < at; arc++) x->ring[arc] = squeeze(x->ring[arc], keep);
    return at;
}

/// The same arc from its far end: neighbours ascend, so arcs into a region come in its own order.
static void link_twins(ctk_patch *x, int32_t n)
{
    memcpy(x->next, x->indptr, (size_t)n * sizeof *x->next);
    for (int64_t arc = 0; arc < x->indptr[n]; arc++)
        x->twin[arc] = (int32_t)x->next[x->indices[arc]]++;
}

static void copy_regions(const ctk_problem *p, const ctk_draft *d, ctk_patch *x, int32_t n)
{
    const size_t weights = (size_t)p->m * sizeof *x->weight;
    int64_t at = 0;
    for (int32_t i = 0; i < n; i++) x->local[x->region[i]] = i;
    for (int32_t i = 0; i < n; i++) {
        const int32_t u = x->region[i];
        x->d.part[i] = x->label[d->part[u]];
        x->place[i] = p->place[u];
        memcpy(x->weight + (int64_t)i * p->m, p->weight + (int64_t)u * p->m, weights);
        x->indptr[i] = at;
        at = copy_arcs(p, x, i, at);
    }
    x->indptr[n] = at;
    link_twins(x, n);
}

static void copy_bands(const ctk_problem *p, const ctk_draft *d, ctk_patch *x, int32_t q)
{
    for (int32_t t = 0; t < q; t++) {
        const int64_t from = (int64_t)x->territory[t] * p->m;
        x->goal_mass[t] = p->goal_mass[x->territory[t]];
        for (int32_t i = 0; i < p->m; i++) {
            x->lower[t * p->m + i] = d->goal->lower[from + i];
            x->upper[t * p->m + i] = d->goal->upper[from + i];
            x->per_unit[t * p->m + i] = p->per_unit[from + i];
            x->stress[t * p->m + i] = d->stress[from + i];
            if (d->goal->pull) x->pull[t * p->m + i] = d->goal->pull[from + i];
        }
    }
}

static void point_into(const ctk_problem *p, const ctk_goal *goal, ctk_patch *x, int32_t n,
                       int32_t q)
{
    x->p = *p;
    x->p.n = n;
    x->p.k = q;
    x->p.graph = (ctk_ringed){n, x->indptr, x->indices, x->ring};
    x->p.tail = x->tail;
    x->p.twin = x->twin;
    x->p.border_m = x->border_m;
    x->p.place = x->place;
    x->p.weight = x->weight;
    x->p.per_unit = x->per_unit;
    x->p.goal_mass = x->goal_mass;
    x->goal = *goal;
    x->goal.lower = x->lower;
    x->goal.upper = x->upper;
    x->goal.pull = goal->pull ? x->pull : NULL;
    x->d.goal = &x->goal;
    x->d.count = x->count;
    x->d.territory = x->sum;
    x->d.total = x->total;
    x->d.stress = x->stress;
}

void ctk_patch_open(const ctk_problem *p, const ctk_draft *d, const ctk_members *m, int32_t q,
                    const int32_t *territory, ctk_patch *x)
{
    for (int32_t t = 0; t < q; t++) {
        x->territory[t] = territory[t];
        x->label[territory[t]] = t;
    }
    const int32_t n = ctk_members_merge(m, q, territory, x->bits, x->region);
    point_into(p, d->goal, x, n, q);
    copy_regions(p, d, x, n);
    copy_bands(p, d, x, q);
    if (p->rules) ctk_patch_open_rules(p->rules, &d->spent, x);
    ctk_draft_sum(&x->p, &x->d);
}

void ctk_patch_drop(ctk_patch *x)
{
    if (x->p.rules) ctk_patch_drop_rules(x);
    for (int32_t i = 0; i < x->p.n; i++) x->local[x->region[i]] = -1;
}

void ctk_patch_close(const ctk_problem *p, ctk_draft *d, ctk_members *m, ctk_patch *x)
{
    ctk_draft_sum(&x->p, &x->d);
    for (int32_t i = 0; i < x->p.n; i++) d->part[x->region[i]] = x->territory[x->d.part[i]];
    for (int32_t t = 0; t < x->p.k; t++) {
        const int32_t j = x->territory[t];
        d->territory[j] = x->sum[t];
        d->count[j] = x->count[t];
        memcpy(d->total + (int64_t)j * p->m, x->total + (int64_t)t * p->m,
               (size_t)p->m * sizeof *d->total);
    }
    ctk_members_relist(m, x->p.n, x->region, x->d.part, x->p.k, x->territory);
    ctk_patch_drop(x);
}
