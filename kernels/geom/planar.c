/// Splitting of owned edges where they meet.
#include "kernels/geom/planar.h"

#include <math.h>
#include <string.h>

#include "kernels/geom/noding.h"
#include "kernels/geom/planar_faces.h"
#include "kernels/prim/rng.h"

enum { FINE_ROUNDS = 6, MAX_ROUNDS = 24 };

static void *carve(char *memory, size_t *at, size_t n, size_t size)
{
    void *p = memory == NULL ? NULL : memory + *at;
    *at += (n * size + 63) & ~(size_t)63;
    return p;
}

static void layout_faces(ctk_planar *p, size_t c, char *m, size_t *at)
{
    p->line_from = carve(m, at, c, 4);
    p->line_to = carve(m, at, c, 4);
    p->line_use = carve(m, at, c, 4);
    p->use_next = carve(m, at, c, 4);
    p->head = carve(m, at, c, 4);
    p->link = carve(m, at, c, 4);
    p->degree = carve(m, at, c, 4);
    p->star_begin = carve(m, at, c + 1, 4);
    p->star = carve(m, at, 2 * c, 4);
    p->star_place = carve(m, at, 2 * c, 4);
    p->half_next = carve(m, at, 2 * c, 4);
    p->stack = carve(m, at, 2 * c, 4);
    p->place = carve(m, at, c, 4);
    p->trace = carve(m, at, 2 * c, 4);
    p->ring_point = carve(m, at, 2 * c, 4);
    p->face = carve(m, at, c, sizeof *p->face);
}

size_t ctk_planar_layout(ctk_planar *p, int32_t capacity, void *memory)
{
    const size_t c = (size_t)capacity;
    size_t at = 0;
    p->capacity = capacity;
    p->hash_size = 16;
    while (p->hash_size < 2 * (uint32_t)capacity) p->hash_size *= 2;
    p->xy = carve(memory, &at, 2 * c, sizeof *p->xy);
    p->box = carve(memory, &at, 4 * (size_t)ctk_noding_boxes(capacity), sizeof *p->box);
    p->hash = carve(memory, &at, p->hash_size, 4);
    p->from = carve(memory, &at, c, 4);
    p->to = carve(memory, &at, c, 4);
    p->owner = carve(memory, &at, c, 4);
    p->from2 = carve(memory, &at, c, 4);
    p->to2 = carve(memory, &at, c, 4);
    p->owner2 = carve(memory, &at, c, 4);
    p->pair = carve(memory, &at, 2 * c, 4);
    p->split_edge = carve(memory, &at, c, 4);
    p->split_point = carve(memory, &at, c, 4);
    p->split_begin = carve(memory, &at, c + 1, 4);
    layout_faces(p, c, memory, &at);
    return at;
}

void ctk_planar_clear(ctk_planar *p)
{
    p->n_points = p->n_edges = p->n_lines = p->n_faces = p->n_ring_points = 0;
    memset(p->hash, 0, p->hash_size * sizeof *p->hash);
}

/// Where the search for a point begins; -0.0 is the same place as 0.0.
static inline uint32_t slot_of(const ctk_planar *p, double x, double y)
{
    uint64_t a, b;
    x += 0.0;
    y += 0.0;
    memcpy(&a, &x, sizeof a);
    memcpy(&b, &y, sizeof b);
    return (uint32_t)(ctk_mix64(a * 0x9e3779b97f4a7c15u ^ b) >> 32) & (p->hash_size - 1);
}

/// Id of the point, added when new; -1 = no room.
static int32_t point_id(ctk_planar *p, double x, double y)
{
    uint32_t s = slot_of(p, x, y);
    for (; p->hash[s] != 0; s = (s + 1) & (p->hash_size - 1)) {
        const double *q = p->xy + 2 * (int64_t)(p->hash[s] - 1);
        if (q[0] == x && q[1] == y) return p->hash[s] - 1;
    }
    if (p->n_points == p->capacity) return -1;
    p->xy[2 * (int64_t)p->n_points] = x + 0.0;
    p->xy[2 * (int64_t)p->n_points + 1] = y + 0.0;
    p->hash[s] = ++p->n_points;
    return p->n_points - 1;
}

