/// Rings of a record: which are outer, which are holes, in what order they are stored.
#include <math.h>
#include <string.h>

#include "kernels/geom/noding.h"
#include "kernels/geom/orient.h"
#include "kernels/geom/ring.h"
#include "kernels/geom/touch.h"
#include "read/regions.h"

/// Of so many rings each is held against each; of more, or where that costs so many looks at each
/// edge, a sweep finds out which lies in which.
enum { FEW_RINGS = 64, FEW_LOOKS = 16 };

int64_t ct_ring_room_layout(ct_ring_room *q, int32_t n_points, int32_t n_parts, void *memory)
{
    ctk_carver c = {.base = memory};
    q->xy = ctk_carve(&c, 2 * (int64_t)n_points, sizeof *q->xy);
    q->ring = ctk_carve(&c, n_parts, sizeof *q->ring);
    q->part = ctk_carve(&c, (int64_t)n_parts + 1, sizeof *q->part);
    q->begin = ctk_carve(&c, (int64_t)n_parts + 1, sizeof *q->begin);
    q->from = ctk_carve(&c, n_points, sizeof *q->from);
    q->to = ctk_carve(&c, n_points, sizeof *q->to);
    q->box = ctk_carve(&c, 4 * ctk_noding_boxes(n_points), sizeof *q->box);
    q->ways = ctk_carve(&c, ctk_touch_ways(n_points), sizeof *q->ways);
    ctk_nest_carve(&q->nest, n_points, &c);
    q->parent = ctk_carve(&c, n_parts, sizeof *q->parent);
    q->depth = ctk_carve(&c, n_parts, sizeof *q->depth);
    return c.used;
}

static void take_record(const ct_polygon *g, ct_ring_room *q)
{
    int32_t before = 0;
    memcpy(q->xy, g->points, 16 * (size_t)g->n_points);
    memcpy(q->part, g->parts, 4 * (size_t)g->n_parts);
    for (int32_t i = 0; i < g->n_parts; i++) {
        if (q->part[i] < before || q->part[i] > g->n_points) q->part[i] = before;
        before = q->part[i];
    }
    q->part[g->n_parts] = g->n_points;
}

/// A ring without area may be a line or a point, or lobes of the same size that run opposite ways.
static bool may_have_lobes(int32_t n_edges, const double box[4])
{
    return n_edges > 3 && box[0] < box[2] && box[1] < box[3];
}

int32_t ct_keep_rings(const ct_polygon *g, ct_ring_room *q, ct_record_plan *plan)
{
    int32_t kept = 0;
    take_record(g, q);
    for (int32_t i = 0; i < g->n_parts; i++) {
        const int32_t first = q->part[i], n = q->part[i + 1] - first;
        const double *p = q->xy + 2 * (int64_t)first, *last = p + 2 * ((int64_t)n - 1);
        const bool is_open = n > 0 && (p[0] != last[0] || p[1] != last[1]);
        ct_ring_scratch *r = &q->ring[kept];
        // the edge that closes an open ring ends where the shoelace formula begins: it adds nothing
        if (n > 0) r->area = ctk_ring_area(n, p, r->box);
        plan->is_damaged |= n > 0 && !isfinite(r->area);
        if (n + is_open < 4 || ctk_ring_is_flat(r->area, r->box)) {
            plan->n_dropped++;
            plan->is_tangled |= n + is_open >= 4 && may_have_lobes(n - 1 + is_open, r->box);
            continue;
        }
        r->plan = (ct_ring_plan){.first = first, .n = n, .is_open = is_open};
        r->owner = -1;
        plan->n_closed += is_open;
        kept++;
    }
    return kept;
}

static bool is_same(const double *p, const double *q)
{
    return p[0] == q[0] && p[1] == q[1];
}

/// Edges of one ring from `at` on, end to end; returns where they end.
static int32_t list_ring(const ct_ring_room *q, const ct_ring_plan *r, int32_t at)
{
    const double *last = q->xy + 2 * (int64_t)r->first;
    q->from[at] = r->first;
    for (int32_t v = r->first + 1; v < r->first + r->n; v++) {
        const double *p = q->xy + 2 * (int64_t)v;
        if (is_same(p, last)) continue;
        last = p;
        q->to[at++] = v;
        q->from[at] = v;
    }
    if (r->is_open) at++;
    q->to[at - 1] = r->first;
    return at;
}

static void list_edges(const ct_ring_room *q, int32_t n)
{
    q->begin[0] = 0;
    for (int32_t i = 0; i < n; i++) q->begin[i + 1] = list_ring(q, &q->ring[i].plan, q->begin[i]);
}

