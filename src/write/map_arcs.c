/// Borders as arcs between the points where three or more meet, ranked for thinning.
#include <math.h>
#include <string.h>

#include "kernels/geom/simplify.h"
#include "kernels/prim/rng.h"
#include "write/map.h"

/// Vertices of one ring without the closing one; index i counts from `first`.
typedef struct ring {
    int64_t first, n;
} ring;

typedef struct arcs {
    const ct_polygons *p;
    int64_t *same; ///< [n_vertices] the first vertex with these coordinates
    int64_t
        *link; ///< [2 * n_vertices] of a first vertex: its two neighbours, ascending; -1 = none yet
    uint8_t *node; ///< [n_vertices] of a first vertex: borders fork here
} arcs;

static ring ring_of(const ct_polygons *p, int32_t r)
{
    return (ring){p->vertex_begin[r], p->vertex_begin[r + 1] - p->vertex_begin[r] - 1};
}

static uint64_t hash_point(const double *xy)
{
    uint64_t b[2];
    memcpy(b, xy, sizeof b);
    return ctk_mix64(ctk_mix64(b[0] + 1) ^ b[1]);
}

/// same[]: equal points found through a hash of all vertices.
static ct_status find_same(arcs *a, ct_arena *arena, ct_error *err)
{
    const int64_t n = a->p->n_vertices;
    uint64_t size = 64;
    while (size < 2 * (uint64_t)n) size *= 2;
    int64_t *slot = ct_arena_array(arena, (int64_t)size, sizeof *slot, "points of the map", err);
    if (!slot) return CT_ERR_MEMORY;
    for (int64_t v = 0; v < n; v++) {
        const double *at = a->p->xy + 2 * v;
        uint64_t h = hash_point(at) & (size - 1);
        while (slot[h] && memcmp(a->p->xy + 2 * (slot[h] - 1), at, 2 * sizeof *at) != 0)
            h = (h + 1) & (size - 1);
        if (!slot[h]) slot[h] = v + 1;
        a->same[v] = slot[h] - 1;
    }
    return CT_OK;
}

/// A point is a node when two rings leave it by different ways.
static void find_nodes(arcs *a)
{
    memset(a->link, 0xff, (size_t)(2 * a->p->n_vertices) * sizeof *a->link);
    for (int32_t r = 0; r < a->p->n_rings; r++) {
        const ring g = ring_of(a->p, r);
        for (int64_t i = 0; i < g.n; i++) {
            const int64_t v = a->same[g.first + i],
                          before = a->same[g.first + (i ? i - 1 : g.n - 1)];
            const int64_t after = a->same[g.first + i + 1], low = before < after ? before : after;
            const int64_t high = before < after ? after : before;
            if (a->link[2 * v] < 0) {
                a->link[2 * v] = low;
                a->link[2 * v + 1] = high;
            } else if (a->link[2 * v] != low || a->link[2 * v + 1] != high) {
                a->node[v] = 1;
            }
        }
    }
}

static int compare_points(const double *a, const double *b)
{
    if (a[0] != b[0]) return a[0] < b[0] ? -1 : 1;
    return (a[1] > b[1]) - (a[1] < b[1]);
}

/// Where to begin a ring: its first node; without any, its lowest point, the same for every ring
/// along it.
static int64_t ring_start(const arcs *a, ring g)
{
    int64_t lowest = 0;
    for (int64_t i = 0; i < g.n; i++) {
        if (a->node[a->same[g.first + i]]) return i;
        const double *p = a->p->xy + 2 * (g.first + i);
        if (compare_points(p, a->p->xy + 2 * (g.first + lowest)) < 0) lowest = i;
    }
    return lowest;
}

/// Does the arc of n vertices from i on run against its canonical direction?
static bool runs_backwards(const arcs *a, ring g, int64_t i, int64_t n)
{
    const double *xy = a->p->xy;
    for (int64_t lo = 0, hi = n - 1; lo < hi; lo++, hi--) {
        const int c = compare_points(xy + 2 * (g.first + (i + lo) % g.n),
                                     xy + 2 * (g.first + (i + hi) % g.n));
        if (c) return c > 0;
    }
    return false;
}

typedef struct scratch {
    double *xy, *rank;
    int64_t *work;
} scratch;

/// Rank the arc of n vertices from index i of ring g, both ends included.
static void rank_arc(const arcs *a, ring g, int64_t i, int64_t n, const double *sheet, double *rank,
                     const scratch *s)
{
    const bool back = runs_backwards(a, g, i, n);
    for (int64_t j = 0; j < n; j++)
        memcpy(s->xy + 2 * (back ? n - 1 - j : j), sheet + 2 * (g.first + (i + j) % g.n),
               2 * sizeof *sheet);
    ctk_simplify_rank(n, s->xy, s->rank, s->work);
    for (int64_t j = 0; j < n; j++) rank[g.first + (i + j) % g.n] = s->rank[back ? n - 1 - j : j];
}

static void rank_ring(const arcs *a, ring g, const double *sheet, double *rank, const scratch *s)
{
    const int64_t start = ring_start(a, g);
    for (int64_t done = 0; done < g.n;) {
        int64_t n = 1;
        while (done + n < g.n && !a->node[a->same[g.first + (start + done + n) % g.n]]) n++;
        rank_arc(a, g, (start + done) % g.n, n + 1, sheet, rank, s);
        done += n;
    }
    rank[g.first + g.n] = 0; // the closing vertex is never drawn
}

ct_status ct_map_ranks(const ct_context *ctx, const ct_polygons *p, const double *sheet,
                       double *rank, ct_arena *arena, ct_error *err)
{
    arcs a = {.p = p};
    int64_t longest = 2;
    (void)ctx;
    for (int32_t r = 0; r < p->n_rings; r++)
        if (ring_of(p, r).n + 1 > longest) longest = ring_of(p, r).n + 1;
    a.same = ct_arena_array(arena, p->n_vertices, sizeof *a.same, "points of the map", err);
    a.link = ct_arena_array(arena, 2 * p->n_vertices, sizeof *a.link, "points of the map", err);
    a.node = ct_arena_array(arena, p->n_vertices, 1, "points of the map", err);
    const scratch s = {
        ct_arena_array(arena, 2 * longest, sizeof(double), "a border", err),
        ct_arena_array(arena, longest, sizeof(double), "a border", err),
        ct_arena_array(arena, ctk_simplify_work(longest), sizeof(int64_t), "a border", err)};
    if (!a.same || !a.link || !a.node || !s.xy || !s.rank || !s.work) return CT_ERR_MEMORY;
    const ct_status status = find_same(&a, arena, err);
    if (status) return status;
    find_nodes(&a);
    for (int32_t r = 0; r < p->n_rings; r++) rank_ring(&a, ring_of(p, r), sheet, rank, &s);
    return CT_OK;
}
