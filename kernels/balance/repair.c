/// Torn territories become contiguous. See repair.h.
#include "kernels/balance/repair.h"

#include <string.h>

enum { FREE = -1 };

/// Mass of a region that may be in no other territory, as far as the choice of a piece goes: more
/// than any map weighs.
static const double PINNED = 1e30;

/// A claim queue: binary heap ordered by key, then ids.
typedef struct claims {
    ctk_claim *heap;
    int64_t n;
} claims;

static bool before(const ctk_claim *a, const ctk_claim *b)
{
    if (a->key != b->key) return a->key < b->key;
    if (a->region != b->region) return a->region < b->region;
    return a->territory < b->territory;
}

static void push(claims *c, ctk_claim x)
{
    int64_t at = c->n++;
    for (; at > 0 && before(&x, &c->heap[(at - 1) / 2]); at = (at - 1) / 2)
        c->heap[at] = c->heap[(at - 1) / 2];
    c->heap[at] = x;
}

static ctk_claim pop(claims *c)
{
    const ctk_claim top = c->heap[0], x = c->heap[--c->n];
    int64_t at = 0;
    for (int64_t child; (child = 2 * at + 1) < c->n; at = child) {
        if (child + 1 < c->n && before(&c->heap[child + 1], &c->heap[child])) child++;
        if (!before(&c->heap[child], &x)) break;
        c->heap[at] = c->heap[child];
    }
    c->heap[at] = x;
    return top;
}

typedef struct repair {
    const ctk_problem *p;
    const double *center_km, *lambda;
    ctk_draft *d;
    ctk_repair_work *w;
} repair;

static double power(const repair *r, int32_t u, int32_t j)
{
    const ctk_place *at = &r->p->place[u];
    const double *c = r->center_km;
    const int64_t k = r->p->k;
    return ctk_square(at->x - c[j]) + ctk_square(at->y - c[k + j]) +
           ctk_square(at->z - c[2 * k + j]) - r->lambda[j];
}

/// Label the piece that holds `start`; returns its regions.
static int32_t label_piece(const ctk_problem *p, const int32_t *part, int32_t start, int32_t label,
                           ctk_repair_work *w)
{
    const ctk_ringed *g = &p->graph;
    int32_t head = 0, tail = 0;
    w->piece[start] = label;
    w->queue[tail++] = start;
    w->piece_mass[label] = 0;
    while (head < tail) {
        const int32_t v = w->queue[head++];
        w->piece_mass[label] += p->place[v].mass;
        if (p->rules && p->rules->only && p->rules->only[v] == part[v])
            w->piece_mass[label] += PINNED;
        for (int64_t arc = g->indptr[v]; arc < g->indptr[v + 1]; arc++) {
            const int32_t z = g->indices[arc];
            if (w->piece[z] >= 0 || part[z] != part[v]) continue;
            w->piece[z] = label;
            w->queue[tail++] = z;
        }
    }
    return tail;
}

static bool better_piece(const ctk_repair_work *w, int32_t a, int32_t b)
{
    if (w->piece_mass[a] != w->piece_mass[b]) return w->piece_mass[a] > w->piece_mass[b];
    return w->piece_count[a] > w->piece_count[b];
}

/// Label all pieces and the best of each territory; returns how many pieces there are.
static int32_t label_pieces(const ctk_problem *p, const int32_t *part, ctk_repair_work *w)
{
    int32_t n_pieces = 0;
    memset(w->piece, -1, (size_t)p->n * sizeof *w->piece);
    memset(w->best_piece, -1, (size_t)p->k * sizeof *w->best_piece);
    for (int32_t v = 0; v < p->n; v++) {
        if (w->piece[v] >= 0) continue;
        w->piece_count[n_pieces] = label_piece(p, part, v, n_pieces, w);
        int32_t *best = &w->best_piece[part[v]];
        if (*best < 0 || better_piece(w, n_pieces, *best)) *best = n_pieces;
        n_pieces++;
    }
    return n_pieces;
}

int32_t ctk_torn_pieces(const ctk_problem *p, const int32_t *part, ctk_repair_work *w)
{
    int32_t extra = label_pieces(p, part, w);
    for (int32_t j = 0; j < p->k; j++) extra -= w->best_piece[j] >= 0;
    return extra;
}

static void free_lesser_pieces(const repair *r)
{
    label_pieces(r->p, r->d->part, r->w);
    for (int32_t v = 0; v < r->p->n; v++)
        if (r->w->piece[v] != r->w->best_piece[r->d->part[v]]) r->d->part[v] = FREE;
}

/// Territory j, having got region v, claims the free neighbours of v.
static void claim_around(const repair *r, claims *c, int32_t v)
{
    const ctk_ringed *g = &r->p->graph;
    const int32_t j = r->d->part[v];
    for (int64_t arc = g->indptr[v]; arc < g->indptr[v + 1]; arc++) {
        const int32_t z = g->indices[arc];
        if (r->d->part[z] == FREE) push(c, (ctk_claim){power(r, z, j), z, j});
    }
}

/// Do the rules let a territory have the region that it claims?
static bool accepts(const repair *r, int32_t region, int32_t territory)
{
    return !r->p->rules || ctk_rules_accept(r->p->rules, r->d->part, region, territory, -1);
}

