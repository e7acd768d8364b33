/// Centres and inertia, two passes.
#include "kernels/measure/spread.h"

/// mass[j] = weight, mass[k + j] = number of regions.
static void weigh(int32_t n, const int64_t *weight, const int32_t *part, int32_t k, double *mass)
{
    for (int32_t j = 0; j < 2 * k; j++) mass[j] = 0;
    for (int32_t i = 0; i < n; i++) {
        if (part[i] < 0) continue;
        mass[part[i]] += (double)weight[i];
        mass[k + part[i]] += 1;
    }
}

static void find_centers(int32_t n, const double *pos_km, const int64_t *weight,
                         const int32_t *part, int32_t k, const double *mass, double *center_km)
{
    for (int axis = 0; axis < 3; axis++) {
        const double *p = pos_km + (int64_t)axis * n;
        double *c = center_km + (int64_t)axis * k;
        for (int32_t j = 0; j < k; j++) c[j] = 0;
        for (int32_t i = 0; i < n; i++) {
            const int32_t j = part[i];
            if (j >= 0) c[j] += (mass[j] > 0 ? (double)weight[i] : 1.0) * p[i];
        }
        for (int32_t j = 0; j < k; j++) {
            const double m = mass[j] > 0 ? mass[j] : mass[k + j];
            c[j] = m > 0 ? c[j] / m : 0;
        }
    }
}

void ctk_spread(int32_t n, const double *pos_km, const int64_t *weight, const int32_t *part,
                int32_t k, double *center_km, double *inertia, double *mass)
{
    weigh(n, weight, part, k, mass);
    find_centers(n, pos_km, weight, part, k, mass, center_km);
    for (int32_t j = 0; j < k; j++) inertia[j] = 0;
    for (int32_t i = 0; i < n; i++) {
        const int32_t j = part[i];
        if (j < 0) continue;
        double d2 = 0;
        for (int axis = 0; axis < 3; axis++) {
            const double d = pos_km[(int64_t)axis * n + i] - center_km[(int64_t)axis * k + j];
            d2 += d * d;
        }
        inertia[j] += (double)weight[i] * d2;
    }
}
