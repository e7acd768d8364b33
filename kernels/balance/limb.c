/// Limbs change hands as a whole. See limb.h.
#include "kernels/balance/limb.h"

#include <stddef.h>

#include "kernels/prim/knob.h"

/// Regions of the smaller part at most.
CTK_KNOB_N(LONGEST, 1000);

/// Of the objective: a gain below it may be one of rounding.
static const double ROUNDING = 1e-12;

/// Some regions of a territory together.
typedef struct bundle {
    ctk_place at;   ///< their centre and mass
    double inner_m; ///< border with the rest of the territory
    int64_t inner_arcs;
    int64_t total[CTK_MAX_MEASURES];
} bundle;

/// The best move met: limb `of` of the territory, or all but that, goes to `target`.
typedef struct choice {
    double score;
    int32_t of, target;
    bool is_stem, is_rest;
} choice;

typedef struct limbs {
    const ctk_problem *p;
    ctk_draft *d;
    ctk_members *m;
    ctk_limb_work *w;
    double price, least;
    int32_t a, n, n_touched, n_side;
    choice best;
} limbs;

// ---- the territory ------------------------------------------------------------------------------

static void enter(limbs *s, int32_t v, int32_t parent, int32_t place)
{
    ctk_limb_work *w = s->w;
    w->parent[v] = parent;
    w->place[v] = w->low[v] = place;
    w->order[place] = v;
    w->size[v] = 1;
    w->next[v] = s->p->graph.indptr[v];
}

static void leave(const ctk_limb_work *w, int32_t v)
{
    const int32_t up = w->parent[v];
    if (up < 0) return;
    w->size[up] += w->size[v];
    if (w->low[v] < w->low[up]) w->low[up] = w->low[v];
}

/// Depth first from the first region.
static void walk(limbs *s)
{
    const ctk_ringed *g = &s->p->graph;
    ctk_limb_work *w = s->w;
    int32_t n_met = 0;
    for (int32_t i = 0; i < s->n; i++) w->place[w->region[i]] = -1;
    enter(s, w->region[0], -1, n_met++);
    for (int32_t v = w->region[0]; v >= 0;) {
        if (w->next[v] == g->indptr[v + 1]) {
            leave(w, v);
            v = w->parent[v];
            continue;
        }
        const int32_t u = g->indices[w->next[v]++];
        if (s->d->part[u] != s->a) continue;
        if (w->place[u] < 0) {
            enter(s, u, v, n_met++);
            v = u;
        } else if (w->place[u] < w->low[v]) {
            w->low[v] = w->place[u];
        }
    }
}

/// The territories around, and what is shared with each.
static void look_around(limbs *s)
{
    const ctk_ringed *g = &s->p->graph;
    s->n_touched = 0;
    for (int32_t i = 0; i < s->n; i++) {
        const int32_t u = s->w->region[i];
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++) {
            const int32_t b = s->d->part[g->indices[arc]];
            if (b == s->a) continue;
            ctk_contact *with = &s->w->around[b];
            if (with->arcs++ == 0) s->w->touched[s->n_touched++] = b;
            with->border_m += s->p->border_m[arc];
        }
    }
}

static void forget_around(limbs *s)
{
    for (int32_t i = 0; i < s->n_touched; i++) s->w->around[s->w->touched[i]] = (ctk_contact){0, 0};
}

// ---- limbs --------------------------------------------------------------------------------------

/// Is the subtree of a child cut off by its parent?
static bool is_limb(const ctk_limb_work *w, int32_t child)
{
    return w->parent[child] >= 0 && w->low[child] >= w->place[w->parent[child]];
}

/// Regions that take_limb() takes.
static int32_t size_of(const ctk_limb_work *w, int32_t v, bool is_stem)
{
    int32_t n = is_stem ? 1 : w->size[v];
    for (int32_t i = 1; i < w->size[v] && is_stem;) {
        const int32_t child = w->order[w->place[v] + i];
        if (is_limb(w, child)) n += w->size[child];
        i += w->size[child];
    }
    return n;
}

