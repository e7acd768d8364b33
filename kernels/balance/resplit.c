/// Exact re-splitting of a few small territories. See resplit.h.
#include "kernels/balance/resplit.h"

#include <string.h>

#include "kernels/prim/knob.h"

enum { R_MAX = CTK_RESPLIT_REGIONS, Q_MAX = CTK_RESPLIT_TERRITORIES }; ///< room for

/// Regions and territories that are merged at most.
CTK_KNOB_UP_TO(REGIONS, R_MAX, R_MAX);
CTK_KNOB_UP_TO(TERRITORIES, Q_MAX, Q_MAX);

/// The merged territories, with their own small numbers: regions 0..r-1 as bits, labels 0..q-1.
typedef struct merged {
    const ctk_problem *p;
    ctk_draft *d;
    int32_t q, r;
    int32_t territory[Q_MAX];
    int32_t region[R_MAX];
    uint32_t touch[R_MAX];  ///< neighbours inside
    int32_t before[R_MAX];  ///< territory of a region when it was merged
    uint32_t barred[Q_MAX]; ///< regions that may not have the label
    uint32_t apart[R_MAX];  ///< regions that may not have the same label
    uint32_t set[Q_MAX], best_set[Q_MAX];
    double violation, best_violation, best_objective;
    int64_t budget;
} merged;

static const int64_t *weight_of(const merged *s, int32_t i)
{
    return &s->p->weight[(int64_t)s->region[i] * s->p->m];
}

static int64_t set_total(const merged *s, uint32_t set, int32_t measure)
{
    int64_t sum = 0;
    for (; set; set &= set - 1) sum += weight_of(s, __builtin_ctz(set))[measure];
    return sum;
}

/// Violation of the bands of label t by a set; only_surplus: the part that growing cannot undo.
static double set_violation(const merged *s, int32_t t, uint32_t set, bool only_surplus)
{
    double sum = 0;
    for (int32_t i = 0; i < s->p->m; i++) {
        const int64_t total = set_total(s, set, i);
        if (only_surplus && total <= s->d->goal->upper[(int64_t)s->territory[t] * s->p->m + i])
            continue;
        const double outside = ctk_outside(s->p, s->d->goal, s->territory[t], i, total);
        if (outside > 0) sum += s->d->goal->priority[i] * (outside + CTK_MISS);
    }
    return sum;
}

static uint32_t neighbours(const merged *s, uint32_t set)
{
    uint32_t all = 0;
    for (uint32_t left = set; left; left &= left - 1) all |= s->touch[__builtin_ctz(left)];
    return all & ~set;
}

static bool is_connected(const merged *s, uint32_t set)
{
    uint32_t seen = set & -set;
    for (uint32_t fresh = seen; fresh;) {
        fresh = neighbours(s, seen) & set;
        seen |= fresh;
    }
    return seen == set;
}

static double set_inertia(const merged *s, uint32_t set)
{
    ctk_territory t = {0};
    double sum = 0;
    for (uint32_t left = set; left; left &= left - 1) {
        const ctk_place *at = &s->p->place[s->region[__builtin_ctz(left)]];
        t.mass += at->mass;
        t.cx += at->mass * at->x;
        t.cy += at->mass * at->y;
        t.cz += at->mass * at->z;
    }
    t.cx /= t.mass, t.cy /= t.mass, t.cz /= t.mass;
    for (uint32_t left = set; left; left &= left - 1) {
        const ctk_place *at = &s->p->place[s->region[__builtin_ctz(left)]];
        sum += at->mass * ctk_distance2(at, &t);
    }
    return sum;
}

static double set_pull(const merged *s, int32_t t)
{
    int64_t total[CTK_MAX_MEASURES];
    for (int32_t i = 0; i < s->p->m; i++) total[i] = set_total(s, s->set[t], i);
    return ctk_pull(s->p, s->d->goal, s->territory[t], total);
}

/// Give the regions of each set to its territory in part.
static void write_part(const merged *s, const uint32_t *set)
{
    for (int32_t t = 0; t < s->q; t++)
        for (uint32_t left = set[t]; left; left &= left - 1)
            s->d->part[s->region[__builtin_ctz(left)]] = s->territory[t];
}

