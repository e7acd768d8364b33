/// Balanced Lloyd with mending.
#include "kernels/cluster/settle.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kernels/cluster/bound.h"
#include "kernels/cluster/finish.h"

/// An iteration that gains less of the cost is the last.
CTK_KNOB(CALM, 2e-4);

/// Of many cells the cost rises and falls on the way down: so many iterations must bring nothing.
CTK_KNOB_N(PATIENCE, 2);

/// And the way is long: centres go beyond the centroids by this factor.
CTK_KNOB(REACH, 1.6);

/// Smoothed masses this near to their wish count as balanced.
CTK_KNOB(BALANCED, 0.1);

/// Farther from it than the weight of a territory they are begun anew at once.
CTK_KNOB(LOST, 1);

/// How far the bands of further measures give way to prices, see newton.h.
CTK_KNOB(GIVE, 0.01);

/// Smoothing of the first iteration, which begins far from balance, of the next ones, and of those
/// after NEAR; that at which each ends; and Newton steps at each level.
CTK_KNOB(ETA_FIRST, 0.32);
CTK_KNOB(ETA_NEXT, 0.128);
CTK_KNOB(ETA_NEAR, 0.0512);
CTK_KNOB(ETA_LAST, 0.0511);
CTK_KNOB_N(NEAR, 3);
CTK_KNOB_N(STEPS_FIRST, 6);
CTK_KNOB_N(STEPS, 5);
CTK_KNOB(TOLERANCE, 0.01);

/// Of several measures a step brings less.
CTK_KNOB_N(MOST_STEPS_EXTRA, 10);

/// Where the short way has failed.
CTK_KNOB(ETA_ANEW, 0.8);
CTK_KNOB_N(STEPS_ANEW, 20);

/// At rest: little smoothing, so that cells are those of the powers.
CTK_KNOB(ETA_EXACT, 0.0204);
CTK_KNOB_N(STEPS_EXACT, 10);
CTK_KNOB(TOLERANCE_EXACT, 0.003);

/// Where the powers are not found, what the cells cost as they are is too low by an unknown part.
CTK_KNOB(UNBALANCED, 0.1);

/// Cost of moving all of a cell, in units of its inertia.
CTK_KNOB(REBALANCE, 2);

static void place(ctk_carver *c, const ctk_blocks *b, int32_t k, ctk_settler *s)
{
    ctk_mend_place(c, b->n, k, &s->mend);
    ctk_even_place(c, b->n, k, &s->even);
    s->newton = ctk_carve(c, ctk_newton_work(k * (1 + b->n_extra)), sizeof(double));
    s->centroid = ctk_carve(c, 3 * (int64_t)k, sizeof(double));
    s->weight = ctk_carve(c, k * (1 + (int64_t)b->n_extra), sizeof(double));
}

int64_t ctk_settler_work(const ctk_blocks *blocks, int32_t k)
{
    ctk_carver c = {0};
    ctk_settler s;
    place(&c, blocks, k, &s);
    return c.used + ctk_power_work(blocks, k, 1);
}

/// Half diagonal of all points, squared: the scale of the smallest smoothing.
static double square_radius(const ctk_blocks *b)
{
    double size = 0;
    for (int a = 0; a < 3; a++) {
        double lo = HUGE_VAL, hi = -HUGE_VAL;
        for (int32_t q = 0; q < b->n_chunks; q++) {
            lo = fmin(lo, b->chunk[q].mid[a] - b->chunk[q].half[a]);
            hi = fmax(hi, b->chunk[q].mid[a] + b->chunk[q].half[a]);
        }
        size += 0.25 * (hi - lo) * (hi - lo);
    }
    return size;
}

void ctk_settler_init(const ctk_map *map, const ctk_blocks *blocks, const ctk_quota *quota,
                      int32_t k, void *work, ctk_settler *out)
{
    ctk_carver c = {.base = work};
    *out = (ctk_settler){.map = map, .quota = quota};
    place(&c, blocks, k, out);
    ctk_power_init(blocks, k, 1, c.base + c.used, &out->power);
    out->floor_km2 = 1e-9 * square_radius(blocks) + 1e-12;
}

static double square(double v)
{
    return v * v;
}

