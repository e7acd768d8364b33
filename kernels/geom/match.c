/// Radix partition by hash, then one small table a part.
#include "kernels/geom/match.h"

#include <string.h>

enum { CHUNK = 1 << 18, PART = 1 << 15, MAX_PART_BITS = 13 };

static inline uint64_t word(double x)
{
    const double z = x + 0.0; // -0 becomes 0
    uint64_t w;
    memcpy(&w, &z, sizeof w);
    return w;
}

/// Coordinates often end in zero bits, and a product only carries upwards: fold first.
static inline uint64_t point_hash(const double *p)
{
    uint64_t a = word(p[0]), b = word(p[1]);
    a = (a ^ (a >> 32)) * 0x9e3779b97f4a7c15u;
    b = (b ^ (b >> 32)) * 0xc2b2ae3d27d4eb4fu;
    const uint64_t h = (a ^ (a >> 29)) + (b << 32 | b >> 32);
    return (h ^ (h >> 32)) * 0xbf58476d1ce4e5b9u;
}

static inline bool same_point(const double *p, const double *q)
{
    return p[0] == q[0] && p[1] == q[1];
}

static inline bool same_segment(const double *p, const double *q)
{
    return (same_point(p, q) && same_point(p + 2, q + 2)) ||
           (same_point(p, q + 2) && same_point(p + 2, q));
}

ctk_match ctk_match_plan(const ctk_rings *rings, bool is_points)
{
    ctk_match m = {.rings = *rings, .is_points = is_points};
    m.n_chunks = (int32_t)((rings->n_vertices + CHUNK - 1) / CHUNK);
    if (m.n_chunks == 0) m.n_chunks = 1;
    while (m.part_bits < MAX_PART_BITS && rings->n_vertices >> m.part_bits > PART) m.part_bits++;
    m.n_parts = (int32_t)1 << m.part_bits;
    return m;
}

int64_t ctk_match_begin_size(const ctk_match *m)
{
    return (int64_t)m->n_chunks * m->n_parts + 1;
}

/// Hash of the key that starts at vertex v; `h` are the point hashes of v and v + 1.
static inline uint64_t key_hash(const ctk_match *m, uint64_t h, uint64_t h_next)
{
    const uint64_t z = m->is_points ? h : h + h_next;
    return (z ^ (z >> 32)) * 0x94d049bb133111ebu;
}

static inline int32_t part_of(const ctk_match *m, uint64_t hash)
{
    return m->part_bits == 0 ? 0 : (int32_t)(hash >> (64 - m->part_bits));
}

/// Deal vertices [from, to) of one ring: count them (use == NULL) or store them.
static void deal_run(const ctk_match *m, int64_t from, int64_t to, int64_t *at, ctk_use *use)
{
    const double *xy = m->rings.xy;
    uint64_t h = from < to ? point_hash(xy + 2 * from) : 0;
    for (int64_t v = from; v < to; v++) {
        const uint64_t h_next = point_hash(xy + 2 * v + 2), key = key_hash(m, h, h_next);
        const uint32_t direction = !m->is_points && h < h_next ? 1u << 31 : 0;
        h = h_next;
        if (!m->is_points && same_point(xy + 2 * v, xy + 2 * v + 2)) continue;
        int64_t *slot = at + (int64_t)part_of(m, key) * m->n_chunks;
        if (use)
            use[*slot] = (ctk_use){(uint32_t)key, (uint32_t)(key >> 32), (uint32_t)v | direction};
        ++*slot;
    }
}

/// The rings of a chunk; column `chunk` of `begin` counts or advances.
static void deal_chunk(const ctk_match *m, int32_t chunk, ctk_use *use)
{
    const ctk_rings *g = &m->rings;
    const int64_t first = (int64_t)chunk * CHUNK;
    const int64_t end = first + CHUNK < g->n_vertices ? first + CHUNK : g->n_vertices;
    if (first >= end) return;
    for (int32_t r = ctk_ring_of(g, first); r < g->n_rings && g->vertex_begin[r] < end; r++) {
        const int64_t b = g->vertex_begin[r], e = g->vertex_begin[r + 1] - 1;
        deal_run(m, b > first ? b : first, e < end ? e : end, m->begin + chunk, use);
    }
}

