/// Sides of segments, their list, and runs of border.
#include "kernels/geom/segments.h"

#include <stddef.h>

#include "kernels/geom/sphere.h"

/// While parts are settled side[v] >= 0 is the vertex of the opposite use, and a region found in an
/// odd group stands as ODD - region; regions are looked up at the end in order of vertices, where
/// neighbours of neighbours lie close in memory.
enum { PENDING = -4, ODD = -5, AHEAD = 16 };

static inline int32_t region_on(int32_t side)
{
    return side <= ODD ? ODD - side : side;
}

/// One group of equal segments while it is looked at.
typedef struct group {
    const ctk_match *m;
    const int32_t *next;
    int32_t part, head;
    int32_t *side;
} group;

static inline int64_t vertex(const group *g, int32_t i)
{
    return ctk_match_vertex(g->m, g->part, i);
}
static inline int32_t region(const group *g, int32_t i)
{
    return ctk_region_of(&g->m->rings, vertex(g, i));
}

static bool same_direction(const group *g, int32_t i, int32_t j)
{
    const double *p = g->m->rings.xy + 2 * vertex(g, i), *q = g->m->rings.xy + 2 * vertex(g, j);
    return p[0] == q[0] && p[1] == q[1];
}

/// Pair opposite pending uses, of the same region or of different ones. Returns pairs made.
static int64_t pair_uses(const group *g, bool same_region)
{
    int64_t n = 0;
    for (int32_t i = g->head; i >= 0; i = g->next[i]) {
        for (int32_t j = g->next[i]; j >= 0 && g->side[vertex(g, i)] == PENDING; j = g->next[j]) {
            if (g->side[vertex(g, j)] != PENDING || same_direction(g, i, j)) continue;
            if ((region(g, i) == region(g, j)) != same_region) continue;
            g->side[vertex(g, i)] = same_region ? CTK_SIDE_ABSENT : ODD - region(g, j);
            g->side[vertex(g, j)] = CTK_SIDE_ABSENT;
            n++;
        }
    }
    return n;
}

/// Earlier use of the group with the same region?
static bool seen_before(const group *g, int32_t i)
{
    for (int32_t j = g->head; j != i; j = g->next[j]) {
        if (region(g, j) == region(g, i)) return true;
    }
    return false;
}

static bool is_listed(const group *g, int32_t a, int32_t b)
{
    for (int32_t i = g->head; i >= 0; i = g->next[i]) {
        const int32_t s = region_on(g->side[vertex(g, i)]), r = region(g, i);
        if (s >= 0 && ((r == a && s == b) || (r == b && s == a))) return true;
    }
    return false;
}

typedef struct links {
    int32_t *a, *b, *vertex;
} links;

/// Pairs of different regions of a settled group that the list does not show; stored when out.
static int64_t extra_links(const group *g, const links *out, int64_t at)
{
    int64_t n = 0;
    for (int32_t i = g->head; i >= 0; i = g->next[i]) {
        if (seen_before(g, i)) continue;
        for (int32_t j = g->next[i]; j >= 0; j = g->next[j]) {
            const int32_t p = region(g, i), q = region(g, j);
            if (p == q || seen_before(g, j) || is_listed(g, p, q)) continue;
            if (out) {
                out->a[at + n] = p < q ? p : q;
                out->b[at + n] = p < q ? q : p;
                out->vertex[at + n] = (int32_t)vertex(g, g->head);
            }
            n++;
        }
    }
    return n;
}

static bool has_two_regions(const group *g)
{
    for (int32_t i = g->next[g->head]; i >= 0; i = g->next[i]) {
        if (region(g, i) != region(g, g->head)) return true;
    }
    return false;
}

/// Opposite or equal: the same end points as exact doubles.
static bool is_same(const ctk_rings *r, int64_t v, int64_t u)
{
    const double *p = r->xy + 2 * v, *q = r->xy + 2 * u;
    return (p[0] == q[0] && p[1] == q[1] && p[2] == q[2] && p[3] == q[3]) ||
           (p[0] == q[2] && p[1] == q[3] && p[2] == q[0] && p[3] == q[1]);
}

/// Members of the group that have only the hash of its first: 0 but once in a blue moon.
static int64_t count_false(const group *g)
{
    int64_t n = 0;
    for (int32_t i = g->next[g->head]; i >= 0; i = g->next[i])
        n += !is_same(&g->m->rings, vertex(g, g->head), vertex(g, i));
    return n;
}

/// Neither a lone segment nor a plain border. Returns the number of extra links.
static int64_t settle_odd(const group *g, ctk_segments_stats *stats, int64_t *n_false)
{
    const int32_t second = g->next[g->head];
    *n_false += count_false(g);
    for (int32_t i = g->head; i >= 0; i = g->next[i]) g->side[vertex(g, i)] = PENDING;
    if (pair_uses(g, true) > 0) stats->n_seams++;
    pair_uses(g, false);
    const int32_t rest = has_two_regions(g) ? CTK_SIDE_SHARED : CTK_SIDE_NONE;
    for (int32_t i = g->head; i >= 0; i = g->next[i]) {
        if (g->side[vertex(g, i)] == PENDING) g->side[vertex(g, i)] = rest;
    }
    if (g->next[second] >= 0)
        stats->n_multiple++;
    else if (same_direction(g, g->head, second))
        stats->n_overlaps++;
    return extra_links(g, NULL, 0);
}

