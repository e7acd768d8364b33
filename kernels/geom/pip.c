/// Point in polygon: the query.
#include "kernels/geom/pip.h"

#include "kernels/geom/orient.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

/// Segments looked at together.
enum { STRETCH = 8 };

/// None of STRETCH segments is crossed by either half of the path, and none has an end at height y:
/// all their vertices lie on the same sides of both halves' lines.
#if defined(__SSE2__)
static inline bool is_aside(const double *v, const path *w)
{
    const __m128d corner = _mm_set_pd(w->y, w->x0);
    const __m128d first = _mm_loadu_pd(v);
    __m128d any = _mm_cmpgt_pd(first, corner), all = any, level = _mm_cmpeq_pd(first, corner);
    for (int i = 1; i <= STRETCH; i++) {
        const __m128d p = _mm_loadu_pd(v + 2 * i), above = _mm_cmpgt_pd(p, corner);
        any = _mm_or_pd(any, above);
        all = _mm_and_pd(all, above);
        level = _mm_or_pd(level, _mm_cmpeq_pd(p, corner));
    }
    return _mm_movemask_pd(any) == _mm_movemask_pd(all) && _mm_movemask_pd(level) < 2;
}
#else
static inline bool is_aside(const double *v, const path *w)
{
    const bool up = v[1] > w->y, right = v[0] > w->x0;
    bool is_mixed = false;
    for (int i = 0; i <= STRETCH; i++, v += 2)
        is_mixed |= (v[1] > w->y) != up || (v[0] > w->x0) != right || v[1] == w->y;
    return !is_mixed;
}
#endif

/// Turn *odd over for each of n segments that the path crosses; true = the point is on one.
static inline bool cross_some(const double *v, uint32_t n, const path *w, uint32_t *odd)
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

/// The same for a run; most of a long one lies aside.
static bool cross_run(const double *v, uint32_t n, const path *w, uint32_t *odd)
{
    for (; n >= STRETCH; n -= STRETCH, v += 2 * STRETCH)
        if (!is_aside(v, w) && cross_some(v, STRETCH, w, odd)) return true;
    return n > 0 && cross_some(v, n, w, odd);
}

static uint32_t find_in_leaf(const ctk_pip *g, const uint32_t *leaf, const path *w)
{
    ctk_pip_reader l = ctk_pip_leaf(leaf);
    uint32_t turns = 0;
    while (ctk_pip_next_group(&l)) {
        if (l.region > l.cover) return l.cover;
        if (!l.is_copy) {
            turns = 0;
            do {
                ctk_pip_next_run(&l);
                if (cross_run(g->lonlat + 2 * (size_t)l.first, l.n, w, &turns)) return l.region;
            } while (l.has_run);
        }
        if (turns ^ l.odd) return l.region;
    }
    return l.cover;
}

/// A point on its way down: the cell it is in, and where in the cell.
typedef struct search {
    path way;      ///< the cell's corner is its start
    double h;      ///< side of the cell, degrees
    double fu, fv; ///< 0 .. 1 within the cell
    uint32_t value;
} search;

static inline search search_root(const ctk_pip *g, double x, double y)
{
    const double u = (x - g->x0) * g->inverse, v = (y - g->y0) * g->inverse;
    search s = {{0, 0, x, y}, g->h, 0, 0, CTK_PIP_NONE};
    if (!(u >= 0.0 && u < g->nx && v >= 0.0 && v < g->ny)) return s;
    const int32_t i = (int32_t)u, j = (int32_t)v;
    s.fu = u - i; // exact, as is all that follows
    s.fv = v - j;
    s.way.x0 = g->x0 + i * g->h;
    s.way.y0 = g->y0 + j * g->h;
    s.value = g->root[(size_t)j * (size_t)g->nx + (size_t)i];
    return s;
}

