/// Memory of the search: one candidate for each start, scratch for each thread.
#include <string.h>

#include "balance/balance.h"
#include "kernels/cluster/bisect.h"

enum {
    STAGE = 5 ///< key of this stage's random numbers
};

typedef struct maker {
    ct_solver *s;
    ct_error *err;
} maker;

static void *take(const maker *k, int64_t n, size_t size)
{
    if (k->err->status != CT_OK) return NULL;
    return ct_arena_array(&k->s->arena, n, size, "balancing", k->err);
}

static int64_t widest_degree(const ctk_ringed *g)
{
    int64_t widest = 0;
    for (int32_t u = 0; u < g->n; u++)
        if (g->indptr[u + 1] - g->indptr[u] > widest) widest = g->indptr[u + 1] - g->indptr[u];
    return widest;
}

/// Rules in the numbers of a patch.
static void make_patch_rules(const maker *k, ctk_patch_rules *own)
{
    const ctk_rules *r = k->s->problem->rules;
    const int64_t n = k->s->problem->n;
    if (!r) return;
    if (r->only) own->only = take(k, n, sizeof *own->only);
    if (r->forbid) {
        own->forbid_begin = take(k, n + 1, sizeof *own->forbid_begin);
        own->forbid = take(k, r->forbid_begin[n], sizeof *own->forbid);
    }
    if (r->apart) {
        own->apart_begin = take(k, n + 1, sizeof *own->apart_begin);
        own->apart = take(k, r->apart_begin[n], sizeof *own->apart);
    }
    if (!r->from) return;
    own->from = take(k, n, sizeof *own->from);
    own->purse = take(k, n, sizeof *own->purse);
    own->moved = take(k, n, sizeof *own->moved);
    if (!r->budget_each) return;
    own->budget_each = take(k, r->n_purses, sizeof *own->budget_each);
    own->spent_each = take(k, r->n_purses, sizeof *own->spent_each);
    own->movable_each = take(k, r->n_purses, sizeof *own->movable_each);
}

static void make_patch(const maker *k, ctk_patch *x)
{
    const ctk_problem *p = k->s->problem;
    const int64_t n = p->n, arcs = p->graph.indptr[n], degree = widest_degree(&p->graph);
    x->region = take(k, n, sizeof *x->region);
    x->local = take(k, n, sizeof *x->local);
    if (x->local) memset(x->local, -1, (size_t)n * sizeof *x->local);
    x->label = take(k, p->k, sizeof *x->label);
    x->bits = take(k, n / 64 + 1, sizeof *x->bits);
    x->indptr = take(k, n + 1, sizeof *x->indptr);
    x->next = take(k, n, sizeof *x->next);
    x->indices = take(k, arcs, sizeof *x->indices);
    x->tail = take(k, arcs, sizeof *x->tail);
    x->twin = take(k, arcs, sizeof *x->twin);
    x->ring = take(k, arcs, sizeof *x->ring);
    x->border_m = take(k, arcs, sizeof *x->border_m);
    x->place = take(k, n, sizeof *x->place);
    x->weight = take(k, n * p->m, sizeof *x->weight);
    x->d.part = take(k, n, sizeof *x->d.part);
    x->d.contig = (ctk_contig_work){take(k, n, sizeof(uint64_t)), take(k, n, sizeof(int32_t)),
                                    take(k, degree + 1, sizeof(int32_t)),
                                    take(k, degree + 1, sizeof(int32_t)), 0};
    make_patch_rules(k, &x->own_rules);
}

static void make_repair(const maker *k, ctk_repair_work *w)
{
    const int64_t n = k->s->problem->n, arcs = k->s->problem->graph.indptr[n];
    w->piece = take(k, n, sizeof *w->piece);
    w->queue = take(k, n, sizeof *w->queue);
    w->piece_mass = take(k, n, sizeof *w->piece_mass);
    w->piece_count = take(k, n, sizeof *w->piece_count);
    w->best_piece = take(k, k->s->problem->k, sizeof *w->best_piece);
    w->heap = take(k, arcs + 1, sizeof *w->heap);
}

static void make_remix(const maker *k, ctk_remix_work *w)
{
    const int64_t n = k->s->problem->n;
    make_repair(k, &w->repair);
    w->cut = take(k, n, sizeof *w->cut);
    w->pos = take(k, 3 * n, sizeof *w->pos);
    w->mass = take(k, n, sizeof *w->mass);
    w->bisect = take(k, ctk_bisect_work((int32_t)n), 1);
}

static void make_polish(const maker *k, ctk_polish_work *w)
{
    const int64_t n = k->s->problem->n, territories = k->s->problem->k;
    int32_t **of_regions[] = {&w->rest_until, &w->inner,      &w->outer,     &w->seen,
                              &w->best_part,  &w->chain.next, &w->chain.prev};
    for (size_t i = 0; i < sizeof of_regions / sizeof *of_regions; i++)
        *of_regions[i] = take(k, n, sizeof(int32_t));
    w->chain.head = take(k, territories, sizeof(int32_t));
    w->chain.link = take(k, (CTK_CHAIN_DEPTH + 1) * territories, sizeof(ctk_link));
}

