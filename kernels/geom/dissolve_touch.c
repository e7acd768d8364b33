/// Does anything in a list of edges touch? Mostly not, and mostly that is plain to see.
///
/// The answer is that of ctk_noding_find(), which asks the tree of boxes anew for every run of 8
/// edges and looks into all runs it meets. Three things make the search short:
///
/// - Edges come in the order of rings. 8 edges that follow each other end to end and all advance
///   in one direction (one of 8: along an axis or a diagonal) form a chain on which a linear
///   function only grows, so no two of them touch; nor do two such chains, one behind the other,
///   with a direction in common. Axes are compared exactly; the sum of two differences counts as
///   positive only when it exceeds its own rounding.
/// - A run that is no chain is cut into chains, and each edge held against those before its own.
/// - The tree is joined with itself, pair of boxes by pair of boxes, from the top.
/// - Of two runs whose boxes meet only the edges inside the common part are compared.
///
/// Cost about O(n): of the runs of full-resolution postal borders 95 of 100 are such chains, and
/// each meets one other on average.
#include "kernels/geom/touch.h"

#include <math.h>

#include "kernels/geom/dissolve_web.h"
#include "kernels/geom/levels.h"
#include "kernels/geom/noding.h"
#include "kernels/geom/rect.h"

enum { FAN = 8, MAX_LEVELS = 12, FORWARD = 1, BACKWARD = 2 };

/// Pairs of boxes that are looked at: for each run of 8, and besides.
enum { LOOKS = 256, FREE_LOOKS = 1 << 13 };

typedef struct touch {
    const double *xy, *box;
    int64_t n;
    const int32_t *from, *to;
    int levels;
    int64_t begin[MAX_LEVELS + 1]; ///< first box of each level, leaves at 0
    uint8_t *ways;  ///< [leaves] directions in which all edges advance, 0 = none or no chain
    uint8_t *sense; ///< [leaves] FORWARD: each edge begins where the last one ended; BACKWARD: ends
} touch;

static inline const double *point(const touch *t, int32_t p)
{
    return t->xy + 2 * (int64_t)p;
}

static inline ctk_rect edge_box(const touch *t, int64_t e)
{
    return ctk_rect_around(point(t, t->from[e]), point(t, t->to[e]));
}

static inline ctk_rect box_at(const touch *t, int level, int64_t i)
{
    return ctk_rect_at(t->box + 4 * (t->begin[level] + i));
}

static inline int64_t leaf_end(const touch *t, int64_t leaf)
{
    return (leaf + 1) * FAN < t->n ? (leaf + 1) * FAN : t->n;
}

/// The directions, one bit each, in which edge e advances.
static inline unsigned ways_of(const touch *t, int64_t e)
{
    const double *p = point(t, t->from[e]), *q = point(t, t->to[e]);
    const ctk_corner a = ctk_corner_at(p), b = ctk_corner_at(q);
    const double dx = q[0] - p[0], dy = q[1] - p[1], least = 1e-12 * (fabs(dx) + fabs(dy));
    const ctk_corner diagonal = ctk_corner_of(dx + dy, dx - dy);
    return ctk_corner_beyond(b, a) | ctk_corner_beyond(a, b) << 2 |
           ctk_corner_beyond(diagonal, ctk_corner_of(least, least)) << 4 |
           ctk_corner_beyond(ctk_corner_of(-least, -least), diagonal) << 6;
}

static inline unsigned sense_of(const touch *t, int64_t e)
{
    return (t->to[e] == t->from[e + 1] ? FORWARD : 0u) |
           (t->from[e] == t->to[e + 1] ? BACKWARD : 0u);
}

static void describe_leaf(touch *t, int64_t leaf)
{
    const int64_t begin = leaf * FAN, end = leaf_end(t, leaf);
    unsigned ways = ways_of(t, begin), sense = FORWARD | BACKWARD;
    for (int64_t e = begin + 1; e < end && ways && sense; e++) {
        ways &= ways_of(t, e);
        sense &= sense_of(t, e - 1);
    }
    t->ways[leaf] = (uint8_t)(sense ? ways : 0);
    t->sense[leaf] = (uint8_t)sense;
}

static inline bool edges_touch(const touch *t, int64_t e, int64_t f)
{
    return ctk_noding_touch(t->xy, t->from[e], t->to[e], t->from[f], t->to[f]);
}

/// Chains within a leaf: an edge is held against those before the chain that it ends.
static bool leaf_touches(const touch *t, int64_t leaf)
{
    const int64_t begin = leaf * FAN, end = leaf_end(t, leaf);
    ctk_rect box[FAN];
    if (t->ways[leaf]) return false;
    int64_t chain = begin;
    unsigned ways = ways_of(t, begin), sense = FORWARD | BACKWARD;
    box[0] = edge_box(t, begin);
    for (int64_t e = begin + 1; e < end; e++) {
        const unsigned own = ways_of(t, e);
        ways &= own;
        sense &= sense_of(t, e - 1);
        if (!ways || !sense) chain = e, ways = own, sense = FORWARD | BACKWARD;
        box[e - begin] = edge_box(t, e);
        for (int64_t f = begin; f < chain; f++)
            if (ctk_rect_meets(box[f - begin], box[e - begin]) && edges_touch(t, f, e)) return true;
    }
    return false;
}

