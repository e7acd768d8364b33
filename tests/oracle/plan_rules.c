/// Random rules and a plain check. See plan_rules.h.
#include "tests/oracle/plan_rules.h"

#include <stdlib.h>

static void draw_only(oracle_problem *t, oracle_rules *r, ctk_rng *rng)
{
    int32_t *only = oracle_problem_own(t, r->n, sizeof *only);
    for (int32_t u = 0; u < r->n; u++) {
        only[u] = ctk_rng_below(rng, 10) == 0 ? t->d.part[u] : CTK_ANYWHERE;
        for (int32_t j = 0; j < r->k && only[u] >= 0; j++)
            r->is_forbidden[u * r->k + j] |= j != only[u];
    }
    r->rules.only = only;
}

static void draw_forbid(oracle_problem *t, oracle_rules *r, ctk_rng *rng)
{
    int64_t *begin = oracle_problem_own(t, r->n + 1, sizeof *begin), at = 0;
    int32_t *forbid = oracle_problem_own(t, (int64_t)r->n * r->k, sizeof *forbid);
    for (int32_t u = 0; u < r->n; u++) {
        begin[u] = at;
        for (int32_t j = 0; j < r->k; j++) {
            if (j == t->d.part[u] || ctk_rng_below(rng, 4) > 0) continue;
            forbid[at++] = j;
            r->is_forbidden[u * r->k + j] = true;
        }
    }
    begin[r->n] = at;
    r->rules.forbid_begin = begin;
    r->rules.forbid = forbid;
}

static void draw_apart(oracle_problem *t, oracle_rules *r, ctk_rng *rng)
{
    const int32_t n = r->n;
    int64_t *begin = oracle_problem_own(t, n + 1, sizeof *begin), at = 0;
    int32_t *apart = oracle_problem_own(t, (int64_t)n * n, sizeof *apart);
    for (int32_t i = 0; i < 2 * n; i++) {
        const int32_t u = (int32_t)ctk_rng_below(rng, (uint32_t)n);
        const int32_t v = (int32_t)ctk_rng_below(rng, (uint32_t)n);
        if (t->d.part[u] != t->d.part[v]) r->is_apart[u * n + v] = r->is_apart[v * n + u] = true;
    }
    for (int32_t u = 0; u < n; u++) {
        begin[u] = at;
        for (int32_t v = 0; v < n; v++)
            if (r->is_apart[u * n + v]) apart[at++] = v;
    }
    begin[n] = at;
    r->rules.apart_begin = begin;
    r->rules.apart = apart;
}

static int64_t spent(const oracle_rules *r, const int32_t *part, int32_t purse)
{
    int64_t sum = 0;
    for (int32_t u = 0; u < r->n; u++)
        if (r->from[u] >= 0 && part[u] != r->from[u] && (purse < 0 || r->from[u] == purse))
            sum += r->moved[u];
    return sum;
}

/// Most regions are at home, some in another territory, some have none.
static void draw_homes(oracle_problem *t, oracle_rules *r, ctk_rng *rng, int64_t *sum)
{
    for (int32_t u = 0; u < r->n; u++) {
        const uint32_t what = ctk_rng_below(rng, 10);
        r->from[u] = what == 0  ? -1
                     : what < 3 ? (int32_t)ctk_rng_below(rng, (uint32_t)r->k)
                                : t->d.part[u];
        r->moved[u] = r->from[u] >= 0 ? (int64_t)ctk_rng_below(rng, 100) : 0;
        if (r->from[u] >= 0) sum[r->from[u]] += r->moved[u];
        r->rules.moved_total += r->moved[u];
    }
}

