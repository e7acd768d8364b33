/// Balanced Lloyd iterations, one start or many.
#include "kernels/cluster/lloyd.h"

#include <math.h>
#include <string.h>

#ifdef _OPENMP
#include <omp.h>
#endif

/// Smoothed masses this near to their wish count as balanced.
static const double BALANCED = 0.03;

static double square(double v)
{
    return v * v;
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
        size += square(0.5 * (hi - lo));
    }
    return size;
}

void ctk_lloyd_seed(const ctk_blocks *b, int32_t k, const int32_t *part, ctk_lloyd *s)
{
    double *c = s->center, total = 0, mean = 0;
    memset(s->weight, 0, sizeof(double) * (size_t)k);
    memset(c, 0, sizeof(double) * 3 * (size_t)k);
    memset(s->lambda, 0, sizeof(double) * (size_t)k);
    for (int32_t i = 0; i < b->n_padded; i++) {
        if (b->order[i] < 0) continue;
        int32_t j = part[b->order[i]];
        double w = b->w[i] + 1e-100; // a cell without weight has the mean of its points
        s->weight[j] += w;
        c[j] += w * b->x[i];
        c[k + j] += w * b->y[i];
        c[2 * k + j] += w * b->z[i];
    }
    for (int32_t j = 0; j < k; j++)
        for (int a = 0; a < 3; a++) c[a * k + j] /= s->weight[j];
    for (int32_t i = 0; i < b->n_padded; i++) {
        if (b->order[i] < 0) continue;
        int32_t j = part[b->order[i]];
        double d2 =
            square(b->x[i] - c[j]) + square(b->y[i] - c[k + j]) + square(b->z[i] - c[2 * k + j]);
        s->lambda[j] += 2 * (b->w[i] + 1e-100) * d2;
    }
    for (int32_t j = 0; j < k; j++) {
        mean += s->lambda[j];
        total += s->weight[j];
        s->lambda[j] /= s->weight[j];
    }
    for (int32_t j = 0; j < k; j++) s->lambda[j] -= mean / total;
}

/// Centroid, weight and inertia of the cells of p->best.
static void gather(const ctk_power *p, ctk_lloyd *s)
{
    const ctk_blocks *b = p->blocks;
    int32_t k = p->k;
    double *m = s->centroid, *c = s->center, inertia = 0;
    memset(s->weight, 0, sizeof(double) * (size_t)k);
    memset(m, 0, sizeof(double) * 3 * (size_t)k);
    for (int32_t i = 0; i < b->n_padded; i++) {
        int32_t j = p->best[i];
        double w = b->w[i], x = b->x[i] - c[j], y = b->y[i] - c[k + j], z = b->z[i] - c[2 * k + j];
        s->weight[j] += w;
        m[j] += w * x;
        m[k + j] += w * y;
        m[2 * k + j] += w * z;
        inertia += w * (x * x + y * y + z * z);
    }
    for (int32_t j = 0; j < k; j++)
        for (int a = 0; a < 3; a++) {
            double way = s->weight[j] > 0 ? m[a * k + j] / s->weight[j] : 0.0;
            inertia -= s->weight[j] * way * way;
            m[a * k + j] = c[a * k + j] + way;
        }
    s->inertia = inertia;
}

static void move(int32_t k, ctk_lloyd *s)
{
    for (int32_t j = 0; j < k; j++) {
        double way = 0;
        for (int a = 0; a < 3; a++) way += square(s->centroid[a * k + j] - s->center[a * k + j]);
        s->lambda[j] -= way;
    }
    memcpy(s->center, s->centroid, sizeof(double) * 3 * (size_t)k);
}

void ctk_lloyd_step(ctk_power *p, const ctk_quota *quota, double *newton_work, ctk_lloyd *s)
{
    int32_t k = p->k, it = s->iteration;
    double before = s->inertia;
    if (it > 0) move(k, s);
    ctk_centers at = {k, s->center, s->center + k, s->center + 2 * (int64_t)k, s->lambda};
    ctk_newton_plan plan = {.eta_first = it < 2   ? 0.32
                                         : it < 5 ? 0.128
                                                  : 0.0512,
                            .eta_last = 0.0204,
                            .most_steps = it == 0 ? 10 : 6,
                            .tolerance = 0.01};
    plan.floor_km2 = 1e-9 * square_radius(p->blocks) + 1e-12;
    s->worst = ctk_newton(p, s->center, quota, &plan, newton_work, s->lambda);
    if (it + 1 == s->most_iterations && s->worst > BALANCED) { // these cells stay: take the time
        plan.eta_first = 0.32;
        plan.most_steps = 20;
        s->worst = ctk_newton(p, s->center, quota, &plan, newton_work, s->lambda);
    }
    ctk_power_hard(p, &at);
    gather(p, s);
    s->iteration++;
    s->calm = fabs(before - s->inertia) < 1e-4 * s->inertia ? s->calm + 1 : 0;
    s->done = s->iteration >= s->most_iterations || (s->calm >= 2 && s->worst <= BALANCED);
}

static void write_part(const ctk_power *p, int32_t *part)
{
    for (int32_t i = 0; i < p->blocks->n_padded; i++)
        if (p->blocks->order[i] >= 0) part[p->blocks->order[i]] = p->best[i];
}

static void advance(ctk_power *p, const ctk_quota *quota, double *work, ctk_lloyd *s, int32_t *part)
{
    if (s->done) return;
    ctk_lloyd_step(p, quota, work, s);
    if (s->done) write_part(p, part);
}

void ctk_lloyd_round(int32_t n_starts, ctk_lloyd *start, const ctk_quota *quota, int32_t n_workers,
                     ctk_power *p, double *newton_work, int32_t *part)
{
    int64_t n = p->blocks->n, size = ctk_newton_work(p->k);
    if (n_workers == 1) {
        for (int32_t s = 0; s < n_starts; s++)
            advance(p, quota, newton_work, start + s, part + s * n);
        return;
    }
#pragma omp parallel for schedule(dynamic, 1) num_threads(n_workers)
    for (int32_t s = 0; s < n_starts; s++) {
        int32_t t = 0;
#ifdef _OPENMP
        t = omp_get_thread_num();
#endif
        advance(p + t, quota, newton_work + t * size, start + s, part + s * n);
    }
}
