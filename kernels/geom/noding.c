/// Exact orientation and the box-tree self-join of a line web.
#include "kernels/geom/noding.h"

#include <math.h>
#include <stddef.h>

#include "kernels/geom/levels.h"
#include "kernels/geom/orient.h"
#include "kernels/geom/rect.h"

enum { FAN = 8, MAX_LEVELS = 12, MOST_PARTS = 256, PART_LEAVES = 256 };

/// Looks that a search may take: for each segment, and besides. One of a box at each of the FAN
/// below it is FAN of them, and one at whether two segments touch is as long.
enum { LOOKS = 128, FREE_LOOKS = 1 << 16 };

static int add_product(double *e, int n, double x, double y)
{
    double p, rest;
    ctk_two_product(x, y, &p, &rest);
    return ctk_expansion_add(e, ctk_expansion_add(e, n, rest), p);
}

static double orient_exact(const double a[2], const double b[2], const double c[2])
{
    double e[12];
    int n = add_product(e, 0, a[0], b[1]);
    n = add_product(e, n, -a[1], b[0]);
    n = add_product(e, n, b[0], c[1]);
    n = add_product(e, n, -b[1], c[0]);
    n = add_product(e, n, c[0], a[1]);
    n = add_product(e, n, -c[1], a[0]);
    double sum = 0;
    for (int i = 0; i < n; i++) sum += e[i];
    return sum;
}

double ctk_doubled_area(const double a[2], const double b[2], const double c[2])
{
    const double left = (a[0] - c[0]) * (b[1] - c[1]);
    const double right = (a[1] - c[1]) * (b[0] - c[0]);
    const double det = left - right;
    const double bound = 3.3306690738754716e-16 * (fabs(left) + fabs(right));
    if (det > bound || -det > bound) return det;
    return orient_exact(a, b, c);
}

/// p-q and p-r leave p in the same direction.
static bool runs_along(const double *p, const double *q, const double *r)
{
    if (ctk_doubled_area(p, q, r) != 0) return false;
    return (q[0] > p[0]) == (r[0] > p[0]) && (q[0] < p[0]) == (r[0] < p[0]) &&
           (q[1] > p[1]) == (r[1] > p[1]) && (q[1] < p[1]) == (r[1] < p[1]);
}

static bool on_opposite_sides(double s, double t)
{
    return (s <= 0 && t >= 0) || (s >= 0 && t <= 0);
}

bool ctk_noding_touch(const double *xy, int32_t a, int32_t b, int32_t c, int32_t d)
{
    const double *A = xy + 2 * (int64_t)a, *B = xy + 2 * (int64_t)b;
    const double *C = xy + 2 * (int64_t)c, *D = xy + 2 * (int64_t)d;
    if (a == c) return b != d && runs_along(A, B, D);
    if (a == d) return b != c && runs_along(A, B, C);
    if (b == c) return runs_along(B, A, D);
    if (b == d) return runs_along(B, A, C);
    return on_opposite_sides(ctk_doubled_area(A, B, C), ctk_doubled_area(A, B, D)) &&
           on_opposite_sides(ctk_doubled_area(C, D, A), ctk_doubled_area(C, D, B));
}

static int64_t leaves_of(int64_t n)
{
    return (n + FAN - 1) / FAN;
}

int64_t ctk_noding_boxes(int64_t n)
{
    return ctk_levels_size(leaves_of(n), FAN);
}

static inline bool boxes_meet(const double *p, const double *q)
{
    return ctk_rects_meet(p, q);
}

static void build_leaf(int64_t leaf, int32_t n, const int32_t *from, const int32_t *to,
                       const double *xy, double *b)
{
    const double *p = xy + 2 * (int64_t)from[leaf * FAN];
    ctk_rect all = ctk_rect_around(p, p);
    for (int64_t e = leaf * FAN; e < (leaf + 1) * FAN && e < n; e++) {
        const double *q = xy + 2 * (int64_t)from[e], *r = xy + 2 * (int64_t)to[e];
        all = ctk_rect_join(all, ctk_rect_around(q, r));
    }
    ctk_rect_put(all, b);
}

