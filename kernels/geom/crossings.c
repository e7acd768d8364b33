/// Edges that touch, by a sweep.
#include "kernels/geom/crossings.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "kernels/geom/noding.h"
#include "kernels/geom/orient.h"
#include "kernels/geom/sweep_order.h"

enum { BINS = 32 }; ///< of a merge sort of chains: 2^k edges in bin k

void ctk_crossings_carve(ctk_crossings *x, int32_t n, ctk_carver *c)
{
    int32_t **const array[] = {&x->order, &x->other, &x->in_head,   &x->out_head,   &x->in_next,
                               &x->link,  &x->event, &x->tree.left, &x->tree.right, &x->tree.up};
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        *array[i] = ctk_carve(c, n, sizeof **array[i]);
    x->is_in = ctk_carve(c, n, sizeof *x->is_in);
}

typedef struct sweep {
    ctk_crossings *x;
    const int32_t *from, *to;
    const double *xy;
    int32_t n_points, n_edges, n_events;
    int32_t capacity, n; ///< pairs
    int32_t *pair;
} sweep;

static const double *at(const sweep *s, int32_t p)
{
    return s->xy + 2 * (int64_t)p;
}

static bool runs_right(const sweep *s, int32_t e)
{
    return ctk_sweep_before(s->xy, s->from[e], s->to[e]);
}

static int32_t left(const sweep *s, int32_t e)
{
    return runs_right(s, e) ? s->from[e] : s->to[e];
}

static int32_t right(const sweep *s, int32_t e)
{
    return runs_right(s, e) ? s->to[e] : s->from[e];
}

/// > 0: p lies above the line of e; 0: on it.
static int side(const sweep *s, int32_t e, int32_t p)
{
    return ctk_orient(at(s, left(s, e)), at(s, right(s, e)), at(s, p)[0], at(s, p)[1]);
}

static bool is_full(const sweep *s)
{
    return s->n > s->capacity;
}

static void report(sweep *s, int32_t e, int32_t f)
{
    if (is_full(s)) return;
    if (s->n < s->capacity) {
        s->pair[2 * (int64_t)s->n] = e;
        s->pair[2 * (int64_t)s->n + 1] = f;
    }
    s->n++;
}

/// Where the edges of a pair cross, rounded.
static void crossing(const sweep *s, int32_t i, double c[2])
{
    const int32_t e = s->pair[2 * (int64_t)i], f = s->pair[2 * (int64_t)i + 1];
    const double *a = at(s, left(s, e)), *b = at(s, right(s, e));
    const double *p = at(s, left(s, f)), *q = at(s, right(s, f));
    const double sa = fabs(ctk_doubled_area(p, q, a)), sb = fabs(ctk_doubled_area(p, q, b));
    const double share = sa + sb > 0.0 ? sa / (sa + sb) : 0.0;
    c[0] = a[0] + share * (b[0] - a[0]);
    c[1] = a[1] + share * (b[1] - a[1]);
}

static bool is_before(const double a[2], const double b[2])
{
    return a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]);
}

static void push_event(sweep *s, int32_t i)
{
    double c[2], up[2];
    int32_t *heap = s->x->event, k = s->n_events;
    if (k == s->n_edges) return; // a round later
    crossing(s, i, c);
    for (s->n_events++; k > 0; k = (k - 1) / 2) {
        crossing(s, heap[(k - 1) / 2], up);
        if (!is_before(c, up)) break;
        heap[k] = heap[(k - 1) / 2];
    }
    heap[k] = i;
}

static int32_t pop_event(sweep *s)
{
    int32_t *heap = s->x->event, k = 0;
    const int32_t first = heap[0], last = heap[--s->n_events];
    double c[2], a[2], b[2];
    crossing(s, last, c);
    for (int32_t child; (child = 2 * k + 1) < s->n_events; k = child) {
        crossing(s, heap[child], a);
        if (child + 1 < s->n_events) {
            crossing(s, heap[child + 1], b);
            if (is_before(b, a)) {
                crossing(s, heap[++child], a);
            }
        }
        if (!is_before(a, c)) break;
        heap[k] = heap[child];
    }
    heap[k] = last;
    return first;
}

/// e, right below f, ends above it.
static bool ends_above(const sweep *s, int32_t e, int32_t f)
{
    const int32_t p = right(s, e), q = right(s, f);
    if (p == q) return false;
    return ctk_sweep_before(s->xy, p, q) ? side(s, f, p) > 0 : side(s, e, q) < 0;
}

