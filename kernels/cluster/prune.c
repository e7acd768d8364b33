/// Candidate centres of a box.
#include "kernels/cluster/prune.h"

#include <math.h>
#include <stdbool.h>

#include "kernels/prim/simd.h"

void ctk_near_place(ctk_carver *c, int32_t k, ctk_near *list)
{
    list->n = 0;
    list->id = ctk_carve(c, k + 1, sizeof(int32_t));
    list->slot = ctk_carve(c, k + 1, sizeof(int32_t));
    list->x = ctk_carve(c, k + 1, sizeof(double));
    list->y = ctk_carve(c, k + 1, sizeof(double));
    list->z = ctk_carve(c, k + 1, sizeof(double));
    list->lambda = ctk_carve(c, k + 1, sizeof(double));
    list->power = ctk_carve(c, k + 1, sizeof(double));
}

void ctk_near_all(const ctk_centers *c, ctk_near *list)
{
    list->n = c->k;
    for (int32_t j = 0; j < c->k; j++) {
        list->id[j] = list->slot[j] = j;
        list->x[j] = c->x[j];
        list->y[j] = c->y[j];
        list->z[j] = c->z[j];
        list->lambda[j] = c->lambda[j];
    }
}

/// Least advantage of reference a over each centre of the list, in the box, into gap[]; the slack
/// for rounding is already given away.
CTK_CLONES static void find_gaps(const ctk_near *in, int32_t a, const ctk_box *box, double reach,
                                 double *restrict gap)
{
    double hx = box->half[0], hy = box->half[1], hz = box->half[2];
    double base = fabs(in->power[a]) + fabs(in->lambda[a]) + 4 * (hx * hx + hy * hy + hz * hz);
    for (int32_t q = 0; q < in->n; q++) {
        double spread = 2.0 * (fabs(in->x[q] - in->x[a]) * hx + fabs(in->y[q] - in->y[a]) * hy +
                               fabs(in->z[q] - in->z[a]) * hz);
        double size = fabs(in->power[q]) + fabs(in->lambda[q]) + base + reach;
        gap[q] = in->power[q] - in->power[a] - spread - 1e-11 * size;
    }
}

CTK_CLONES static void find_powers(const ctk_near *in, const double mid[3])
{
    for (int32_t q = 0; q < in->n; q++) {
        double dx = mid[0] - in->x[q], dy = mid[1] - in->y[q], dz = mid[2] - in->z[q];
        in->power[q] = dx * dx + dy * dy + dz * dz - in->lambda[q];
    }
}

static void copy(const ctk_near *in, int32_t q, ctk_near *out, int32_t to)
{
    out->id[to] = in->id[q];
    out->slot[to] = in->slot[q];
    out->x[to] = in->x[q];
    out->y[to] = in->y[q];
    out->z[to] = in->z[q];
    out->lambda[to] = in->lambda[q];
}

/// Best and second best place of power[0..n), n >= 1; the second is the best when n = 1.
static void best_two(const double *power, int32_t n, int32_t *first, int32_t *second)
{
    int32_t a = 0, b = n > 1 ? 1 : 0;
    if (power[b] < power[a]) {
        a = b;
        b = 0;
    }
    for (int32_t q = 2; q < n; q++) {
        if (power[q] < power[a]) {
            b = a;
            a = q;
        } else if (power[q] < power[b]) {
            b = q;
        }
    }
    *first = a;
    *second = b;
}

void ctk_near_filter(const ctk_near *in, const ctk_box *box, double reach, int keep_second,
                     ctk_near *out)
{
    int32_t a, b, n = 0;
    find_powers(in, box->mid);
    best_two(in->power, in->n, &a, &b);
    find_gaps(in, a, box, reach, out->power);
    for (int32_t q = 0; q < in->n; q++) {
        copy(in, q, out, n);
        n += !(out->power[q] > reach);
    }
    if (keep_second && in->n > 1) { // beyond both references: third at best
        double *to_a = out->power, *to_b = out->lambda;
        find_gaps(in, b, box, reach, to_b);
        for (int32_t q = 0; q < in->n; q++) to_a[q] = fmin(to_a[q], to_b[q]);
        n = 0;
        for (int32_t q = 0; q < in->n; q++) {
            double gap = to_a[q]; // n <= q: lambda[n] is overwritten behind the reading
            copy(in, q, out, n);
            n += !(gap > reach);
        }
    }
    out->n = n;
}
