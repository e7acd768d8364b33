/// The dual bound, and its best shift.
#include "kernels/cluster/bound.h"

#include <math.h>

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
