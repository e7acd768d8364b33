/// Borders as arcs between the points where three or more meet, ranked for thinning.
#include <omp.h>
#include <string.h>

#include "kernels/geom/match.h"
#include "kernels/geom/simplify.h"
#include "write/map.h"

/// Vertices of one ring without the closing one; index i counts from `first`.
typedef struct ring {
    int64_t first, n;
} ring;

typedef struct arcs {
    const ct_polygons *p;
    const ct_map *map;
    const int32_t *frame; ///< [n_rings] onto which a ring is projected
    ctk_match match;      ///< equal vertices
    uint8_t *node;        ///< [n_vertices] borders fork here
} arcs;

static ring ring_of(const ct_polygons *p, int32_t r)
{
    return (ring){p->vertex_begin[r], p->vertex_begin[r + 1] - p->vertex_begin[r] - 1};
}

static int compare_points(const double *a, const double *b)
{
    if (a[0] != b[0]) return a[0] < b[0] ? -1 : 1;
    return (a[1] > b[1]) - (a[1] < b[1]);
}

static bool same_point(const double *a, const double *b)
{
    return a[0] == b[0] && a[1] == b[1];
}

/// The vertices before and behind vertex v of its ring.
static void ways_from(const arcs *a, int64_t v, const double *way[2])
{
    const ring g = ring_of(a->p, ctk_ring_of(&a->match.rings, v));
    way[0] = a->p->xy + 2 * (v > g.first ? v - 1 : v + g.n - 1);
    way[1] = a->p->xy + 2 * (v + 1);
}

/// A point is a node when two rings leave it by different ways.
static bool is_node(const arcs *a, const ctk_groups *g, int32_t head)
{
    const double *p[2], *q[2];
    ways_from(a, g->vertex[head], p);
    for (int32_t i = g->next[head]; i >= 0; i = g->next[i]) {
        ways_from(a, g->vertex[i], q);
        if (!(same_point(p[0], q[0]) && same_point(p[1], q[1])) &&
            !(same_point(p[0], q[1]) && same_point(p[1], q[0])))
            return true;
    }
    return false;
}

static void find_nodes_of_tile(arcs *a, int32_t tile, ctk_groups *g)
{
    ctk_match_group(&a->match, tile, g);
    for (int32_t h = 0; h < g->n_heads; h++) {
        if (!is_node(a, g, g->head[h])) continue;
        for (int32_t i = g->head[h]; i >= 0; i = g->next[i]) a->node[g->vertex[i]] = 1;
    }
}

static ct_status match_vertices(arcs *a, ct_arena *arena, int32_t n_threads, ct_error *err)
{
    static const char what[] = "points of the map";
    const ct_polygons *p = a->p;
    ctk_rings rings = {p->n_vertices, p->n_rings, p->vertex_begin, NULL, p->xy, NULL};
    int32_t *at = ct_arena_array(arena, ctk_rings_index_size(p->n_vertices), sizeof *at, what, err);
    if (!at) return CT_ERR_MEMORY;
    ctk_rings_index(&rings, at);
    rings.ring_at = at;
    a->match = ctk_match_plan(&rings, true);
    a->match.begin =
        ct_arena_array(arena, ctk_match_begin_size(&a->match), sizeof *a->match.begin, what, err);
    a->match.tiles.x =
        ct_arena_array(arena, ctk_match_tiles_size(&a->match), sizeof(double), what, err);
    if (!a->match.begin || !a->match.tiles.x) return CT_ERR_MEMORY;
    a->match.run = ct_arena_array(arena, ctk_match_count(&a->match, n_threads),
                                  sizeof *a->match.run, what, err);
    if (!a->match.run) return CT_ERR_MEMORY;
    ctk_match_deal(&a->match, n_threads);
    return CT_OK;
}

static ct_status find_nodes(arcs *a, ct_arena *arena, int32_t n_threads, ct_error *err)
{
    ct_status s = match_vertices(a, arena, n_threads, err);
    if (s) return s;
    const int64_t largest = ctk_match_largest(&a->match), words = ctk_groups_size(largest);
    int32_t *group = ct_arena_array(arena, n_threads * words, sizeof *group, "points", err);
    if (!group) return CT_ERR_MEMORY;
#pragma omp parallel num_threads(n_threads)
    {
        ctk_groups g = ctk_groups_at(group + omp_get_thread_num() * words, largest);
#pragma omp for schedule(dynamic, 1)
        for (int32_t tile = 0; tile < a->match.n_tiles; tile++) find_nodes_of_tile(a, tile, &g);
    }
    return CT_OK;
}

/// Where to begin a ring: its first node; without any, its lowest point, the same for every ring
/// along it.
static int64_t ring_start(const arcs *a, ring g)
{
    int64_t lowest = 0;
    for (int64_t i = 0; i < g.n; i++) {
        if (a->node[g.first + i]) return i;
        const double *p = a->p->xy + 2 * (g.first + i);
        if (compare_points(p, a->p->xy + 2 * (g.first + lowest)) < 0) lowest = i;
    }
    return lowest;
}