bool ct_has_wide_edges(const ct_ring_room *q, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        const double *b = q->ring[i].box;
        const ct_ring_plan *r = &q->ring[i].plan;
        if (!(b[2] - b[0] > 180.0) || b[0] < -360.001 || b[2] > 360.001) continue;
        if (b[1] < -90.001 || b[3] > 90.001) continue;
        for (int32_t v = r->first; v + 1 < r->first + r->n; v++)
            if (fabs(q->xy[2 * (int64_t)v + 2] - q->xy[2 * (int64_t)v]) > 180.0) return true;
    }
    return false;
}

static bool box_contains(const double a[4], const double b[4])
{
    return a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];
}

/// Ring r goes around p, which is not on it.
static bool goes_around(const ct_ring_room *q, int32_t r, const double *p)
{
    bool inside = false;
    for (int32_t e = q->begin[r]; e < q->begin[r + 1]; e++) {
        const double *a = q->xy + 2 * (int64_t)q->from[e], *b = q->xy + 2 * (int64_t)q->to[e];
        if ((a[1] > p[1]) == (b[1] > p[1])) continue;
        const bool is_up = b[1] > a[1];
        inside ^= ctk_orient(is_up ? a : b, is_up ? b : a, p[0], p[1]) > 0;
    }
    return inside;
}

/// parent and depth of ring i, each other ring looked at; returns the edges that took.
static int64_t find_around(ct_ring_room *q, int32_t n, int32_t i)
{
    const ct_ring_scratch *s = q->ring;
    const double *p = q->xy + 2 * (int64_t)s[i].plan.first;
    int64_t looks = 0;
    q->parent[i] = -1;
    q->depth[i] = 0;
    for (int32_t k = 0; k < n; k++) {
        if (k == i || !box_contains(s[k].box, s[i].box)) continue;
        looks += q->begin[k + 1] - q->begin[k];
        if (!goes_around(q, k, p)) continue;
        q->depth[i]++;
        if (q->parent[i] < 0 || fabs(s[k].area) < fabs(s[q->parent[i]].area)) q->parent[i] = k;
    }
    return looks;
}

/// parent and depth by a sweep; false = rings touch or cross.
static bool sweep(ct_ring_room *q, int32_t n)
{
    q->nest.n_rings = n;
    q->nest.ring_begin = q->begin;
    q->nest.from = q->from;
    q->nest.xy = q->xy;
    return ctk_nest_find(&q->nest, q->parent, q->depth);
}

/// parent and depth of rings that have no point in common; false = some have.
static bool find_parents(ct_ring_room *q, int32_t n)
{
    if (n > FEW_RINGS) return sweep(q, n);
    const int touch = ctk_lines_touch(q->begin[n], q->from, q->to, q->xy, q->box, q->ways);
    if (touch == CTK_NODING_CROWDED) return sweep(q, n);
    if (touch) return false;
    int64_t left = FEW_LOOKS * (int64_t)q->begin[n];
    for (int32_t i = 0; i < n && n > 1 && left >= 0; i++) left -= find_around(q, n, i);
    return left >= 0 || sweep(q, n);
}

static void append_ring(ct_ring_scratch *r, ct_record_plan *plan)
{
    // stored: outer clockwise (area < 0), holes counter-clockwise
    r->plan.is_reversed = (r->area < 0) == r->plan.is_hole;
    plan->n_turned += r->plan.is_reversed;
    plan->n_vertices += r->plan.n + r->plan.is_open;
    plan->ring[plan->n_rings++] = r->plan;
}

void ct_order_rings(ct_ring_scratch *s, int32_t n, ct_record_plan *plan)
{
    // holes of one outer ring as a chain, in the order of the file: owner of a hole is rewritten to
    // the next hole of the same outer ring, owner of an outer ring to its first hole
    for (int32_t i = n; i-- > 0;) {
        if (!s[i].plan.is_hole) continue;
        ct_ring_scratch *outer = &s[s[i].owner];
        s[i].owner = outer->owner;
        outer->owner = i;
    }
    for (int32_t i = 0; i < n; i++) {
        if (s[i].plan.is_hole) continue;
        append_ring(&s[i], plan);
        for (int32_t hole = s[i].owner; hole >= 0; hole = s[hole].owner)
            append_ring(&s[hole], plan);
    }
}

void ct_plan_rings(const ct_polygon *polygon, ct_ring_room *q, ct_record_plan *plan)
{
    const int32_t n = ct_keep_rings(polygon, q, plan);
    if (plan->is_damaged) return;
    plan->is_tangled |= ct_has_wide_edges(q, n);
    if (plan->is_tangled || n == 0) return;
    list_edges(q, n);
    plan->is_tangled = !find_parents(q, n);
    if (plan->is_tangled) return;
    for (int32_t i = 0; i < n && n > 1; i++) {
        q->ring[i].plan.is_hole = q->depth[i] % 2 == 1;
        if (q->ring[i].plan.is_hole) q->ring[i].owner = q->parent[i];
    }
    ct_order_rings(q->ring, n, plan);
}