static void make_limb(const maker *k, ctk_limb_work *w)
{
    const int64_t n = k->s->problem->n, territories = k->s->problem->k;
    int32_t **of_regions[] = {&w->region, &w->order, &w->place, &w->low,
                              &w->parent, &w->size,  &w->side};
    for (size_t i = 0; i < sizeof of_regions / sizeof *of_regions; i++)
        *of_regions[i] = take(k, n, sizeof(int32_t));
    w->next = take(k, n, sizeof *w->next);
    w->is_in = take(k, n, sizeof *w->is_in);
    w->bits = take(k, n / 64 + 1, sizeof *w->bits);
    w->touched = take(k, territories, sizeof *w->touched);
    w->around = take(k, territories, sizeof *w->around);
    w->beside = take(k, territories, sizeof *w->beside);
}

static void make_hands(const maker *k)
{
    ct_solver *s = k->s;
    const int64_t arcs = s->problem->graph.indptr[s->problem->n];
    const int32_t n = s->in->ctx->n_threads;
    s->hand = take(k, n, sizeof *s->hand);
    s->remix = take(k, n, sizeof *s->remix);
    s->desk = take(k, n, sizeof *s->desk);
    for (int32_t i = 0; i < n && k->err->status == CT_OK; i++) {
        make_patch(k, &s->hand[i].patch);
        s->hand[i].anneal.active = take(k, arcs, sizeof(int32_t));
        s->hand[i].anneal.slot = take(k, arcs, sizeof(int32_t));
        make_remix(k, &s->remix[i]);
        make_polish(k, &s->desk[i].polish);
        make_limb(k, &s->desk[i].limb);
        s->remix[i].polish = &s->desk[i].polish;
    }
}

static void make_teams(const maker *k, ctk_teams *x)
{
    const ctk_problem *p = k->s->problem;
    x->begin = take(k, p->k + 1, sizeof *x->begin);
    x->touching = take(k, ctk_teams_touching(p->k, p->graph.indptr[p->n]), sizeof *x->touching);
    x->first = take(k, p->k + 1, sizeof *x->first);
    x->member = take(k, p->k, sizeof *x->member);
    x->order = take(k, p->k, sizeof *x->order);
    x->used = take(k, p->k, sizeof *x->used);
}

static void make_candidate(const maker *k, ct_candidate *c, int32_t start)
{
    const ct_clusters *starts = k->s->in->clusters;
    const ctk_problem *p = k->s->problem;
    c->start = start;
    c->is_hot = start % 2 == 1;
    c->rng = ctk_rng_key(k->s->in->opt->seed, STAGE, (uint64_t)start);
    c->center_km = take(k, (int64_t)3 * p->k, sizeof *c->center_km);
    c->lambda = take(k, p->k, sizeof *c->lambda);
    c->draft.part = take(k, p->n, sizeof *c->draft.part);
    c->draft.count = take(k, p->k, sizeof *c->draft.count);
    c->draft.territory = take(k, p->k, sizeof *c->draft.territory);
    c->draft.total = take(k, (int64_t)p->k * p->m, sizeof *c->draft.total);
    c->draft.stress = take(k, (int64_t)p->k * p->m, sizeof *c->draft.stress);
    c->draft.goal = &k->s->goal;
    if (p->rules && p->rules->budget_each)
        c->draft.spent.each = take(k, p->rules->n_purses, sizeof *c->draft.spent.each);
    c->best_part = take(k, p->n, sizeof *c->best_part);
    c->sweep.members.head = take(k, p->k, sizeof(int32_t));
    c->sweep.members.next = take(k, p->n, sizeof(int32_t));
    c->remix.missed = take(k, p->k, 1);
    c->remix.kept = take(k, p->k / 2 + 1, 1);
    make_teams(k, &c->sweep.teams);
    if (k->err->status != CT_OK) return;
    ctk_draft_relax(p, &c->draft);
    memcpy(c->draft.part, starts->part + (int64_t)start * starts->n,
           (size_t)starts->n * sizeof *c->draft.part);
}

ct_status ct_balance_candidates(ct_solver *s, ct_error *err)
{
    const maker k = {s, err};
    const int32_t n = s->in->clusters->n_starts;
    s->candidate = take(&k, n, sizeof *s->candidate);
    s->order = take(&k, n, sizeof *s->order);
    s->n_steps = take(&k, n, sizeof *s->n_steps);
    make_hands(&k);
    for (int32_t i = 0; i < n && err->status == CT_OK; i++) {
        s->order[i] = i;
        make_candidate(&k, &s->candidate[i], i);
    }
    s->n_candidates = s->n_live = n;
    return err->status;
}