/// Objective of the arcs inside: those to other territories do not change.
static double set_borders(const merged *s)
{
    const ctk_ringed *g = &s->p->graph;
    double sum = 0;
    for (int32_t i = 0; i < s->r; i++)
        for (int64_t arc = g->indptr[s->region[i]]; arc < g->indptr[s->region[i] + 1]; arc++)
            if (s->d->part[g->indices[arc]] != s->d->part[s->region[i]])
                sum += 0.5 * (s->d->goal->per_m * s->p->border_m[arc] + s->d->goal->per_edge);
    return sum;
}

/// The plan's spending with the regions as they are divided now, or as they were before.
static void spend(const merged *s, bool is_undone)
{
    for (int32_t t = 0; t < s->q; t++) {
        for (uint32_t left = s->set[t]; left; left &= left - 1) {
            const int32_t i = __builtin_ctz(left), now = s->territory[t], then = s->before[i];
            ctk_rules_spend(s->p->rules, &s->d->spent, s->region[i], is_undone ? now : then,
                            is_undone ? then : now);
        }
    }
}

/// Do the budgets hold the present division?
static bool is_paid(const merged *s)
{
    if (!s->p->rules) return true;
    spend(s, false);
    const bool may = ctk_rules_is_paid(s->p->rules, &s->d->spent);
    spend(s, true);
    return may;
}

static void consider(merged *s)
{
    double objective = 0;
    for (int32_t t = 0; t < s->q && s->d->goal->per_km2 > 0; t++)
        objective += s->d->goal->per_km2 * set_inertia(s, s->set[t]);
    for (int32_t t = 0; t < s->q && s->d->goal->pull; t++) objective += set_pull(s, t);
    if (s->d->goal->per_m > 0 || s->d->goal->per_edge > 0) {
        write_part(s, s->set);
        objective += set_borders(s);
    }
    if (s->violation > s->best_violation) return;
    if (s->violation == s->best_violation && objective >= s->best_objective) return;
    s->best_violation = s->violation;
    s->best_objective = objective;
    memcpy(s->best_set, s->set, sizeof s->set);
}

static void place_next(merged *s, uint32_t left, uint32_t unused);

/// Label t takes `set`; the rest goes on.
static void take(merged *s, int32_t t, uint32_t set, uint32_t left, uint32_t unused)
{
    const double before = s->violation;
    s->violation += set_violation(s, t, set, false);
    s->set[t] = set;
    if (s->violation <= s->best_violation) place_next(s, left & ~set, unused & ~(1u << t));
    s->violation = before;
}

/// All connected sets within `left` that contain `set` and nothing of `barred`.
static void grow(merged *s, int32_t t, uint32_t set, uint32_t barred, uint32_t left,
                 uint32_t unused)
{
    if (--s->budget < 0) return;
    if (s->violation + set_violation(s, t, set, true) > s->best_violation) return;
    take(s, t, set, left, unused);
    barred |= s->barred[t];
    for (uint32_t next = neighbours(s, set) & left & ~barred; next; next &= next - 1) {
        const uint32_t bit = next & -next;
        if (set & s->apart[__builtin_ctz(next)]) continue;
        grow(s, t, set | bit, barred, left, unused);
        barred |= bit;
    }
}

/// Do the rules let label t have all regions of the set?
static bool may_have(const merged *s, int32_t t, uint32_t set)
{
    for (uint32_t left = set; left; left &= left - 1)
        if (set & s->apart[__builtin_ctz(left)]) return false;
    return (set & s->barred[t]) == 0;
}

/// Have labels a and b the same bands and no rules, so that exchanging them changes nothing?
static bool same_bands(const merged *s, int32_t a, int32_t b)
{
    if (s->p->rules && ctk_rules_name_territories(s->p->rules)) return false;
    const size_t bytes = (size_t)s->p->m * sizeof(int64_t);
    const int64_t at = (int64_t)s->territory[a] * s->p->m, bt = (int64_t)s->territory[b] * s->p->m;
    return memcmp(s->d->goal->lower + at, s->d->goal->lower + bt, bytes) == 0 &&
           memcmp(s->d->goal->upper + at, s->d->goal->upper + bt, bytes) == 0;
}