void ctk_noding_build(int32_t n, const int32_t *from, const int32_t *to, const double *xy,
                      double *box)
{
    int64_t begin[MAX_LEVELS + 1];
    const int levels = ctk_levels(leaves_of(n), FAN, begin);
    for (int64_t i = 0; i < begin[1]; i++) build_leaf(i, n, from, to, xy, box + 4 * i);
    for (int l = 1; l < levels; l++)
        for (int64_t i = begin[l], child = begin[l - 1]; i < begin[l + 1]; i++) {
            ctk_rect all = ctk_rect_at(box + 4 * child);
            for (const int64_t end = child + FAN; child < end && child < begin[l]; child++)
                all = ctk_rect_join(all, ctk_rect_at(box + 4 * child));
            ctk_rect_put(all, box + 4 * i);
        }
}

/// The walk over some of the leaves stops when it has found more than `capacity`, or has no looks
/// left.
typedef struct join {
    int32_t n;
    const int32_t *from, *to;
    const double *xy, *box;
    int32_t capacity, found;
    int32_t *pair; ///< [2 * capacity]; NULL = count only
    int64_t looks; ///< left
} join;

static bool may_go_on(const join *s)
{
    return s->found <= s->capacity && s->looks >= 0;
}

static inline void segment_box(const join *s, int64_t e, double *b)
{
    const double *p = s->xy + 2 * (int64_t)s->from[e], *q = s->xy + 2 * (int64_t)s->to[e];
    ctk_rect_put(ctk_rect_around(p, q), b);
}

static void test_pair(join *s, int64_t e, int64_t f)
{
    s->looks -= FAN;
    if (!ctk_noding_touch(s->xy, s->from[e], s->to[e], s->from[f], s->to[f])) return;
    if (s->pair && s->found < s->capacity) {
        s->pair[2 * (int64_t)s->found] = (int32_t)e;
        s->pair[2 * (int64_t)s->found + 1] = (int32_t)f;
    }
    s->found++;
}

/// Segments of leaf a, whose boxes are box_e, against those of leaf b >= a.
static void join_leaves(join *s, int64_t a, double box_e[FAN][4], int64_t b, const double *box_b)
{
    double other[FAN][4], (*box_f)[4] = a == b ? box_e : other;
    bool has_boxes = a == b;
    const int64_t e_end = (a + 1) * FAN < s->n ? (a + 1) * FAN : s->n;
    const int64_t f_end = (b + 1) * FAN < s->n ? (b + 1) * FAN : s->n;
    for (int64_t e = a * FAN; e < e_end && may_go_on(s); e++) {
        const double *own = box_e[e - a * FAN];
        if (!boxes_meet(own, box_b)) continue;
        if (!has_boxes)
            for (int64_t f = b * FAN; f < f_end; f++) segment_box(s, f, box_f[f - b * FAN]);
        has_boxes = true;
        for (int64_t f = a == b ? e + 1 : b * FAN; f < f_end; f++)
            if (boxes_meet(own, box_f[f - b * FAN])) test_pair(s, e, f);
    }
}

/// The tree, and the boxes of it that are still to be looked at.
typedef struct walk {
    const double *box;
    int64_t begin[MAX_LEVELS + 1]; ///< first box of each level
    int top;
    int level[FAN * MAX_LEVELS];
    int64_t node[FAN * MAX_LEVELS];
} walk;

/// Boxes [from, to) of a level that meet that of `leaf` and are not wholly before it.
static void push(walk *w, int level, int64_t from, int64_t to, int64_t leaf)
{
    const double *const own = w->box + 4 * leaf;
    const int64_t earliest = leaf >> (3 * level);
    for (int64_t i = from > earliest ? from : earliest; i < to; i++) {
        if (!boxes_meet(w->box + 4 * (w->begin[level] + i), own)) continue;
        w->level[w->top] = level;
        w->node[w->top++] = i;
    }
}

