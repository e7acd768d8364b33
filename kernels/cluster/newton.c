/// Newton on the concave dual of balanced assignment.
#include "kernels/cluster/newton.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { MOST_CG = 200, MOST_HALVINGS = 4 };

typedef struct solver {
    ctk_power *p;
    ctk_centers at; ///< its lambda is the one evaluated
    const ctk_quota *quota;
    double damping;
    double *lambda, *trial, *rise, *step, *rho, *extra, *scale,
        *cg; ///< rise = wish - mass = gradient of D
} solver;

int64_t ctk_newton_work(int32_t k)
{
    return 9 * (int64_t)k;
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
static void set_scales(solver *s, double eta)
{
    const ctk_power *p = s->p;
    double *weight = s->cg;
    memset(weight, 0, sizeof(double) * (size_t)p->k);
    memset(s->scale, 0, sizeof(double) * (size_t)p->k);
    for (int32_t i = 0; i < p->blocks->n_padded; i++) {
        weight[p->best[i]] += p->blocks->w[i];
        s->scale[p->best[i]] += p->blocks->w[i] * p->eps[i];
    }
    for (int32_t j = 0; j < p->k; j++) {
        double width = s->quota->upper[j] - s->quota->lower[j];
        s->scale[j] = weight[j] > 0 ? s->scale[j] / weight[j] / eta : nearest_half_square(s, j);
        s->rho[j] = width > 0 ? 4.0 * eta * s->scale[j] / width : 0.0;
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

/// D at `lambda`; fills rise[], and adds the curvature of the band term to the matrix.
static double evaluate(solver *s, const double *lambda)
{
    s->at.lambda = lambda;
    ctk_power_soft(s->p, &s->at);
    double dual = s->p->value;
    for (int32_t j = 0; j < s->p->k; j++) {
        double value;
        bool is_free;
        s->rise[j] = wish(s, j, lambda[j], &value, &is_free) - s->p->mass[j];
        dual += value;
        s->extra[j] = is_free ? 1.0 / s->rho[j] : 0.0;
    }
    return dual;
}

static double worst(const solver *s)
{
    double most = 0;
    for (int32_t j = 0; j < s->p->k; j++) most = fmax(most, fabs(s->rise[j]) / s->quota->target[j]);
    return most;
}

/// Direction of the step; returns its slope, the first-order rise of D.
static double find_step(solver *s)
{
    ctk_sparse *m = &s->p->curve;
    double trace = 0, slope = 0;
    for (int32_t j = 0; j < m->n; j++) {
        double row = 0;
        for (int64_t p = m->indptr[j]; p < m->indptr[j + 1]; p++) row += m->off[p];
        if (row > 0.1 * m->diag[j]) m->diag[j] = row;
        trace += m->diag[j];
    }
    for (int32_t j = 0; j < m->n; j++)
        m->diag[j] = m->diag[j] * 1.0001 + s->extra[j] + 1e-6 * trace / m->n +
                     s->damping * fabs(s->rise[j]) / s->scale[j];
    if (!(trace > 0)) return 0;
    ctk_pcg(m, s->rise, 1e-6, MOST_CG, s->cg, s->step);
    for (int32_t j = 0; j < m->n; j++) slope += s->rise[j] * s->step[j];
    return slope;
}

/// Go along the step as far as D rises enough. Damping falls after a full step and grows after a
/// short one; when no length will do, it grows much and the evaluation goes back to lambda.
static void climb(solver *s, double *dual, double slope)
{
    double length = 1;
    for (int32_t t = 0; t < MOST_HALVINGS; t++, length *= 0.4) {
        for (int32_t j = 0; j < s->p->k; j++) s->trial[j] = s->lambda[j] + length * s->step[j];
        double next = evaluate(s, s->trial);
        if (next < *dual + 1e-4 * length * slope) continue;
        memcpy(s->lambda, s->trial, sizeof(double) * (size_t)s->p->k);
        *dual = next;
        s->damping *= t == 0 ? 0.25 : t == 1 ? 1.0 : 4.0;
        return;
    }
    s->damping *= 16.0;
    *dual = evaluate(s, s->lambda);
}

static double climb_level(solver *s, const ctk_newton_plan *plan, double eta)
{
    s->at.lambda = s->lambda;
    ctk_power_hard(s->p, &s->at);
    ctk_power_smooth(s->p, &s->at, eta, plan->floor_km2);
    set_scales(s, eta);
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
    int64_t k = p->k;
    solver s = {.p = p, .quota = quota, .lambda = lambda};
    s.at = (ctk_centers){.k = p->k, .x = center, .y = center + k, .z = center + 2 * k};
    s.trial = work;
    s.rise = work + k;
    s.step = work + 2 * k;
    s.rho = work + 3 * k;
    s.extra = work + 4 * k;
    s.scale = work + 5 * k;
    s.cg = work + 6 * k;
    s.damping = 0.1;
    double left = 0;
    for (double eta = plan->eta_first; eta >= 0.999 * plan->eta_last; eta *= 0.4)
        left = climb_level(&s, plan, eta);
    return left;
}
