/// Runs by tile, then one small table a tile.
#include "kernels/geom/match.h"

#include <math.h>
#include <string.h>

#include "kernels/geom/point.h"

enum { CHUNK = 1 << 18, TILE = 1 << 14, MAX_SLABS = 1 << 7 };
static const uint32_t EMPTY = UINT32_MAX;

static inline int same_point(const double *p, const double *q)
{
    return (p[0] == q[0]) & (p[1] == q[1]);
}

static inline int same_segment(const double *p, const double *q)
{
    return (same_point(p, q) & same_point(p + 2, q + 2)) |
           (same_point(p, q + 2) & same_point(p + 2, q));
}

/// From a key's first point to its other one, in doubles.
static inline int far_end(const ctk_match *m)
{
    return m->is_points ? 0 : 2;
}

ctk_match ctk_match_plan(const ctk_rings *rings, bool is_points)
{
    ctk_match m = {.rings = *rings, .is_points = is_points};
    const int64_t n = rings->n_vertices;
    int32_t side = 1;
    while (side < MAX_SLABS && n / TILE > (int64_t)side * side) side++;
    m.n_chunks = n > CHUNK ? (int32_t)((n + CHUNK - 1) / CHUNK) : 1;
    m.tiles.n_slabs = m.tiles.n_rows = side;
    m.n_tiles = side * side;
    m.n_samples = side > 1 ? CTK_TILE_SAMPLE * m.n_tiles : 0;
    return m;
}

int64_t ctk_match_begin_size(const ctk_match *m)
{
    return (int64_t)m->n_chunks * m->n_tiles + 1;
}

/// Keys of a ring from vertex v on, up to one that lies outside the box.
static int64_t run_end(const ctk_match *m, const double *box, int64_t v, int64_t end)
{
    const int far = far_end(m);
    for (const double *p = m->rings.xy + 2 * v; v < end; v++, p += 2) {
        const double x = p[0] + p[far], y = p[1] + p[far + 1];
        if (!((x >= box[0]) & (x < box[2]) & (y >= box[1]) & (y < box[3]))) break;
    }
    return v;
}

/// Where the dealing of one chunk stands.
typedef struct dealer {
    const ctk_match *m;
    int32_t *at;  ///< column of `begin`: counts or advances
    ctk_run *run; ///< NULL = count only
    int32_t tile;
    double box[4];
} dealer;

static void go_to_tile_of(dealer *d, int64_t v)
{
    const double *p = d->m->rings.xy + 2 * v, *q = p + far_end(d->m);
    d->tile = ctk_tiles_find(&d->m->tiles, p[0] + q[0], p[1] + q[1]);
    ctk_tiles_box(&d->m->tiles, d->tile, d->box);
}

/// Keys [v, end) of one ring.
static void deal_ring(dealer *d, int64_t v, int64_t end, int32_t region)
{
    while (v < end) {
        int64_t to = run_end(d->m, d->box, v, end);
        if (to == v) {
            go_to_tile_of(d, v);
            to = run_end(d->m, d->box, v + 1, end);
        }
        int32_t *slot = d->at + (int64_t)d->tile * d->m->n_chunks;
        if (d->run) d->run[*slot] = (ctk_run){(int32_t)v, (int32_t)(to - v), region};
        ++*slot;
        v = to;
    }
}

static void deal_chunk(const ctk_match *m, int32_t chunk, ctk_run *run)
{
    const ctk_rings *g = &m->rings;
    const int64_t first = (int64_t)chunk * CHUNK;
    const int64_t end = first + CHUNK < g->n_vertices ? first + CHUNK : g->n_vertices;
    dealer d = {m, m->begin + chunk, run, -1, {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL}};
    if (first >= end) return;
    for (int32_t r = ctk_ring_of(g, first); r < g->n_rings && g->vertex_begin[r] < end; r++) {
        const int64_t b = g->vertex_begin[r], e = g->vertex_begin[r + 1] - 1;
        deal_ring(&d, b > first ? b : first, e < end ? e : end, g->region ? g->region[r] : r);
    }
}