int64_t ctk_match_count(const ctk_match *m, int32_t n_threads)
{
    const int64_t n = ctk_match_begin_size(m);
    memset(m->begin, 0, (size_t)n * sizeof *m->begin);
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int32_t c = 0; c < m->n_chunks; c++) deal_chunk(m, c, NULL);
    int64_t sum = 0;
    for (int64_t i = 0; i < n; i++) {
        const int64_t count = m->begin[i];
        m->begin[i] = sum;
        sum += count;
    }
    return sum;
}

/// Dealing advances each offset to the next one's start; shifting by one row puts them back.
void ctk_match_deal(const ctk_match *m, int32_t n_threads)
{
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int32_t c = 0; c < m->n_chunks; c++) deal_chunk(m, c, m->use);
    const int64_t n = ctk_match_begin_size(m);
    memmove(m->begin + 1, m->begin, (size_t)(n - 1) * sizeof *m->begin);
    m->begin[0] = 0;
}

int64_t ctk_match_largest(const ctk_match *m)
{
    int64_t largest = 0;
    for (int32_t p = 0; p < m->n_parts; p++) {
        const int64_t n = ctk_match_part(m, p + 1) - ctk_match_part(m, p);
        if (n > largest) largest = n;
    }
    return largest;
}

int64_t ctk_match_table_size(int64_t n_uses)
{
    int64_t size = 16;
    while (size < 2 * n_uses) size *= 2;
    return size;
}

int64_t ctk_groups_size(int64_t largest)
{
    return 3 * largest + ctk_match_table_size(largest);
}

ctk_groups ctk_groups_at(int32_t *words, int64_t largest)
{
    return (ctk_groups){.head = words,
                        .next = words + largest,
                        .same = words + 2 * largest,
                        .table = words + 3 * largest};
}

static inline const double *key_of(const ctk_match *m, const ctk_use *use)
{
    return m->rings.xy + 2 * (uint64_t)(use->vertex & INT32_MAX);
}

static bool same_key(const ctk_match *m, const ctk_use *a, const ctk_use *b)
{
    const double *p = key_of(m, a), *q = key_of(m, b);
    return m->is_points ? same_point(p, q) : same_segment(p, q);
}

static bool same_direction(const ctk_match *m, bool exact, const ctk_use *a, const ctk_use *b)
{
    return exact ? same_point(key_of(m, a), key_of(m, b)) : !((a->vertex ^ b->vertex) >> 31);
}

/// The table holds the latest use of each group, so appending to a group takes one step.
void ctk_match_group(const ctk_match *m, int32_t p, bool exact, ctk_groups *g)
{
    const ctk_use *use = m->use + ctk_match_part(m, p);
    const int32_t n = (int32_t)(ctk_match_part(m, p + 1) - ctk_match_part(m, p));
    const uint32_t mask = (uint32_t)ctk_match_table_size(n) - 1;
    memset(g->table, 0xff, ((size_t)mask + 1) * sizeof *g->table);
    g->n_heads = 0;
    for (int32_t i = 0; i < n; i++) {
        const ctk_use *u = &use[i];
        uint32_t slot = u->hash_low & mask;
        int32_t j;
        for (; (j = g->table[slot]) >= 0; slot = (slot + 1) & mask) {
            if (use[j].hash_low != u->hash_low || use[j].hash_high != u->hash_high) continue;
            if (!exact || same_key(m, u, &use[j])) break;
        }
        g->table[slot] = i;
        g->next[i] = -1;
        if (j >= 0) {
            g->next[j] = i;
            g->same[i] = same_direction(m, exact, u, &use[j]);
        } else {
            g->head[g->n_heads++] = i;
        }
    }
}
