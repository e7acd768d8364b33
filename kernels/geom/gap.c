/// Nearest boundary by branch and bound, spanning tree by Boruvka's rounds.
#include "kernels/geom/gap.h"

#include <stddef.h>
#include <string.h>

#include "kernels/prim/sets.h"

static double clamp(double x)
{
    return x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
}

static double dot(const double *a, const double *b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/// Nearest points of two segments: the unconstrained optimum on the first clamped, then the best
/// answer on the second, and, when that had to be clamped, the best answer on the first again
/// (Ericson 2005, Real-Time Collision Detection, 5.1.9).
double ctk_segment_gap2(const double *p0, const double *p1, const double *q0, const double *q1,
                        double *s, double *t)
{
    double u[3], v[3], w[3];
    for (int k = 0; k < 3; k++) {
        u[k] = p1[k] - p0[k];
        v[k] = q1[k] - q0[k];
        w[k] = p0[k] - q0[k];
    }
    const double a = dot(u, u), e = dot(v, v), f = dot(v, w), c = dot(u, w), b = dot(u, v);
    const double det = a * e - b * b;
    *s = a > 0.0 && det > 0.0 ? clamp((b * f - c * e) / det) : 0.0;
    *t = e > 0.0 ? (b * *s + f) / e : 0.0;
    if (e <= 0.0 || *t < 0.0 || *t > 1.0) {
        *t = clamp(*t);
        *s = a > 0.0 ? clamp((b * *t - c) / a) : 0.0;
    }
    double sum = 0.0;
    for (int k = 0; k < 3; k++) {
        const double d = w[k] + *s * u[k] - *t * v[k];
        sum += d * d;
    }
    return sum;
}

/// One question to the tree.
typedef struct search {
    const ctk_boxtree *t;
    const int32_t *label;
    int32_t own;         ///< group that asks
    int32_t chain;       ///< chain that asks, -1 = a point of no chain
    const double *query; ///< its points
    int64_t first, n;    ///< index of the first in chains.point (-1 = none), number of segments
    ctk_box box;         ///< around them
    double limit2;
    ctk_gap best;       ///< nearest of all; unused with by_region
    ctk_gap *by_region; ///< NULL or nearest by region
    int32_t *touched, n_touched;
    int32_t n_at_it; ///< boxes looked at so far that touch the question's
} search;

/// Squares of distances up to this are none, and after so many boxes at none the answer stands.
static const double TOUCH2 = 1e-18;
enum { MOST_AT_IT = 1 << 8 };

/// Thousands may touch the question, as the corners of a fan do. Boxes at no distance are never cut
/// off, so the first of them are the same ones whatever the limit was.
static int has_enough(const search *s)
{
    return s->n_at_it > MOST_AT_IT && s->best.chain_b >= 0 && s->best.distance2_km2 <= TOUCH2;
}

/// Above this square of a distance nothing can be as near as `best2`, rounding included.
static double cut(double best2)
{
    return best2 + best2 * 1e-9 + TOUCH2;
}

static int is_better(const ctk_gap *x, const ctk_gap *y)
{
    if (y->chain_b < 0 || x->distance2_km2 != y->distance2_km2)
        return y->chain_b < 0 || x->distance2_km2 < y->distance2_km2;
    if (x->point_a != y->point_a) return x->point_a < y->point_a;
    return x->point_b < y->point_b;
}

static ctk_box segment_box(const double *p, const double *q)
{
    ctk_box box;
    for (int k = 0; k < 3; k++) {
        box.lo[k] = p[k] < q[k] ? p[k] : q[k];
        box.hi[k] = p[k] < q[k] ? q[k] : p[k];
    }
    return box;
}

static int64_t n_segments(const ctk_chains *c, int32_t chain)
{
    const int64_t n = c->point_begin[chain + 1] - c->point_begin[chain];
    return n > 1 ? n - 1 : 1;
}

/// End of the segment that starts at point i of a chain (the same point for a lone one).
static const double *end_of(const ctk_chains *c, int32_t chain, int64_t i)
{
    return c->point + 3 * (i + 1 < c->point_begin[chain + 1] ? i + 1 : i);
}

/// Segment i of the question against segment j of chain `other`, evaluated with the lower point
/// first, so that both sides find the same number.
static ctk_gap segment_pair(const search *s, int64_t i, const double *p, const double *p1,
                            int32_t other, int64_t j)
{
    const ctk_chains *c = &s->t->chains;
    const double *q = c->point + 3 * j, *q1 = end_of(c, other, j);
    ctk_gap g = {.chain_a = s->chain, .chain_b = other, .point_a = i, .point_b = j};
    g.distance2_km2 = i < j ? ctk_segment_gap2(p, p1, q, q1, &g.s_a, &g.s_b)
                            : ctk_segment_gap2(q, q1, p, p1, &g.s_b, &g.s_a);
    return g;
}

/// Improve *best by the segments of chain `other`.
static void visit_chain(const search *s, int32_t other, const ctk_box *other_box, ctk_gap *best)
{
    const ctk_chains *c = &s->t->chains;
    const int64_t begin = c->point_begin[other], end = begin + n_segments(c, other);
    for (int64_t i = 0; i < s->n; i++) {
        const double *p = s->query + 3 * i;
        const double *p1 = s->chain < 0 ? p : end_of(c, s->chain, s->first + i);
        const ctk_box box = segment_box(p, p1);
        if (ctk_box_distance2(&box, other_box) > cut(best->distance2_km2)) continue;
        for (int64_t j = begin; j < end; j++) {
            const ctk_box box_j = segment_box(c->point + 3 * j, end_of(c, other, j));
            if (ctk_box_distance2(&box, &box_j) > cut(best->distance2_km2)) continue;
            const ctk_gap g = segment_pair(s, s->first < 0 ? -1 : s->first + i, p, p1, other, j);
            if (g.distance2_km2 <= best->distance2_km2 && is_better(&g, best)) *best = g;
        }
    }
}

static void visit_leaf(search *s, int32_t i)
{
    const int32_t other = s->t->leaf[i], r = s->t->chains.region[other];
    ctk_gap *best = s->by_region ? &s->by_region[r] : &s->best;
    const int is_new = best->chain_b < 0;
    if (is_new) best->distance2_km2 = s->limit2;
    visit_chain(s, other, &s->t->box[i], best);
    if (s->by_region && is_new && best->chain_b >= 0) s->touched[s->n_touched++] = r;
}

static double bound(const search *s)
{
    return cut(s->by_region || s->best.chain_b < 0 ? s->limit2 : s->best.distance2_km2);
}

/// Visit node i of a level, its nearest child first.
static void visit(search *s, int32_t level, int32_t i)
{
    if (s->label[s->t->level_begin[level] + i] == s->own) return;
    if (level == 0) {
        visit_leaf(s, i);
        return;
    }
    int32_t child[CTK_BRANCH];
    double distance2[CTK_BRANCH];
    const int32_t n = ctk_boxtree_near_first(s->t, &s->box, level, i, child, distance2);
    for (int32_t k = 0; k < n && !has_enough(s); k++) {
        if (distance2[k] > bound(s)) continue;
        s->n_at_it += distance2[k] <= TOUCH2;
        visit(s, level - 1, child[k]);
    }
}

static void set_chain(search *s, int32_t chain)
{
    const ctk_chains *c = &s->t->chains;
    s->chain = chain;
    s->first = c->point_begin[chain];
    s->n = n_segments(c, chain);
    s->query = c->point + 3 * s->first;
    s->box = ctk_chain_box(c, chain);
}

static ctk_gap nearest(search *s)
{
    s->best = (ctk_gap){.chain_a = -1, .chain_b = -1, .distance2_km2 = s->limit2};
    s->n_at_it = 0;
    visit(s, s->t->n_levels - 1, 0);
    return s->best;
}

ctk_gap ctk_gap_nearest(const ctk_boxtree *t, const int32_t *label, int32_t q, int32_t own,
                        double limit2_km2)
{
    search s = {.t = t, .label = label, .own = own, .limit2 = limit2_km2};
    set_chain(&s, q);
    return nearest(&s);
}

ctk_gap ctk_gap_chains(const ctk_boxtree *t, int32_t a, int32_t b)
{
    search s = {.t = t};
    const ctk_box box = ctk_chain_box(&t->chains, b);
    set_chain(&s, a);
    s.best = (ctk_gap){.chain_a = -1, .chain_b = -1, .distance2_km2 = 1e300};
    visit_chain(&s, b, &box, &s.best);
    return s.best;
}

ctk_gap ctk_gap_nearest_point(const ctk_boxtree *t, const int32_t *label, const double *point,
                              int32_t own, double limit2_km2)
{
    search s = {.t = t, .label = label, .own = own, .limit2 = limit2_km2, .chain = -1};
    s.query = point;
    s.first = -1;
    s.n = 1;
    s.box = segment_box(point, point);
    return nearest(&s);
}

static void sort_ids(int32_t *id, int32_t n)
{
    for (int32_t gap = n / 2; gap > 0; gap /= 2) {
        for (int32_t i = gap; i < n; i++) {
            const int32_t x = id[i];
            int32_t j = i;
            for (; j >= gap && id[j - gap] > x; j -= gap) id[j] = id[j - gap];
            id[j] = x;
        }
    }
}

int32_t ctk_gap_within(const ctk_boxtree *t, const int32_t *label, int32_t begin, int32_t end,
                       int32_t own, double limit2_km2, ctk_gap *best, int32_t *touched)
{
    search s = {.t = t, .label = label, .own = own, .limit2 = limit2_km2};
    s.by_region = best;
    s.touched = touched;
    for (int32_t q = begin; q < end; q++) {
        set_chain(&s, q);
        visit(&s, t->n_levels - 1, 0);
    }
    sort_ids(touched, s.n_touched);
    return s.n_touched;
}

void ctk_gap_labels(const ctk_boxtree *t, const int32_t *group, const int32_t *root, int32_t *label)
{
    for (int32_t i = 0; i < t->chains.n; i++) {
        const int32_t g = group[t->leaf[i]];
        label[i] = root ? root[g] : g;
    }
    for (int32_t level = 1; level < t->n_levels; level++) {
        const int32_t *below = label + t->level_begin[level - 1];
        for (int32_t i = 0; i < t->level_begin[level + 1] - t->level_begin[level]; i++) {
            int32_t from, to;
            ctk_boxtree_children(t, level, i, &from, &to);
            int32_t common = below[from];
            for (int32_t c = from + 1; c < to; c++) {
                if (below[c] != common) common = -1;
            }
            label[t->level_begin[level] + i] = common;
        }
    }
}

/// Chains in order of group, cut into tasks of one group each. Returns the number of tasks.
static int32_t plan_tasks(int32_t n, int32_t n_groups, const int32_t *group, ctk_gap_work *w)
{
    int32_t *begin = w->root; // offsets of groups, for a moment
    memset(begin, 0, (size_t)n_groups * sizeof *begin);
    for (int32_t i = 0; i < n; i++) begin[group[i]]++;
    for (int32_t g = 0, sum = 0; g < n_groups; g++) {
        const int32_t count = begin[g];
        begin[g] = sum;
        sum += count;
    }
    for (int32_t i = 0; i < n; i++) w->order[begin[group[i]]++] = i;
    int32_t n_tasks = 0;
    for (int32_t g = 0, from = 0; g < n_groups; from = begin[g++]) {
        for (int32_t i = from; i < begin[g]; i += CTK_GAP_TASK) w->task_begin[n_tasks++] = i;
    }
    w->task_begin[n_tasks] = n;
    return n_tasks;
}

/// The nearest pair for one task's chains, no further than `limit2_km2`.
static ctk_gap ask(const ctk_boxtree *t, const ctk_gap_work *w, int32_t own, int32_t from,
                   int32_t to, double limit2_km2)
{
    ctk_gap best = {.chain_a = -1, .chain_b = -1, .distance2_km2 = limit2_km2};
    for (int32_t i = from; i < to; i++) {
        const ctk_gap g = ctk_gap_nearest(t, w->label, w->order[i], own, cut(best.distance2_km2));
        if (g.chain_b >= 0 && is_better(&g, &best)) best = g;
    }
    return best;
}

/// Nearest other group of every group but that of group 0, into best[root]. A task looks no further
/// than what others have found for its group: whose turn came first decides what is skipped, never
/// what is found, because is_better() leaves no ties.
static void ask_all(const ctk_boxtree *t, int32_t n_groups, const int32_t *group, int32_t n_tasks,
                    ctk_gap_work *w, int32_t n_threads)
{
    for (int32_t g = 0; g < n_groups; g++) {
        w->best[g].chain_b = -1;
        w->limit2[g] = 1e300;
    }
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 1)
    for (int32_t k = 0; k < n_tasks; k++) {
        const int32_t own = w->root[group[w->order[w->task_begin[k]]]];
        double limit2;
        if (own == w->root[0]) continue;
#pragma omp atomic read
        limit2 = w->limit2[own];
        const ctk_gap g = ask(t, w, own, w->task_begin[k], w->task_begin[k + 1], cut(limit2));
#pragma omp critical
        if (g.chain_b >= 0 && is_better(&g, &w->best[own])) {
            w->best[own] = g;
#pragma omp atomic write
            w->limit2[own] = g.distance2_km2;
        }
    }
}

int32_t ctk_gap_complete(const ctk_boxtree *t, int32_t n_groups, const int32_t *group,
                         ctk_gap_work *w, int32_t n_threads, ctk_gap *tree)
{
    const int32_t n_tasks = plan_tasks(t->chains.n, n_groups, group, w);
    int32_t n = 0, n_before;
    do {
        n_before = n;
        for (int32_t g = 0; g < n_groups; g++) w->root[g] = ctk_find(w->parent, g);
        ctk_gap_labels(t, group, w->root, w->label);
        ask_all(t, n_groups, group, n_tasks, w, n_threads);
        for (int32_t g = 0; g < n_groups; g++) {
            const ctk_gap *best = &w->best[g];
            if (best->chain_b < 0) continue;
            if (ctk_unite(w->parent, group[best->chain_a], group[best->chain_b])) tree[n++] = *best;
        }
    } while (n > n_before);
    return n;
}

int32_t ctk_gap_tree(const ctk_boxtree *t, int32_t n_groups, const int32_t *group,
                     ctk_gap_work *work, int32_t n_threads, ctk_gap *tree)
{
    for (int32_t g = 0; g < n_groups; g++) work->parent[g] = g;
    return ctk_gap_complete(t, n_groups, group, work, n_threads, tree);
}
