/// One round of splitting edges where they meet.
#include <math.h>

#include "kernels/geom/net.h"
#include "kernels/geom/noding.h"

/// Rounds at full precision, and what the grid of the later ones is of the largest coordinate.
enum { FINE_ROUNDS = 8, GRID_BITS = 40 };

typedef struct splitter {
    ctk_net *t;
    int32_t n;   ///< splits so far
    double grid; ///< new points fall on it; 0 = none
    bool is_full;
} splitter;

static const double *at(const ctk_net *t, int32_t p)
{
    return t->xy + 2 * (int64_t)p;
}

static bool in_box(const double *p, const double *a, const double *b)
{
    return p[0] >= fmin(a[0], b[0]) && p[0] <= fmax(a[0], b[0]) && p[1] >= fmin(a[1], b[1]) &&
           p[1] <= fmax(a[1], b[1]);
}

static void add_split(splitter *s, int32_t e, int32_t p)
{
    ctk_net *t = s->t;
    if (p == t->from[e] || p == t->to[e]) return;
    if (s->n == t->capacity) {
        s->is_full = true;
        return;
    }
    t->split_edge[s->n] = e;
    t->split_point[s->n++] = p;
}

/// End point p of another edge lies on the line of e: split e there if on e itself. 1 = on the
/// line.
static int split_at_end(splitter *s, int32_t e, int32_t p, double side)
{
    const ctk_net *t = s->t;
    if (side != 0) return 0;
    if (in_box(at(t, p), at(t, t->from[e]), at(t, t->to[e]))) add_split(s, e, p);
    return 1;
}

/// v into the common part of [a0, a1] and [b0, b1], whichever way these run.
static double clamp_between(double v, double a0, double a1, double b0, double b1)
{
    const double lo = fmax(fmin(a0, a1), fmin(b0, b1)), hi = fmin(fmax(a0, a1), fmax(b0, b1));
    return v < lo ? lo : v > hi ? hi : v;
}

/// Where e and f cross; s_a, s_b are the sides of e's ends as seen from f.
static int32_t crossing_point(splitter *s, int32_t e, int32_t f, double s_a, double s_b)
{
    ctk_net *t = s->t;
    const double *a = at(t, t->from[e]), *b = at(t, t->to[e]);
    const double *c = at(t, t->from[f]), *d = at(t, t->to[f]);
    const double share = s_a / (s_a - s_b);
    double x = a[0] + share * (b[0] - a[0]), y = a[1] + share * (b[1] - a[1]);
    if (s->grid > 0) {
        x = rint(x / s->grid) * s->grid;
        y = rint(y / s->grid) * s->grid;
    }
    x = clamp_between(x, a[0], b[0], c[0], d[0]);
    y = clamp_between(y, a[1], b[1], c[1], d[1]);
    const int32_t p = ctk_net_point(t, x, y);
    if (p < 0) s->is_full = true;
    return p;
}

static void split_pair(splitter *s, int32_t e, int32_t f)
{
    const ctk_net *t = s->t;
    const int32_t a = t->from[e], b = t->to[e], c = t->from[f], d = t->to[f];
    const double s_a = ctk_doubled_area(at(t, c), at(t, d), at(t, a));
    const double s_b = ctk_doubled_area(at(t, c), at(t, d), at(t, b));
    const double s_c = ctk_doubled_area(at(t, a), at(t, b), at(t, c));
    const double s_d = ctk_doubled_area(at(t, a), at(t, b), at(t, d));
    const int ends = split_at_end(s, f, a, s_a) + split_at_end(s, f, b, s_b) +
                     split_at_end(s, e, c, s_c) + split_at_end(s, e, d, s_d);
    if (ends > 0) return;
    const int32_t p = crossing_point(s, e, f, s_a, s_b);
    if (p < 0) return;
    add_split(s, e, p);
    add_split(s, f, p);
}

/// Splits grouped by edge: t->pair[split_begin[e] ..) are the points on e.
static void group_splits(ctk_net *t, int32_t n)
{
    int32_t *begin = t->split_begin;
    for (int32_t e = 0; e <= t->n_edges; e++) begin[e] = 0;
    for (int32_t i = 0; i < n; i++) begin[t->split_edge[i] + 1]++;
    for (int32_t e = 0; e < t->n_edges; e++) begin[e + 1] += begin[e];
    for (int32_t i = 0; i < n; i++) t->pair[begin[t->split_edge[i]]++] = t->split_point[i];
    for (int32_t e = t->n_edges; e > 0; e--) begin[e] = begin[e - 1];
    begin[0] = 0;
}

