/// Point in polygon: the query.
#include "kernels/geom/pip.h"

#include "kernels/geom/orient.h"

bool ctk_pip_is_right(const double a[2], const double b[2], double cx, double cy)
{
    const int side = ctk_orient(a, b, cx, cy);
    return side == 0 || (b[1] > a[1] ? side < 0 : side > 0);
}

bool ctk_pip_is_above(const double a[2], const double b[2], double cx, double cy)
{
    const int side = ctk_orient(a, b, cx, cy);
    if (side != 0) return b[0] > a[0] ? side > 0 : side < 0;
    // c is on the segment and moves right: below a rising segment, above a falling or level one.
    return b[1] == a[1] || (b[1] > a[1]) != (b[0] > a[0]);
}

/// The way from the reference (x0, y0) to the point (x, y).
typedef struct path {
    double x0, y0, x, y;
} path;

/// Both ends at height y or one of them: is the point on it? The rest is seen by the crossing test.
static bool touches(const double *a, const double *b, const path *w)
{
    if (a[1] == w->y && a[0] == w->x) return true;
    if (b[1] == w->y && b[0] == w->x) return true;
    return a[1] == b[1] && a[1] == w->y && (a[0] > w->x) != (b[0] > w->x);
}

/// Turn *odd over for each segment of the run that the path crosses; true = the point is on one.
static bool cross_run(const double *v, uint32_t n, const path *w, uint32_t *odd)
{
    bool a_up = v[1] > w->y, a_right = v[0] > w->x0;
    uint32_t turns = 0;
    for (uint32_t s = 0; s < n; s++, v += 2) {
        const bool b_up = v[3] > w->y, b_right = v[2] > w->x0;
        if (v[1] == w->y || v[3] == w->y)
            if (touches(v, v + 2, w)) return true;
        if (a_up != b_up) {
            const int side = ctk_orient(v, v + 2, w->x, w->y);
            if (side == 0) return true;
            turns ^= (uint32_t)(b_up ? side < 0 : side > 0);
            turns ^= a_right && b_right ? 0u : (uint32_t)ctk_pip_is_right(v, v + 2, w->x0, w->y);
        }
        if (a_right != b_right)
            turns ^= (uint32_t)(ctk_pip_is_above(v, v + 2, w->x0, w->y0) !=
                                ctk_pip_is_above(v, v + 2, w->x0, w->y));
        a_up = b_up;
        a_right = b_right;
    }
    *odd ^= turns;
    return false;
}

static uint32_t find_in_leaf(const ctk_pip *g, const uint32_t *leaf, const path *w)
{
    const uint32_t cover = *leaf++;
    uint32_t n_groups = *leaf++;
    for (; n_groups > 0; n_groups--) {
        const uint32_t region = *leaf++, n_runs = *leaf >> 1;
        uint32_t odd = *leaf++ & 1;
        if (region > cover) return cover;
        for (uint32_t r = 0; r < n_runs; r++)
            if (cross_run(g->lonlat + 2 * (size_t)leaf[2 * r], leaf[2 * r + 1], w, &odd))
                return region;
        if (odd) return region;
        leaf += 2 * n_runs;
    }
    return cover;
}

/// Value of the root cell of (u, v), in cells; none outside.
static inline uint32_t root_value(const ctk_pip *g, double u, double v)
{
    if (!(u >= 0.0 && u < g->nx && v >= 0.0 && v < g->ny)) return CTK_PIP_NONE;
    return g->root[(size_t)(int32_t)v * (size_t)g->nx + (size_t)(int32_t)u];
}

static uint32_t find_below(const ctk_pip *g, uint32_t value, double u, double v, path *w)
{
    double i = (int32_t)u, j = (int32_t)v, size = 1.0; // the cell's corner and side in root cells
    double fu = u - i, fv = v - j;                     // exact, as is all that follows
    while (value >= CTK_PIP_GRID) {
        const uint32_t *grid = g->pool + (value - CTK_PIP_GRID);
        const uint32_t bits = *grid++, n = 1u << bits;
        fu *= n;
        fv *= n;
        size /= n;
        const uint32_t ci = (uint32_t)fu, cj = (uint32_t)fv;
        fu -= ci;
        fv -= cj;
        i += ci * size;
        j += cj * size;
        value = grid[(size_t)cj * n + ci];
    }
    if (value < CTK_PIP_LEAF) return value;
    w->x0 = g->x0 + i * g->h;
    w->y0 = g->y0 + j * g->h;
    return find_in_leaf(g, g->pool + (value - CTK_PIP_LEAF), w);
}

int32_t ctk_pip_find_one(const ctk_pip *g, double x, double y)
{
    const double u = (x - g->x0) * g->inverse, v = (y - g->y0) * g->inverse;
    uint32_t value = root_value(g, u, v);
    if (value >= CTK_PIP_LEAF) value = find_below(g, value, u, v, &(path){0, 0, x, y});
    return value == CTK_PIP_NONE ? -1 : (int32_t)value;
}

enum { BATCH = 32, CHUNK = 1 << 14 };

/// Look all root cells of a batch up before any is followed: their cache misses overlap.
static void find_batch(const ctk_pip *g, int64_t n, const double *lon, const double *lat,
                       int32_t *region)
{
    uint32_t value[BATCH];
    for (int64_t i = 0; i < n; i++)
        value[i] = root_value(g, (lon[i] - g->x0) * g->inverse, (lat[i] - g->y0) * g->inverse);
    for (int64_t i = 0; i < n; i++)
        if (value[i] >= CTK_PIP_LEAF) __builtin_prefetch(g->pool + (value[i] & CTK_PIP_NONE));
    for (int64_t i = 0; i < n; i++) {
        const double u = (lon[i] - g->x0) * g->inverse, v = (lat[i] - g->y0) * g->inverse;
        uint32_t id = value[i];
        if (id >= CTK_PIP_LEAF) id = find_below(g, id, u, v, &(path){0, 0, lon[i], lat[i]});
        region[i] = id == CTK_PIP_NONE ? -1 : (int32_t)id;
    }
}

void ctk_pip_find(const ctk_pip *g, int64_t n, const double *lon, const double *lat,
                  int32_t n_threads, int32_t *region)
{
    const int64_t n_chunks = (n + CHUNK - 1) / CHUNK;
#pragma omp parallel for schedule(dynamic) num_threads(n_threads)
    for (int64_t c = 0; c < n_chunks; c++) {
        const int64_t end = (c + 1) * CHUNK < n ? (c + 1) * CHUNK : n;
        for (int64_t i = c * CHUNK; i < end; i += BATCH)
            find_batch(g, end - i < BATCH ? end - i : BATCH, lon + i, lat + i, region + i);
    }
}
