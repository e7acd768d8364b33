/// Ranks of vertices by Douglas and Peucker's rule.
#include "kernels/geom/simplify.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/simd.h"

enum { BLOCK = 64, LANES = 8 };

/// Square of the distance of p from the segment from a along (dx, dy).
CTK_INLINE double distance2(const double *p, const double *a, double dx, double dy, double length2)
{
    const double px = p[0] - a[0], py = p[1] - a[1];
    double t = length2 > 0 ? (px * dx + py * dy) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    const double x = px - t * dx, y = py - t * dy;
    return x * x + y * y;
}

/// The largest of BLOCK distances.
CTK_INLINE double largest(const double *d)
{
    double lane[LANES];
    memcpy(lane, d, sizeof lane);
    for (int i = LANES; i < BLOCK; i += LANES)
        for (int l = 0; l < LANES; l++) lane[l] = d[i + l] > lane[l] ? d[i + l] : lane[l];
    double most = lane[0];
    for (int l = 1; l < LANES; l++) most = lane[l] > most ? lane[l] : most;
    return most;
}

/// The first vertex that is farthest from the chord first-last, and the square of its distance.
/// A block at a time: its distances first, then only where one of them leads.
CTK_CLONES static int64_t farthest(const double *xy, int64_t first, int64_t last, double *most)
{
    const double *a = xy + 2 * first, *b = xy + 2 * last;
    const double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
    int64_t at = first + 1, i = at;
    double d[BLOCK];
    *most = -1;
    for (; i + BLOCK <= last; i += BLOCK) {
        for (int j = 0; j < BLOCK; j++) d[j] = distance2(xy + 2 * (i + j), a, dx, dy, length2);
        const double here = largest(d);
        if (!(here > *most)) continue;
        *most = here;
        for (at = i; d[at - i] != here;) at++;
    }
    for (; i < last; i++) {
        d[0] = distance2(xy + 2 * i, a, dx, dy, length2);
        if (d[0] > *most) *most = d[0], at = i;
    }
    return at;
}

void ctk_simplify_rank(int64_t n, const double *restrict xy, double floor, double *restrict rank,
                       int64_t *restrict work)
{
    int64_t depth = 0;
    for (int64_t i = 0; i < n; i++) rank[i] = 0;
    rank[0] = rank[n - 1] = INFINITY;
    work[depth++] = 0;
    work[depth++] = n - 1;
    while (depth) {
        const int64_t last = work[--depth], first = work[--depth];
        if (last - first < 2) continue;
        double most;
        const int64_t at = farthest(xy, first, last, &most);
        const double own = sqrt(most);
        if (own <= floor) continue;
        // No vertex outlives the piece it was found in: both ends of the piece rank at least as
        // high.
        const double above = rank[first] < rank[last] ? rank[first] : rank[last];
        rank[at] = own < above ? own : above;
        work[depth++] = first;
        work[depth++] = at;
        work[depth++] = at;
        work[depth++] = last;
    }
}