/// Returns the number of extra links. Two opposite uses are a border, or a seam (see
/// look_up_regions()); side[] of the second is CTK_SIDE_ABSENT already.
static int64_t settle(const group *g, const int32_t *same, ctk_segments_stats *stats,
                      int64_t *n_false)
{
    const int32_t i = g->head, j = g->next[i];
    if (j >= 0 && (g->next[j] >= 0 || same[j])) return settle_odd(g, stats, n_false);
    g->side[vertex(g, i)] = j < 0 ? CTK_SIDE_NONE : (int32_t)vertex(g, j);
    return 0;
}

/// What one worker has seen.
typedef struct tally {
    ctk_segments_stats stats;
    int64_t n_false;
} tally;

static int64_t settle_part(const ctk_match *m, int32_t p, bool exact, ctk_groups *w, int32_t *side,
                           tally *t)
{
    int64_t n_extra = 0;
    ctk_match_group(m, p, exact, w);
    for (int32_t h = 0; h < w->n_heads; h++) {
        const int32_t ahead = h + AHEAD < w->n_heads ? h + AHEAD : h;
        __builtin_prefetch(side + ctk_match_vertex(m, p, w->head[ahead]), 1);
        const group g = {m, w->next, p, w->head[h], side};
        n_extra += settle(&g, w->same, &t->stats, &t->n_false);
    }
    t->stats.n_distinct += w->n_heads;
    return n_extra;
}

static void add_tally(tally *sum, const tally *t)
{
#pragma omp atomic
    sum->n_false += t->n_false;
#pragma omp atomic
    sum->stats.n_distinct += t->stats.n_distinct;
#pragma omp atomic
    sum->stats.n_seams += t->stats.n_seams;
#pragma omp atomic
    sum->stats.n_overlaps += t->stats.n_overlaps;
#pragma omp atomic
    sum->stats.n_multiple += t->stats.n_multiple;
}

static int64_t chunk_end(int64_t n_vertices, int64_t chunk)
{
    const int64_t end = (chunk + 1) * CTK_SEGMENTS_CHUNK;
    return end < n_vertices ? end : n_vertices;
}

/// Vertices of opposite uses -> their regions, each match confirmed; within one region it is a
/// seam.
static tally look_up_regions(const ctk_rings *g, int64_t chunk, int32_t *side)
{
    int64_t v = chunk * CTK_SEGMENTS_CHUNK;
    int32_t r = ctk_ring_of(g, v);
    tally t = {0};
    for (; v < chunk_end(g->n_vertices, chunk); v++) {
        while (g->vertex_begin[r + 1] <= v) r++;
        if (side[v] >= 0) {
            const double *p = g->xy + 2 * v, *q = g->xy + 2 * (int64_t)side[v];
            const int32_t other = ctk_region_of(g, side[v]);
            const int is_seam = other == g->region[r];
            t.n_false += !(p[0] == q[2] && p[1] == q[3] && p[2] == q[0] && p[3] == q[1]);
            t.stats.n_seams += is_seam;
            side[v] = is_seam ? CTK_SIDE_ABSENT : other;
        } else if (side[v] <= ODD) {
            side[v] = region_on(side[v]);
        }
    }
    return t;
}

/// One attempt; returns what it has seen, false matches among it.
static tally find_sides(const ctk_match *m, bool exact, int32_t *scratch, int32_t n_threads,
                        int32_t *side, int64_t *n_extra)
{
    const int64_t largest = ctk_match_largest(m), words = ctk_groups_size(largest);
    int32_t next = 0;
    tally sum = {0};
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int64_t v = 0; v < m->rings.n_vertices; v++) side[v] = CTK_SIDE_ABSENT;
#pragma omp parallel for num_threads(n_threads) schedule(static, 1)
    for (int32_t worker = 0; worker < n_threads; worker++) {
        ctk_groups w = ctk_groups_at(scratch + worker * words, largest);
        tally mine = {0};
        for (int32_t p;;) {
#pragma omp atomic capture
            p = next++;
            if (p >= m->n_parts) break;
            n_extra[p] = settle_part(m, p, exact, &w, side, &mine);
        }
        add_tally(&sum, &mine);
    }
    n_extra[m->n_parts] = 0;
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int64_t c = 0; c < ctk_segments_n_chunks(m->rings.n_vertices); c++) {
        const tally mine = look_up_regions(&m->rings, c, side);
        add_tally(&sum, &mine);
    }
    return sum;
}

void ctk_segments_sides(const ctk_match *m, int32_t *scratch, int32_t n_threads, int32_t *side,
                        int64_t *n_extra, ctk_segments_stats *stats)
{
    tally t = find_sides(m, false, scratch, n_threads, side, n_extra);
    if (t.n_false > 0) t = find_sides(m, true, scratch, n_threads, side, n_extra);
    *stats = t.stats;
}