/// From a cell with a grid to the cell of that grid; returns where its value stands.
static inline const uint32_t *search_step(const ctk_pip *g, search *s)
{
    static const double side[] = {1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125};
    const uint32_t bits = ctk_pip_grid_bits(s->value);
    const double n = (double)(int32_t)(1u << bits);
    s->fu *= n;
    s->fv *= n;
    s->h *= side[bits];
    const int32_t i = (int32_t)s->fu, j = (int32_t)s->fv;
    s->fu -= i;
    s->fv -= j;
    s->way.x0 += i * s->h;
    s->way.y0 += j * s->h;
    return g->pool + ctk_pip_grid_at(s->value) + ((uint32_t)j << bits) + (uint32_t)i;
}

static inline int32_t search_end(const ctk_pip *g, const search *s)
{
    uint32_t id = s->value;
    if (id >= CTK_PIP_LEAF) id = find_in_leaf(g, g->pool + (id - CTK_PIP_LEAF), &s->way);
    return id == CTK_PIP_NONE ? -1 : (int32_t)id;
}

int32_t ctk_pip_find_one(const ctk_pip *g, double x, double y)
{
    search s = search_root(g, x, y);
    while (s.value >= CTK_PIP_GRID) s.value = *search_step(g, &s);
    return search_end(g, &s);
}

enum { BATCH = CTK_PIP_BATCH, CHUNK = 1 << 14 };

static inline void prefetch_leaf(const ctk_pip *g, uint32_t value)
{
    if (value < CTK_PIP_LEAF || value >= CTK_PIP_GRID) return;
    __builtin_prefetch(g->pool + (value - CTK_PIP_LEAF));
    __builtin_prefetch(g->pool + (value - CTK_PIP_LEAF) + 15);
}

/// Fetch the vertices of the leaf's runs, as far as they fit two cache lines each.
static void prefetch_runs(const ctk_pip *g, const uint32_t *leaf)
{
    ctk_pip_reader l = ctk_pip_leaf(leaf);
    if (l.n_groups > 4) l.n_groups = 4;
    while (ctk_pip_next_group(&l)) {
        if (l.is_copy) continue;
        do {
            ctk_pip_next_run(&l);
            __builtin_prefetch(g->lonlat + 2 * (size_t)l.first);
            __builtin_prefetch(g->lonlat + 2 * ((size_t)l.first + l.n));
        } while (l.has_run);
    }
}

/// All points of a batch take each step together, so that their cache misses overlap.
void ctk_pip_find_some(const ctk_pip *g, int32_t n, const double *lon, const double *lat,
                       int32_t *region)
{
    search s[BATCH];
    const uint32_t *next[BATCH];
    int32_t below[BATCH], n_below = 0;
    for (int32_t i = 0; i < n; i++) {
        s[i] = search_root(g, lon[i], lat[i]);
        if (s[i].value >= CTK_PIP_GRID) below[n_below++] = i;
        prefetch_leaf(g, s[i].value);
    }
    while (n_below > 0) {
        int32_t n_left = 0;
        for (int32_t k = 0; k < n_below; k++)
            __builtin_prefetch(next[k] = search_step(g, &s[below[k]]));
        for (int32_t k = 0; k < n_below; k++) {
            const uint32_t value = s[below[k]].value = *next[k];
            prefetch_leaf(g, value);
            if (value >= CTK_PIP_GRID) below[n_left++] = below[k];
        }
        n_below = n_left;
    }
    for (int32_t i = 0; i < n; i++)
        if (s[i].value >= CTK_PIP_LEAF) prefetch_runs(g, g->pool + (s[i].value - CTK_PIP_LEAF));
    for (int32_t i = 0; i < n; i++) region[i] = search_end(g, &s[i]);
}

void ctk_pip_find(const ctk_pip *g, int64_t n, const double *lon, const double *lat,
                  int32_t n_threads, int32_t *region)
{
    const int64_t n_chunks = (n + CHUNK - 1) / CHUNK;
#pragma omp parallel for schedule(dynamic) num_threads(n_threads)
    for (int64_t c = 0; c < n_chunks; c++) {
        const int64_t end = (c + 1) * CHUNK < n ? (c + 1) * CHUNK : n;
        for (int64_t i = c * CHUNK; i < end; i += BATCH)
            ctk_pip_find_some(g, (int32_t)(end - i < BATCH ? end - i : BATCH), lon + i, lat + i,
                              region + i);
    }
}