static void join_leaf(join *s, walk *w, int levels, int64_t leaf)
{
    double own[FAN][4];
    for (int64_t e = leaf * FAN; e < (leaf + 1) * FAN && e < s->n; e++)
        segment_box(s, e, own[e - leaf * FAN]);
    w->top = 0;
    push(w, levels - 1, 0, 1, leaf);
    while (w->top > 0 && may_go_on(s)) {
        const int level = w->level[--w->top];
        const int64_t i = w->node[w->top], end = (i + 1) * FAN;
        s->looks -= FAN;
        const int64_t n_below = level == 0 ? 0 : w->begin[level] - w->begin[level - 1];
        if (level == 0)
            join_leaves(s, leaf, own, i, w->box + 4 * i);
        else
            push(w, level - 1, i * FAN, end < n_below ? end : n_below, leaf);
    }
}

/// Leaves [from, to).
static void join_some(join *s, int64_t from, int64_t to)
{
    walk w;
    w.box = s->box;
    const int levels = ctk_levels(leaves_of(s->n), FAN, w.begin);
    for (int64_t leaf = from; leaf < to && may_go_on(s); leaf++) join_leaf(s, &w, levels, leaf);
}

/// Part p of `size` leaves, with the capacity and the looks that the parts before it leave.
static join join_part(const join *all, int64_t size, int64_t p, int32_t found, int64_t looks)
{
    const int64_t n_leaves = leaves_of(all->n);
    join s = *all;
    s.capacity -= found;
    s.looks -= looks;
    s.pair = s.pair ? s.pair + 2 * (int64_t)found : NULL;
    join_some(&s, p * size, (p + 1) * size < n_leaves ? (p + 1) * size : n_leaves);
    return s;
}

static int32_t outcome(const join *s)
{
    if (s->found > s->capacity) return s->capacity + 1;
    return s->looks < 0 ? CTK_NODING_CROWDED : s->found;
}

/// Parts are counted first, then those in which something touches are gone through again. Where
/// one stops, it is gone through after those before it, as by one thread.
static int32_t join_parts(const join *all, int64_t n_leaves, int32_t n_threads)
{
    const int64_t least = (n_leaves + MOST_PARTS - 1) / MOST_PARTS;
    const int64_t size = least < PART_LEAVES ? PART_LEAVES : least;
    const int64_t n_parts = (n_leaves + size - 1) / size;
    int32_t count[MOST_PARTS], begin[MOST_PARTS], sum = 0;
    int64_t looks[MOST_PARTS], sum_looks = 0, n_whole = 0;
    join counting = *all;
    counting.pair = NULL;
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int64_t p = 0; p < n_parts; p++) {
        const join s = join_part(&counting, size, p, 0, 0);
        count[p] = s.found;
        looks[p] = all->looks - s.looks;
    }
    for (; n_whole < n_parts; n_whole++) {
        const int64_t p = n_whole;
        begin[p] = sum;
        if (count[p] > all->capacity - sum || looks[p] > all->looks - sum_looks) break;
        sum += count[p];
        sum_looks += looks[p];
    }
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int64_t p = 0; p < n_whole; p++)
        if (all->pair && count[p] > 0) join_part(all, size, p, begin[p], 0);
    if (n_whole == n_parts) return sum;
    const join last = join_part(all, size, n_whole, sum, sum_looks);
    return last.found > last.capacity ? all->capacity + 1 : CTK_NODING_CROWDED;
}

int32_t ctk_noding_find(int32_t n, const int32_t *from, const int32_t *to, const double *xy,
                        const double *box, int32_t capacity, int32_t n_threads, int32_t *pair)
{
    join s = {n, from, to, xy, box, capacity, 0, pair, LOOKS * (int64_t)n + FREE_LOOKS};
    const int64_t n_leaves = leaves_of(n);
    if (n_threads > 1 && n_leaves > PART_LEAVES) return join_parts(&s, n_leaves, n_threads);
    join_some(&s, 0, n_leaves);
    return outcome(&s);
}