/// Weight and centroid of each cell of `part`, as way from `center`; returns sum W |way|^2.
static double find_centroids(ctk_settler *s, const double *center, const int32_t *part,
                             double least)
{
    const ctk_map *m = s->map;
    int64_t k = s->power.k, n = m->n;
    double *c = s->centroid, gain = 0;
    memset(s->weight, 0, sizeof(double) * (size_t)k);
    memset(c, 0, sizeof(double) * 3 * (size_t)k);
    for (int32_t u = 0; u < n; u++) {
        int32_t j = part[u];
        double w = m->w[u] + least;
        s->weight[j] += w;
        for (int a = 0; a < 3; a++) c[a * k + j] += w * (m->pos[a * n + u] - center[a * k + j]);
    }
    for (int32_t j = 0; j < k; j++)
        for (int a = 0; a < 3; a++) {
            double way = s->weight[j] > 0 ? c[a * k + j] / s->weight[j] : 0;
            gain += s->weight[j] * way * way;
            c[a * k + j] = center[a * k + j] + way;
        }
    return gain;
}

void ctk_layout_seed(ctk_settler *s, ctk_layout *l)
{
    const ctk_map *m = s->map;
    int64_t k = s->power.k, n = m->n;
    double mean = 0, total = 0;
    find_centroids(s, l->center, l->part, 1e-100);
    memcpy(l->center, s->centroid, sizeof(double) * 3 * (size_t)k);
    memset(l->lambda, 0, sizeof(double) * (size_t)(k * (1 + m->n_extra)));
    for (int32_t u = 0; u < n; u++) {
        int32_t j = l->part[u];
        for (int a = 0; a < 3; a++)
            l->lambda[j] +=
                2 * (m->w[u] + 1e-100) * square(m->pos[a * n + u] - l->center[a * k + j]);
    }
    for (int32_t j = 0; j < k; j++) {
        mean += l->lambda[j];
        total += s->weight[j];
        if (s->weight[j] > 0) l->lambda[j] /= s->weight[j];
    }
    for (int32_t j = 0; j < k; j++) l->lambda[j] -= mean / total;
}

static ctk_newton_plan plan_of(const ctk_settler *s, int32_t iteration)
{
    const bool is_first = iteration == 0;
    ctk_newton_plan plan = {
        .eta_first = is_first           ? ETA_FIRST
                     : iteration > NEAR ? ETA_NEAR
                                        : ETA_NEXT,
        .eta_last = ETA_LAST,
        .most_steps = is_first ? STEPS_FIRST : STEPS,
        .tolerance = TOLERANCE,
        .floor_km2 = s->floor_km2,
        .give = GIVE,
    };
    if (s->map->n_extra) plan.most_steps = MOST_STEPS_EXTRA;
    return plan;
}

static void read_cells(const ctk_power *p, int32_t *part)
{
    for (int32_t i = 0; i < p->blocks->n_padded; i++)
        if (p->blocks->order[i] >= 0) part[p->blocks->order[i]] = p->best[i];
}

/// Points that may be in one cell alone go there, wherever the powers have put them; returns what
/// that costs by the prices.
static double put_bound(const ctk_settler *s, const ctk_centers *at, int32_t *part)
{
    const ctk_map *m = s->map;
    double cost = 0;
    for (int32_t u = 0; u < m->n && m->rules && m->rules->only; u++) {
        const int32_t j = m->rules->only[u];
        if (j < 0 || part[u] == j) continue;
        cost += ctk_map_toll(m, at, u, part[u], j);
        part[u] = j;
    }
    return cost;
}

/// The hard dual at the layout's powers.
static double dual(ctk_settler *s, const ctk_centers *at)
{
    double total = 0, shift;
    for (int32_t u = 0; u < s->map->n; u++) total += s->map->w[u];
    double value = ctk_power_hard(&s->power, at);
    for (int64_t i = 0; i < (int64_t)at->k * at->n_extra; i++) {
        double price = at->price[i];
        value += price * (price > 0 ? s->quota->lower : s->quota->upper)[at->k + i];
    }
    return ctk_bound_shift(at->k, at->lambda, s->quota->lower, s->quota->upper, value, total,
                           s->newton, &shift);
}

/// Where the short way has failed: from the widest smoothing, with more steps.
static double balance_anew(ctk_settler *s, ctk_layout *l)
{
    ctk_newton_plan plan = {ETA_ANEW, ETA_LAST, STEPS_ANEW, TOLERANCE, s->floor_km2, GIVE};
    return ctk_newton(&s->power, l->center, s->quota, &plan, s->newton, l->lambda);
}

