/// Recursive inertial bisection.
#include "kernels/cluster/bisect.h"

#include <math.h>

#include "kernels/prim/eigen3.h"
#include "kernels/prim/knob.h"
#include "kernels/prim/rng.h"
#include "kernels/prim/select.h"

/// The axis of a start > 0 is turned by so much either way at most, radians.
CTK_KNOB(TILT, 1);

typedef struct cutter {
    const double *x, *y, *z, *w, *target;
    uint64_t seed;
    int32_t start;
    int32_t *part;
} cutter;

int64_t ctk_bisect_work(int32_t n)
{
    return (int64_t)sizeof(ctk_keyed) * n;
}

/// Weights of a piece into its items; equal ones when there is none at all. Returns their sum.
static double weigh(const cutter *c, ctk_keyed *item, int32_t n)
{
    double sum = 0;
    for (int32_t i = 0; i < n; i++) sum += item[i].weight = c->w[item[i].id];
    if (sum > 0) return sum;
    for (int32_t i = 0; i < n; i++) item[i].weight = 1.0;
    return n;
}

/// The two axes in which a piece extends most, through its centre of weight.
static void find_axes(const cutter *c, const ctk_keyed *item, int32_t n, double total,
                      double axis[3][3])
{
    double sx = 0, sy = 0, sz = 0, m[6] = {0};
    for (int32_t i = 0; i < n; i++) {
        int32_t u = item[i].id;
        sx += item[i].weight * c->x[u];
        sy += item[i].weight * c->y[u];
        sz += item[i].weight * c->z[u];
    }
    sx /= total;
    sy /= total;
    sz /= total;
    for (int32_t i = 0; i < n; i++) {
        int32_t u = item[i].id;
        double q = item[i].weight, x = c->x[u] - sx, y = c->y[u] - sy, z = c->z[u] - sz;
        m[0] += q * x * x;
        m[1] += q * x * y;
        m[2] += q * x * z;
        m[3] += q * y * y;
        m[4] += q * y * z;
        m[5] += q * z * z;
    }
    ctk_eigen3(m, axis);
}

static double sum(const double *v, int32_t n)
{
    double s = 0;
    for (int32_t i = 0; i < n; i++) s += v[i];
    return s;
}

/// Cut item[0..n) into territories first .. first + k - 1.
static void cut(const cutter *c, ctk_keyed *item, int32_t n, int32_t first, int32_t k)
{
    if (k == 1) {
        for (int32_t i = 0; i < n; i++) c->part[item[i].id] = first;
        return;
    }
    ctk_rng r = ctk_rng_key(c->seed, 0x626973656374u + (uint64_t)c->start,
                            ((uint64_t)first << 32) | (uint32_t)k);
    double turn = c->start ? 2.0 * TILT * (ctk_rng_unit(&r) - 0.5) : 0.0, axis[3][3];
    int32_t left = k / 2 + ((k & 1) && c->start && (ctk_rng_u64(&r) & 1));
    double total = weigh(c, item, n), cosine = cos(turn), sine = sin(turn);
    find_axes(c, item, n, total, axis);
    double dx = cosine * axis[0][0] + sine * axis[1][0];
    double dy = cosine * axis[0][1] + sine * axis[1][1];
    double dz = cosine * axis[0][2] + sine * axis[1][2];
    for (int32_t i = 0; i < n; i++) {
        int32_t u = item[i].id;
        item[i].key = c->x[u] * dx + c->y[u] * dy + c->z[u] * dz;
    }
    double goal = total * sum(c->target + first, left) / sum(c->target + first, k);
    int32_t least = left < n ? left : n, most = n - (k - left) > least ? n - (k - left) : least;
    int32_t p = ctk_split(item, n, goal, least, most);
    cut(c, item, p, first, left);
    cut(c, item + p, n - p, first + left, k - left);
}

void ctk_bisect(int32_t n, const double *pos, const double *w, int32_t k, const double *target,
                uint64_t seed, int32_t start, void *work, int32_t *part)
{
    ctk_keyed *item = work;
    for (int32_t i = 0; i < n; i++) item[i] = (ctk_keyed){.id = i};
    cutter c = {.x = pos, .y = pos + n, .z = pos + 2 * (int64_t)n, .w = w, .target = target};
    c.seed = seed;
    c.start = start;
    c.part = part;
    cut(&c, item, n, 0, k);
}