/// A group may have extra links only when it is no plain border.
static bool may_be_odd(const group *g)
{
    const int32_t j = g->next[g->head];
    return j >= 0 && (g->next[j] >= 0 || g->side[vertex(g, g->head)] < 0);
}

void ctk_segments_extra(const ctk_match *m, int32_t *scratch, int32_t n_threads,
                        const int32_t *side, const int64_t *extra_begin, int32_t *a, int32_t *b,
                        int32_t *vertex_out)
{
    const int64_t largest = ctk_match_largest(m), words = ctk_groups_size(largest);
    const links out = {a, b, vertex_out};
    int32_t next = 0;
#pragma omp parallel for num_threads(n_threads) schedule(static, 1)
    for (int32_t worker = 0; worker < n_threads; worker++) {
        ctk_groups w = ctk_groups_at(scratch + worker * words, largest);
        for (int32_t p;;) {
#pragma omp atomic capture
            p = next++;
            if (p >= m->n_parts) break;
            int64_t at = extra_begin[p];
            if (at == extra_begin[p + 1]) continue;
            ctk_match_group(m, p, true, &w);
            for (int32_t h = 0; h < w.n_heads; h++) {
                const group g = {m, w.next, p, w.head[h], (int32_t *)(uintptr_t)side};
                if (may_be_odd(&g)) at += extra_links(&g, &out, at);
            }
        }
    }
}

/// Counts per chunk -> offsets; returns the sum.
static int64_t offsets(int64_t n_chunks, int64_t *count)
{
    int64_t sum = 0;
    for (int64_t c = 0; c < n_chunks; c++) {
        const int64_t n = count[c];
        count[c] = sum;
        sum += n;
    }
    count[n_chunks] = sum;
    return sum;
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
    return offsets(n_chunks, chunk_begin);
}

void ctk_segments_list(const ctk_rings *g, const int32_t *side, int32_t n_threads,
                       const int64_t *chunk_begin, int32_t *segment, int32_t *left, int32_t *right)
{
    const int64_t n_chunks = ctk_segments_n_chunks(g->n_vertices);
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int64_t c = 0; c < n_chunks; c++) {
        int64_t v = c * CTK_SEGMENTS_CHUNK, at = chunk_begin[c];
        int32_t r = ctk_ring_of(g, v);
        for (; v < chunk_end(g->n_vertices, c); v++) {
            while (g->vertex_begin[r + 1] <= v) r++;
            if (side[v] == CTK_SIDE_ABSENT) continue;
            segment[at] = (int32_t)v;
            left[at] = g->region[r];
            right[at++] = side[v] >= 0 ? side[v] : -1;
        }
    }
}

/// Is v the first of a run, given that chunks start runs?
static inline bool starts_run(const int32_t *side, int64_t v, int64_t ring_begin, int64_t first)
{
    return side[v] >= CTK_SIDE_NONE && (v == ring_begin || v == first || side[v - 1] != side[v]);
}

int64_t ctk_segments_run_count(const ctk_rings *g, const int32_t *side, int32_t n_threads,
                               int64_t *chunk_begin)
{
    const int64_t n_chunks = ctk_segments_n_chunks(g->n_vertices);
#pragma omp parallel for num_threads(n_threads) schedule(static)
    for (int64_t c = 0; c < n_chunks; c++) {
        const int64_t first = c * CTK_SEGMENTS_CHUNK;
        int32_t r = ctk_ring_of(g, first);
        int64_t n = 0;
        for (int64_t v = first; v < chunk_end(g->n_vertices, c); v++) {
            while (g->vertex_begin[r + 1] <= v) r++;
            n += starts_run(side, v, g->vertex_begin[r], first);
        }
        chunk_begin[c] = n;
    }
    return offsets(n_chunks, chunk_begin);
}

static inline double length_m(const double *lonlat, int64_t v)
{
    const double *p = lonlat + 2 * v;
    return ctk_segment_m(p[0], p[1], p[2], p[3]);
}

void ctk_segments_runs(const ctk_rings *g, const double *lonlat, const int32_t *side,
                       int32_t n_threads, const int64_t *chunk_begin, int32_t *a, int32_t *b,
                       double *border_m)
{
    const int64_t n_chunks = ctk_segments_n_chunks(g->n_vertices);
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int64_t c = 0; c < n_chunks; c++) {
        const int64_t first = c * CTK_SEGMENTS_CHUNK;
        int64_t at = chunk_begin[c] - 1;
        int32_t r = ctk_ring_of(g, first);
        for (int64_t v = first; v < chunk_end(g->n_vertices, c); v++) {
            while (g->vertex_begin[r + 1] <= v) r++;
            if (side[v] < CTK_SIDE_NONE) continue;
            if (starts_run(side, v, g->vertex_begin[r], first)) {
                const int32_t p = g->region[r], q = side[v];
                at++;
                a[at] = q < 0 || p < q ? p : q;
                b[at] = q < 0 || p < q ? q : p;
                border_m[at] = 0.0;
            }
            border_m[at] += length_m(lonlat, v);
        }
    }
}