static bool has_twin_before(const merged *s, int32_t t, uint32_t unused)
{
    for (int32_t other = 0; other < t; other++)
        if ((unused >> other & 1) && same_bands(s, other, t)) return true;
    return false;
}

/// Place the regions `left` among the labels `unused`.
static void place_next(merged *s, uint32_t left, uint32_t unused)
{
    if (!unused && !left && is_paid(s)) consider(s);
    if (!unused || !left || __builtin_popcount(left) < __builtin_popcount(unused)) return;
    for (int32_t t = 0; t < s->q; t++) {
        if (!(unused >> t & 1) || has_twin_before(s, t, unused)) continue;
        if (unused == 1u << t) {
            if (is_connected(s, left) && may_have(s, t, left)) take(s, t, left, left, unused);
        } else if (may_have(s, t, left & -left)) {
            grow(s, t, left & -left, 0, left, unused);
        }
    }
}

static bool is_merged(const merged *s, int32_t j)
{
    for (int32_t t = 0; t < s->q; t++)
        if (s->territory[t] == j) return true;
    return false;
}

/// A territory that touches the merged ones and fits in, by reservoir sampling over the arcs;
/// -1 = none.
static int32_t draw_neighbour(const merged *s, ctk_rng *rng)
{
    const ctk_ringed *g = &s->p->graph;
    int32_t drawn = -1;
    uint32_t n = 0;
    for (int32_t i = 0; i < s->r; i++) {
        for (int64_t arc = g->indptr[s->region[i]]; arc < g->indptr[s->region[i] + 1]; arc++) {
            const int32_t j = s->d->part[g->indices[arc]];
            if (is_merged(s, j) || s->r + s->d->count[j] > REGIONS) continue;
            if (ctk_rng_below(rng, ++n) == 0) drawn = j;
        }
    }
    return drawn;
}

static void add_territory(merged *s, int32_t j)
{
    s->territory[s->q++] = j;
    for (int32_t u = 0; u < s->p->n; u++)
        if (s->d->part[u] == j) s->before[s->r] = j, s->region[s->r++] = u;
}

static void link_regions(merged *s)
{
    const ctk_ringed *g = &s->p->graph;
    for (int32_t i = 0; i < s->r; i++)
        for (int64_t arc = g->indptr[s->region[i]]; arc < g->indptr[s->region[i] + 1]; arc++)
            for (int32_t other = 0; other < s->r; other++)
                if (s->region[other] == g->indices[arc]) s->touch[i] |= 1u << other;
}

static void copy_rules(merged *s)
{
    const ctk_rules *rules = s->p->rules;
    for (int32_t i = 0; i < s->r && rules; i++) {
        const int32_t u = s->region[i];
        for (int32_t t = 0; t < s->q; t++)
            if (!ctk_rules_suit(rules, u, s->territory[t])) s->barred[t] |= 1u << i;
        for (int32_t other = 0; other < s->r; other++)
            if (ctk_rules_are_apart(rules, u, s->region[other])) s->apart[i] |= 1u << other;
    }
}

/// The present split is the one to beat. Returns its violation.
static double start_from_present(merged *s)
{
    for (int32_t t = 0; t < s->q; t++) {
        for (int32_t i = 0; i < s->r; i++)
            if (s->d->part[s->region[i]] == s->territory[t]) s->set[t] |= 1u << i;
        s->violation += set_violation(s, t, s->set[t], false);
    }
    s->best_violation = s->violation;
    consider(s);
    s->violation = 0;
    return s->best_violation;
}

bool ctk_resplit(const ctk_problem *p, ctk_draft *d, int32_t j, ctk_rng *rng, int64_t budget)
{
    merged s = {.p = p, .d = d, .budget = budget, .best_objective = 1e300};
    if (d->count[j] > REGIONS) return false;
    add_territory(&s, j);
    for (int32_t other; s.q < TERRITORIES && (other = draw_neighbour(&s, rng)) >= 0;)
        add_territory(&s, other);
    if (s.q < 2) return false;
    link_regions(&s);
    copy_rules(&s);
    const double before = start_from_present(&s);
    place_next(&s, (1u << s.r) - 1, (1u << s.q) - 1);
    write_part(&s, s.best_set);
    ctk_draft_sum(p, d);
    return s.best_violation < before;
}