/// What the cells hold of each further measure, behind s->weight.
static void sum_extra(ctk_settler *s, const int32_t *part)
{
    const ctk_map *m = s->map;
    int64_t k = s->power.k, n = m->n;
    for (int64_t e = 0; e < m->n_extra; e++) {
        double *weight = s->weight + (1 + e) * k;
        memset(weight, 0, sizeof(double) * (size_t)k);
        for (int64_t u = 0; u < n; u++) weight[part[u]] += m->w[u] * m->ratio[e * n + u];
    }
}

/// What it takes to bring mended cells back into their bands, about: a border that gives up a share
/// f of a cell moves by that share of its size, so the cost grows with f squared. The same for each
/// measure.
static double rebalance(const ctk_settler *s, double cost)
{
    const ctk_quota *q = s->quota;
    double sum = 0, total = 0;
    int64_t k = s->power.k;
    for (int64_t j = 0; j < k * (1 + s->map->n_extra); j++) {
        double off = fmax(0, fmax(s->weight[j] - q->upper[j], q->lower[j] - s->weight[j]));
        sum += off * off / q->target[j];
        if (j < k) total += q->target[j];
    }
    return REBALANCE * sum * cost / total;
}

/// Cells of the layout's powers, mended (of many also evened), and their centroids; sets the cost.
static void assign(ctk_settler *s, double off, ctk_layout *l)
{
    int64_t k = s->power.k, n = s->map->n;
    ctk_centers at = {s->power.k, l->center,       l->center + k, l->center + 2 * k,
                      l->lambda,  s->map->n_extra, l->lambda + k};
    const bool is_balanced = off <= BALANCED;
    double cost = dual(s, &at);
    read_cells(&s->power, l->part);
    double mending = put_bound(s, &at, l->part);
    mending += ctk_mend(s->map, &at, &s->mend, l->part);
    if (at.k > CTK_FEW_CELLS && !at.n_extra)
        mending += ctk_even(s->map, &at, s->quota, CTK_LOOKS_EACH * n, &s->even, l->part);
    double gain = find_centroids(s, l->center, l->part, 0);
    sum_extra(s, l->part);
    if (is_balanced) {
        l->cost = cost + mending - gain + rebalance(s, cost);
    } else {
        cost = ctk_inertia((int32_t)n, s->map->pos, s->map->w, at.k, l->part, s->newton);
        l->cost = (1 + UNBALANCED * fmin(off, 1)) * cost + 2 * rebalance(s, cost);
    }
}

static void move(const ctk_settler *s, ctk_layout *l)
{
    int64_t k = s->power.k;
    double reach = k > CTK_FEW_CELLS ? REACH : 1;
    for (int64_t j = 0; j < k; j++)
        for (int64_t a = 0; a < 3; a++) {
            double way = reach * (s->centroid[a * k + j] - l->center[a * k + j]);
            l->lambda[j] -= way * way;
            l->center[a * k + j] += way;
        }
}

void ctk_settle(ctk_settler *s, int32_t iterations, ctk_layout *l)
{
    double best = HUGE_VAL;
    int32_t patience = s->power.k > CTK_FEW_CELLS ? PATIENCE : 1, n_idle = 0;
    for (int32_t it = 0; it < iterations; it++) {
        ctk_newton_plan plan = plan_of(s, it);
        if (it > 0) move(s, l);
        double off = ctk_newton(&s->power, l->center, s->quota, &plan, s->newton, l->lambda);
        if (!(off <= LOST) || (!(off <= BALANCED) && it + 1 == iterations))
            off = balance_anew(s, l);
        assign(s, off, l);
        bool is_idle = off <= BALANCED && best - l->cost < CALM * l->cost;
        n_idle = is_idle ? n_idle + 1 : 0;
        if (n_idle == patience) return;
        best = fmin(best, l->cost);
    }
}

void ctk_settle_exactly(ctk_settler *s, ctk_layout *l)
{
    ctk_newton_plan plan = {ETA_FIRST, ETA_EXACT, STEPS_EXACT, TOLERANCE_EXACT, s->floor_km2, GIVE};
    if (s->map->n_extra) plan.most_steps = 2 * MOST_STEPS_EXTRA;
    double off = ctk_newton(&s->power, l->center, s->quota, &plan, s->newton, l->lambda);
    assign(s, off, l);
}

void ctk_settle_each(int32_t n, int32_t n_threads, ctk_settler *s, int32_t iterations,
                     ctk_layout *l)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(n_threads) if (n_threads > 1)
    for (int32_t i = 0; i < n; i++) {
        ctk_settle(s + i, iterations, l + i);
        ctk_settle_exactly(s + i, l + i);
    }
}
