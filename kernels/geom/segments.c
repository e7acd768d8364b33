/// Sides of segments, their list, and runs of border.
#include "kernels/geom/segments.h"

#include <stddef.h>

#include "kernels/geom/lengths.h"
#include "kernels/prim/offsets.h"

enum {
    PENDING = -4,
    CROWD = 64 ///< uses of one segment, beyond which not all pairs are linked
};

/// One group of equal segments while it is looked at.
typedef struct group {
    const ctk_match *m;
    const ctk_groups *g;
    int32_t head;
    int32_t *side;
} group;

static inline int32_t *side_of(const group *g, int32_t i)
{
    return g->side + g->g->vertex[i];
}
static inline int32_t region(const group *g, int32_t i)
{
    return g->g->region[i];
}
static inline int32_t next(const group *g, int32_t i)
{
    return g->g->next[i];
}

static bool same_direction(const group *g, int32_t i, int32_t j)
{
    const double *xy = g->m->rings.xy;
    const double *p = xy + 2 * (int64_t)g->g->vertex[i], *q = xy + 2 * (int64_t)g->g->vertex[j];
    return p[0] == q[0] && p[1] == q[1];
}

/// No two uses are opposite: equal regions on each other, of which there may be very many.
static bool run_one_way(const group *g)
{
    for (int32_t i = next(g, g->head); i >= 0; i = next(g, i))
        if (!same_direction(g, g->head, i)) return false;
    return true;
}

static bool is_crowd(const group *g)
{
    int32_t n = 0;
    for (int32_t i = g->head; i >= 0 && n <= CROWD; i = next(g, i)) n++;
    return n > CROWD;
}

/// The first use from `from` on that is opposite to use i and pending, of the same region or of
/// another one, among as many as there are looks. -1 = none.
static int32_t find_opposite(const group *g, int32_t i, int32_t from, bool same_region,
                             int64_t looks)
{
    for (int32_t j = from; j >= 0 && looks > 0; j = next(g, j), looks--) {
        if (*side_of(g, j) != PENDING || same_direction(g, i, j)) continue;
        if ((region(g, i) == region(g, j)) == same_region) return j;
    }
    return -1;
}

/// The first use from j on that does not run like use i, or is not settled yet.
static int32_t pass_settled(const group *g, int32_t i, int32_t j)
{
    while (j >= 0 && (*side_of(g, j) != PENDING || same_direction(g, i, j))) j = next(g, j);
    return j;
}

/// Pair opposite pending uses, of the same region or of different ones. Returns pairs made. What
/// is settled or runs the same way is passed once for each direction, and of a crowd a use is held
/// against the next CROWD only.
static int64_t pair_uses(const group *g, bool same_region)
{
    const int64_t looks = is_crowd(g) ? CROWD : INT64_MAX;
    int64_t n = 0;
    int32_t from[2] = {g->head, g->head};
    if (run_one_way(g)) return 0;
    for (int32_t i = g->head; i >= 0; i = next(g, i)) {
        if (*side_of(g, i) != PENDING) continue;
        int32_t *const first = &from[same_direction(g, g->head, i)];
        *first = pass_settled(g, i, *first);
        const int32_t j = find_opposite(g, i, *first, same_region, looks);
        if (j < 0) continue;
        *side_of(g, i) = same_region ? CTK_SIDE_ABSENT : region(g, j);
        *side_of(g, j) = CTK_SIDE_ABSENT;
        n++;
    }
    return n;
}

/// Earlier use of the group with the same region?
static bool seen_before(const group *g, int32_t i)
{
    for (int32_t j = g->head; j != i; j = next(g, j)) {
        if (region(g, j) == region(g, i)) return true;
    }
    return false;
}

static bool is_listed(const group *g, int32_t a, int32_t b)
{
    for (int32_t i = g->head; i >= 0; i = next(g, i)) {
        const int32_t s = *side_of(g, i), r = region(g, i);
        if (s >= 0 && ((r == a && s == b) || (r == b && s == a))) return true;
    }
    return false;
}

typedef struct links {
    int32_t *a, *b, *vertex;
} links;

static void put_link(const group *g, const links *out, int64_t at, int32_t p, int32_t q)
{
    if (!out) return;
    out->a[at] = p < q ? p : q;
    out->b[at] = p < q ? q : p;
    out->vertex[at] = g->g->vertex[g->head];
}

/// Of very many regions on one segment each is linked to the next one only.
static int64_t crowd_links(const group *g, const links *out, int64_t at)
{
    int64_t n = 0;
    for (int32_t i = g->head, j = next(g, i); j >= 0; i = j, j = next(g, i))
        if (region(g, i) != region(g, j)) put_link(g, out, at + n++, region(g, i), region(g, j));
    return n;
}