/// Give free regions to the territories they touch, cheapest first. An arc is claimed along once
/// at most, so the heap holds all.
static void absorb_some(const repair *r, bool by_rules)
{
    claims c = {.heap = r->w->heap};
    for (int32_t v = 0; v < r->p->n; v++)
        if (r->d->part[v] != FREE) claim_around(r, &c, v);
    while (c.n > 0) {
        const ctk_claim x = pop(&c);
        if (r->d->part[x.region] != FREE) continue;
        if (by_rules && !accepts(r, x.region, x.territory)) continue;
        r->d->part[x.region] = x.territory;
        claim_around(r, &c, x.region);
    }
}

static void absorb(const repair *r)
{
    if (r->p->rules) absorb_some(r, true);
    absorb_some(r, false);
}

/// Regions and masses of the territories, free regions aside.
static void weigh(const repair *r, double *mass)
{
    memset(mass, 0, (size_t)r->p->k * sizeof *mass);
    memset(r->d->count, 0, (size_t)r->p->k * sizeof *r->d->count);
    for (int32_t v = 0; v < r->p->n; v++) {
        if (r->d->part[v] == FREE) continue;
        mass[r->d->part[v]] += r->p->place[v].mass;
        r->d->count[r->d->part[v]]++;
    }
}

/// The lightest territory that touches another one, or an empty one; -1 = none.
static int32_t expendable(const repair *r)
{
    const ctk_ringed *g = &r->p->graph;
    double *mass = r->w->piece_mass;
    int32_t best = -1;
    weigh(r, mass);
    for (int32_t j = 0; j < r->p->k; j++)
        if (r->d->count[j] == 0) return j;
    for (int32_t v = 0; v < r->p->n; v++) {
        const int32_t j = r->d->part[v];
        if (j == FREE || (best >= 0 && mass[j] >= mass[best])) continue;
        for (int64_t arc = g->indptr[v]; arc < g->indptr[v + 1]; arc++) {
            const int32_t other = r->d->part[g->indices[arc]];
            if (other != FREE && other != j) best = j;
        }
    }
    return best;
}

/// Territory j leaves its regions and takes all free ones that are connected to `start`.
static void replant(const repair *r, int32_t j, int32_t start)
{
    const ctk_ringed *g = &r->p->graph;
    int32_t head = 0, tail = 0;
    for (int32_t v = 0; v < r->p->n; v++) r->w->piece[v] = r->d->part[v] == j;
    r->d->part[start] = j;
    r->w->queue[tail++] = start;
    while (head < tail) {
        const int32_t v = r->w->queue[head++];
        for (int64_t arc = g->indptr[v]; arc < g->indptr[v + 1]; arc++) {
            const int32_t z = g->indices[arc];
            if (r->d->part[z] != FREE) continue;
            r->d->part[z] = j;
            r->w->queue[tail++] = z;
        }
    }
    for (int32_t v = 0; v < r->p->n; v++)
        if (r->w->piece[v]) r->d->part[v] = FREE;
    absorb(r);
}

/// Every part of the graph gets a territory. False when there are too few.
static bool plant_components(const repair *r)
{
    for (int32_t v = 0; v < r->p->n; v++) {
        if (r->d->part[v] != FREE) continue;
        const int32_t j = expendable(r);
        if (j < 0) {
            for (int32_t u = v; u < r->p->n; u++)
                if (r->d->part[u] == FREE) r->d->part[u] = 0;
            return false;
        }
        replant(r, j, v);
    }
    return true;
}

/// Of the regions that may leave territory `donor`, the one nearest to centre j by power.
static int32_t spare_region(const repair *r, int32_t donor, int32_t j, bool by_rules)
{
    int32_t best = -1;
    double best_key = 0;
    for (int32_t v = 0; v < r->p->n; v++) {
        if (r->d->part[v] != donor) continue;
        const double key = power(r, v, j);
        if (best >= 0 && key >= best_key) continue;
        if (by_rules && !accepts(r, v, j)) continue;
        if (!ctk_draft_may_leave(r->p, r->d, v)) continue;
        best = v;
        best_key = key;
    }
    return best;
}

static void plant_empty(const repair *r)
{
    double *mass = r->w->piece_mass;
    weigh(r, mass);
    for (int32_t j = 0; j < r->p->k; j++) {
        if (r->d->count[j] > 0) continue;
        int32_t donor = -1;
        for (int32_t i = 0; i < r->p->k; i++)
            if (r->d->count[i] > 1 && (donor < 0 || mass[i] > mass[donor])) donor = i;
        int32_t v = donor >= 0 ? spare_region(r, donor, j, true) : -1;
        if (v < 0 && donor >= 0) v = spare_region(r, donor, j, false);
        if (v >= 0) r->d->part[v] = j;
        weigh(r, mass);
    }
}

bool ctk_repair(const ctk_problem *p, const double *center_km, const double *lambda, ctk_draft *d,
                ctk_repair_work *work)
{
    const repair r = {p, center_km, lambda, d, work};
    free_lesser_pieces(&r);
    absorb(&r);
    const bool whole = plant_components(&r);
    plant_empty(&r);
    ctk_draft_sum(p, d);
    return whole;
}
