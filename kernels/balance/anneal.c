/// Simulated annealing of border moves. See anneal.h.
#include "kernels/balance/anneal.h"

#include <math.h>

#include "kernels/prim/knob.h"

enum { BATCH = 16 }; ///< room for proposals drawn ahead, so that what they need is on its way

/// Steps with the same temperature and pressure.
CTK_KNOB_N(EPOCH, 4096);

/// Regions searched for a way around before a move is refused.
CTK_KNOB_N(NEAR, 12);

/// What the last step into a band is worth, and how much dearer a miss becomes with its distance
/// from it: by itself at 1 / STEEP.
CTK_KNOB(LAST_STEP, 0.002);
CTK_KNOB(STEEP, 50);

/// Changes of so many temperatures are never accepted: e^-40 is less than the least draw above 0.
enum { NEVER = 40 };

static void activate(ctk_anneal *a, int32_t arc)
{
    if (a->slot[arc] >= 0) return;
    a->slot[arc] = (int32_t)a->n_active;
    a->active[a->n_active++] = arc;
}

static void deactivate(ctk_anneal *a, int32_t arc)
{
    const int32_t at = a->slot[arc];
    if (at < 0) return;
    const int32_t last = a->active[--a->n_active];
    a->active[at] = last;
    a->slot[last] = at;
    a->slot[arc] = -1;
}

void ctk_anneal_open(const ctk_problem *p, const ctk_draft *d, ctk_anneal *a)
{
    const int64_t arcs = p->graph.indptr[p->n];
    a->n_active = 0;
    for (int32_t arc = 0; arc < arcs; arc++) {
        a->slot[arc] = -1;
        if (d->part[p->tail[arc]] != d->part[p->graph.indices[arc]]) activate(a, arc);
    }
}

/// Arcs of u after it has moved.
static void update_arcs(const ctk_problem *p, const ctk_draft *d, ctk_anneal *a, int32_t u)
{
    for (int64_t arc = p->graph.indptr[u]; arc < p->graph.indptr[u + 1]; arc++) {
        const int32_t near = (int32_t)arc, far = p->twin[arc];
        const int32_t other = d->part[p->graph.indices[arc]];
        if (other == d->part[u])
            deactivate(a, near), deactivate(a, far);
        else
            activate(a, near), activate(a, far);
    }
}

/// exp(-x) for 0 <= x < 64 within 1e-5, from additions and multiplications alone, so that every
/// machine accepts the same moves: 2^-f by its Taylor series around f = 1/2, then the exponent.
static inline double decay(double x)
{
    const double t = x * 1.4426950408889634;
    const int32_t whole = (int32_t)t;
    const double f = (t - whole - 0.5) * -0.6931471805599453;
    const double series =
        1 + f * (1 + f * (1.0 / 2 + f * (1.0 / 6 + f * (1.0 / 24 + f * (1.0 / 120)))));
    union {
        uint64_t bits;
        double value;
    } scale = {(uint64_t)(1023 - whole) << 52};
    return 0.7071067811865476 * series * scale.value;
}

/// Penalty of territory j when region weights `w` join (sign 1) or leave (-1) or nothing (0).
static inline double penalty(const ctk_problem *p, const ctk_draft *d, int32_t j, const int64_t *w,
                             int32_t sign, double pressure, int32_t m)
{
    double sum = 0;
    for (int32_t i = 0; i < m; i++) {
        const int64_t at = (int64_t)j * m + i, total = d->total[at] + sign * w[i];
        if (total >= d->goal->lower[at] && total <= d->goal->upper[at]) continue;
        const double x = ctk_outside(p, d->goal, j, i, total);
        sum += d->stress[at] * d->goal->priority[i] * (x + LAST_STEP) * (1 + x * STEEP);
    }
    return sum > 0 ? pressure * p->goal_mass[j] * sum : 0;
}

typedef struct epoch {
    double cold_per_unit; ///< 1 / temperature
    double pressure;
} epoch;

