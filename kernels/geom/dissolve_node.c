/// Make a web planar: split edges where they touch until nothing does.
#include <math.h>

#include "kernels/geom/dissolve_web.h"
#include "kernels/geom/noding.h"

/// Rounds at full precision, and rounds in all. After FINE_ROUNDS new points fall on a grid
/// 2^-40 of the largest coordinate wide, so that near misses of rounded points run together.
enum { FINE_ROUNDS = 8, MAX_ROUNDS = 48, GRID_BITS = 40 };

typedef struct splitter {
    ctk_web *w;
    int32_t n;   ///< splits so far
    double grid; ///< 0 = none
    bool overflow;
} splitter;

static const double *at(const ctk_web *w, int32_t p)
{
    return w->xy + 2 * (int64_t)p;
}

static bool in_box(const double *p, const double *a, const double *b)
{
    return p[0] >= fmin(a[0], b[0]) && p[0] <= fmax(a[0], b[0]) && p[1] >= fmin(a[1], b[1]) &&
           p[1] <= fmax(a[1], b[1]);
}

static void add_split(splitter *s, int32_t e, int32_t p)
{
    ctk_web *w = s->w;
    if (p == w->from[e] || p == w->to[e]) return;
    if (s->n == w->capacity) {
        s->overflow = true;
        return;
    }
    w->split_edge[s->n] = e;
    w->split_point[s->n++] = p;
}

/// End point p of another edge lies on the line of e: split e there if on e itself. 1 = on the
/// line.
static int split_at_end(splitter *s, int32_t e, int32_t p, double side)
{
    const ctk_web *w = s->w;
    if (side != 0) return 0;
    if (in_box(at(w, p), at(w, w->from[e]), at(w, w->to[e]))) add_split(s, e, p);
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
    ctk_web *w = s->w;
    const double *a = at(w, w->from[e]), *b = at(w, w->to[e]);
    const double *c = at(w, w->from[f]), *d = at(w, w->to[f]);
    const double t = s_a / (s_a - s_b);
    double x = a[0] + t * (b[0] - a[0]), y = a[1] + t * (b[1] - a[1]);
    if (s->grid > 0) {
        x = rint(x / s->grid) * s->grid;
        y = rint(y / s->grid) * s->grid;
    }
    x = clamp_between(x, a[0], b[0], c[0], d[0]);
    y = clamp_between(y, a[1], b[1], c[1], d[1]);
    const int32_t p = ctk_web_point(w, x, y);
    if (p < 0) s->overflow = true;
    return p;
}

static void split_pair(splitter *s, int32_t e, int32_t f)
{
    const ctk_web *w = s->w;
    const int32_t a = w->from[e], b = w->to[e], c = w->from[f], d = w->to[f];
    const double s_a = ctk_doubled_area(at(w, c), at(w, d), at(w, a));
    const double s_b = ctk_doubled_area(at(w, c), at(w, d), at(w, b));
    const double s_c = ctk_doubled_area(at(w, a), at(w, b), at(w, c));
    const double s_d = ctk_doubled_area(at(w, a), at(w, b), at(w, d));
    const int ends = split_at_end(s, f, a, s_a) + split_at_end(s, f, b, s_b) +
                     split_at_end(s, e, c, s_c) + split_at_end(s, e, d, s_d);
    if (ends > 0) return;
    const int32_t p = crossing_point(s, e, f, s_a, s_b);
    if (p < 0) return;
    add_split(s, e, p);
    add_split(s, f, p);
}

/// Splits grouped by edge: w->pair[split_begin[e] ..) are the points on e.
static void group_splits(ctk_web *w, int32_t n)
{
    int32_t *begin = w->split_begin;
    for (int32_t e = 0; e <= w->n_edges; e++) begin[e] = 0;
    for (int32_t i = 0; i < n; i++) begin[w->split_edge[i] + 1]++;
    for (int32_t e = 0; e < w->n_edges; e++) begin[e + 1] += begin[e];
    for (int32_t i = 0; i < n; i++) w->pair[begin[w->split_edge[i]]++] = w->split_point[i];
    for (int32_t e = w->n_edges; e > 0; e--) begin[e] = begin[e - 1];
    begin[0] = 0;
}

static double distance_along(const ctk_web *w, int32_t e, int32_t p)
{
    const double *a = at(w, w->from[e]), *b = at(w, w->to[e]), *q = at(w, p);
    return (q[0] - a[0]) * (b[0] - a[0]) + (q[1] - a[1]) * (b[1] - a[1]);
}

static void sort_along(const ctk_web *w, int32_t e, int32_t n, int32_t *point)
{
    for (int32_t i = 1; i < n; i++) {
        const int32_t p = point[i];
        const double d = distance_along(w, e, p);
        int32_t j = i;
        for (; j > 0; j--) {
            const double before = distance_along(w, e, point[j - 1]);
            if (before < d || (before == d && point[j - 1] <= p)) break;
            point[j] = point[j - 1];
        }
        point[j] = p;
    }
}

static int32_t put_piece(ctk_web *w, int32_t n, int32_t a, int32_t b, int32_t mult)
{
    if (a == b) return n;
    w->from2[n] = a;
    w->to2[n] = b;
    w->mult2[n] = mult;
    return n + 1;
}

static void swap(int32_t **a, int32_t **b)
{
    int32_t *const t = *a;
    *a = *b;
    *b = t;
}

/// Replace every edge by its pieces, in place in the order.
static void apply_splits(ctk_web *w)
{
    int32_t n = 0;
    for (int32_t e = 0; e < w->n_edges; e++) {
        const int32_t begin = w->split_begin[e], end = w->split_begin[e + 1];
        int32_t last = w->from[e];
        sort_along(w, e, end - begin, w->pair + begin);
        for (int32_t i = begin; i < end; i++) {
            n = put_piece(w, n, last, w->pair[i], w->mult[e]);
            last = w->pair[i];
        }
        n = put_piece(w, n, last, w->to[e], w->mult[e]);
    }
    swap(&w->from, &w->from2);
    swap(&w->to, &w->to2);
    swap(&w->mult, &w->mult2);
    w->n_edges = n;
}

static double grid_width(const ctk_web *w)
{
    double largest = 0;
    int exponent;
    for (int64_t i = 0; i < 2 * (int64_t)w->n_points; i++) largest = fmax(largest, fabs(w->xy[i]));
    (void)frexp(largest, &exponent);
    return ldexp(1, exponent - GRID_BITS);
}

/// One round: 0 = nothing touches any more, 1 = no room, 2 = split, look again.
static int split_round(ctk_web *w, double grid)
{
    ctk_web_merge(w);
    ctk_noding_build(w->n_edges, w->from, w->to, w->xy, w->box);
    const int32_t n =
        ctk_noding_find(w->n_edges, w->from, w->to, w->xy, w->box, w->capacity, 1, w->pair);
    if (n == 0) return 0;
    if (n > w->capacity) return 1;
    splitter s = {w, 0, grid, false};
    for (int32_t i = 0; i < n; i++)
        split_pair(&s, w->pair[2 * (int64_t)i], w->pair[2 * (int64_t)i + 1]);
    if (s.overflow || s.n > w->capacity - w->n_edges) return 1;
    group_splits(w, s.n);
    apply_splits(w);
    return 2;
}

int ctk_web_node(ctk_web *w)
{
    for (int round = 0; round < MAX_ROUNDS; round++) {
        const int result = split_round(w, round < FINE_ROUNDS ? 0 : grid_width(w));
        if (result != 2) return result;
    }
    ctk_web_merge(w);
    return 2;
}
