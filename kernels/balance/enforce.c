/// A plan is brought inside its rules. See enforce.h.
#include "kernels/balance/enforce.h"

#include <string.h>

#include "kernels/prim/knob.h"

/// Rounds of escorts and repair: what one tears the next may mend.
CTK_KNOB_N(ROUNDS, 8);

/// Passes over regions that may go home.
CTK_KNOB_N(RETURNS, 20);

/// Of a region that may be in one territory only, against all others of a cell: more than any map
/// weighs.
static const double PINNED = 1e30;

// ---- labels -------------------------------------------------------------------------------------

/// Cells and the territories they become.
typedef struct matching {
    const ctk_problem *p;
    const int32_t *before;
    int32_t *head, *next; ///< [k], [n] regions that should be in a territory
    double *shared;       ///< [k] of each cell with the territory in hand
    int32_t *label;       ///< [k] of each cell, -1 = none yet
} matching;

/// Where region u should be: where it must, else where it was.
static int32_t wanted(const matching *x, int32_t u, bool *is_pinned)
{
    const int32_t *only = x->p->rules->only;
    *is_pinned = only && only[u] >= 0;
    return *is_pinned ? only[u] : x->before ? x->before[u] : CTK_ANYWHERE;
}

static void list_wanted(const matching *x)
{
    memset(x->head, -1, (size_t)x->p->k * sizeof *x->head);
    for (int32_t u = x->p->n - 1; u >= 0; u--) {
        bool is_pinned;
        const int32_t j = wanted(x, u, &is_pinned);
        if (j < 0) continue;
        x->next[u] = x->head[j];
        x->head[j] = u;
    }
}

/// The free cell that shares most with territory j; -1 = none shares anything.
static int32_t best_cell(const matching *x, const int32_t *part, int32_t j)
{
    int32_t best = -1;
    for (int32_t u = x->head[j]; u >= 0; u = x->next[u]) x->shared[part[u]] = 0;
    for (int32_t u = x->head[j]; u >= 0; u = x->next[u]) {
        bool is_pinned;
        wanted(x, u, &is_pinned);
        x->shared[part[u]] += is_pinned ? PINNED : x->p->place[u].mass;
    }
    for (int32_t u = x->head[j]; u >= 0; u = x->next[u]) {
        const int32_t c = part[u];
        if (x->label[c] >= 0) continue;
        if (best < 0 || x->shared[c] > x->shared[best] ||
            (x->shared[c] == x->shared[best] && c < best))
            best = c;
    }
    return best;
}

/// Territories that nothing was found for take the cells left, in order.
static void label_rest(const matching *x, int32_t *is_taken)
{
    int32_t j = 0;
    for (int32_t c = 0; c < x->p->k; c++)
        if (x->label[c] < 0 && !is_taken[c]) x->label[c] = c, is_taken[c] = 1;
    for (int32_t c = 0; c < x->p->k; c++) {
        if (x->label[c] >= 0) continue;
        while (is_taken[j]) j++;
        x->label[c] = j;
        is_taken[j] = 1;
    }
}

void ctk_enforce_labels(const ctk_problem *p, const int32_t *before, int32_t *part,
                        ctk_repair_work *w)
{
    if (!ctk_rules_name_territories(p->rules)) return;
    const matching x = {p, before, w->best_piece, w->piece, w->piece_mass, w->piece_count};
    int32_t *is_taken = w->queue;
    list_wanted(&x);
    for (int32_t c = 0; c < p->k; c++) x.label[c] = -1, is_taken[c] = 0;
    for (int32_t j = 0; j < p->k; j++) {
        const int32_t c = best_cell(&x, part, j);
        if (c < 0) continue;
        x.label[c] = j;
        is_taken[j] = 1;
    }
    label_rest(&x, is_taken);
    for (int32_t u = 0; u < p->n; u++) part[u] = x.label[part[u]];
}

// ---- escorts ------------------------------------------------------------------------------------

typedef struct enforcer {
    const ctk_problem *p;
    ctk_draft *d;
    int32_t *queue; ///< [n]
    int32_t *way;   ///< [n] region towards the one escorted, itself there; -1 between escorts
} enforcer;

static bool accepts(const enforcer *e, int32_t u, int32_t b)
{
    return ctk_rules_accept(e->p->rules, e->d->part, u, b, -1);
}

/// Is region u where it may not be, or the later of a pair that is to be apart?
static bool is_broken(const enforcer *e, int32_t u)
{
    const ctk_rules *r = e->p->rules;
    if (!ctk_rules_suit(r, u, e->d->part[u])) return true;
    for (int64_t i = r->apart ? r->apart_begin[u] : 0; r->apart && i < r->apart_begin[u + 1]; i++)
        if (r->apart[i] < u && e->d->part[r->apart[i]] == e->d->part[u]) return true;
    return false;
}