static void take(limbs *s, int32_t root, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        const int32_t u = s->w->order[s->w->place[root] + i];
        s->w->side[s->n_side++] = u;
        s->w->is_in[u] = 1;
    }
}

/// side[] and is_in: the subtree of v, or v as the stem of all limbs that hang on it.
static void take_limb(limbs *s, int32_t v, bool is_stem)
{
    const ctk_limb_work *w = s->w;
    s->n_side = 0;
    take(s, v, is_stem ? 1 : w->size[v]);
    for (int32_t i = 1; i < w->size[v] && is_stem;) {
        const int32_t child = w->order[w->place[v] + i];
        if (is_limb(w, child)) take(s, child, w->size[child]);
        i += w->size[child];
    }
}

static void put_back(limbs *s)
{
    for (int32_t i = 0; i < s->n_side; i++) s->w->is_in[s->w->side[i]] = 0;
    for (int32_t i = 0; i < s->n_touched; i++) s->w->beside[s->w->touched[i]] = (ctk_contact){0, 0};
}

static void add_arcs(limbs *s, int32_t u, bundle *x)
{
    const ctk_ringed *g = &s->p->graph;
    for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++) {
        const int32_t z = g->indices[arc], b = s->d->part[z];
        if (b != s->a) {
            s->w->beside[b].arcs++;
            s->w->beside[b].border_m += s->p->border_m[arc];
        } else if (s->w->is_in[z] != s->w->is_in[u]) {
            x->inner_arcs++;
            x->inner_m += s->p->border_m[arc];
        }
    }
}

static void add(limbs *s, int32_t u, bundle *x)
{
    const ctk_problem *p = s->p;
    const ctk_place *at = &p->place[u];
    x->at.mass += at->mass;
    x->at.x += at->mass * at->x;
    x->at.y += at->mass * at->y;
    x->at.z += at->mass * at->z;
    for (int32_t q = 0; q < p->m; q++) x->total[q] += p->weight[(int64_t)u * p->m + q];
    add_arcs(s, u, x);
}

/// The sums of the limb in side[], or of the rest when that is smaller; fills beside.
static bundle sum_smaller(limbs *s, bool *is_rest)
{
    bundle x = {0};
    *is_rest = 2 * s->n_side > s->n;
    for (int32_t i = 0; i < s->n_side && !*is_rest; i++) add(s, s->w->side[i], &x);
    for (int32_t i = 0; i < s->n && *is_rest; i++)
        if (!s->w->is_in[s->w->region[i]]) add(s, s->w->region[i], &x);
    return x;
}

/// All but x. Sums of positions, not yet centres.
static bundle rest_of(const limbs *s, const bundle *x)
{
    const ctk_territory *t = &s->d->territory[s->a];
    bundle y = *x;
    y.at = (ctk_place){t->sx - x->at.x, t->sy - x->at.y, t->sz - x->at.z, t->mass - x->at.mass};
    for (int32_t q = 0; q < s->p->m; q++)
        y.total[q] = s->d->total[(int64_t)s->a * s->p->m + q] - x->total[q];
    return y;
}

// ---- moves --------------------------------------------------------------------------------------

/// Change of the objective plus priced violation when x goes to b, with which it shares `with`.
static double score(const limbs *s, const bundle *x, int32_t b, const ctk_contact *with)
{
    const ctk_problem *p = s->p;
    const ctk_draft *d = s->d;
    const double missed = ctk_violation_with(p, d, s->a, NULL, x->total) +
                          ctk_violation_with(p, d, b, x->total, NULL) -
                          ctk_violation_with(p, d, s->a, NULL, NULL) -
                          ctk_violation_with(p, d, b, NULL, NULL);
    if (missed > 0) return 0;
    double cost = d->goal->per_m * (x->inner_m - with->border_m) +
                  d->goal->per_edge * (double)(x->inner_arcs - with->arcs);
    if (d->goal->per_km2 > 0)
        cost +=
            d->goal->per_km2 * ctk_inertia_change(&x->at, &d->territory[s->a], &d->territory[b]);
    if (d->goal->pull)
        cost += ctk_pull_change(p, d, s->a, x->total, -1) + ctk_pull_change(p, d, b, x->total, 1);
    return cost + s->price * missed;
}