/// Should u move from a to b? Fills the penalties after the move. Inlined for m = 1.
static inline bool accept(const ctk_problem *p, ctk_draft *d, ctk_rng *rng, epoch now, int32_t u,
                          int32_t b, double after[2], int32_t m)
{
    const int32_t a = d->part[u];
    if (d->count[a] == 1) return false;
    const int64_t *w = &p->weight[(int64_t)u * m];
    after[0] = penalty(p, d, a, w, -1, now.pressure, m);
    after[1] = penalty(p, d, b, w, 1, now.pressure, m);
    const double change = ctk_move_cost(p, d, u, b) + after[0] + after[1] -
                          d->territory[a].penalty - d->territory[b].penalty;
    const double x = change * now.cold_per_unit;
    if (x > 0 && (x > NEVER || ctk_rng_unit(rng) >= decay(x))) return false;
    if (!ctk_draft_may_join(p, d, u, b)) return false;
    const bool counts_border = d->goal->per_m > 0 || d->goal->per_edge > 0;
    return ctk_contig_may_leave_near(&p->graph, d->part, u, NEAR, counts_border, &d->contig);
}

static inline void propose(const ctk_problem *p, ctk_draft *d, ctk_anneal *a, epoch now,
                           int32_t arc, int32_t m)
{
    const int32_t u = p->tail[arc], b = d->part[p->graph.indices[arc]], from = d->part[u];
    double after[2];
    if (b == from || !accept(p, d, &a->rng, now, u, b, after, m)) return;
    ctk_draft_move(p, d, u, b);
    d->territory[from].penalty = after[0];
    d->territory[b].penalty = after[1];
    update_arcs(p, d, a, u);
    a->n_accepted++;
}

/// Draw n arcs, fetch what they need, then propose them in turn. An arc that an earlier move of
/// the batch has taken inside a territory proposes nothing.
static inline void propose_batch(const ctk_problem *p, ctk_draft *d, ctk_anneal *a, epoch now,
                                 int32_t n, int32_t m)
{
    int32_t arc[BATCH];
    for (int32_t i = 0; i < n; i++) {
        arc[i] = a->active[ctk_rng_below(&a->rng, (uint32_t)a->n_active)];
        __builtin_prefetch(&p->tail[arc[i]]);
        __builtin_prefetch(&p->graph.indices[arc[i]]);
    }
    for (int32_t i = 0; i < n; i++) {
        const int32_t u = p->tail[arc[i]];
        __builtin_prefetch(&p->place[u]);
        __builtin_prefetch(&p->weight[(int64_t)u * m]);
        __builtin_prefetch(&d->part[u]);
        __builtin_prefetch(&d->part[p->graph.indices[arc[i]]]);
        __builtin_prefetch(&p->graph.indptr[u]);
    }
    for (int32_t i = 0; i < n; i++) propose(p, d, a, now, arc[i], m);
}

/// Temperature and pressure of the epoch that begins at step a->step; penalties under it.
static epoch begin_epoch(const ctk_problem *p, ctk_draft *d, const ctk_anneal *a)
{
    const double done = (double)a->step / (double)a->n_steps;
    const double pressure = a->low * pow(a->high / a->low, done);
    const int64_t nothing[CTK_MAX_MEASURES] = {0};
    for (int32_t j = 0; j < p->k; j++)
        d->territory[j].penalty = penalty(p, d, j, nothing, 0, pressure, p->m);
    return (epoch){1.0 / (a->hot * pow(a->cold / a->hot, done)), pressure};
}

static void run_epoch(const ctk_problem *p, ctk_draft *d, ctk_anneal *a, int32_t n)
{
    const epoch now = begin_epoch(p, d, a);
    for (int32_t i = 0; i < n && a->n_active > 0; i += BATCH) {
        const int32_t some = n - i < BATCH ? n - i : BATCH;
        if (p->m == 1)
            propose_batch(p, d, a, now, some, 1);
        else
            propose_batch(p, d, a, now, some, p->m);
    }
}

bool ctk_anneal_run(const ctk_problem *p, ctk_draft *d, ctk_anneal *a, int64_t n)
{
    for (int64_t end = a->step + n; a->step < end && a->step < a->n_steps;) {
        const int64_t left = a->n_steps - a->step, some = left < EPOCH ? left : EPOCH;
        run_epoch(p, d, a, (int32_t)some);
        a->step += some;
    }
    return a->step < a->n_steps && a->n_active > 0;
}
