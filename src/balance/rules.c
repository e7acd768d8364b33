/// Compiled constraints in the form the kernels want.
#include <assert.h>

#include "balance/balance.h"

typedef struct compiler {
    ct_solver *s;
    const ct_constraints *in;
    ct_error *err;
} compiler;

static void *array(const compiler *c, int64_t n, size_t size)
{
    if (c->err->status != CT_OK) return NULL;
    return ct_arena_array(&c->s->arena, n, size, "rules", c->err);
}

/// Seats are regions that may be in one territory only.
static void add_only(const compiler *c, ctk_rules *r)
{
    const int32_t n = c->in->n_units;
    if (!c->in->only && !c->in->seat) return;
    int32_t *only = array(c, n, sizeof *only);
    if (!only) return;
    for (int32_t u = 0; u < n; u++) only[u] = c->in->only ? c->in->only[u] : CTK_ANYWHERE;
    for (int32_t j = 0; j < c->in->k && c->in->seat; j++)
        if (c->in->seat[j] >= 0) only[c->in->seat[j]] = j;
    r->only = only;
}

static bool has_budget(const ct_constraints *in)
{
    return in->from && in->moved && (in->budget < INT64_MAX || in->budget_each);
}

/// Units without a territory of today cost nothing.
static void add_budget(const compiler *c, ctk_rules *r)
{
    const int32_t n = c->in->n_units;
    r->budget = INT64_MAX;
    if (!has_budget(c->in)) return;
    int64_t *moved = array(c, n, sizeof *moved), *sum = array(c, c->in->k, sizeof *sum);
    if (!sum) return;
    for (int32_t u = 0; u < n; u++) {
        moved[u] = c->in->from[u] >= 0 ? c->in->moved[u] : 0;
        r->moved_total += moved[u];
        if (moved[u] > 0) sum[c->in->from[u]] += moved[u];
    }
    r->from = r->purse = c->in->from;
    r->moved = moved;
    r->moved_sum = sum;
    r->budget = c->in->budget;
    r->budget_each = c->in->budget_each;
    r->n_purses = c->in->k;
}

const ctk_rules *ct_balance_rules(ct_solver *s, ct_error *err)
{
    const ct_constraints *in = s->in->constraints;
    const compiler c = {s, in, err};
    if (!in) return NULL;
    const bool has_rule = in->only || in->seat || in->forbid || in->apart || has_budget(in);
    if (!has_rule && !in->has_identity) return NULL;
    assert(in->k == s->in->bands->k && in->n_units == s->in->graph->n);
    ctk_rules *r = array(&c, 1, sizeof *r);
    if (!r) return NULL;
    r->forbid_begin = in->forbid_begin;
    r->forbid = in->forbid;
    r->apart_begin = in->apart_begin;
    r->apart = in->apart;
    r->has_identity = in->has_identity;
    add_only(&c, r);
    add_budget(&c, r);
    return r;
}