void ctk_planar_expect(const ctk_planar *p, const double a[2])
{
    __builtin_prefetch(p->hash + slot_of(p, a[0], a[1]), 1);
}

/// The same for the start of an edge, which mostly is the end of the one before.
static int32_t start_id(ctk_planar *p, const double a[2])
{
    const int32_t last = p->n_edges > 0 ? p->to[p->n_edges - 1] : -1;
    if (last >= 0 && p->xy[2 * (int64_t)last] == a[0] && p->xy[2 * (int64_t)last + 1] == a[1])
        return last;
    return point_id(p, a[0], a[1]);
}

int ctk_planar_add(ctk_planar *p, const double a[2], const double b[2], int32_t owner)
{
    if (p->n_edges == p->capacity) return 0;
    const int32_t from = start_id(p, a), to = point_id(p, b[0], b[1]);
    if (from < 0 || to < 0) return 0;
    if (from == to) return 1;
    p->from[p->n_edges] = from;
    p->to[p->n_edges] = to;
    p->owner[p->n_edges++] = owner;
    return 1;
}

typedef struct splitter {
    ctk_planar *p;
    int32_t n;
    double grid; ///< new points fall on it; 0 = none
    int full;
} splitter;

static const double *at(const ctk_planar *p, int32_t i)
{
    return p->xy + 2 * (int64_t)i;
}

static void add_split(splitter *s, int32_t e, int32_t point)
{
    ctk_planar *p = s->p;
    if (point < 0 || s->n == p->capacity) {
        s->full = 1;
        return;
    }
    if (point == p->from[e] || point == p->to[e]) return;
    p->split_edge[s->n] = e;
    p->split_point[s->n++] = point;
}

static int in_box(const double *q, const double *a, const double *b)
{
    return q[0] >= fmin(a[0], b[0]) && q[0] <= fmax(a[0], b[0]) && q[1] >= fmin(a[1], b[1]) &&
           q[1] <= fmax(a[1], b[1]);
}

/// Point on the line of e: a split where it is on e itself. Returns 1 when it is on the line.
static int split_at_end(splitter *s, int32_t e, int32_t point, double side)
{
    const ctk_planar *p = s->p;
    if (side != 0.0) return 0;
    if (in_box(at(p, point), at(p, p->from[e]), at(p, p->to[e]))) add_split(s, e, point);
    return 1;
}

static double between(double v, double a0, double a1, double b0, double b1)
{
    const double lo = fmax(fmin(a0, a1), fmin(b0, b1)), hi = fmin(fmax(a0, a1), fmax(b0, b1));
    return v < lo ? lo : v > hi ? hi : v;
}

/// Where e and f cross; t = how far along e.
static int32_t crossing(splitter *s, int32_t e, int32_t f, double t)
{
    const ctk_planar *p = s->p;
    const double *a = at(p, p->from[e]), *b = at(p, p->to[e]);
    const double *c = at(p, p->from[f]), *d = at(p, p->to[f]);
    double x = a[0] + t * (b[0] - a[0]), y = a[1] + t * (b[1] - a[1]);
    if (s->grid > 0.0) {
        x = rint(x / s->grid) * s->grid;
        y = rint(y / s->grid) * s->grid;
    }
    return point_id(s->p, between(x, a[0], b[0], c[0], d[0]), between(y, a[1], b[1], c[1], d[1]));
}

static void split_pair(splitter *s, int32_t e, int32_t f)
{
    const ctk_planar *p = s->p;
    const int32_t a = p->from[e], b = p->to[e], c = p->from[f], d = p->to[f];
    const double s_a = ctk_doubled_area(at(p, c), at(p, d), at(p, a));
    const double s_b = ctk_doubled_area(at(p, c), at(p, d), at(p, b));
    const double s_c = ctk_doubled_area(at(p, a), at(p, b), at(p, c));
    const double s_d = ctk_doubled_area(at(p, a), at(p, b), at(p, d));
    const int ends = split_at_end(s, f, a, s_a) + split_at_end(s, f, b, s_b) +
                     split_at_end(s, e, c, s_c) + split_at_end(s, e, d, s_d);
    if (ends > 0) return;
    const int32_t point = crossing(s, e, f, s_a / (s_a - s_b));
    add_split(s, e, point);
    add_split(s, f, point);
}

