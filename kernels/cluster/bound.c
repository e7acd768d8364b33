/// The dual bound, and its best shift.
#include "kernels/cluster/bound.h"

#include <math.h>

enum { THIRDS = 80 };

/// Band term at lambda + s, less the total's share of the shift.
static double bands_at(int32_t k, const double *lambda, const double *lower, const double *upper,
                       double total, double s)
{
    double sum = -total * s;
    for (int32_t j = 0; j < k; j++) {
        double v = lambda[j] + s;
        sum += v > 0 ? lower[j] * v : upper[j] * v;
    }
    return sum;
}

/// Heap sort of v[0..n), rising.
static void sift(double *v, int32_t i, int32_t n)
{
    for (;;) {
        int32_t c = 2 * i + 1;
        if (c >= n) return;
        if (c + 1 < n && v[c + 1] > v[c]) c++;
        if (v[i] >= v[c]) return;
        double t = v[i];
        v[i] = v[c];
        v[c] = t;
        i = c;
    }
}

static void sort(double *v, int32_t n)
{
    for (int32_t i = n / 2 - 1; i >= 0; i--) sift(v, i, n);
    for (int32_t end = n - 1; end > 0; end--) {
        double t = v[0];
        v[0] = v[end];
        v[end] = t;
        sift(v, 0, end);
    }
}

double ctk_bound_shift(int32_t k, const double *lambda, const double *lower, const double *upper,
                       double power_value, double total, double *work, double *shift)
{
    double *corner = work, least = 0, most = 0;
    for (int32_t j = 0; j < k; j++) {
        corner[j] = -lambda[j];
        least += lower[j];
        most += upper[j];
    }
    *shift = 0;
    double slack = 1e-12 * total; // the bands may be targets whose sum is rounded
    if (least > total + slack || most < total - slack) return -HUGE_VAL;
    sort(corner, k);
    // concave in s: bisect over the corners for the first from which it does not rise any more
    int32_t lo = 0, hi = k - 1;
    while (lo < hi) {
        int32_t mid = lo + (hi - lo) / 2;
        double here = bands_at(k, lambda, lower, upper, total, corner[mid]);
        double next = bands_at(k, lambda, lower, upper, total, corner[mid + 1]);
        if (next > here)
            lo = mid + 1;
        else
            hi = mid;
    }
    *shift = corner[lo];
    return power_value + bands_at(k, lambda, lower, upper, total, corner[lo]);
}

/// What ctk_bound_part() is asked for.
typedef struct part {
    int32_t n, k;
    const double *w, *inside, *outside, *lambda, *lower, *upper;
    const uint8_t *is_inside;
    double total;
    double *moved, *work; ///< [k] each
} part;

static double part_at(const part *p, double s)
{
    double value = 0, shift;
    for (int32_t i = 0; i < p->n; i++) value += p->w[i] * fmin(p->inside[i] - s, p->outside[i]);
    for (int32_t j = 0; j < p->k; j++) p->moved[j] = p->lambda[j] + (p->is_inside[j] ? s : 0);
    return ctk_bound_shift(p->k, p->moved, p->lower, p->upper, value, p->total, p->work, &shift);
}

double ctk_bound_part(int32_t n, const double *w, const double *inside, const double *outside,
                      int32_t k, const double *lambda, const uint8_t *is_inside,
                      const double *lower, const double *upper, double total, double reach,
                      double *work)
{
    const part p = {.n = n,
                    .k = k,
                    .w = w,
                    .inside = inside,
                    .outside = outside,
                    .lambda = lambda,
                    .is_inside = is_inside,
                    .lower = lower,
                    .upper = upper,
                    .total = total,
                    .moved = work,
                    .work = work + k};
    double lo = -reach, hi = reach;
    for (int t = 0; t < THIRDS; t++) {
        const double third = (hi - lo) / 3;
        if (part_at(&p, lo + third) < part_at(&p, hi - third))
            lo += third;
        else
            hi -= third;
    }
    const double s = 0.5 * (lo + hi);
    return part_at(&p, s) > part_at(&p, 0) ? s : 0;
}
