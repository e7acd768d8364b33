/// Lines below points, by a sweep.
#include "kernels/geom/below.h"

#include <stdbool.h>

#include "kernels/geom/orient.h"

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

/// Point p comes before point q in the sweep.
static bool is_lower(const ctk_stars *s, int32_t p, int32_t q)
{
    const double *a = at(s, p), *b = at(s, q);
    return a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]);
}

static void merge(ctk_below *b, const ctk_stars *s, int64_t begin, int64_t mid, int64_t end)
{
    int64_t i = begin, j = mid;
    for (int64_t k = begin; k < end; k++) {
        const bool first = i < mid && (j >= end || !is_lower(s, b->order[j], b->order[i]));
        b->other[k] = first ? b->order[i++] : b->order[j++];
    }
}

static void sort_points(ctk_below *b, const ctk_stars *s)
{
    const int64_t n = s->n_points;
    for (int32_t p = 0; p < n; p++) b->order[p] = p;
    for (int64_t size = 1; size < n; size *= 2) {
        for (int64_t from = 0; from < n; from += 2 * size) {
            const int64_t mid = from + size < n ? from + size : n;
            merge(b, s, from, mid, mid + size < n ? mid + size : n);
        }
        int32_t *const swap = b->order;
        b->order = b->other;
        b->other = swap;
    }
}

/// The highest line strictly below point p, -1 = none.
static int32_t find_below(const ctk_below *b, const ctk_stars *s, int32_t p)
{
    const double *v = at(s, p);
    int32_t below = -1;
    for (int32_t x = b->tree.root; x >= 0;) {
        const bool right = is_lower(s, s->from[x], s->to[x]);
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
        if (!is_lower(s, p, ctk_half_to(s, star[i]))) ctk_ladder_remove(&b->tree, star[i] >> 1);
    for (int32_t i = 0; i < s->degree[p]; i++) {
        const int32_t line = star[i] >> 1;
        if (!is_lower(s, p, ctk_half_to(s, star[i]))) continue;
        ctk_ladder_insert(&b->tree, below, line);
        below = line;
    }
}

void ctk_below_find(ctk_below *b, const ctk_stars *s, int32_t *below)
{
    b->tree.root = -1;
    sort_points(b, s);
    for (int32_t i = 0; i < s->n_points; i++) {
        const int32_t p = b->order[i];
        if (s->degree[p] == 0) continue;
        below[p] = find_below(b, s, p);
        pass_point(b, s, p, below[p]);
    }
}