static double distance_along(const ctk_net *t, int32_t e, int32_t p)
{
    const double *a = at(t, t->from[e]), *b = at(t, t->to[e]), *q = at(t, p);
    return (q[0] - a[0]) * (b[0] - a[0]) + (q[1] - a[1]) * (b[1] - a[1]);
}

static bool comes_before(const ctk_net *t, int32_t e, int32_t p, int32_t q)
{
    const double a = distance_along(t, e, p), b = distance_along(t, e, q);
    return a < b || (a == b && p < q);
}

/// The point at i down a heap of n, whose parents come last.
static void sift_down(const ctk_net *t, int32_t e, int32_t n, int32_t *point, int32_t i)
{
    const int32_t moving = point[i];
    for (int32_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && comes_before(t, e, point[child], point[child + 1])) child++;
        if (!comes_before(t, e, moving, point[child])) break;
        point[i] = point[child];
    }
    point[i] = moving;
}

static void sort_along(const ctk_net *t, int32_t e, int32_t n, int32_t *point)
{
    for (int32_t i = n / 2 - 1; i >= 0; i--) sift_down(t, e, n, point, i);
    for (int32_t last = n - 1; last > 0; last--) {
        const int32_t p = point[0];
        point[0] = point[last];
        point[last] = p;
        sift_down(t, e, last, point, 0);
    }
}

static int32_t put_piece(ctk_net *t, int32_t n, int32_t a, int32_t b, int32_t tag)
{
    if (a == b) return n;
    t->from2[n] = a;
    t->to2[n] = b;
    t->tag2[n] = tag;
    return n + 1;
}

static void swap(int32_t **a, int32_t **b)
{
    int32_t *const t = *a;
    *a = *b;
    *b = t;
}

/// Replace every edge by its pieces, in place in the order.
static void apply_splits(ctk_net *t)
{
    int32_t n = 0;
    for (int32_t e = 0; e < t->n_edges; e++) {
        const int32_t begin = t->split_begin[e], end = t->split_begin[e + 1];
        int32_t last = t->from[e];
        sort_along(t, e, end - begin, t->pair + begin);
        for (int32_t i = begin; i < end; i++) {
            n = put_piece(t, n, last, t->pair[i], t->tag[e]);
            last = t->pair[i];
        }
        n = put_piece(t, n, last, t->to[e], t->tag[e]);
    }
    swap(&t->from, &t->from2);
    swap(&t->to, &t->to2);
    swap(&t->tag, &t->tag2);
    t->n_edges = n;
}

static double grid_width(const ctk_net *t)
{
    double largest = 0;
    int exponent;
    for (int64_t i = 0; i < 2 * (int64_t)t->n_points; i++) largest = fmax(largest, fabs(t->xy[i]));
    (void)frexp(largest, &exponent);
    return ldexp(1, exponent - GRID_BITS);
}

int32_t ctk_net_touches(ctk_net *t, int32_t n_threads)
{
    if (!t->is_crowded) {
        ctk_noding_build(t->n_edges, t->from, t->to, t->xy, t->box);
        const int32_t n = ctk_noding_find(t->n_edges, t->from, t->to, t->xy, t->box, t->capacity,
                                          n_threads, t->pair);
        if (n != CTK_NODING_CROWDED) return n;
        t->is_crowded = true; // and so are the pieces
    }
    return ctk_crossings_find(&t->crossings, t->n_points, t->n_edges, t->from, t->to, t->xy,
                              t->capacity, t->pair);
}

ctk_net_state ctk_net_split_at(ctk_net *t, int32_t n, int32_t round)
{
    if (n == 0) return CTK_NET_NODED;
    if (n > t->capacity) return CTK_NET_FULL;
    splitter s = {.t = t, .grid = round < FINE_ROUNDS ? 0 : grid_width(t)};
    for (int32_t i = 0; i < n; i++)
        split_pair(&s, t->pair[2 * (int64_t)i], t->pair[2 * (int64_t)i + 1]);
    if (s.is_full || s.n > t->capacity - t->n_edges) return CTK_NET_FULL;
    group_splits(t, s.n);
    apply_splits(t);
    return CTK_NET_SPLIT;
}

ctk_net_state ctk_net_split(ctk_net *t, int32_t round, int32_t n_threads)
{
    if (t->n_edges == 0) return CTK_NET_NODED;
    return ctk_net_split_at(t, ctk_net_touches(t, n_threads), round);
}
