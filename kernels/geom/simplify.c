/// Ranks of vertices by Douglas and Peucker's rule.
#include "kernels/geom/simplify.h"

#include <math.h>

/// Square of the distance of p from the segment a-b.
static double distance2(const double *p, const double *a, const double *b)
{
    const double dx = b[0] - a[0], dy = b[1] - a[1], px = p[0] - a[0], py = p[1] - a[1];
    const double length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? (px * dx + py * dy) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    const double x = px - t * dx, y = py - t * dy;
    return x * x + y * y;
}

void ctk_simplify_rank(int64_t n, const double *restrict xy, double *restrict rank,
                       int64_t *restrict work)
{
    int64_t depth = 0;
    rank[0] = rank[n - 1] = INFINITY;
    work[depth++] = 0;
    work[depth++] = n - 1;
    while (depth) {
        const int64_t last = work[--depth], first = work[--depth];
        if (last - first < 2) continue;
        double most = -1;
        int64_t at = first + 1;
        for (int64_t i = first + 1; i < last; i++) {
            const double d = distance2(xy + 2 * i, xy + 2 * first, xy + 2 * last);
            if (d > most) most = d, at = i;
        }
        // No vertex outlives the piece it was found in: both ends of the piece rank at least as
        // high.
        const double above = rank[first] < rank[last] ? rank[first] : rank[last];
        const double own = sqrt(most);
        rank[at] = own < above ? own : above;
        work[depth++] = first;
        work[depth++] = at;
        work[depth++] = at;
        work[depth++] = last;
    }
}
