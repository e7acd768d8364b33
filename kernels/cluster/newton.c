/// Newton on the concave dual of balanced assignment.
#include "kernels/cluster/newton.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kernels/prim/knob.h"

/// Smoothing of a level against the one before.
CTK_KNOB(COOLING, 0.4);

/// Of conjugate gradients: steps, and how far the residual falls.
CTK_KNOB_N(MOST_CG, 200);
CTK_KNOB(CG_TOLERANCE, 1e-6);

/// Steps of false position: more than enough for its tolerance.
CTK_KNOB_N(MOST_FALSE, 60);
static const double BALANCED = 1e-9;

/// Over so many of a cell's own eps its wish falls from upper to lower.
CTK_KNOB(SOFT_BAND, 4);

/// Rows keep their diagonal where so much of it would be left of it.
CTK_KNOB(THIN_ROW, 0.1);

/// Lengths that are tried of a step; least rise of D along one as a part of its slope; and how much
/// shorter the next one is, at least and at most.
CTK_KNOB_N(MOST_HALVINGS, 4);
CTK_KNOB(ENOUGH, 0.1);
CTK_KNOB(SHORTEST, 0.1);
CTK_KNOB(LONGEST, 0.5);

/// Damping at first; what becomes of it after a step that was bad, poor, and good; and what counts
/// as such.
CTK_KNOB(DAMPING, 0.1);
CTK_KNOB(AFTER_NONE, 16);
CTK_KNOB(AFTER_BAD, 4);
CTK_KNOB(AFTER_POOR, 2);
CTK_KNOB(AFTER_GOOD, 0.25);
CTK_KNOB(GOOD, 0.35);
CTK_KNOB(FAIR, 0.2);

typedef struct solver {
    ctk_power *p;
    ctk_centers at; ///< its lambda is the one evaluated
    const ctk_quota *quota;
    double damping;
    int32_t n_prices; ///< k, and k for each further measure
    double *lambda, *trial, *rise, *step, *rho, *extra, *scale, *give,
        *cg; ///< rise = wish - mass = gradient of D
} solver;

int64_t ctk_newton_work(int32_t prices)
{
    return 11 * (int64_t)prices;
}

/// Half the squared distance from centre j to the nearest other one; 1 when there is none apart.
static double nearest_half_square(const solver *s, int32_t j)
{
    const ctk_centers *c = &s->at;
    double least = HUGE_VAL;
    for (int32_t l = 0; l < c->k; l++) {
        double dx = c->x[l] - c->x[j], dy = c->y[l] - c->y[j], dz = c->z[l] - c->z[j];
        double d2 = dx * dx + dy * dy + dz * dz;
        if (d2 > 0 && d2 < least) least = d2;
    }
    return least < HUGE_VAL ? 0.5 * least : 1.0;
}

/// scale = mean eps of the cell at eta = 1, the change of power that moves its border by about its
/// own size; rho such that the wish falls from upper to lower while the price rises by 4 eps.
static void set_scales(solver *s, double eta, double give)
{
    const ctk_power *p = s->p;
    double *weight = s->cg;
    memset(weight, 0, sizeof(double) * (size_t)p->k);
    memset(s->scale, 0, sizeof(double) * (size_t)p->k);
    for (int32_t i = 0; i < p->blocks->n_padded; i++) {
        weight[p->best[i]] += p->blocks->w[i];
        s->scale[p->best[i]] += p->blocks->w[i] * p->eps[i];
    }
    for (int32_t j = 0; j < p->k; j++)
        s->scale[j] = weight[j] > 0 ? s->scale[j] / weight[j] / eta : nearest_half_square(s, j);
    for (int32_t j = 0; j < s->n_prices; j++) {
        double width = s->quota->upper[j] - s->quota->lower[j];
        if (j >= p->k) s->scale[j] = s->scale[j - p->k];
        s->rho[j] = width > 0 ? SOFT_BAND * eta * s->scale[j] / width : 0.0;
        s->give[j] = j < p->k ? 0 : give * s->quota->target[j] / s->scale[j];
    }
}

