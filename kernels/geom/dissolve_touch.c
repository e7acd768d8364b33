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

typedef struct box {
    double x0, y0, x1, y1;
} box;

static inline const double *point(const touch *t, int32_t p)
{
    return t->xy + 2 * (int64_t)p;
}

static inline box edge_box(const touch *t, int64_t e)
{
    const double *p = point(t, t->from[e]), *q = point(t, t->to[e]);
    return (box){p[0] < q[0] ? p[0] : q[0], p[1] < q[1] ? p[1] : q[1], p[0] < q[0] ? q[0] : p[0],
                 p[1] < q[1] ? q[1] : p[1]};
}

static inline bool meet(box a, box b)
{
    return (a.x0 <= b.x1) & (b.x0 <= a.x1) & (a.y0 <= b.y1) & (b.y0 <= a.y1);
}

static inline box common(box a, box b)
{
    return (box){a.x0 > b.x0 ? a.x0 : b.x0, a.y0 > b.y0 ? a.y0 : b.y0, a.x1 < b.x1 ? a.x1 : b.x1,
                 a.y1 < b.y1 ? a.y1 : b.y1};
}

static inline box box_at(const touch *t, int level, int64_t i)
{
    const double *b = t->box + 4 * (t->begin[level] + i);
    return (box){b[0], b[1], b[2], b[3]};
}

static inline int64_t leaf_end(const touch *t, int64_t leaf)
{
    return (leaf + 1) * FAN < t->n ? (leaf + 1) * FAN : t->n;
}

/// The directions, one bit each, in which edge e advances.
static inline unsigned ways_of(const touch *t, int64_t e)
{
    const double *p = point(t, t->from[e]), *q = point(t, t->to[e]);
    const double dx = q[0] - p[0], dy = q[1] - p[1], sum = dx + dy, rest = dx - dy;
    const double least = 1e-12 * (fabs(dx) + fabs(dy));
    return (unsigned)(dx > 0) | (unsigned)(dx < 0) << 1 | (unsigned)(dy > 0) << 2 |
           (unsigned)(dy < 0) << 3 | (unsigned)(sum > least) << 4 | (unsigned)(sum < -least) << 5 |
           (unsigned)(rest > least) << 6 | (unsigned)(rest < -least) << 7;
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
    for (int64_t e = begin + 1; e < end; e++) {
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

static bool leaf_touches(const touch *t, int64_t leaf)
{
    const int64_t begin = leaf * FAN, end = leaf_end(t, leaf);
    box b[FAN];
    if (t->ways[leaf]) return false;
    for (int64_t e = begin; e < end; e++) {
        b[e - begin] = edge_box(t, e);
        for (int64_t f = begin; f < e; f++)
            if (meet(b[f - begin], b[e - begin]) && edges_touch(t, f, e)) return true;
    }
    return false;
}

/// The edges of a leaf that reach into `window`, and their boxes.
static int edges_within(const touch *t, int64_t leaf, box window, int64_t e[FAN], box b[FAN])
{
    const int64_t end = leaf_end(t, leaf);
    int n = 0;
    for (int64_t f = leaf * FAN; f < end; f++) {
        b[n] = edge_box(t, f);
        e[n] = f;
        n += meet(b[n], window);
    }
    return n;
}

static bool leaves_touch(const touch *t, int64_t i, int64_t j)
{
    const bool is_next = j == i + 1 && (t->ways[i] & t->ways[j]);
    if (is_next && (t->sense[i] & t->sense[j] & sense_of(t, j * FAN - 1))) return false;
    const box window = common(box_at(t, 0, i), box_at(t, 0, j));
    int64_t e[FAN], f[FAN];
    box of_e[FAN], of_f[FAN];
    const int n = edges_within(t, i, window, e, of_e);
    if (n == 0) return false;
    const int m = edges_within(t, j, window, f, of_f);
    for (int a = 0; a < n; a++)
        for (int b = 0; b < m; b++)
            if (meet(of_e[a], of_f[b]) && edges_touch(t, e[a], f[b])) return true;
    return false;
}

typedef struct pair {
    int level;
    int64_t i, j;
} pair;

/// Children of box i that reach into `window`.
static int children_within(const touch *t, int level, int64_t i, box window, int64_t c[FAN],
                           box b[FAN])
{
    const int64_t n_below = t->begin[level] - t->begin[level - 1];
    int n = 0;
    for (int64_t k = i * FAN; k < (i + 1) * FAN && k < n_below; k++) {
        b[n] = box_at(t, level - 1, k);
        c[n] = k;
        n += meet(b[n], window);
    }
    return n;
}

/// Put the pairs of children that meet on the stack; returns its new height.
static int push_children(const touch *t, pair p, pair *stack, int top)
{
    int64_t c[FAN], d[FAN];
    box of_c[FAN], of_d[FAN];
    const box window = common(box_at(t, p.level, p.i), box_at(t, p.level, p.j));
    const int n = children_within(t, p.level, p.i, window, c, of_c);
    const int m = children_within(t, p.level, p.j, window, d, of_d);
    for (int a = 0; a < n; a++)
        for (int b = p.i == p.j ? a : 0; b < m; b++)
            if (meet(of_c[a], of_d[b])) stack[top++] = (pair){p.level - 1, c[a], d[b]};
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
