/// Exact balance by shifts, exchanges, paths and tabu. See polish.h.
#include "kernels/balance/polish.h"

#include <string.h>

#include "kernels/prim/knob.h"

/// The dearest move that is made although it lowers no score, in misses of nothing.
CTK_KNOB(DETOUR, 3);

/// Steps for which a region rests after a move: at least, and how many more at random at most.
CTK_KNOB_N(REST, 5);
CTK_KNOB_N(REST_MORE, 10);

/// An exchange that begins so much behind the best is not followed up.
CTK_KNOB(BEHIND, 1);

typedef struct polish {
    const ctk_problem *p;
    ctk_draft *d;
    ctk_polish_work *w;
    double rate;
    int32_t step;
    int32_t n_inner, n_outer;
} polish;

/// Region `out` goes from j to other, region `in` from other to j; -1 = none.
typedef struct move {
    double score;
    int32_t in, out, other;
} move;

static const int64_t *weight_of(const polish *s, int32_t u)
{
    return u < 0 ? NULL : &s->p->weight[(int64_t)u * s->p->m];
}

static double violation(const polish *s, int32_t j, int32_t in, int32_t out)
{
    return ctk_violation_with(s->p, s->d, j, weight_of(s, in), weight_of(s, out));
}

static bool is_resting(const polish *s, int32_t u)
{
    return s->w->rest_until[u] > s->step;
}

/// Change of violation when j and other trade.
static double trade(const polish *s, int32_t j, int32_t other, int32_t in, int32_t out)
{
    return violation(s, j, in, out) - violation(s, j, -1, -1) + violation(s, other, out, in) -
           violation(s, other, -1, -1);
}

/// Border regions of j and their neighbours outside.
static void list_border(polish *s, int32_t j)
{
    const ctk_ringed *g = &s->p->graph;
    s->n_inner = s->n_outer = 0;
    for (int32_t u = s->w->chain.head[j]; u >= 0; u = s->w->chain.next[u]) {
        bool is_border = false;
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++) {
            const int32_t z = g->indices[arc];
            if (s->d->part[z] == j) continue;
            is_border = true;
            if (s->w->seen[z] == s->step) continue;
            s->w->seen[z] = s->step;
            if (!is_resting(s, z)) s->w->outer[s->n_outer++] = z;
        }
        if (is_border && !is_resting(s, u)) s->w->inner[s->n_inner++] = u;
    }
}

static void try_out(polish *s, int32_t j, int32_t u, move *best)
{
    const ctk_ringed *g = &s->p->graph;
    for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++) {
        const int32_t other = s->d->part[g->indices[arc]];
        if (other == j) continue;
        const double score =
            trade(s, j, other, -1, u) + s->rate * ctk_move_cost(s->p, s->d, u, other);
        if (score < best->score && ctk_draft_may_go(s->p, s->d, u, other))
            *best = (move){score, -1, u, other};
    }
}

static void try_in(polish *s, int32_t j, int32_t v, move *best)
{
    const int32_t other = s->d->part[v];
    if (s->d->count[other] == 1) return;
    const double score = trade(s, j, other, v, -1) + s->rate * ctk_move_cost(s->p, s->d, v, j);
    if (score < best->score && ctk_draft_may_go(s->p, s->d, v, j))
        *best = (move){score, v, -1, other};
}

/// Only regions of different weights change anything for the bands. On maps where most weigh
/// nothing these are few.
static bool is_same_weight(const polish *s, int32_t u, int32_t v)
{
    const int64_t *a = &s->p->weight[(int64_t)u * s->p->m],
                  *b = &s->p->weight[(int64_t)v * s->p->m];
    int32_t i = 0;
    while (i < s->p->m && a[i] == b[i]) i++;
    return i == s->p->m;
}

