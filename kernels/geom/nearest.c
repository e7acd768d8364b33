/// The region whose boundary is nearest to a point that lies in none.
#include "kernels/geom/nearest.h"

#include <math.h>

#include "kernels/geom/morton.h"
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

/// Cells side by side: the root, or a grid in one of its cells.
typedef struct cells {
    const uint32_t *value;
    int64_t nx, ny;
    double x0, y0, h; ///< degrees
} cells;

static void visit(const ctk_pip *g, const cells *c, int64_t i, int64_t j, probe *p);

static void visit_row(const ctk_pip *g, const cells *c, int64_t from, int64_t to, int64_t j,
                      probe *p)
{
    if (j < 0 || j >= c->ny) return;
    if (from < 0) from = 0;
    if (to >= c->nx) to = c->nx - 1;
    for (int64_t i = from; i <= to; i++) visit(g, c, i, j, p);
}

/// The cells at distance k from (i, j), in the larger of both coordinates.
static void visit_square(const ctk_pip *g, const cells *c, int64_t i, int64_t j, int64_t k,
                         probe *p)
{
    visit_row(g, c, i - k, i + k, j - k, p);
    if (k > 0) visit_row(g, c, i - k, i + k, j + k, p);
    for (int64_t row = j - k + 1; row < j + k; row++) {
        visit_row(g, c, i - k, i - k, row, p);
        visit_row(g, c, i + k, i + k, row, p);
    }
}

static int64_t nearest_cell(double offset, double h, int64_t n)
{
    const double i = floor(offset / h);
    return i < 0.0 ? 0 : i < (double)n ? (int64_t)i : n - 1;
}

/// Squares of cells around the one nearest to the point, until the next is farther than the best.
/// At most CTK_PIP_DEPTH calls deep.
static void visit_cells(const ctk_pip *g, const cells *c, probe *p)
{
    const double h_km = c->h * fmin(p->kx, p->ky);
    const int64_t i = nearest_cell(p->x - c->x0, c->h, c->nx);
    const int64_t j = nearest_cell(p->y - c->y0, c->h, c->ny);
    const int64_t n = c->nx > c->ny ? c->nx : c->ny;
    for (int64_t k = 0; k < n; k++) {
        const double gap = ((double)(k - 1) - 1e-6) * h_km;
        if (k > 1 && gap * gap > p->best2) break;
        visit_square(g, c, i, j, k, p);
    }
}

static void visit(const ctk_pip *g, const cells *c, int64_t i, int64_t j, probe *p)
{
    const uint32_t value = c->value[j * c->nx + i];
    const double x0 = c->x0 + (double)i * c->h, y0 = c->y0 + (double)j * c->h;
    if (value < CTK_PIP_LEAF || box_distance2(p, x0, y0, c->h) > p->best2) return;
    if (value < CTK_PIP_GRID) {
        visit_leaf(g, g->pool + (value - CTK_PIP_LEAF), p);
        return;
    }
    const int64_t n = (int64_t)1 << ctk_pip_grid_bits(value);
    const cells inner = {g->pool + ctk_pip_grid_at(value), n, n, x0, y0, c->h / (double)n};
    visit_cells(g, &inner, p);
}

static void search(const ctk_pip *g, probe *p)
{
    const cells root = {g->root, g->nx, g->ny, g->x0, g->y0, g->h};
    const double reach = sqrt(p->best2) / fmin(p->kx, p->ky) + g->h;
    const double x = p->x - g->x0, y = p->y - g->y0;
    if (x >= -reach && y >= -reach && x <= g->nx * g->h + reach && y <= g->ny * g->h + reach)
        visit_cells(g, &root, p);
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

/// Where along the curve over the grid; NaN and what lies outside go to the rim.
static uint32_t place_of(const ctk_pip *g, double lon, double lat)
{
    const double x = (lon - g->x0) / (g->nx * g->h), y = (lat - g->y0) / (g->ny * g->h);
    const double u = x > 0.0 ? fmin(x, 1.0) : 0.0, v = y > 0.0 ? fmin(y, 1.0) : 0.0;
    return ctk_morton_code((uint32_t)(u * 65535.0), (uint32_t)(v * 65535.0));
}

void ctk_nearest_find(const ctk_pip *grid, int64_t n, const int64_t *index, const double *lon,
                      const double *lat, double radius_km, int32_t n_threads, uint64_t *work,
                      int32_t *region, double *distance_km)
{
#pragma omp parallel for schedule(static) num_threads(n_threads)
    for (int64_t k = 0; k < n; k++) {
        const int64_t i = index ? index[k] : k;
        work[k] = ctk_morton_key((int32_t)k, place_of(grid, lon[i], lat[i]));
    }
    const uint64_t *sorted = ctk_morton_sort(n, work, work + n);
#pragma omp parallel for schedule(dynamic, 64) num_threads(n_threads)
    for (int64_t j = 0; j < n; j++) {
        const int64_t k = ctk_morton_item(sorted[j]), i = index ? index[k] : k;
        const double d = find_one(grid, lon[i], lat[i], radius_km, &region[i]);
        if (distance_km) distance_km[i] = d;
    }
}