/// Do the rules let all regions of the move go? The rest is listed behind the limb in side[].
static bool may_join(const limbs *s, const choice *c)
{
    ctk_limb_work *w = s->w;
    if (!s->p->rules) return true;
    if (!c->is_rest)
        return ctk_rules_allow_all(s->p->rules, s->d->part, &s->d->spent, s->n_side, w->side,
                                   c->target);
    int32_t n = 0, *rest = w->side + s->n_side;
    for (int32_t i = 0; i < s->n; i++)
        if (!w->is_in[w->region[i]]) rest[n++] = w->region[i];
    return ctk_rules_allow_all(s->p->rules, s->d->part, &s->d->spent, n, rest, c->target);
}

/// x to each territory that it touches: what is beside it, or of what is around what is not.
static void try_all(limbs *s, bundle *x, bool is_walked, choice c)
{
    x->at.x /= x->at.mass;
    x->at.y /= x->at.mass;
    x->at.z /= x->at.mass;
    for (int32_t i = 0; i < s->n_touched; i++) {
        const int32_t b = s->w->touched[i];
        ctk_contact with = s->w->beside[b];
        if (!is_walked) {
            with.arcs = s->w->around[b].arcs - with.arcs;
            with.border_m = s->w->around[b].border_m - with.border_m;
        }
        if (with.arcs == 0) continue;
        c.score = score(s, x, b, &with);
        c.target = b;
        if (c.score < s->best.score && may_join(s, &c)) s->best = c;
    }
}

static void try_limb(limbs *s, int32_t v, bool is_stem)
{
    choice c = {.of = v, .is_stem = is_stem};
    const int32_t size = size_of(s->w, v, is_stem), rest = s->n - size;
    if (rest == 0 || (is_stem && size == 1) || (size > LONGEST && rest > LONGEST)) return;
    take_limb(s, v, is_stem);
    bundle walked = sum_smaller(s, &c.is_rest), other = rest_of(s, &walked);
    try_all(s, &walked, true, c);
    c.is_rest = !c.is_rest;
    try_all(s, &other, false, c);
    put_back(s);
}

static void make(limbs *s)
{
    const choice *c = &s->best;
    const int32_t both[2] = {s->a, c->target};
    ctk_limb_work *w = s->w;
    take_limb(s, c->of, c->is_stem);
    for (int32_t i = 0; i < s->n; i++)
        if ((w->is_in[w->region[i]] == 1) != c->is_rest)
            ctk_draft_move(s->p, s->d, w->region[i], c->target);
    put_back(s);
    s->n = ctk_members_merge(s->m, 2, both, w->bits, w->region);
    for (int32_t i = 0; i < s->n; i++) w->side[i] = s->d->part[w->region[i]] == c->target;
    ctk_members_relist(s->m, s->n, w->region, w->side, 2, both);
}

/// The best move of territory a, if any lowers the score.
static bool improve(limbs *s, int32_t a)
{
    s->a = a;
    s->best = (choice){.score = -s->least};
    s->n = ctk_members_merge(s->m, 1, &a, s->w->bits, s->w->region);
    look_around(s);
    if (s->n > 1 && s->n_touched > 0) {
        walk(s);
        for (int32_t i = 0; i < s->n; i++) {
            const int32_t v = s->w->order[i];
            if (is_limb(s->w, v)) try_limb(s, v, false);
            try_limb(s, v, true);
        }
    }
    forget_around(s);
    const bool is_found = s->best.score < -s->least;
    if (is_found) make(s);
    return is_found;
}

int64_t ctk_limb(const ctk_problem *p, ctk_draft *d, double price, ctk_members *m,
                 ctk_limb_work *work)
{
    limbs s = {.p = p, .d = d, .m = m, .w = work, .price = price};
    int64_t moves = 0, before = -1;
    s.least = ROUNDING * ctk_draft_objective(p, d);
    while (moves > before) {
        before = moves;
        for (int32_t a = 0; a < p->k; a++)
            while (improve(&s, a)) moves++;
    }
    if (moves > 0) ctk_draft_sum(p, d);
    return moves;
}