static void try_exchanges(polish *s, int32_t j, int32_t v, move *best)
{
    const int32_t other = s->d->part[v];
    if (s->d->count[other] == 1) return;
    const double cost = s->rate * ctk_move_cost(s->p, s->d, v, j);
    for (int32_t i = 0; i < s->n_inner; i++) {
        const int32_t u = s->w->inner[i];
        if (is_same_weight(s, u, v)) continue;
        const double change = trade(s, j, other, v, u);
        if (change + cost >= best->score + BEHIND) continue;
        if (s->d->count[j] == 1 || !ctk_draft_touches(s->p, s->d, u, other, v)) continue;
        const double score = change + cost + s->rate * ctk_move_cost(s->p, s->d, u, other);
        if (score < best->score && ctk_draft_may_exchange(s->p, s->d, u, v))
            *best = (move){score, v, u, other};
    }
}

static move best_move(polish *s, int32_t j)
{
    move best = {1e300, -1, -1, -1};
    list_border(s, j);
    if (s->d->count[j] > 1)
        for (int32_t i = 0; i < s->n_inner; i++) try_out(s, j, s->w->inner[i], &best);
    for (int32_t i = 0; i < s->n_outer; i++) try_in(s, j, s->w->outer[i], &best);
    for (int32_t i = 0; i < s->n_outer; i++) try_exchanges(s, j, s->w->outer[i], &best);
    return best;
}

static void make(polish *s, int32_t j, move best, ctk_rng *rng)
{
    const int32_t rest = s->step + REST + (int32_t)ctk_rng_below(rng, REST_MORE);
    if (best.out >= 0) {
        ctk_members_move(s->p, s->d, &s->w->chain, best.out, best.other);
        s->w->rest_until[best.out] = rest;
    }
    if (best.in >= 0) {
        ctk_members_move(s->p, s->d, &s->w->chain, best.in, j);
        s->w->rest_until[best.in] = rest;
    }
}

/// A territory outside its bands, drawn in proportion to its violation.
static int32_t draw_violated(const polish *s, double total, ctk_rng *rng)
{
    double left = ctk_rng_unit(rng) * total;
    int32_t last = -1;
    for (int32_t j = 0; j < s->p->k; j++) {
        const double v = violation(s, j, -1, -1);
        if (v <= 0) continue;
        last = j;
        left -= v;
        if (left <= 0) break;
    }
    return last;
}

static void improve(polish *s, double total, ctk_rng *rng)
{
    const int32_t j = draw_violated(s, total, rng);
    const move best = best_move(s, j);
    if (best.other >= 0 && best.score < 0)
        make(s, j, best, rng);
    else if (!ctk_chain_apply(s->p, s->d, j, s->step, &s->w->chain) &&
             best.score < DETOUR * CTK_MISS)
        make(s, j, best, rng);
}

void ctk_polish_open(const ctk_problem *p, const ctk_draft *d, ctk_polish_work *work)
{
    const size_t bytes = (size_t)p->n * sizeof *d->part;
    work->chain.rest_until = work->rest_until;
    memset(work->rest_until, 0, bytes);
    memset(work->seen, 0, bytes);
    memcpy(work->best_part, d->part, bytes);
    ctk_members_open(p, d, &work->chain);
    work->step = 0;
    work->best = ctk_draft_violation(p, d);
}

double ctk_polish_run(const ctk_problem *p, ctk_draft *d, ctk_rng *rng, int32_t n_steps,
                      ctk_polish_work *work)
{
    polish s = {
        .p = p, .d = d, .w = work, .rate = ctk_exchange_rate(p, d->goal), .step = work->step};
    double now = ctk_draft_violation(p, d);
    for (int32_t end = work->step + n_steps; s.step < end && work->best > 0;) {
        s.step++;
        improve(&s, now, rng);
        now = ctk_draft_violation(p, d);
        if (now >= work->best) continue;
        work->best = now;
        memcpy(work->best_part, d->part, (size_t)p->n * sizeof *d->part);
    }
    work->step = s.step;
    return work->best;
}

void ctk_polish_close(const ctk_problem *p, ctk_draft *d, const ctk_polish_work *work)
{
    memcpy(d->part, work->best_part, (size_t)p->n * sizeof *d->part);
    ctk_draft_sum(p, d);
}