/// Tiles from vertices at equal steps.
static void lay_tiles(ctk_match *m)
{
    ctk_tiles *t = &m->tiles;
    t->y = t->x + t->n_slabs + 1;
    double *sample = t->x + ctk_tiles_size(t->n_slabs, t->n_rows);
    for (int64_t i = 0; i < m->n_samples; i++) {
        const double *p = m->rings.xy + 2 * (i * m->rings.n_vertices / m->n_samples);
        sample[2 * i] = 2.0 * p[0];
        sample[2 * i + 1] = 2.0 * p[1];
    }
    ctk_tiles_build(t, m->n_samples, sample, sample + 2 * (int64_t)m->n_samples);
}

int64_t ctk_match_count(ctk_match *m, int32_t n_threads)
{
    const int64_t n = ctk_match_begin_size(m);
    lay_tiles(m);
    memset(m->begin, 0, (size_t)n * sizeof *m->begin);
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int32_t c = 0; c < m->n_chunks; c++) deal_chunk(m, c, NULL);
    int32_t sum = 0;
    for (int64_t i = 0; i < n; i++) {
        const int32_t count = m->begin[i];
        m->begin[i] = sum;
        sum += count;
    }
    return sum;
}

/// Dealing advances each offset to the next one's start; shifting by one row puts them back.
void ctk_match_deal(const ctk_match *m, int32_t n_threads)
{
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int32_t c = 0; c < m->n_chunks; c++) deal_chunk(m, c, m->run);
    const int64_t n = ctk_match_begin_size(m);
    memmove(m->begin + 1, m->begin, (size_t)(n - 1) * sizeof *m->begin);
    m->begin[0] = 0;
}