/// The edges of a leaf that reach into `window`, and their boxes.
static int edges_within(const touch *t, int64_t leaf, ctk_rect window, int64_t e[FAN],
                        ctk_rect b[FAN])
{
    const int64_t end = leaf_end(t, leaf);
    int n = 0;
    for (int64_t f = leaf * FAN; f < end; f++) {
        b[n] = edge_box(t, f);
        e[n] = f;
        n += ctk_rect_meets(b[n], window);
    }
    return n;
}

static bool leaves_touch(const touch *t, int64_t i, int64_t j)
{
    const bool is_next = j == i + 1 && (t->ways[i] & t->ways[j]);
    if (is_next && (t->sense[i] & t->sense[j] & sense_of(t, j * FAN - 1))) return false;
    const ctk_rect window = ctk_rect_common(box_at(t, 0, i), box_at(t, 0, j));
    int64_t e[FAN], f[FAN];
    ctk_rect of_e[FAN], of_f[FAN];
    const int n = edges_within(t, i, window, e, of_e);
    if (n == 0) return false;
    const int m = edges_within(t, j, window, f, of_f);
    for (int a = 0; a < n; a++)
        for (int b = 0; b < m; b++)
            if (ctk_rect_meets(of_e[a], of_f[b]) && edges_touch(t, e[a], f[b])) return true;
    return false;
}

typedef struct pair {
    int level;
    int64_t i, j;
} pair;

/// Children of box i that reach into `window`.
static int children_within(const touch *t, int level, int64_t i, ctk_rect window, int64_t c[FAN],
                           ctk_rect b[FAN])
{
    const int64_t n_below = t->begin[level] - t->begin[level - 1];
    int n = 0;
    for (int64_t k = i * FAN; k < (i + 1) * FAN && k < n_below; k++) {
        b[n] = box_at(t, level - 1, k);
        c[n] = k;
        n += ctk_rect_meets(b[n], window);
    }
    return n;
}

/// Put the pairs of children that meet on the stack; returns its new height.
static int push_children(const touch *t, pair p, pair *stack, int top)
{
    int64_t c[FAN], d[FAN];
    ctk_rect of_c[FAN], of_d[FAN];
    const ctk_rect window = ctk_rect_common(box_at(t, p.level, p.i), box_at(t, p.level, p.j));
    const int n = children_within(t, p.level, p.i, window, c, of_c);
    const int m = children_within(t, p.level, p.j, window, d, of_d);
    for (int a = 0; a < n; a++)
        for (int b = p.i == p.j ? a : 0; b < m; b++)
            if (ctk_rect_meets(of_c[a], of_d[b])) stack[top++] = (pair){p.level - 1, c[a], d[b]};
    return top;
}

/// 1 = yes, 0 = no, CTK_NODING_CROWDED = after `looks` pairs of boxes that is not known.
static int any_pair_touches(const touch *t, int64_t looks)
{
    pair stack[FAN * FAN * MAX_LEVELS];
    int top = 0;
    stack[top++] = (pair){t->levels - 1, 0, 0};
    while (top > 0) {
        const pair p = stack[--top];
        if (p.level > 0)
            top = push_children(t, p, stack, top);
        else if (p.i == p.j ? leaf_touches(t, p.i) : leaves_touch(t, p.i, p.j))
            return 1;
        if (looks-- == 0) return CTK_NODING_CROWDED;
    }
    return 0;
}

int ctk_lines_touch(int32_t n, const int32_t *from, const int32_t *to, const double *xy,
                    double *boxes, uint8_t *ways)
{
    touch t = {.xy = xy, .box = boxes, .n = n, .from = from, .to = to};
    if (t.n == 0) return 0;
    t.levels = ctk_levels((t.n + FAN - 1) / FAN, FAN, t.begin);
    const int64_t n_leaves = t.begin[1];
    t.ways = ways;
    t.sense = ways + n_leaves;
    ctk_noding_build(n, from, to, xy, boxes);
    for (int64_t leaf = 0; leaf < n_leaves; leaf++) describe_leaf(&t, leaf);
    return any_pair_touches(&t, LOOKS * n_leaves + FREE_LOOKS);
}

bool ctk_web_touches(ctk_web *w, const int32_t *from, const int32_t *to)
{
    ctk_net *t = &w->net;
    const int known = ctk_lines_touch(t->n_edges, from, to, t->xy, t->box, w->known);
    if (known != CTK_NODING_CROWDED) return known;
    return ctk_crossings_find(&t->crossings, t->n_points, t->n_edges, from, to, t->xy, 0, NULL) > 0;
}
