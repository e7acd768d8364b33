/// Lines below points, by a sweep.
#include "kernels/geom/below.h"

#include <stddef.h>

#include "kernels/geom/orient.h"
#include "kernels/geom/sweep_order.h"

void ctk_below_carve(ctk_below *b, int32_t n, ctk_carver *c)
{
    int32_t **const array[] = {&b->order, &b->other, &b->tree.left, &b->tree.right, &b->tree.up};
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        *array[i] = ctk_carve(c, n, sizeof **array[i]);
}

static const double *at(const ctk_stars *s, int32_t p)
{
    return s->xy + 2 * (int64_t)p;
}

/// The highest line strictly below point p, -1 = none.
static int32_t find_below(const ctk_below *b, const ctk_stars *s, int32_t p)
{
    const double *v = at(s, p);
    int32_t below = -1;
    for (int32_t x = b->tree.root; x >= 0;) {
        const bool right = ctk_sweep_before(s->xy, s->from[x], s->to[x]);
        const double *l = at(s, right ? s->from[x] : s->to[x]);
        const double *r = at(s, right ? s->to[x] : s->from[x]);
        const bool is_above = ctk_orient(l, r, v[0], v[1]) > 0;
        if (is_above) below = x;
        x = is_above ? b->tree.right[x] : b->tree.left[x];
    }
    return below;
}

/// A star runs counter-clockwise from the west: the lines to the right come from below to above.
static void pass_point(ctk_below *b, const ctk_stars *s, int32_t p, int32_t below)
{
    const int32_t *star = s->star + s->begin[p];
    for (int32_t i = 0; i < s->degree[p]; i++)
        if (!ctk_sweep_before(s->xy, p, ctk_half_to(s, star[i])))
            ctk_ladder_remove(&b->tree, star[i] >> 1);
    for (int32_t i = 0; i < s->degree[p]; i++) {
        const int32_t line = star[i] >> 1;
        if (!ctk_sweep_before(s->xy, p, ctk_half_to(s, star[i]))) continue;
        ctk_ladder_insert(&b->tree, below, line);
        below = line;
    }
}

void ctk_below_find(ctk_below *b, const ctk_stars *s, int32_t *below)
{
    b->tree.root = -1;
    ctk_sweep_sort(s->xy, NULL, s->n_points, &b->order, &b->other);
    for (int32_t i = 0; i < s->n_points; i++) {
        const int32_t p = b->order[i];
        if (s->degree[p] == 0) continue;
        below[p] = find_below(b, s, p);
        pass_point(b, s, p, below[p]);
    }
}
