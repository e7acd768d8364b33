/// Paths of shifts through several territories. See chain.h.
#include "kernels/balance/chain.h"

#include <string.h>

#include "kernels/prim/knob.h"

/// Shifts of a path at most.
CTK_KNOB_UP_TO(DEPTH, CTK_CHAIN_DEPTH, CTK_CHAIN_DEPTH);

/// Steps for which the region rests at which a path would tear.
CTK_KNOB_N(REST, 5);

/// A path must gain more than what adding up scores can get wrong.
static const double ROUNDING = 1e-12;

void ctk_members_open(const ctk_problem *p, const ctk_draft *d, ctk_chain_work *w)
{
    memset(w->head, -1, (size_t)p->k * sizeof *w->head);
    for (int32_t u = p->n - 1; u >= 0; u--) {
        const int32_t j = d->part[u];
        w->prev[u] = -1;
        w->next[u] = w->head[j];
        if (w->head[j] >= 0) w->prev[w->head[j]] = u;
        w->head[j] = u;
    }
}

void ctk_members_move(const ctk_problem *p, ctk_draft *d, ctk_chain_work *w, int32_t u, int32_t b)
{
    const int32_t a = d->part[u];
    if (w->prev[u] >= 0)
        w->next[w->prev[u]] = w->next[u];
    else
        w->head[a] = w->next[u];
    if (w->next[u] >= 0) w->prev[w->next[u]] = w->prev[u];
    w->prev[u] = -1;
    w->next[u] = w->head[b];
    if (w->head[b] >= 0) w->prev[w->head[b]] = u;
    w->head[b] = u;
    ctk_draft_move(p, d, u, b);
}

double ctk_exchange_rate(const ctk_problem *p, const ctk_goal *goal)
{
    double mass = 0;
    for (int32_t j = 0; j < p->k; j++) mass += p->goal_mass[j];
    const double inertia = mass / p->k * goal->spread_km2;
    return inertia > 0 ? goal->thrift / inertia : 0;
}

/// One search. is_push: weight leaves the first territory.
typedef struct chain {
    const ctk_problem *p;
    ctk_draft *d;
    ctk_chain_work *w;
    double rate;
    bool is_push;
    int32_t step;
    double best;              ///< score of the best path, < 0 when there is one
    int32_t layer, territory; ///< where it ends
} chain;

static const int64_t *weight_of(const chain *c, int32_t u)
{
    return u < 0 ? NULL : &c->p->weight[(int64_t)u * c->p->m];
}

/// Violation of territory t after region `in` has come (gone, when pulling) and `out` gone (come).
static double violation(const chain *c, int32_t t, int32_t in, int32_t out)
{
    const int64_t *plus = weight_of(c, c->is_push ? in : out);
    const int64_t *minus = weight_of(c, c->is_push ? out : in);
    return ctk_violation_with(c->p, c->d, t, plus, minus);
}

static ctk_link *link_of(const chain *c, int32_t layer, int32_t t)
{
    return &c->w->link[(int64_t)layer * c->p->k + t];
}

static bool on_path(const chain *c, int32_t layer, int32_t t, int32_t wanted)
{
    for (; layer >= 0; t = link_of(c, layer, t)->from, layer--)
        if (t == wanted) return true;
    return false;
}

static void note_end(chain *c, int32_t layer, int32_t t, double score)
{
    if (layer < 2 || score >= c->best) return;
    c->best = score;
    c->layer = layer;
    c->territory = t;
}

/// Region u shifts between t and other; keep it if it is the cheapest way to reach `other`.
static void relax(chain *c, int32_t layer, int32_t t, int32_t u, int32_t other)
{
    const ctk_link *at = link_of(c, layer, t);
    const double left = violation(c, t, at->region, u) - violation(c, t, at->region, -1);
    const double kept = violation(c, other, u, -1) - violation(c, other, -1, -1);
    const double cost = ctk_move_cost(c->p, c->d, u, c->is_push ? other : t);
    const double score = at->score + left + kept + c->rate * cost;
    ctk_link *to = link_of(c, layer + 1, other);
    if ((to->is_set && score >= to->score) || on_path(c, layer, t, other)) return;
    if (!ctk_draft_may_go(c->p, c->d, u, c->is_push ? other : t)) return;
    *to = (ctk_link){score, u, t, true};
    note_end(c, layer + 1, other, score);
}

/// Every region that t could give (or take, when pulling).
static void relax_territory(chain *c, int32_t layer, int32_t t)
{
    const ctk_ringed *g = &c->p->graph;
    for (int32_t u = c->w->head[t]; u >= 0; u = c->w->next[u]) {
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++) {
            const int32_t z = g->indices[arc], other = c->d->part[z];
            const int32_t mover = c->is_push ? u : z;
            if (other == t || c->w->rest_until[mover] > c->step) continue;
            relax(c, layer, t, mover, other);
        }
    }
}

static void search(chain *c, int32_t j)
{
    const int64_t n_links = (int64_t)(CTK_CHAIN_DEPTH + 1) * c->p->k;
    memset(c->w->link, 0, (size_t)n_links * sizeof *c->w->link);
    *link_of(c, 0, j) = (ctk_link){0, -1, -1, true};
    for (int32_t layer = 0; layer < DEPTH; layer++) {
        for (int32_t t = 0; t < c->p->k; t++) {
            const ctk_link *at = link_of(c, layer, t);
            if (!at->is_set) continue;
            if (at->score - violation(c, t, at->region, -1) >= c->best) continue;
            relax_territory(c, layer, t);
        }
    }
}

/// Make one shift of the path if it still tears nothing.
static bool shift(const chain *c, int32_t u, int32_t to)
{
    if (c->d->part[u] == to || !ctk_draft_touches(c->p, c->d, u, to, -1)) return false;
    if (!ctk_draft_may_go(c->p, c->d, u, to)) return false;
    ctk_members_move(c->p, c->d, c->w, u, to);
    return true;
}

/// Make the path that was found, its end first. False and nothing done when it tears.
static bool make(const chain *c)
{
    int32_t region[CTK_CHAIN_DEPTH], old[CTK_CHAIN_DEPTH], made = 0, t = c->territory;
    for (int32_t layer = c->layer; layer > 0; layer--) {
        const ctk_link *at = link_of(c, layer, t);
        region[made] = at->region;
        old[made] = c->is_push ? at->from : t;
        if (!shift(c, at->region, c->is_push ? t : at->from)) {
            c->w->rest_until[at->region] = c->step + REST;
            while (made-- > 0) ctk_members_move(c->p, c->d, c->w, region[made], old[made]);
            return false;
        }
        made++;
        t = at->from;
    }
    return true;
}

/// Does the territory have too much rather than too little?
static bool has_surplus(const ctk_problem *p, const ctk_draft *d, int32_t j)
{
    double balance = 0;
    for (int32_t i = 0; i < p->m; i++) {
        const int64_t at = (int64_t)j * p->m + i;
        const double outside = d->goal->priority[i] * ctk_outside(p, d->goal, j, i, d->total[at]);
        balance += d->total[at] > d->goal->upper[at] ? outside : -outside;
    }
    return balance > 0;
}

bool ctk_chain_apply(const ctk_problem *p, ctk_draft *d, int32_t j, int32_t step, ctk_chain_work *w)
{
    chain c = {.p = p,
               .d = d,
               .w = w,
               .rate = ctk_exchange_rate(p, d->goal),
               .is_push = has_surplus(p, d, j),
               .step = step,
               .best = -ROUNDING,
               .layer = 0};
    search(&c, j);
    return c.layer > 0 && make(&c);
}