/// Pairs of different regions of a settled group that the list does not show; stored when out.
static int64_t extra_links(const group *g, const links *out, int64_t at)
{
    int64_t n = 0;
    if (is_crowd(g)) return crowd_links(g, out, at);
    for (int32_t i = g->head; i >= 0; i = next(g, i)) {
        if (seen_before(g, i)) continue;
        for (int32_t j = next(g, i); j >= 0; j = next(g, j)) {
            const int32_t p = region(g, i), q = region(g, j);
            if (p == q || seen_before(g, j) || is_listed(g, p, q)) continue;
            put_link(g, out, at + n++, p, q);
        }
    }
    return n;
}

static bool has_two_regions(const group *g)
{
    for (int32_t i = next(g, g->head); i >= 0; i = next(g, i)) {
        if (region(g, i) != region(g, g->head)) return true;
    }
    return false;
}

/// Neither a lone segment nor two opposite uses. Returns the number of extra links.
static int64_t settle_odd(const group *g, ctk_segments_stats *stats)
{
    const int32_t second = next(g, g->head);
    for (int32_t i = g->head; i >= 0; i = next(g, i)) *side_of(g, i) = PENDING;
    if (pair_uses(g, true) > 0) stats->n_seams++;
    pair_uses(g, false);
    const int32_t rest = has_two_regions(g) ? CTK_SIDE_SHARED : CTK_SIDE_NONE;
    for (int32_t i = g->head; i >= 0; i = next(g, i)) {
        if (*side_of(g, i) == PENDING) *side_of(g, i) = rest;
    }
    if (next(g, second) >= 0)
        stats->n_multiple++;
    else
        stats->n_overlaps++;
    return extra_links(g, NULL, 0);
}

/// Returns the number of extra links. Two opposite uses are a border or a seam; side[] of the
/// second is CTK_SIDE_ABSENT already.
static int64_t settle(const group *g, ctk_segments_stats *stats)
{
    const int32_t i = g->head, j = next(g, i);
    if (j >= 0 && (next(g, j) >= 0 || g->g->same[j])) return settle_odd(g, stats);
    const bool is_seam = j >= 0 && region(g, j) == region(g, i);
    stats->n_seams += is_seam;
    *side_of(g, i) = j < 0 ? CTK_SIDE_NONE : is_seam ? CTK_SIDE_ABSENT : region(g, j);
    return 0;
}

static int64_t settle_tile(const ctk_match *m, int32_t tile, ctk_groups *w, int32_t *side,
                           ctk_segments_stats *stats)
{
    int64_t n_extra = 0;
    ctk_match_group(m, tile, w);
    for (int32_t r = ctk_match_tile(m, tile); r < ctk_match_tile(m, tile + 1); r++) {
        const ctk_run run = m->run[r];
        for (int32_t k = 0; k < run.n; k++) side[run.first + k] = CTK_SIDE_ABSENT;
    }
    for (int32_t h = 0; h < w->n_heads; h++) {
        const group g = {m, w, w->head[h], side};
        n_extra += settle(&g, stats);
    }
    stats->n_distinct += w->n_heads;
    return n_extra;
}

static void add_stats(ctk_segments_stats *sum, const ctk_segments_stats *s)
{
#pragma omp atomic
    sum->n_distinct += s->n_distinct;
#pragma omp atomic
    sum->n_seams += s->n_seams;
#pragma omp atomic
    sum->n_overlaps += s->n_overlaps;
#pragma omp atomic
    sum->n_multiple += s->n_multiple;
}

typedef struct settling {
    const ctk_match *m;
    int32_t *side;
    int64_t *n_extra;
    ctk_segments_stats *stats;
} settling;

static void settle_one(void *user, int32_t tile, ctk_groups *g)
{
    const settling *s = user;
    ctk_segments_stats of_tile = {0};
    s->n_extra[tile] = settle_tile(s->m, tile, g, s->side, &of_tile);
    add_stats(s->stats, &of_tile);
}

void ctk_segments_sides(const ctk_match *m, int32_t *scratch, int32_t n_threads, int32_t *side,
                        int64_t *n_extra, ctk_segments_stats *stats)
{
    settling s = {m, side, n_extra, stats};
    *stats = (ctk_segments_stats){0};
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int32_t r = 0; r < m->rings.n_rings; r++)
        side[m->rings.vertex_begin[r + 1] - 1] = CTK_SIDE_ABSENT;
    ctk_match_each(m, scratch, n_threads, settle_one, &s);
    n_extra[m->n_tiles] = 0;
}

/// A group may have extra links only when it is no plain border.
static bool may_be_odd(const group *g)
{
    const int32_t j = next(g, g->head);
    return j >= 0 && (next(g, j) >= 0 || *side_of(g, g->head) < 0);
}

typedef struct listing {
    const ctk_match *m;
    int32_t *side;
    links out;
    const int64_t *begin; ///< [n_tiles + 1] links of a tile
} listing;

static void list_extra(void *user, int32_t tile, ctk_groups *w)
{
    const listing *l = user;
    int64_t at = l->begin[tile];
    if (at == l->begin[tile + 1]) return;
    ctk_match_group(l->m, tile, w);
    for (int32_t h = 0; h < w->n_heads; h++) {
        const group g = {l->m, w, w->head[h], l->side};
        if (may_be_odd(&g)) at += extra_links(&g, &l->out, at);
    }
}

