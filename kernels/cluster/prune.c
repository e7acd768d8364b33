/// Candidate centres of a box.
#include "kernels/cluster/prune.h"

#include <math.h>
#include <stdbool.h>

#include "kernels/prim/simd.h"

/// Slack of a gap, as a part of the numbers that make it up: many times what rounding can do.
static const double ROUNDING = 1e-11;

void ctk_near_place(ctk_carver *c, int32_t k, int32_t n_extra, ctk_near *list)
{
    list->n = 0;
    list->n_extra = n_extra;
    list->stride = k + 1;
    list->price = ctk_carve(c, n_extra * list->stride, sizeof(double));
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
    for (int32_t e = 0; e < list->n_extra; e++)
        for (int32_t j = 0; j < c->k; j++)
            list->price[e * list->stride + j] = c->price[(int64_t)e * c->k + j];
}

/// Least advantage of reference a over each centre of the list, in the box, into gap[]; the slack
/// for rounding is already given away.
CTK_CLONES static void find_gaps(const ctk_near *in, int32_t a, const ctk_cuboid *box, double reach,
                                 double *restrict gap)
{
    double hx = box->half[0], hy = box->half[1], hz = box->half[2];
    double base = fabs(in->power[a]) + fabs(in->lambda[a]) + 4 * (hx * hx + hy * hy + hz * hz);
    for (int32_t q = 0; q < in->n; q++) {
        double spread = 2.0 * (fabs(in->x[q] - in->x[a]) * hx + fabs(in->y[q] - in->y[a]) * hy +
                               fabs(in->z[q] - in->z[a]) * hz);
        double size = fabs(in->power[q]) + fabs(in->lambda[q]) + base + reach;
        gap[q] = in->power[q] - in->power[a] - spread - ROUNDING * size;
    }
}

CTK_CLONES static void find_powers(const ctk_near *in, const double mid[3])
{
    for (int32_t q = 0; q < in->n; q++) {
        double dx = mid[0] - in->x[q], dy = mid[1] - in->y[q], dz = mid[2] - in->z[q];
        in->power[q] = dx * dx + dy * dy + dz * dz - in->lambda[q];
    }
}

/// The further measures' part of the powers, and of the gaps.
static void add_prices(const ctk_near *in, const ctk_span *span)
{
    for (int32_t e = 0; e < in->n_extra; e++)
        for (int32_t q = 0; q < in->n; q++)
            in->power[q] -= in->price[e * in->stride + q] * span[e].mid;
}

static void widen_gaps(const ctk_near *in, int32_t a, const ctk_span *span, double *gap)
{
    for (int32_t e = 0; e < in->n_extra; e++) {
        const double *price = in->price + e * in->stride, of_a = price[a];
        double half = span[e].half, size = ROUNDING * (fabs(span[e].mid) + half);
        for (int32_t q = 0; q < in->n; q++)
            gap[q] -= fabs(price[q] - of_a) * half + (fabs(price[q]) + fabs(of_a)) * size;
    }
}

CTK_INLINE void copy(const ctk_near *in, int32_t q, ctk_near *out, int32_t to)
{
    out->id[to] = in->id[q];
    out->slot[to] = in->slot[q];
    out->x[to] = in->x[q];
    out->y[to] = in->y[q];
    out->z[to] = in->z[q];
    out->lambda[to] = in->lambda[q];
    for (int32_t e = 0; e < in->n_extra; e++)
        out->price[e * out->stride + to] = in->price[e * in->stride + q];
}

/// The place of the lowest power of the list but for one (-1 = none); ties: the first.
static int32_t find_least(const ctk_near *in, int32_t but)
{
    int32_t best = but == 0 && in->n > 1;
    double least = in->power[best];
    for (int32_t q = best + 1; q < in->n; q++) {
        bool is_less = in->power[q] < least && q != but;
        best = is_less ? q : best;
        least = is_less ? in->power[q] : least;
    }
    return best;
}

void ctk_near_filter(const ctk_near *in, const ctk_cuboid *box, const ctk_span *span, double reach,
                     int keep_second, ctk_near *out)
{
    int32_t n = 0;
    double *gap = out->power;
    find_powers(in, box->mid);
    add_prices(in, span);
    int32_t a = find_least(in, -1);
    find_gaps(in, a, box, reach, gap);
    widen_gaps(in, a, span, gap);
    if (keep_second && in->n > 1) { // beyond both references: third at best
        double *to_b = out->lambda;
        int32_t b = find_least(in, a);
        find_gaps(in, b, box, reach, to_b);
        widen_gaps(in, b, span, to_b);
        for (int32_t q = 0; q < in->n; q++) gap[q] = to_b[q] < gap[q] ? to_b[q] : gap[q];
    }
    int32_t *kept = out->slot; // without a branch, which would often be guessed wrong
    for (int32_t q = 0; q < in->n; q++) {
        kept[n] = q;
        n += !(gap[q] > reach);
    }
    for (int32_t i = 0; i < n; i++) copy(in, kept[i], out, i);
    out->n = n;
}
