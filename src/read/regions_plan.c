/// Rings of a record: which are outer, which are holes, in what order they are stored.
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/geom/ring.h"
#include "read/regions.h"

enum { CHUNK = 64 }; ///< records a thread takes at a time

static int32_t part_begin(const ct_polygon *g, int32_t i)
{
    int32_t v = g->n_points;
    if (i < g->n_parts) memcpy(&v, g->parts + 4 * (int64_t)i, sizeof v);
    return v;
}

/// Measure the parts and keep those that enclose something; returns how many.
static int32_t keep_rings(const ct_polygon *g, const double *xy, ct_ring_scratch *s,
                          ct_record_plan *plan)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < g->n_parts; i++) {
        const int32_t first = part_begin(g, i), n = part_begin(g, i + 1) - first;
        const double *p = xy + 2 * (int64_t)first, *last = p + 2 * ((int64_t)n - 1);
        const bool is_open = n > 0 && (p[0] != last[0] || p[1] != last[1]);
        ct_ring_scratch *r = &s[kept];
        // the edge that closes an open ring ends where the shoelace formula begins: it adds nothing
        if (n > 0) r->area = ctk_ring_area(n, p, r->box);
        plan->is_damaged |= n > 0 && !isfinite(r->area);
        if (n + is_open < 4 || ctk_ring_is_flat(r->area, r->box)) {
            plan->n_dropped++;
            continue;
        }
        r->plan = (ct_ring_plan){.first = first, .n = n, .is_open = is_open};
        r->owner = -1;
        plan->n_closed += is_open;
        kept++;
    }
    return kept;
}

/// The ring with the largest area cannot be a hole.
static double outer_sign(const ct_ring_scratch *s, int32_t n)
{
    int32_t largest = 0;
    for (int32_t i = 1; i < n; i++)
        if (fabs(s[i].area) > fabs(s[largest].area)) largest = i;
    return s[largest].area < 0 ? -1.0 : 1.0;
}

static bool box_contains(const double a[4], const double b[4])
{
    return a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];
}

/// By the first vertex that is not on the outer ring itself; a hole all of whose vertices are is
/// in.
static bool ring_contains(const ct_ring_scratch *outer, const ct_ring_scratch *hole,
                          const double *xy)
{
    if (!box_contains(outer->box, hole->box)) return false;
    const double *o = xy + 2 * (int64_t)outer->plan.first, *h = xy + 2 * (int64_t)hole->plan.first;
    const double first[2] = {o[0], o[1]};
    const double *last = o + 2 * ((int64_t)outer->plan.n - 1);
    for (int32_t i = 0; i < hole->plan.n; i++) {
        const double x = h[2 * (int64_t)i], y = h[2 * (int64_t)i + 1];
        int side = ctk_ring_locate(outer->plan.n, o, x, y);
        if (outer->plan.is_open) {
            const double closing[4] = {last[0], last[1], first[0], first[1]};
            side = side == 0 ? 0 : side * -ctk_ring_locate(2, closing, x, y);
        }
        if (side) return side > 0;
    }
    return true;
}

static int32_t find_owner(const ct_ring_scratch *s, int32_t n, int32_t hole, const double *xy)
{
    int32_t owner = -1;
    for (int32_t i = 0; i < n; i++) {
        if (s[i].plan.is_hole || fabs(s[i].area) < fabs(s[hole].area)) continue;
        if (owner >= 0 && fabs(s[i].area) >= fabs(s[owner].area)) continue;
        if (ring_contains(&s[i], &s[hole], xy)) owner = i;
    }
    return owner;
}

/// Holes get their owner; those without one turn into outer rings.
static void assign_holes(ct_ring_scratch *s, int32_t n, const double *xy)
{
    const double sign = outer_sign(s, n);
    for (int32_t i = 0; i < n; i++) s[i].plan.is_hole = s[i].area * sign < 0;
    for (int32_t i = 0; i < n; i++)
        if (s[i].plan.is_hole) s[i].owner = find_owner(s, n, i, xy);
    for (int32_t i = 0; i < n; i++)
        if (s[i].owner < 0) s[i].plan.is_hole = false;
}