/// Splits grouped by edge into pair[split_begin[e] ..).
static void group_splits(ctk_planar *p, int32_t n)
{
    int32_t *begin = p->split_begin;
    memset(begin, 0, ((size_t)p->n_edges + 1) * sizeof *begin);
    for (int32_t i = 0; i < n; i++) begin[p->split_edge[i] + 1]++;
    for (int32_t e = 0; e < p->n_edges; e++) begin[e + 1] += begin[e];
    for (int32_t i = 0; i < n; i++) p->pair[begin[p->split_edge[i]]++] = p->split_point[i];
    for (int32_t e = p->n_edges; e > 0; e--) begin[e] = begin[e - 1];
    begin[0] = 0;
}

static double along(const ctk_planar *p, int32_t e, int32_t point)
{
    const double *a = at(p, p->from[e]), *b = at(p, p->to[e]), *q = at(p, point);
    return (q[0] - a[0]) * (b[0] - a[0]) + (q[1] - a[1]) * (b[1] - a[1]);
}

static void sort_along(const ctk_planar *p, int32_t e, int32_t n, int32_t *point)
{
    for (int32_t i = 1; i < n; i++) {
        const int32_t q = point[i];
        const double d = along(p, e, q);
        int32_t j = i;
        for (; j > 0; j--) {
            const double before = along(p, e, point[j - 1]);
            if (before < d || (before == d && point[j - 1] <= q)) break;
            point[j] = point[j - 1];
        }
        point[j] = q;
    }
}

static void swap(int32_t **a, int32_t **b)
{
    int32_t *const t = *a;
    *a = *b;
    *b = t;
}

static int32_t put_piece(ctk_planar *p, int32_t n, int32_t a, int32_t b, int32_t owner)
{
    if (a == b) return n;
    p->from2[n] = a;
    p->to2[n] = b;
    p->owner2[n] = owner;
    return n + 1;
}

static void apply_splits(ctk_planar *p)
{
    int32_t n = 0;
    for (int32_t e = 0; e < p->n_edges; e++) {
        const int32_t begin = p->split_begin[e], end = p->split_begin[e + 1];
        int32_t last = p->from[e];
        sort_along(p, e, end - begin, p->pair + begin);
        for (int32_t i = begin; i < end; i++) {
            n = put_piece(p, n, last, p->pair[i], p->owner[e]);
            last = p->pair[i];
        }
        n = put_piece(p, n, last, p->to[e], p->owner[e]);
    }
    swap(&p->from, &p->from2);
    swap(&p->to, &p->to2);
    swap(&p->owner, &p->owner2);
    p->n_edges = n;
}

/// A grid of 2^-40 of the largest coordinate, on which near misses run together.
static double grid_width(const ctk_planar *p)
{
    double largest = 0.0;
    int exponent;
    for (int64_t i = 0; i < 2 * (int64_t)p->n_points; i++) largest = fmax(largest, fabs(p->xy[i]));
    (void)frexp(largest, &exponent);
    return ldexp(1, exponent - 40);
}

/// 1 = noded, 0 = no room, -1 = not within MAX_ROUNDS.
static int node(ctk_planar *p, int32_t n_threads)
{
    for (int round = 0; round < MAX_ROUNDS && p->n_edges > 0; round++) {
        splitter s = {p, 0, round < FINE_ROUNDS ? 0.0 : grid_width(p), 0};
        ctk_noding_build(p->n_edges, p->from, p->to, p->xy, p->box);
        const int32_t n = ctk_noding_find(p->n_edges, p->from, p->to, p->xy, p->box, p->capacity,
                                          n_threads, p->pair);
        if (n == 0) return 1;
        if (n > p->capacity) return 0;
        for (int32_t i = 0; i < n; i++)
            split_pair(&s, p->pair[2 * (int64_t)i], p->pair[2 * (int64_t)i + 1]);
        if (s.full || s.n > p->capacity - p->n_edges) return 0;
        group_splits(p, s.n);
        apply_splits(p);
    }
    return p->n_edges > 0 ? -1 : 1;
}

int ctk_planar_faces(ctk_planar *p, int32_t n_threads)
{
    const int result = node(p, n_threads);
    if (result == 1) ctk_planar_walk(p, n_threads);
    return result;
}
