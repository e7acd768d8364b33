/// Which moves the rules allow. See rules.h.
#include "kernels/graph/rules.h"

#include <string.h>

bool ctk_rules_name_territories(const ctk_rules *r)
{
    return r->only || r->forbid || r->from || r->has_identity;
}

bool ctk_rules_name_region(const ctk_rules *r, int32_t u)
{
    return (r->only && r->only[u] != CTK_ANYWHERE) ||
           (r->forbid && r->forbid_begin[u] < r->forbid_begin[u + 1]) ||
           (r->apart && r->apart_begin[u] < r->apart_begin[u + 1]);
}

static bool is_listed(const int64_t *begin, const int32_t *list, int32_t u, int32_t wanted)
{
    for (int64_t i = begin[u]; i < begin[u + 1]; i++)
        if (list[i] == wanted) return true;
    return false;
}

bool ctk_rules_suit(const ctk_rules *r, int32_t u, int32_t b)
{
    if (r->only && r->only[u] != CTK_ANYWHERE && r->only[u] != b) return false;
    return !r->forbid || !is_listed(r->forbid_begin, r->forbid, u, b);
}

/// Is there a region in b from which u is to be apart?
static bool meets_another(const ctk_rules *r, const int32_t *part, int32_t u, int32_t b,
                          int32_t without)
{
    for (int64_t i = r->apart_begin[u]; i < r->apart_begin[u + 1]; i++)
        if (part[r->apart[i]] == b && r->apart[i] != without) return true;
    return false;
}

bool ctk_rules_accept(const ctk_rules *r, const int32_t *part, int32_t u, int32_t b,
                      int32_t without)
{
    return ctk_rules_suit(r, u, b) && (!r->apart || !meets_another(r, part, u, b, without));
}

static int64_t cost(const ctk_rules *r, int32_t u, int32_t j)
{
    return r->from[u] == j ? 0 : r->moved[u];
}

/// Does u's purse, or the whole, hold what is spent?
static bool is_paid(const ctk_rules *r, const ctk_spent *spent, int32_t u)
{
    if (spent->all > r->budget) return false;
    return !r->budget_each || r->moved[u] == 0 ||
           spent->each[r->purse[u]] <= r->budget_each[r->purse[u]];
}

void ctk_rules_spend(const ctk_rules *r, ctk_spent *spent, int32_t u, int32_t a, int32_t b)
{
    if (!r->from) return;
    const int64_t more = cost(r, u, b) - cost(r, u, a);
    spent->all += more;
    if (r->budget_each && more != 0) spent->each[r->purse[u]] += more;
}

bool ctk_rules_allow(const ctk_rules *r, const int32_t *part, const ctk_spent *spent, int32_t u,
                     int32_t b)
{
    if (!ctk_rules_accept(r, part, u, b, -1)) return false;
    if (!r->from) return true;
    const int64_t more = cost(r, u, b) - cost(r, u, part[u]);
    if (more <= 0) return true;
    if (more > r->budget - spent->all) return false;
    return !r->budget_each || more <= r->budget_each[r->purse[u]] - spent->each[r->purse[u]];
}

bool ctk_rules_allow_exchange(const ctk_rules *r, const int32_t *part, ctk_spent *spent, int32_t u,
                              int32_t v)
{
    const int32_t a = part[u], b = part[v];
    if (!ctk_rules_accept(r, part, u, b, v) || !ctk_rules_accept(r, part, v, a, u)) return false;
    if (!r->from) return true;
    ctk_rules_spend(r, spent, u, a, b);
    ctk_rules_spend(r, spent, v, b, a);
    const bool may = is_paid(r, spent, u) && is_paid(r, spent, v);
    ctk_rules_spend(r, spent, v, a, b);
    ctk_rules_spend(r, spent, u, b, a);
    return may;
}

bool ctk_rules_allow_all(const ctk_rules *r, const int32_t *part, ctk_spent *spent, int32_t n,
                         const int32_t *region, int32_t b)
{
    for (int32_t i = 0; i < n; i++)
        if (!ctk_rules_accept(r, part, region[i], b, -1)) return false;
    if (!r->from) return true;
    bool may = true;
    for (int32_t i = 0; i < n; i++) ctk_rules_spend(r, spent, region[i], part[region[i]], b);
    for (int32_t i = 0; i < n && may; i++) may = is_paid(r, spent, region[i]);
    for (int32_t i = 0; i < n; i++) ctk_rules_spend(r, spent, region[i], b, part[region[i]]);
    return may;
}

void ctk_rules_sum(const ctk_rules *r, int32_t n, const int32_t *part, ctk_spent *spent)
{
    spent->all = 0;
    if (r->budget_each) memset(spent->each, 0, (size_t)r->n_purses * sizeof *spent->each);
    for (int32_t u = 0; u < n && r->from; u++) {
        const int64_t now = cost(r, u, part[u]);
        spent->all += now;
        if (r->budget_each && now > 0) spent->each[r->purse[u]] += now;
    }
}

/// Budgets that do not hold what is spent.
static int64_t overspent(const ctk_rules *r, const ctk_spent *spent)
{
    int64_t n = r->from && spent->all > r->budget;
    for (int32_t j = 0; j < r->n_purses && r->budget_each; j++)
        n += spent->each[j] > r->budget_each[j];
    return n;
}

bool ctk_rules_is_paid(const ctk_rules *r, const ctk_spent *spent)
{
    return overspent(r, spent) == 0;
}

bool ctk_rules_are_apart(const ctk_rules *r, int32_t u, int32_t v)
{
    return r->apart && is_listed(r->apart_begin, r->apart, u, v);
}

/// Pairs that u, the later of the two, is in.
static int64_t pairs_together(const ctk_rules *r, const int32_t *part, int32_t u)
{
    int64_t n = 0;
    for (int64_t i = r->apart_begin[u]; i < r->apart_begin[u + 1]; i++)
        n += r->apart[i] < u && part[r->apart[i]] == part[u];
    return n;
}

int64_t ctk_rules_broken(const ctk_rules *r, int32_t n, const int32_t *part, const ctk_spent *spent)
{
    int64_t broken = overspent(r, spent);
    for (int32_t u = 0; u < n; u++) {
        broken += !ctk_rules_suit(r, u, part[u]);
        if (r->apart) broken += pairs_together(r, part, u);
    }
    return broken;
}