void ctk_segments_extra(const ctk_match *m, int32_t *scratch, int32_t n_threads,
                        const int32_t *side, const int64_t *extra_begin, int32_t *a, int32_t *b,
                        int32_t *vertex)
{
    listing l = {m, (int32_t *)(uintptr_t)side, {a, b, vertex}, extra_begin};
    ctk_match_each(m, scratch, n_threads, list_extra, &l);
}

static int64_t chunk_end(int64_t n_vertices, int64_t chunk)
{
    const int64_t end = (chunk + 1) * CTK_SEGMENTS_CHUNK;
    return end < n_vertices ? end : n_vertices;
}

int64_t ctk_segments_count(int64_t n_vertices, const int32_t *side, int32_t n_threads,
                           int64_t *chunk_begin)
{
    const int64_t n_chunks = ctk_segments_n_chunks(n_vertices);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int64_t c = 0; c < n_chunks; c++) {
        int64_t n = 0;
        for (int64_t v = c * CTK_SEGMENTS_CHUNK; v < chunk_end(n_vertices, c); v++)
            n += side[v] != CTK_SIDE_ABSENT;
        chunk_begin[c] = n;
    }
    return ctk_offsets(n_chunks, chunk_begin);
}

/// The part [from, to) of ring r that lies in a chunk; rings of a chunk are walked from
/// ctk_ring_of(its first vertex) on, up to the first with an empty part.
typedef struct part {
    int64_t from, to;
} part;

static part part_of(const ctk_rings *g, int64_t chunk, int32_t r)
{
    const int64_t first = chunk * CTK_SEGMENTS_CHUNK, end = chunk_end(g->n_vertices, chunk);
    if (r == g->n_rings) return (part){end, end};
    const int64_t from = g->vertex_begin[r], to = g->vertex_begin[r + 1];
    return (part){from > first ? from : first, to < end ? to : end};
}

void ctk_segments_list(const ctk_rings *g, const int32_t *side, int32_t n_threads,
                       const int64_t *chunk_begin, int32_t *segment, int32_t *left, int32_t *right)
{
    const int64_t n_chunks = ctk_segments_n_chunks(g->n_vertices);
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int64_t c = 0; c < n_chunks; c++) {
        int64_t at = chunk_begin[c];
        int32_t r = ctk_ring_of(g, c * CTK_SEGMENTS_CHUNK);
        for (part p; p = part_of(g, c, r), p.from < p.to; r++) {
            for (int64_t v = p.from; v < p.to; v++) {
                if (side[v] == CTK_SIDE_ABSENT) continue;
                segment[at] = (int32_t)v;
                left[at] = g->region[r];
                right[at++] = side[v] >= 0 ? side[v] : -1;
            }
        }
    }
}

/// Runs that begin in a part; its first vertex begins one if it belongs to any.
static int64_t count_runs(const int32_t *side, part p)
{
    int64_t n = side[p.from] >= CTK_SIDE_NONE;
    for (int64_t v = p.from + 1; v < p.to; v++)
        n += (side[v] >= CTK_SIDE_NONE) & (side[v] != side[v - 1]);
    return n;
}

int64_t ctk_segments_run_count(const ctk_rings *g, const int32_t *side, int32_t n_threads,
                               int64_t *chunk_begin)
{
    const int64_t n_chunks = ctk_segments_n_chunks(g->n_vertices);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int64_t c = 0; c < n_chunks; c++) {
        int32_t r = ctk_ring_of(g, c * CTK_SEGMENTS_CHUNK);
        int64_t n = 0;
        for (part p; p = part_of(g, c, r), p.from < p.to; r++) n += count_runs(side, p);
        chunk_begin[c] = n;
    }
    return ctk_offsets(n_chunks, chunk_begin);
}

/// Length of the run that begins at *v, which is moved behind it.
static double take_run(const double *lonlat, const int32_t *side, int64_t end, int64_t *v)
{
    const int64_t first = *v;
    while (*v < end && side[*v] == side[first]) ++*v;
    return ctk_line_length_m(*v - first, lonlat + 2 * first);
}

void ctk_segments_runs(const ctk_rings *g, const double *lonlat, const int32_t *side,
                       int32_t n_threads, const int64_t *chunk_begin, int32_t *a, int32_t *b,
                       double *border_m)
{
    const int64_t n_chunks = ctk_segments_n_chunks(g->n_vertices);
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int64_t c = 0; c < n_chunks; c++) {
        int64_t at = chunk_begin[c];
        int32_t r = ctk_ring_of(g, c * CTK_SEGMENTS_CHUNK);
        for (part p; p = part_of(g, c, r), p.from < p.to; r++) {
            for (int64_t v = p.from; v < p.to;) {
                const int32_t own = g->region[r], other = side[v];
                if (other < CTK_SIDE_NONE) {
                    v++;
                    continue;
                }
                a[at] = other < 0 || own < other ? own : other;
                b[at] = other < 0 || own < other ? other : own;
                border_m[at++] = take_run(lonlat, side, p.to, &v);
            }
        }
    }
}