static bool boxes_meet(const sweep *s, int32_t e, int32_t f)
{
    const double *a = at(s, s->from[e]), *b = at(s, s->to[e]);
    const double *c = at(s, s->from[f]), *d = at(s, s->to[f]);
    return fmin(a[0], b[0]) <= fmax(c[0], d[0]) && fmin(c[0], d[0]) <= fmax(a[0], b[0]) &&
           fmin(a[1], b[1]) <= fmax(c[1], d[1]) && fmin(c[1], d[1]) <= fmax(a[1], b[1]);
}

/// Edges e and f, neighbours from below, with all that wait on them.
static void look_between(sweep *s, int32_t e, int32_t f)
{
    if (e < 0 || f < 0 || !ends_above(s, e, f) || !boxes_meet(s, e, f)) return;
    if (!ctk_noding_touch(s->xy, s->from[e], s->to[e], s->from[f], s->to[f])) return;
    const int32_t first = s->n;
    for (int32_t a = e, b = f;;) {
        report(s, a, b);
        if (s->x->link[a] < 0 && s->x->link[b] < 0) break;
        a = s->x->link[a] < 0 ? a : s->x->link[a];
        b = s->x->link[b] < 0 ? b : s->x->link[b];
    }
    if (first < s->capacity) push_event(s, first);
}

static void enter(sweep *s, int32_t below, int32_t e)
{
    ctk_ladder_insert(&s->x->tree, below, e);
    s->x->is_in[e] = 1;
}

static void leave(sweep *s, int32_t e)
{
    ctk_ladder_remove(&s->x->tree, e);
    s->x->is_in[e] = 0;
}

/// Two neighbours change places, if they still are neighbours.
static void pass_crossing(sweep *s, int32_t i)
{
    ctk_ladder *t = &s->x->tree;
    const int32_t e = s->pair[2 * (int64_t)i], f = s->pair[2 * (int64_t)i + 1];
    if (!s->x->is_in[e] || !s->x->is_in[f] || ctk_ladder_after(t, e) != f) return;
    if (!ends_above(s, e, f)) return;
    leave(s, e);
    enter(s, f, e);
    look_between(s, ctk_ladder_before(t, f), f);
    look_between(s, e, ctk_ladder_after(t, e));
}

/// The highest edge strictly below point p, -1 = none.
static int32_t find_below(const sweep *s, int32_t p)
{
    int32_t below = -1;
    for (int32_t e = s->x->tree.root; e >= 0;) {
        const bool is_above = side(s, e, p) > 0;
        if (is_above) below = e;
        e = is_above ? s->x->tree.right[e] : s->x->tree.left[e];
    }
    return below;
}

static int32_t lowest(const ctk_ladder *t)
{
    int32_t e = t->root;
    while (e >= 0 && t->left[e] >= 0) e = t->left[e];
    return e;
}

/// e goes, with what waits on it; what does not end at p goes on from there, before `chain`.
static int32_t take_out(sweep *s, int32_t p, int32_t e, int32_t chain)
{
    leave(s, e);
    for (int32_t next; e >= 0; e = next) {
        next = s->x->link[e];
        if (right(s, e) == p) continue;
        s->x->link[e] = chain;
        chain = e;
    }
    return chain;
}

/// Edges that pass through p, as ends[0 .. ] of `end` do; they go on from there, before `chain`.
static int32_t take_passing(sweep *s, int32_t p, int32_t below, int32_t end, int32_t chain)
{
    const ctk_ladder *t = &s->x->tree;
    for (int32_t e; !is_full(s);) {
        e = below < 0 ? lowest(t) : ctk_ladder_after(t, below);
        if (e < 0 || side(s, e, p) != 0) break;
        for (int32_t f = e; f >= 0; f = s->x->link[f]) report(s, f, end);
        chain = take_out(s, p, e, chain);
    }
    return chain;
}

/// Edges that go right from p: by direction from below, then the shorter first, then by number.
static bool goes_first(const sweep *s, int32_t p, int32_t e, int32_t f)
{
    const int32_t a = right(s, e), b = right(s, f);
    const int turn = a == b ? 0 : ctk_orient(at(s, p), at(s, a), at(s, b)[0], at(s, b)[1]);
    if (turn != 0) return turn > 0;
    return a == b ? e < f : ctk_sweep_before(s->xy, a, b);
}

