/// Borders at equal ranks of a sorted sample.
#include "kernels/geom/tiles.h"

#include <math.h>
#include <string.h>

static int comes_before(const double *p, const double *q, int axis)
{
    return p[axis] != q[axis] ? p[axis] < q[axis] : p[1 - axis] < q[1 - axis];
}

/// Merge the sorted p[0, middle) and p[middle, n) by way of work.
static void merge(double *p, int64_t middle, int64_t n, int axis, double *work)
{
    int64_t i = 0, j = middle;
    for (int64_t k = 0; k < n; k++) {
        const int takes_right = i == middle || (j < n && comes_before(p + 2 * j, p + 2 * i, axis));
        memcpy(work + 2 * k, p + 2 * (takes_right ? j++ : i++), 2 * sizeof *p);
    }
    memcpy(p, work, 2 * (size_t)n * sizeof *p);
}

/// Points by one coordinate, then by the other.
static void sort(double *p, int64_t n, int axis, double *work)
{
    for (int64_t width = 1; width < n; width *= 2) {
        for (int64_t i = 0; i + width < n; i += 2 * width) {
            const int64_t end = i + 2 * width < n ? i + 2 * width : n;
            merge(p + 2 * i, width, end - i, axis, work);
        }
    }
}

/// n_parts + 1 borders between sorted points at equal ranks; the outer ones at infinity.
static void cut(const double *p, int64_t n, int axis, int32_t n_parts, double *border)
{
    border[0] = -HUGE_VAL;
    for (int32_t i = 1; i < n_parts; i++)
        border[i] = n > 0 ? p[2 * (n * i / n_parts) + axis] : HUGE_VAL;
    border[n_parts] = HUGE_VAL;
}

void ctk_tiles_build(ctk_tiles *t, int32_t n, double *sample, double *work)
{
    sort(sample, n, 0, work);
    cut(sample, n, 0, t->n_slabs, t->x);
    for (int64_t s = 0; s < t->n_slabs; s++) {
        const int64_t from = n * s / t->n_slabs, to = n * (s + 1) / t->n_slabs;
        sort(sample + 2 * from, to - from, 1, work);
        cut(sample + 2 * from, to - from, 1, t->n_rows, t->y + s * (t->n_rows + 1));
    }
}

/// The last part whose lower border is not above v.
static int32_t part_of(const double *border, int32_t n_parts, double v)
{
    int32_t lo = 0, hi = n_parts;
    while (hi - lo > 1) {
        const int32_t mid = (lo + hi) / 2;
        if (v < border[mid])
            hi = mid;
        else
            lo = mid;
    }
    return lo;
}

int32_t ctk_tiles_find(const ctk_tiles *t, double x, double y)
{
    const int32_t slab = part_of(t->x, t->n_slabs, x);
    return slab * t->n_rows + part_of(t->y + (int64_t)slab * (t->n_rows + 1), t->n_rows, y);
}
