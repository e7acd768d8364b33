/// The rules of a patch. See patch.h.
#include "kernels/balance/patch.h"

/// Local number of a territory of the map.
static int32_t label_of(const ctk_patch *x, int32_t territory)
{
    if (territory < 0) return territory;
    const int32_t t = x->label[territory];
    return t < x->p.k && x->territory[t] == territory ? t : CTK_ELSEWHERE;
}

static void copy_forbidden(const ctk_rules *map, ctk_patch *x)
{
    ctk_patch_rules *own = &x->own_rules;
    int64_t at = 0;
    for (int32_t i = 0; i < x->p.n; i++) {
        const int32_t u = x->region[i];
        own->forbid_begin[i] = at;
        for (int64_t q = map->forbid_begin[u]; q < map->forbid_begin[u + 1]; q++) {
            const int32_t t = label_of(x, map->forbid[q]);
            if (t >= 0) own->forbid[at++] = t;
        }
    }
    own->forbid_begin[x->p.n] = at;
}

static void copy_apart(const ctk_rules *map, ctk_patch *x)
{
    ctk_patch_rules *own = &x->own_rules;
    int64_t at = 0;
    for (int32_t i = 0; i < x->p.n; i++) {
        const int32_t u = x->region[i];
        own->apart_begin[i] = at;
        for (int64_t q = map->apart_begin[u]; q < map->apart_begin[u + 1]; q++)
            if (x->local[map->apart[q]] >= 0) own->apart[at++] = x->local[map->apart[q]];
    }
    own->apart_begin[x->p.n] = at;
}

/// The present spending and a share of what is left.
static int64_t budget(int64_t all, int64_t spent, int64_t spent_here, int64_t movable_here,
                      int64_t movable)
{
    if (all == INT64_MAX) return INT64_MAX;
    const int64_t left = all - spent;
    if (left <= 0 || movable == 0) return spent_here;
    return spent_here + (int64_t)((__int128)left * movable_here / movable);
}

static int64_t spent_on(const ctk_patch *x, int32_t i)
{
    return x->own_rules.from[i] == x->d.part[i] ? 0 : x->own_rules.moved[i];
}

static void share_purses(const ctk_rules *map, const ctk_spent *spent, ctk_patch *x)
{
    ctk_patch_rules *own = &x->own_rules;
    for (int32_t i = 0; i < x->p.n; i++) {
        if (own->moved[i] == 0) continue;
        own->spent_each[own->purse[i]] += spent_on(x, i);
        own->movable_each[own->purse[i]] += own->moved[i];
    }
    for (int32_t i = 0; i < x->p.n; i++) {
        const int32_t j = own->purse[i];
        if (own->moved[i] == 0 || own->movable_each[j] == 0) continue;
        own->budget_each[j] = budget(map->budget_each[j], spent->each[j], own->spent_each[j],
                                     own->movable_each[j], map->moved_sum[j]);
        own->movable_each[j] = 0;
    }
}

static void share_budget(const ctk_rules *map, const ctk_spent *spent, ctk_patch *x)
{
    ctk_patch_rules *own = &x->own_rules;
    int64_t spent_here = 0, movable = 0;
    for (int32_t i = 0; i < x->p.n; i++) {
        const int32_t u = x->region[i];
        own->from[i] = label_of(x, map->from[u]);
        own->purse[i] = map->purse[u];
        own->moved[i] = map->moved[u];
        spent_here += spent_on(x, i);
        movable += own->moved[i];
    }
    x->rules.budget = budget(map->budget, spent->all, spent_here, movable, map->moved_total);
    if (map->budget_each) share_purses(map, spent, x);
}

void ctk_patch_open_rules(const ctk_rules *map, const ctk_spent *spent, ctk_patch *x)
{
    ctk_patch_rules *own = &x->own_rules;
    x->rules = (ctk_rules){
        .only = own->only,
        .forbid_begin = own->forbid_begin,
        .forbid = own->forbid,
        .apart_begin = own->apart_begin,
        .apart = own->apart,
        .from = own->from,
        .purse = own->purse,
        .moved = own->moved,
        .moved_sum = map->moved_sum,
        .moved_total = map->moved_total,
        .budget_each = map->budget_each ? own->budget_each : NULL,
        .n_purses = map->n_purses,
        .has_identity = map->has_identity,
    };
    x->p.rules = &x->rules;
    x->d.spent.each = own->spent_each;
    for (int32_t i = 0; i < x->p.n && map->only; i++)
        own->only[i] = label_of(x, map->only[x->region[i]]);
    if (map->forbid) copy_forbidden(map, x);
    if (map->apart) copy_apart(map, x);
    if (map->from) share_budget(map, spent, x);
}

void ctk_patch_drop_rules(ctk_patch *x)
{
    ctk_patch_rules *own = &x->own_rules;
    for (int32_t i = 0; i < x->p.n && x->rules.budget_each; i++)
        if (own->moved[i] > 0) own->budget_each[own->purse[i]] = own->spent_each[own->purse[i]] = 0;
}