static void append_ring(ct_ring_scratch *r, ct_record_plan *plan)
{
    // stored: outer clockwise (area < 0), holes counter-clockwise
    r->plan.is_reversed = (r->area < 0) == r->plan.is_hole;
    plan->n_turned += r->plan.is_reversed;
    plan->n_vertices += r->plan.n + r->plan.is_open;
    plan->ring[plan->n_rings++] = r->plan;
}

void ct_plan_rings(const ct_polygon *polygon, const double *xy, ct_ring_scratch *scratch,
                   ct_record_plan *plan)
{
    ct_ring_scratch *s = scratch;
    const int32_t n = keep_rings(polygon, xy, s, plan);
    if (n == 0 || plan->is_damaged) return;
    assign_holes(s, n, xy);
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

/// Sizes of the largest record, and room for the rings of all.
static ct_status measure_records(const ct_layer_file *l, ct_record_plan *plan, ct_ring_plan **rings,
                                 int32_t *max_points, int32_t *max_parts, ct_error *err)
{
    ct_polygon g;
    int64_t n_parts = 0;
    for (int32_t i = 0; i < l->n_records; i++) {
        const ct_status s = ct_layer_polygon(l, i, &g, err);
        if (s) return s;
        n_parts += g.n_parts;
        if (g.n_points > *max_points) *max_points = g.n_points;
        if (g.n_parts > *max_parts) *max_parts = g.n_parts;
    }
    if (n_parts >= INT32_MAX)
        return ct_fail(err, CT_ERR_INPUT, "%s: too many rings: %lld", l->path, (long long)n_parts);
    *rings = ct_array(n_parts, sizeof **rings, "rings", err);
    if (!*rings) return CT_ERR_MEMORY;
    n_parts = 0;
    for (int32_t i = 0; i < l->n_records; i++) {
        ct_layer_polygon(l, i, &g, NULL);
        plan[i].ring = *rings + n_parts;
        n_parts += g.n_parts;
    }
    return CT_OK;
}

static void plan_record(const ct_layer_file *l, int32_t i, double *xy, ct_ring_scratch *scratch,
                        ct_record_plan *plan)
{
    ct_polygon g;
    ct_layer_polygon(l, i, &g, NULL);
    if (g.n_points == 0) return;
    memcpy(xy, g.points, 16 * (size_t)g.n_points);
    ct_plan_rings(&g, xy, scratch, &plan[i]);
}

static ct_status find_damage(const ct_layer_file *l, const ct_record_plan *plan, ct_error *err)
{
    for (int32_t i = 0; i < l->n_records; i++)
        if (plan[i].is_damaged)
            return ct_fail(err, CT_ERR_INPUT,
                           "%s: record %d has a coordinate that is no number or too large", l->path,
                           i + 1);
    return CT_OK;
}

ct_status ct_plan_records(const ct_layer_file *layer, const ct_context *ctx, ct_record_plan *plan,
                          ct_ring_plan **rings, ct_error *err)
{
    int32_t max_points = 0, max_parts = 0;
    const int32_t n = layer->n_records, n_threads = ctx->n_threads;
    const ct_status s = measure_records(layer, plan, rings, &max_points, &max_parts, err);
    if (s) return s;
    double *xy = ct_array(2 * (int64_t)max_points * n_threads, sizeof *xy, "a record", err);
    ct_ring_scratch *scratch =
        ct_array((int64_t)max_parts * n_threads, sizeof *scratch, "rings of a record", err);
    if (xy && scratch) {
#pragma omp parallel num_threads(n_threads)
        {
            const int64_t t = omp_get_thread_num();
#pragma omp single nowait
            ct_digest_add(layer->digest, &layer->shp, layer->shp.size);
#pragma omp for schedule(dynamic, CHUNK)
            for (int32_t i = 0; i < n; i++)
                plan_record(layer, i, xy + 2 * t * max_points, scratch + t * max_parts, plan);
        }
    }
    const bool has_memory = xy && scratch;
    free(scratch);
    free(xy);
    return has_memory ? find_damage(layer, plan, err) : CT_ERR_MEMORY;
}