/// The mass cell j wants at price v, and its part of the dual.
static double wish(const solver *s, int32_t j, double v, double *value, bool *is_free)
{
    const ctk_quota *q = s->quota;
    double mass = q->target[j], rho = s->rho[j];
    *is_free = false;
    if (rho > 0) {
        mass = q->target[j] - v / rho;
        *is_free = mass > q->lower[j] && mass < q->upper[j];
        mass = fmax(q->lower[j], fmin(q->upper[j], mass));
    }
    double off = mass - q->target[j];
    *value = v * mass + 0.5 * rho * off * off;
    return mass;
}

/// What the cells want together at prices v + shift, less what there is.
static double surplus(const solver *s, const double *lambda, double shift, double total)
{
    double sum = -total, value;
    bool is_free;
    for (int32_t j = 0; j < s->p->k; j++) sum += wish(s, j, lambda[j] + shift, &value, &is_free);
    return sum;
}

/// The shift of all powers that is best for D. Their cells do not change, so only the band terms
/// count, and in them the wishes fall from the sum of the upper limits to that of the lower ones:
/// false position (Illinois) between prices beyond which all are at either end.
static double find_shift(const solver *s, const double *lambda, double total)
{
    double lo = HUGE_VAL, hi = -HUGE_VAL;
    const ctk_quota *q = s->quota;
    for (int32_t j = 0; j < s->p->k; j++) {
        lo = fmin(lo, -s->rho[j] * (q->upper[j] - q->target[j]) - lambda[j]);
        hi = fmax(hi, s->rho[j] * (q->target[j] - q->lower[j]) - lambda[j]);
    }
    double low = surplus(s, lambda, lo, total), high = surplus(s, lambda, hi, total);
    if (!(low > 0) || !(high < 0)) return 0;
    for (int32_t t = 0; t < MOST_FALSE; t++) {
        double mid = lo + (hi - lo) * (low / (low - high));
        double at = surplus(s, lambda, mid, total);
        if (fabs(at) <= BALANCED * total) return mid;
        if (at > 0) {
            lo = mid;
            low = at;
            high *= 0.5;
        } else {
            hi = mid;
            high = at;
            low *= 0.5;
        }
    }
    return 0.5 * (lo + hi);
}

/// D at `lambda`, which is first shifted for the best; fills rise[], and adds the curvature of the
/// band term to the matrix.
static double evaluate(solver *s, double *lambda)
{
    s->at.lambda = lambda;
    s->at.price = lambda + s->p->k;
    ctk_power_soft(s->p, &s->at);
    double dual = s->p->value, total = 0;
    for (int32_t j = 0; j < s->p->k; j++) total += s->p->mass[j];
    double shift = find_shift(s, lambda, total);
    dual -= shift * total;
    for (int32_t j = 0; j < s->p->k; j++) lambda[j] += shift;
    for (int32_t j = 0; j < s->n_prices; j++) {
        double value, v = lambda[j];
        bool is_free;
        s->rise[j] = wish(s, j, v, &value, &is_free) - s->p->mass[j];
        dual += value;
        s->extra[j] = is_free ? 1.0 / s->rho[j] : 0.0;
        if (s->give[j] > 0) {
            s->rise[j] -= s->give[j] * v;
            dual -= 0.5 * s->give[j] * v * v;
            s->extra[j] += s->give[j];
        }
    }
    return dual;
}

static double worst(const solver *s)
{
    double most = 0;
    for (int32_t j = 0; j < s->n_prices; j++)
        most = fmax(most, fabs(s->rise[j]) / s->quota->target[j]);
    return most;
}

/// Rows sum to zero but for what is left out of `off`: its part of the diagonal goes as well.
/// Returns the sum of the diagonal's first numbers.
static double close_rows(ctk_sparse *m)
{
    int32_t size = ctk_packed_size(m->block);
    double trace = 0;
    for (int32_t j = 0; j < m->n; j++) {
        double row[CTK_BLOCK_MOST * (CTK_BLOCK_MOST + 1) / 2] = {0};
        double *d = m->diag + (int64_t)j * size;
        for (int64_t p = m->indptr[j]; p < m->indptr[j + 1]; p++)
            for (int32_t e = 0; e < size; e++) row[e] += m->off[p * size + e];
        if (row[0] > THIN_ROW * d[0]) memcpy(d, row, sizeof(double) * (size_t)size);
        trace += d[0];
    }
    return trace;
}