int64_t ctk_match_largest(const ctk_match *m)
{
    int64_t largest = 0;
    for (int32_t t = 0; t < m->n_tiles; t++) {
        int64_t n = 0;
        for (int32_t r = ctk_match_tile(m, t); r < ctk_match_tile(m, t + 1); r++) n += m->run[r].n;
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
    return 5 * largest + ctk_match_table_size(largest);
}

ctk_groups ctk_groups_at(int32_t *words, int64_t largest)
{
    return (ctk_groups){.vertex = words,
                        .region = words + largest,
                        .head = words + 2 * largest,
                        .next = words + 3 * largest,
                        .same = words + 4 * largest,
                        .table = (uint32_t *)words + 5 * largest};
}

static inline uint64_t point_hash(const double *p)
{
    return ctk_point_hash(p[0], p[1]);
}

/// The sum over the ends does not see the direction.
static inline uint64_t key_hash(uint64_t h, uint64_t h_far)
{
    const uint64_t z = h + h_far;
    return (z ^ (z >> 32)) * 0x94d049bb133111ebu;
}

uint64_t ctk_match_hash(const ctk_match *m, int64_t v)
{
    const double *p = m->rings.xy + 2 * v;
    return key_hash(point_hash(p), point_hash(p + far_end(m)));
}

/// List the uses of a tile.
static void open_tile(const ctk_match *m, int32_t tile, ctk_groups *g)
{
    const double *xy = m->rings.xy;
    int32_t n = 0;
    for (int32_t r = ctk_match_tile(m, tile); r < ctk_match_tile(m, tile + 1); r++) {
        const ctk_run run = m->run[r];
        for (int32_t v = run.first; v < run.first + run.n; v++) {
            g->vertex[n] = v;
            g->region[n] = run.region;
            n += m->is_points || !same_point(xy + 2 * (int64_t)v, xy + 2 * (int64_t)v + 2);
        }
    }
    g->n_uses = n;
    g->n_heads = 0;
}

/// Uses are grouped one after another.
typedef struct grouper {
    const ctk_match *m;
    ctk_groups *g;
    uint32_t mask;  ///< of the table: slots hold a use in these bits, a piece of its hash above
    int32_t hashed; ///< vertex whose point hash is `hash`, -1 = none
    uint64_t hash;
} grouper;

static inline const double *point_of(const grouper *w, int32_t use)
{
    return w->m->rings.xy + 2 * (int64_t)w->g->vertex[use];
}

/// The same as ctk_match_hash(), at one point a key when keys follow each other.
static uint64_t next_hash(grouper *w, int32_t use)
{
    const int32_t v = w->g->vertex[use];
    const double *p = point_of(w, use);
    const uint64_t h = w->hashed == v ? w->hash : point_hash(p);
    if (w->m->is_points) return key_hash(h, h);
    w->hashed = v + 1;
    w->hash = point_hash(p + 2);
    return key_hash(h, w->hash);
}

static void append(const grouper *w, int32_t last, int32_t i, bool same)
{
    w->g->next[last] = i;
    w->g->same[i] = same;
}

/// Use i joins the group of its key, the end of which the table holds, or the use before that.
/// Returns the first use of it where that is the one before i, otherwise i.
static int32_t join_group(grouper *w, int32_t i)
{
    const uint64_t hash = next_hash(w, i);
    const uint32_t tag = (uint32_t)hash & ~w->mask;
    ctk_groups *g = w->g;
    uint32_t slot = (uint32_t)(hash >> 32) & w->mask;
    for (; g->table[slot] != EMPTY; slot = (slot + 1) & w->mask) {
        int32_t j = (int32_t)(g->table[slot] & w->mask);
        if ((g->table[slot] & ~w->mask) != tag) continue;
        const double *p = point_of(w, i), *q = point_of(w, j);
        if (w->m->is_points ? !same_point(p, q) : !same_segment(p, q)) continue;
        while (g->next[j] >= 0) j = g->next[j];
        append(w, j, i, same_point(p, point_of(w, j)));
        g->table[slot] = tag | (uint32_t)i;
        return g->same[j] == CTK_MATCH_HEAD ? j : i;
    }
    g->table[slot] = tag | (uint32_t)i;
    g->same[i] = CTK_MATCH_HEAD;
    g->head[g->n_heads++] = i;
    return i;
}

/// The use before j may be the reverse of use i, whose start is the start of j: a lone use, the
/// key before j in its ring.
static bool goes_on(const grouper *w, int32_t j, int32_t i)
{
    const ctk_groups *g = w->g;
    return j > 0 && g->vertex[j - 1] == g->vertex[j] - 1 && g->vertex[i] == g->vertex[i - 1] + 1 &&
           g->next[j - 1] < 0 && g->same[j - 1] == CTK_MATCH_HEAD &&
           same_point(point_of(w, j - 1), point_of(w, i) + far_end(w->m));
}

void ctk_match_group(const ctk_match *m, int32_t tile, ctk_groups *g)
{
    open_tile(m, tile, g);
    const int64_t size = ctk_match_table_size(g->n_uses);
    grouper w = {m, g, (uint32_t)size - 1, -1, 0};
    memset(g->table, 0xff, (size_t)size * sizeof *g->table);
    for (int32_t i = 0, j = -1; i < g->n_uses; i++) { // j: reversed by the use before i, or -1
        g->next[i] = -1;
        if (j >= 0 && goes_on(&w, j, i)) {
            append(&w, --j, i, false);
            continue;
        }
        const int32_t head = join_group(&w, i);
        j = head < i && (m->is_points || g->same[i] == 0) && g->next[head] == i ? head : -1;
    }
}

void ctk_match_each(const ctk_match *m, int32_t *scratch, int32_t n_threads, ctk_tile_work work,
                    void *user)
{
    const int64_t largest = ctk_match_largest(m), words = ctk_groups_size(largest);
    int32_t next_tile = 0;
#pragma omp parallel for num_threads(n_threads) schedule(static, 1)
    for (int32_t worker = 0; worker < n_threads; worker++) {
        ctk_groups room = ctk_groups_at(scratch + worker * words, largest);
        for (int32_t t;;) {
#pragma omp atomic capture
            t = next_tile++;
            if (t >= m->n_tiles) break;
            work(user, t, &room);
        }
    }
}