/// Would b have z and all on the way from it to the one escorted?
static bool accepts_way(const enforcer *e, int32_t z, int32_t b)
{
    while (accepts(e, z, b) && e->way[z] != z) z = e->way[z];
    return e->way[z] == z && accepts(e, z, b);
}

static void join(const enforcer *e, int32_t z, int32_t b)
{
    for (;; z = e->way[z]) {
        e->d->part[z] = b;
        if (e->way[z] == z) return;
    }
}

/// The nearest region from which the way may end in a neighbour's territory: in `target`, over all
/// that it may have; or, target < 0, in any other one, over those of the same territory. -1 = none.
/// Fills queue[0..*tail) and their ways.
static int32_t search(const enforcer *e, int32_t u, int32_t target, int32_t *tail, int32_t *b)
{
    const ctk_ringed *g = &e->p->graph;
    const int32_t a = e->d->part[u];
    e->queue[(*tail)++] = u;
    e->way[u] = u;
    for (int32_t head = 0; head < *tail; head++) {
        const int32_t z = e->queue[head];
        for (int64_t arc = g->indptr[z]; arc < g->indptr[z + 1]; arc++) {
            const int32_t y = g->indices[arc];
            *b = e->d->part[y];
            if ((target < 0 ? *b != a : *b == target) && accepts_way(e, z, *b)) return z;
            if (e->way[y] >= 0 || !(target < 0 ? *b == a : accepts(e, y, target))) continue;
            e->way[y] = z;
            e->queue[(*tail)++] = y;
        }
    }
    return -1;
}

static bool escort(const enforcer *e, int32_t u)
{
    const int32_t *only = e->p->rules->only;
    const int32_t target = only ? only[u] : CTK_ANYWHERE;
    int32_t tail = 0, b = -1;
    if (target == CTK_ELSEWHERE || target == e->d->part[u]) return false;
    const int32_t z = search(e, u, target, &tail, &b);
    if (z >= 0) join(e, z, b);
    for (int32_t i = 0; i < tail; i++) e->way[e->queue[i]] = -1;
    return z >= 0;
}

/// The other of a pair that is together goes, where u cannot.
static bool escort_other(const enforcer *e, int32_t u)
{
    const ctk_rules *r = e->p->rules;
    for (int64_t i = r->apart ? r->apart_begin[u] : 0; r->apart && i < r->apart_begin[u + 1]; i++)
        if (e->d->part[r->apart[i]] == e->d->part[u] && escort(e, r->apart[i])) return true;
    return false;
}

/// Escort all that is broken; returns how many arrived.
static int32_t escort_all(const enforcer *e)
{
    int32_t n = 0;
    memset(e->way, -1, (size_t)e->p->n * sizeof *e->way);
    for (int32_t u = 0; u < e->p->n; u++)
        if (is_broken(e, u)) n += escort(e, u) || escort_other(e, u);
    return n;
}

// ---- budgets ------------------------------------------------------------------------------------

/// Is u away from home on a budget that is exceeded?
static bool is_overspent(const enforcer *e, int32_t u)
{
    const ctk_rules *r = e->p->rules;
    const ctk_spent *s = &e->d->spent;
    if (r->moved[u] == 0 || r->from[u] < 0 || r->from[u] == e->d->part[u]) return false;
    return s->all > r->budget ||
           (r->budget_each && s->each[r->purse[u]] > r->budget_each[r->purse[u]]);
}

static void go_home(const enforcer *e)
{
    const ctk_rules *r = e->p->rules;
    for (int32_t pass = 0, moves = 1; pass < RETURNS && moves > 0 && r->from; pass++) {
        moves = 0;
        for (int32_t u = 0; u < e->p->n; u++) {
            if (!is_overspent(e, u) || e->d->count[e->d->part[u]] == 1) continue;
            if (!ctk_draft_touches(e->p, e->d, u, r->from[u], -1)) continue;
            if (!ctk_draft_may_go(e->p, e->d, u, r->from[u])) continue;
            ctk_draft_move(e->p, e->d, u, r->from[u]);
            moves++;
        }
    }
}

bool ctk_enforce(const ctk_problem *p, const double *center_km, const double *lambda, ctk_draft *d,
                 ctk_repair_work *w)
{
    const enforcer e = {p, d, w->queue, w->piece};
    for (int32_t round = 0; round < ROUNDS && escort_all(&e) > 0; round++)
        ctk_repair(p, center_km, lambda, d, w);
    go_home(&e);
    ctk_draft_sum(p, d);
    return ctk_draft_broken(p, d) == 0;
}