/// Direction of the step; returns its slope, the first-order rise of D.
static double find_step(solver *s)
{
    ctk_sparse *m = &s->p->curve;
    double trace = close_rows(m), slope = 0;
    int32_t size = ctk_packed_size(m->block);
    for (int32_t j = 0; j < s->n_prices; j++) {
        int32_t row = j % m->n, e = j / m->n;
        double *d = m->diag + (int64_t)row * size + ctk_packed(e, e);
        *d = *d * (1 + 1e-7) + s->extra[j] + 1e-9 * trace / m->n +
             s->damping * fabs(s->rise[j]) / s->scale[j];
    }
    if (!(trace > 0)) return 0;
    ctk_pcg(m, s->rise, CG_TOLERANCE, MOST_CG, s->cg, s->step);
    for (int32_t j = 0; j < s->n_prices; j++) slope += s->rise[j] * s->step[j];
    return slope;
}

/// Go along the step as far as D rises about as it should: by half the slope where D is a parabola.
/// The length after a bad one is that of the parabola through what is known. Damping falls after a
/// step that did what it promised and grows after one that did not; when no length will do, it
/// grows much and the evaluation goes back to lambda.
static void climb(solver *s, double *dual, double slope)
{
    double length = 1;
    for (int32_t t = 0; t < MOST_HALVINGS; t++) {
        for (int32_t j = 0; j < s->n_prices; j++) s->trial[j] = s->lambda[j] + length * s->step[j];
        double next = evaluate(s, s->trial), rise = (next - *dual) / (length * slope);
        if (rise >= ENOUGH) {
            memcpy(s->lambda, s->trial, sizeof(double) * (size_t)s->n_prices);
            *dual = next;
            s->damping *= t > 0         ? AFTER_BAD
                          : rise > GOOD ? AFTER_GOOD
                          : rise > FAIR ? 1.0
                                        : AFTER_POOR;
            return;
        }
        length *= fmax(SHORTEST, fmin(LONGEST, 0.5 / (1 - rise)));
    }
    s->damping *= AFTER_NONE;
    *dual = evaluate(s, s->lambda);
}

static double climb_level(solver *s, const ctk_newton_plan *plan, double eta)
{
    s->at.lambda = s->lambda;
    s->at.price = s->lambda + s->p->k;
    ctk_power_hard(s->p, &s->at);
    ctk_power_smooth(s->p, &s->at, eta, plan->floor_km2);
    set_scales(s, eta, plan->give);
    double dual = evaluate(s, s->lambda), left = worst(s);
    for (int32_t t = 0; t < plan->most_steps && left > plan->tolerance; t++) {
        double slope = find_step(s);
        if (!(slope > 0)) break;
        climb(s, &dual, slope);
        left = worst(s);
    }
    return left;
}

double ctk_newton(ctk_power *p, const double *center, const ctk_quota *quota,
                  const ctk_newton_plan *plan, double *work, double *lambda)
{
    int64_t k = p->k, n = (1 + p->blocks->n_extra) * k;
    solver s = {.p = p, .quota = quota, .lambda = lambda, .n_prices = (int32_t)n};
    s.at = (ctk_centers){.k = p->k, .x = center, .y = center + k, .z = center + 2 * k};
    s.at.n_extra = p->blocks->n_extra;
    s.trial = work;
    s.rise = work + n;
    s.step = work + 2 * n;
    s.rho = work + 3 * n;
    s.extra = work + 4 * n;
    s.scale = work + 5 * n;
    s.give = work + 6 * n;
    s.cg = work + 7 * n;
    s.damping = DAMPING;
    double left = 0;
    for (double eta = plan->eta_first; eta >= 0.999 * plan->eta_last; eta *= COOLING)
        left = climb_level(&s, plan, eta);
    return left;
}