/// Index i of ring g, i < 2 n, counted round.
static inline int64_t around(ring g, int64_t i)
{
    return g.first + (i < g.n ? i : i - g.n);
}

/// Does the arc of n vertices from i on run against its canonical direction?
static bool runs_backwards(const arcs *a, ring g, int64_t i, int64_t n)
{
    const double *xy = a->p->xy;
    for (int64_t lo = 0, hi = n - 1; lo < hi; lo++, hi--) {
        const int c = compare_points(xy + 2 * around(g, i + lo), xy + 2 * around(g, i + hi));
        if (c) return c > 0;
    }
    return false;
}

/// Of one thread, for the longest ring.
typedef struct scratch {
    double floor;
    double *ring_rank; ///< by index in the ring
    double *xy, *rank; ///< of an arc, on the sheet
    int64_t *work;
} scratch;

/// The n points of xy in the other direction.
static void turn_round(int64_t n, double *xy)
{
    for (int64_t lo = 0, hi = n - 1; lo < hi; lo++, hi--)
        for (int j = 0; j < 2; j++) {
            const double v = xy[2 * lo + j];
            xy[2 * lo + j] = xy[2 * hi + j];
            xy[2 * hi + j] = v;
        }
}

/// Rank the arc of n vertices from index i of ring r, both ends included.
static void rank_arc(const arcs *a, int32_t r, int64_t i, int64_t n, const scratch *s)
{
    const ring g = ring_of(a->p, r);
    const ct_frame *f = &a->map->frame[a->frame[r]];
    const bool back = runs_backwards(a, g, i, n);
    const int64_t before = i + n <= g.n ? n : g.n - i; // the rest begins anew at the ring's start
    ct_map_project(f, before, a->p->xy + 2 * (g.first + i), s->xy);
    ct_map_project(f, n - before, a->p->xy + 2 * g.first, s->xy + 2 * before);
    if (back) turn_round(n, s->xy);
    ctk_simplify_rank(n, s->xy, s->floor, s->rank, s->work);
    for (int64_t j = 0; j < n; j++)
        s->ring_rank[around(g, i + j) - g.first] = s->rank[back ? n - 1 - j : j];
}

static void rank_ring(const arcs *a, int32_t r, const scratch *s, ct_map_shown *shown)
{
    const ring g = ring_of(a->p, r);
    const int64_t start = ring_start(a, g);
    for (int64_t done = 0; done < g.n;) {
        int64_t n = 1;
        while (done + n < g.n && !a->node[around(g, start + done + n)]) n++;
        rank_arc(a, r, around(g, start + done) - g.first, n + 1, s);
        done += n;
    }
    for (int64_t i = 0; i < g.n; i++) {
        if (!(s->ring_rank[i] > s->floor)) continue;
        shown->rank[g.first + shown->n[r]] = s->ring_rank[i];
        shown->vertex[g.first + shown->n[r]++] = (int32_t)i;
    }
}

static int64_t longest_ring(const ct_polygons *p)
{
    int64_t longest = 2;
    for (int32_t r = 0; r < p->n_rings; r++)
        if (ring_of(p, r).n + 1 > longest) longest = ring_of(p, r).n + 1;
    return longest;
}

static ct_status rank_rings(const arcs *a, double floor, int32_t n_threads, ct_map_shown *shown,
                            ct_arena *arena, ct_error *err)
{
    const int64_t longest = longest_ring(a->p), work = ctk_simplify_work(longest);
    double *own = ct_arena_array(arena, 4 * n_threads * longest, sizeof *own, "a border", err);
    int64_t *stack = ct_arena_array(arena, n_threads * work, sizeof *stack, "a border", err);
    if (!own || !stack) return CT_ERR_MEMORY;
#pragma omp parallel num_threads(n_threads)
    {
        double *const mine = own + 4 * omp_get_thread_num() * longest;
        const scratch s = {floor, mine, mine + longest, mine + 3 * longest,
                           stack + omp_get_thread_num() * work};
#pragma omp for schedule(dynamic, 1)
        for (int32_t r = 0; r < a->p->n_rings; r++) rank_ring(a, r, &s, shown);
    }
    return CT_OK;
}

ct_status ct_map_ranks(const ct_context *ctx, const ct_polygons *p, const ct_map *m,
                       const int32_t *frame, double floor, ct_map_shown *out, ct_arena *arena,
                       ct_error *err)
{
    static const char what[] = "points of the map";
    arcs a = {.p = p, .map = m, .frame = frame};
    a.node = ct_arena_array(arena, p->n_vertices, 1, what, err);
    out->n = ct_arena_array(arena, p->n_rings, sizeof *out->n, what, err);
    out->vertex = ct_arena_array(arena, p->n_vertices, sizeof *out->vertex, what, err);
    out->rank = ct_arena_array(arena, p->n_vertices, sizeof *out->rank, what, err);
    if (!a.node || !out->n || !out->vertex || !out->rank) return CT_ERR_MEMORY;
    const ct_status s = find_nodes(&a, arena, ctx->n_threads, err);
    return s ? s : rank_rings(&a, floor, ctx->n_threads, out, arena, err);
}
