/// The region whose boundary is nearest to a point that lies in none.
#include "kernels/geom/nearest.h"

#include <math.h>

#include "kernels/geom/sphere.h"

/// What is looked for, and the best so far.
typedef struct probe {
    double x, y;   ///< degrees
    double kx, ky; ///< km per degree
    double best2;  ///< km^2
    int32_t region;
} probe;

static double segment_distance2(const probe *p, const double *a, const double *b)
{
    if (b[0] < a[0] || (b[0] == a[0] && b[1] < a[1])) {
        const double *swap = a;
        a = b;
        b = swap;
    }
    const double ax = (a[0] - p->x) * p->kx, ay = (a[1] - p->y) * p->ky;
    const double dx = (b[0] - a[0]) * p->kx, dy = (b[1] - a[1]) * p->ky;
    const double l2 = dx * dx + dy * dy;
    double t = l2 > 0.0 ? -(ax * dx + ay * dy) / l2 : 0.0;
    t = t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
    const double x = ax + t * dx, y = ay + t * dy;
    return x * x + y * y;
}

/// Squared distance to a cell, which is taken a millionth larger than it is.
static double box_distance2(const probe *p, double x0, double y0, double h)
{
    const double e = 1e-6 * h, x1 = x0 + h + e, y1 = y0 + h + e;
    double dx = 0.0, dy = 0.0;
    if (p->x < x0 - e) dx = x0 - e - p->x;
    if (p->x > x1) dx = p->x - x1;
    if (p->y < y0 - e) dy = y0 - e - p->y;
    if (p->y > y1) dy = p->y - y1;
    dx *= p->kx;
    dy *= p->ky;
    return dx * dx + dy * dy;
}

static void visit_run(const double *v, uint32_t n, int32_t region, probe *p)
{
    for (uint32_t s = 0; s < n; s++, v += 2) {
        const double d2 = segment_distance2(p, v, v + 2);
        if (d2 > p->best2 || (d2 == p->best2 && p->region >= 0 && region > p->region)) continue;
        p->best2 = d2;
        p->region = region;
    }
}

/// A copy has the segments of the group before it, whose region is not larger: it wins nothing.
static void visit_leaf(const ctk_pip *g, const uint32_t *leaf, probe *p)
{
    ctk_pip_reader l = ctk_pip_leaf(leaf);
    while (ctk_pip_next_group(&l)) {
        if (l.is_copy) continue;
        do {
            ctk_pip_next_run(&l);
            visit_run(g->lonlat + 2 * (size_t)l.first, l.n, (int32_t)l.region, p);
        } while (l.has_run);
    }
}

/// At most CTK_PIP_DEPTH calls deep.
static void visit(const ctk_pip *g, uint32_t value, double x0, double y0, double h, probe *p)
{
    if (value < CTK_PIP_LEAF || box_distance2(p, x0, y0, h) > p->best2) return;
    if (value < CTK_PIP_GRID) {
        visit_leaf(g, g->pool + (value - CTK_PIP_LEAF), p);
        return;
    }
    const int32_t n = 1 << ctk_pip_grid_bits(value);
    const uint32_t *cell = g->pool + ctk_pip_grid_at(value);
    const double side = h / n;
    for (int32_t j = 0; j < n; j++)
        for (int32_t i = 0; i < n; i++)
            visit(g, cell[j * n + i], x0 + i * side, y0 + j * side, side, p);
}

static void visit_root(const ctk_pip *g, int64_t i, int64_t j, probe *p)
{
    if (i < 0 || j < 0 || i >= g->nx || j >= g->ny) return;
    visit(g, g->root[(size_t)j * (size_t)g->nx + (size_t)i], g->x0 + (double)i * g->h,
          g->y0 + (double)j * g->h, g->h, p);
}

/// The cells at distance k from (i, j), in the larger of both coordinates.
static void visit_square(const ctk_pip *g, int64_t i, int64_t j, int64_t k, probe *p)
{
    for (int64_t d = -k; d <= k; d++) {
        visit_root(g, i + d, j - k, p);
        if (k > 0) visit_root(g, i + d, j + k, p);
    }
    for (int64_t d = 1 - k; d < k; d++) {
        visit_root(g, i - k, j + d, p);
        visit_root(g, i + k, j + d, p);
    }
}

/// Squares of cells until the next is farther than the best.
static void search(const ctk_pip *g, probe *p)
{
    const double reach = sqrt(p->best2) / fmin(p->kx, p->ky) + g->h;
    const double u = (p->x - g->x0) * g->inverse, v = (p->y - g->y0) * g->inverse;
    const double most = reach * g->inverse;
    if (u < -most || v < -most || u > g->nx + most || v > g->ny + most) return;
    const int64_t i = (int64_t)floor(u), j = (int64_t)floor(v);
    for (int64_t k = 0; (double)k <= most + 1.0; k++) {
        const double gap = (double)(k - 1) * g->h * fmin(p->kx, p->ky);
        if (k > 1 && gap * gap > p->best2) break;
        visit_square(g, i, j, k, p);
    }
}

static double find_one(const ctk_pip *g, double lon, double lat, double radius_km, int32_t *region)
{
    const double ky = CTK_EARTH_KM * CTK_DEG, c = cos(lat * CTK_DEG);
    probe p = {lon, lat, ky * (c > 1e-3 ? c : 1e-3), ky, radius_km * radius_km, -1};
    search(g, &p);
    p.x = lon - 360.0;
    search(g, &p);
    p.x = lon + 360.0;
    search(g, &p);
    *region = p.region;
    return p.region >= 0 ? sqrt(p.best2) : HUGE_VAL;
}

void ctk_nearest_find(const ctk_pip *grid, int64_t n, const int64_t *index, const double *lon,
                      const double *lat, double radius_km, int32_t n_threads, int32_t *region,
                      double *distance_km)
{
#pragma omp parallel for schedule(dynamic, 64) num_threads(n_threads)
    for (int64_t k = 0; k < n; k++) {
        const int64_t i = index ? index[k] : k;
        const double d = find_one(grid, lon[i], lat[i], radius_km, &region[i]);
        if (distance_km) distance_km[i] = d;
    }
}
