/// Candidates against what they come to from scratch. See check.h.
#include "balance/check.h"

#ifdef CANTON_CHECK

#include <assert.h>
#include <string.h>

ct_status ct_balance_check_open(ct_solver *s, ct_error *err)
{
    const ctk_problem *p = s->problem;
    const int64_t k = p->k, cells = k * p->m, n = p->n;
    ctk_draft *d = &s->checked;
    static const char what[] = "checks";
    d->count = ct_arena_array(&s->arena, k, sizeof *d->count, what, err);
    d->territory = ct_arena_array(&s->arena, k, sizeof *d->territory, what, err);
    d->total = ct_arena_array(&s->arena, cells, sizeof *d->total, what, err);
    if (p->rules && p->rules->budget_each)
        d->spent.each = ct_arena_array(&s->arena, p->rules->n_purses, sizeof(int64_t), what, err);
    s->check_queue = ct_arena_array(&s->arena, n, sizeof *s->check_queue, what, err);
    s->check_seen = ct_arena_array(&s->arena, n, sizeof *s->check_seen, what, err);
    return err->status;
}

/// Sums are made of the same numbers in the same order: equal to the last bit.
static void check_sums(const ct_solver *s, const ct_candidate *c)
{
    const ctk_problem *p = s->problem;
    ctk_draft fresh = s->checked;
    const ctk_draft *d = &c->draft;
    fresh.goal = d->goal;
    fresh.part = d->part;
    ctk_draft_sum(p, &fresh);
    assert(memcmp(fresh.count, d->count, (size_t)p->k * sizeof *d->count) == 0);
    assert(memcmp(fresh.total, d->total, (size_t)p->k * (size_t)p->m * sizeof *d->total) == 0);
    for (int32_t j = 0; j < p->k; j++) {
        const ctk_territory *a = &fresh.territory[j], *b = &d->territory[j];
        assert(a->mass == b->mass && a->sx == b->sx && a->sy == b->sy && a->sz == b->sz);
        assert(a->cx == b->cx && a->cy == b->cy && a->cz == b->cz);
    }
    assert(c->violation == ctk_draft_violation(p, &fresh));
    assert(c->objective == ctk_draft_objective(p, &fresh));
    assert(c->n_broken == ctk_draft_broken(p, &fresh));
    if (!p->rules) return;
    assert(fresh.spent.all == d->spent.all);
    if (p->rules->budget_each)
        assert(memcmp(fresh.spent.each, d->spent.each,
                      (size_t)p->rules->n_purses * sizeof(int64_t)) == 0);
}

/// Regions that the territory of `start` connects to it.
static int32_t flood(const ct_solver *s, const int32_t *part, int32_t start)
{
    const ctk_ringed *g = &s->problem->graph;
    int32_t tail = 0;
    s->check_queue[tail++] = start;
    s->check_seen[start] = true;
    for (int32_t head = 0; head < tail; head++) {
        const int32_t v = s->check_queue[head];
        for (int64_t arc = g->indptr[v]; arc < g->indptr[v + 1]; arc++) {
            const int32_t z = g->indices[arc];
            if (s->check_seen[z] || part[z] != part[v]) continue;
            s->check_seen[z] = true;
            s->check_queue[tail++] = z;
        }
    }
    return tail;
}

static void check_contiguity(const ct_solver *s, const ct_candidate *c)
{
    const ctk_problem *p = s->problem;
    memset(s->check_seen, 0, (size_t)p->n * sizeof *s->check_seen);
    for (int32_t u = 0; u < p->n && c->is_whole; u++)
        if (!s->check_seen[u])
            assert(flood(s, c->draft.part, u) == c->draft.count[c->draft.part[u]]);
}

static void check_members(const ct_solver *s, const ct_candidate *c)
{
    const ctk_members *m = &c->sweep.members;
    int32_t n = 0;
    for (int32_t j = 0; j < s->problem->k; j++) {
        for (int32_t u = m->head[j], last = -1; u >= 0; last = u, u = m->next[u], n++)
            assert(c->draft.part[u] == j && u > last);
    }
    assert(n == s->problem->n);
}

void ct_balance_check(const ct_solver *s, bool has_lists)
{
    for (int32_t i = 0; i < s->n_live; i++) {
        const ct_candidate *c = &s->candidate[s->order[i]];
        check_sums(s, c);
        check_contiguity(s, c);
        if (has_lists) check_members(s, c);
    }
}

#endif
