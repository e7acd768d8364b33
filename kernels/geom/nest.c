/// Rings in rings by a sweep.
#include "kernels/geom/nest.h"

#include "kernels/geom/noding.h"
#include "kernels/geom/orient.h"
#include "kernels/geom/sweep_order.h"

void ctk_nest_carve(ctk_nest *t, int32_t n_edges, ctk_carver *c)
{
    int32_t **const array[] = {&t->ring,       &t->order,   &t->other, &t->tree.left,
                               &t->tree.right, &t->tree.up, &t->edge,  &t->node};
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        *array[i] = ctk_carve(c, n_edges, sizeof **array[i]);
    t->way = ctk_carve(c, n_edges, sizeof *t->way);
}

static const double *start(const ctk_nest *t, int32_t e)
{
    return t->xy + 2 * (int64_t)t->from[e];
}

static int32_t after(const ctk_nest *t, int32_t e)
{
    const int32_t r = t->ring[e];
    return e + 1 < t->ring_begin[r + 1] ? e + 1 : t->ring_begin[r];
}

static int32_t before(const ctk_nest *t, int32_t e)
{
    const int32_t r = t->ring[e];
    return e > t->ring_begin[r] ? e - 1 : t->ring_begin[r + 1] - 1;
}

static bool runs_right(const ctk_nest *t, int32_t e)
{
    return ctk_sweep_before(t->xy, t->from[e], t->from[after(t, e)]);
}

/// Edge e into the tree right above node `below`, -1 = at the bottom; returns its node.
static int32_t insert(ctk_nest *t, int32_t below, int32_t e)
{
    t->edge[e] = t->node[e] = e;
    ctk_ladder_insert(&t->tree, below, e);
    return e;
}

/// The highest node below point v, -1 = none.
static int32_t find_below(const ctk_nest *t, const double *v)
{
    int32_t below = -1;
    for (int32_t x = t->tree.root; x >= 0;) {
        const int32_t e = t->edge[x];
        const bool right = runs_right(t, e);
        const double *a = start(t, e), *b = start(t, after(t, e));
        const bool is_above = ctk_orient(right ? a : b, right ? b : a, v[0], v[1]) >= 0;
        if (is_above) below = x;
        x = is_above ? t->tree.right[x] : t->tree.left[x];
    }
    return below;
}

/// The ring around a point right above node x.
static int32_t ring_above(const ctk_nest *t, int32_t x, const int32_t *parent)
{
    if (x < 0) return -1;
    const int32_t e = t->edge[x], r = t->ring[e];
    return runs_right(t, e) == (t->way[r] > 0) ? r : parent[r];
}

/// The edges of two nodes have a point in common that is not the end of both.
static bool touch(const ctk_nest *t, int32_t x, int32_t y)
{
    if (x < 0 || y < 0) return false;
    const int32_t e = t->edge[x], f = t->edge[y];
    return ctk_noding_touch(t->xy, t->from[e], t->from[after(t, e)], t->from[f],
                            t->from[after(t, f)]);
}

/// Node x touches one beside it.
static bool touches_beside(const ctk_nest *t, int32_t x)
{
    return touch(t, ctk_ladder_before(&t->tree, x), x) ||
           touch(t, x, ctk_ladder_after(&t->tree, x));
}

/// A vertex from which both edges go right. The first one of a ring settles what lies around it.
static bool begin_pair(ctk_nest *t, int32_t e, int32_t *parent, int32_t *depth)
{
    const double *v = start(t, e);
    const int32_t in = before(t, e), r = t->ring[e], below = find_below(t, v);
    const double *next = start(t, after(t, e));
    const int turn = ctk_orient(start(t, in), v, next[0], next[1]);
    if (t->way[r] == 0) {
        t->way[r] = turn > 0 ? 1 : -1;
        parent[r] = ring_above(t, below, parent);
        depth[r] = parent[r] < 0 ? 0 : depth[parent[r]] + 1;
    }
    const int32_t low = insert(t, below, turn > 0 ? e : in);
    const int32_t high = insert(t, low, turn > 0 ? in : e);
    return !touches_beside(t, low) && !touches_beside(t, high);
}

/// A vertex at which both edges end: they are neighbours, and what was beside them is now.
static bool end_pair(ctk_nest *t, int32_t x, int32_t y)
{
    ctk_ladder *tree = &t->tree;
    const bool is_low = ctk_ladder_after(tree, x) == y;
    if (!is_low && ctk_ladder_after(tree, y) != x) return false;
    const int32_t below = ctk_ladder_before(tree, is_low ? x : y);
    const int32_t above = ctk_ladder_after(tree, is_low ? y : x);
    ctk_ladder_remove(tree, x);
    ctk_ladder_remove(tree, y);
    return !touch(t, below, above);
}

static bool sweep_vertex(ctk_nest *t, int32_t e, int32_t *parent, int32_t *depth)
{
    const int32_t in = before(t, e);
    const bool in_goes_right = !runs_right(t, in), out_goes_right = runs_right(t, e);
    if (in_goes_right && out_goes_right) return begin_pair(t, e, parent, depth);
    if (!in_goes_right && !out_goes_right) return end_pair(t, t->node[in], t->node[e]);
    const int32_t old = in_goes_right ? e : in, new = in_goes_right ? in : e;
    t->node[new] = t->node[old];
    t->edge[t->node[new]] = new;
    return !touches_beside(t, t->node[new]);
}

bool ctk_nest_find(ctk_nest *t, int32_t *parent, int32_t *depth)
{
    const int32_t n = t->ring_begin[t->n_rings];
    for (int32_t r = 0; r < t->n_rings; r++) {
        t->way[r] = 0;
        for (int32_t e = t->ring_begin[r]; e < t->ring_begin[r + 1]; e++) t->ring[e] = r;
    }
    t->tree.root = -1;
    ctk_sweep_sort(t->xy, t->from, n, &t->order, &t->other);
    for (int32_t i = 0; i < n; i++) {
        const int32_t last = i == 0 ? -1 : t->from[t->order[i - 1]];
        const bool is_new = i == 0 || ctk_sweep_before(t->xy, last, t->from[t->order[i]]);
        if (!is_new || !sweep_vertex(t, t->order[i], parent, depth)) return false;
    }
    return true;
}