static int32_t merge(const sweep *s, int32_t p, int32_t a, int32_t b)
{
    int32_t head = -1, *tail = &head, *const link = s->x->link;
    while (a >= 0 && b >= 0) {
        int32_t *const first = goes_first(s, p, a, b) ? &a : &b;
        *tail = *first;
        tail = &link[*first];
        *first = *tail;
    }
    *tail = a >= 0 ? a : b;
    return head;
}

static int32_t sort_chain(const sweep *s, int32_t p, int32_t chain)
{
    int32_t bin[BINS], sorted = -1, k;
    for (k = 0; k < BINS; k++) bin[k] = -1;
    while (chain >= 0) {
        int32_t one = chain;
        chain = s->x->link[one];
        s->x->link[one] = -1;
        for (k = 0; k + 1 < BINS && bin[k] >= 0; k++) {
            one = merge(s, p, bin[k], one);
            bin[k] = -1;
        }
        bin[k] = bin[k] < 0 ? one : merge(s, p, bin[k], one);
    }
    for (k = 0; k < BINS; k++) sorted = merge(s, p, bin[k], sorted);
    return sorted;
}

/// The edges of a chain in order enter above `below`; returns the highest. Of one direction only
/// the first does.
static int32_t enter_chain(sweep *s, int32_t p, int32_t below, int32_t chain)
{
    int32_t *const link = s->x->link;
    for (int32_t e = chain, next; e >= 0; e = next) {
        int32_t last = e;
        const int32_t q = right(s, e);
        for (next = link[e]; next >= 0; last = next, next = link[next]) {
            const int32_t far = right(s, next);
            if (far == q) continue;
            if (ctk_orient(at(s, p), at(s, q), at(s, far)[0], at(s, far)[1]) != 0) break;
            report(s, e, next);
        }
        link[last] = -1;
        enter(s, below, e);
        below = e;
    }
    return below;
}

static void pass_point(sweep *s, int32_t p)
{
    ctk_crossings *x = s->x;
    const ctk_ladder *t = &x->tree;
    int32_t chain = x->out_head[p];
    if (chain < 0 && x->in_head[p] < 0) return;
    const int32_t end = chain >= 0 ? chain : x->in_head[p];
    for (int32_t e = x->in_head[p]; e >= 0; e = x->in_next[e])
        if (x->is_in[e]) chain = take_out(s, p, e, chain);
    const int32_t below = find_below(s, p);
    chain = sort_chain(s, p, take_passing(s, p, below, end, chain));
    const int32_t first = chain, highest = enter_chain(s, p, below, chain);
    const int32_t above = highest < 0 ? lowest(t) : ctk_ladder_after(t, highest);
    look_between(s, below, first < 0 ? above : first);
    if (first >= 0) look_between(s, highest, above);
}

static void list_edges(sweep *s)
{
    ctk_crossings *x = s->x;
    for (int32_t p = 0; p < s->n_points; p++) x->in_head[p] = x->out_head[p] = -1;
    for (int32_t e = s->n_edges - 1; e >= 0; e--) {
        int32_t *const out = &x->out_head[left(s, e)], *const in = &x->in_head[right(s, e)];
        x->is_in[e] = 0;
        x->link[e] = *out;
        x->in_next[e] = *in;
        *out = *in = e;
    }
}

int32_t ctk_crossings_find(ctk_crossings *x, int32_t n_points, int32_t n_edges, const int32_t *from,
                           const int32_t *to, const double *xy, int32_t capacity, int32_t *pair)
{
    sweep s = {.x = x, .from = from, .to = to, .xy = xy, .capacity = capacity, .pair = pair};
    s.n_points = n_points;
    s.n_edges = n_edges;
    x->tree.root = -1;
    list_edges(&s);
    ctk_sweep_sort(xy, NULL, n_points, &x->order, &x->other);
    for (int32_t i = 0; i < n_points && !is_full(&s);) {
        double c[2];
        if (s.n_events > 0) crossing(&s, x->event[0], c);
        if (s.n_events > 0 && is_before(c, at(&s, x->order[i])))
            pass_crossing(&s, pop_event(&s));
        else
            pass_point(&s, x->order[i++]);
    }
    return s.n;
}