static void draw_budget(oracle_problem *t, oracle_rules *r, ctk_rng *rng)
{
    int64_t *sum = oracle_problem_own(t, r->k, sizeof *sum);
    r->from = oracle_problem_own(t, r->n, sizeof *r->from);
    r->moved = oracle_problem_own(t, r->n, sizeof *r->moved);
    r->budget_each = oracle_problem_own(t, r->k, sizeof *r->budget_each);
    draw_homes(t, r, rng, sum);
    r->budget = spent(r, t->d.part, -1) + ctk_rng_below(rng, 500);
    for (int32_t j = 0; j < r->k; j++)
        r->budget_each[j] = spent(r, t->d.part, j) + ctk_rng_below(rng, 200);
    r->rules.from = r->rules.purse = r->from;
    r->rules.moved = r->moved;
    r->rules.moved_sum = sum;
    r->rules.budget = r->budget;
    r->rules.budget_each = r->budget_each;
    r->rules.n_purses = r->k;
    t->d.spent.each = oracle_problem_own(t, r->k, sizeof(int64_t));
}

static void equip_hand(oracle_problem *t, const oracle_rules *r, ctk_patch_rules *own)
{
    const int64_t n = r->n;
    own->only = oracle_problem_own(t, n, 4), own->from = oracle_problem_own(t, n, 4);
    own->purse = oracle_problem_own(t, n, 4), own->moved = oracle_problem_own(t, n, 8);
    own->forbid_begin = oracle_problem_own(t, n + 1, 8);
    own->apart_begin = oracle_problem_own(t, n + 1, 8);
    own->forbid = oracle_problem_own(t, n * r->k, 4);
    own->apart = oracle_problem_own(t, n * n, 4);
    own->budget_each = oracle_problem_own(t, r->k, 8);
    own->spent_each = oracle_problem_own(t, r->k, 8);
    own->movable_each = oracle_problem_own(t, r->k, 8);
    if (!r->rules.only) own->only = NULL;
    if (!r->rules.forbid) own->forbid = NULL;
    if (!r->rules.apart) own->apart = NULL;
    if (!r->rules.from) own->from = NULL;
}

oracle_rules *oracle_rules_make(oracle_problem *t, int32_t kinds, uint64_t seed)
{
    oracle_rules *r = oracle_problem_own(t, 1, sizeof *r);
    ctk_rng rng = ctk_rng_key(seed, 91, (uint64_t)kinds);
    *r = (oracle_rules){.n = t->p.n, .k = t->p.k, .budget = INT64_MAX};
    r->rules.budget = INT64_MAX;
    r->is_forbidden = oracle_problem_own(t, (int64_t)r->n * r->k, sizeof(bool));
    r->is_apart = oracle_problem_own(t, (int64_t)r->n * r->n, sizeof(bool));
    if (kinds & ORACLE_ONLY) draw_only(t, r, &rng);
    if (kinds & ORACLE_FORBID) draw_forbid(t, r, &rng);
    if (kinds & ORACLE_APART) draw_apart(t, r, &rng);
    if (kinds & ORACLE_BUDGET) draw_budget(t, r, &rng);
    r->rules.has_identity = kinds & ORACLE_IDENTITY;
    for (int32_t i = 0; i < t->n_hands; i++) equip_hand(t, r, &t->sweep.hand[i].patch.own_rules);
    t->p.rules = &r->rules;
    ctk_draft_sum(&t->p, &t->d);
    return r;
}

bool oracle_rules_hold(const oracle_rules *r, const int32_t *part)
{
    for (int32_t u = 0; u < r->n; u++) {
        if (r->is_forbidden[u * r->k + part[u]]) return false;
        for (int32_t v = 0; v < r->n; v++)
            if (r->is_apart[u * r->n + v] && part[u] == part[v]) return false;
    }
    if (!r->from) return true;
    if (spent(r, part, -1) > r->budget) return false;
    for (int32_t j = 0; j < r->k; j++)
        if (spent(r, part, j) > r->budget_each[j]) return false;
    return true;
}

bool oracle_rules_are_sound(const oracle_rules *r, const oracle_problem *t)
{
    if (!oracle_rules_hold(r, t->d.part)) return false;
    if (!r->from) return true;
    for (int32_t j = 0; j < r->k; j++)
        if (t->d.spent.each[j] != spent(r, t->d.part, j)) return false;
    return t->d.spent.all == spent(r, t->d.part, -1);
}
