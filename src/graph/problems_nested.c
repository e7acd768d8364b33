/// Overlaps that no border gives away: a run of leftover border deep inside another region.
///
/// Matched borders cancel, so the winding number of the leftover edges alone counts the regions
/// that cover a point. One point for each run of leftover border, a little inside its region: where
/// two or more cover it, the others are looked for by their boxes, and what each pair has in common
/// is the faces inside both among the edges of these two regions.
#include <math.h>
#include <stdlib.h>

#include "graph/problems.h"
#include "kernels/geom/noding.h"
#include "kernels/geom/sphere.h"

/// So many points are asked, at equal steps along the leftover border: every strip of a layer of
/// thousands of regions, one in 170 of the largest ones.
enum { POINTS = 1 << 12 };

/// +1 when the way from q to r crosses the latitude of p northwards, -1 southwards.
static int32_t rise(const double *q, const double *r, const double *p)
{
    return (q[1] <= p[1] && p[1] < r[1]) - (r[1] <= p[1] && p[1] < q[1]);
}

/// The same for an edge where it passes west of p.
static int32_t rise_west(const double *q, const double p[2])
{
    const int32_t d = rise(q, q + 2, p);
    const bool is_west = d > 0   ? ctk_doubled_area(q, q + 2, p) < 0.0
                         : d < 0 ? ctk_doubled_area(q + 2, q, p) < 0.0
                                 : false;
    return is_west ? d : 0;
}

/// Regions over p, from the leftover edges that a ray to the west crosses. Of a strip that lies
/// west of p only the ends matter.
static int32_t cover(const ctk_strips *s, const double p[2])
{
    const double ray[4] = {-HUGE_VAL, p[1], p[0], p[1]};
    int32_t winding = 0;
    ctk_strips_walk w;
    ctk_strips_seek(&w, s, ray);
    for (int32_t place; (place = ctk_strips_next(&w)) >= 0;) {
        const int32_t i = s->leaf[place], n = s->begin[i + 1] - s->begin[i];
        const double *q = s->edges.lonlat + 2 * (int64_t)s->edges.vertex[s->begin[i]];
        if (s->box[4 * (int64_t)place + 2] < p[0])
            winding += rise(q, q + 2 * n, p);
        else
            for (int32_t k = 0; k < n; k++) winding += rise_west(q + 2 * k, p);
    }
    return winding;
}

/// A point `inward_m` to the right of the middle of edge e.
static void step_inside(const ctk_edges *edges, int32_t e, double inward_m, double p[2])
{
    const double *q = edges->lonlat + 2 * (int64_t)edges->vertex[e];
    const double ky = 1e3 * CTK_EARTH_KM * CTK_DEG, kx = ky * cos(q[1] * CTK_DEG);
    const double dx = (q[2] - q[0]) * kx, dy = (q[3] - q[1]) * ky;
    const double share = inward_m / fmax(sqrt(dx * dx + dy * dy), 1e-9);
    p[0] = 0.5 * (q[0] + q[2]) + dy * share / kx;
    p[1] = 0.5 * (q[1] + q[3]) - dx * share / ky;
}

/// Boxes of all regions, lon and lat, lower then upper.
static void find_boxes(const ct_regions *r, double *box)
{
    for (int32_t i = 0; i < r->n; i++) {
        double *b = box + 4 * (int64_t)i;
        b[0] = b[1] = HUGE_VAL;
        b[2] = b[3] = -HUGE_VAL;
        for (int64_t v = r->vertex_begin[r->ring_begin[i]];
             v < r->vertex_begin[r->ring_begin[i + 1]]; v++) {
            const double *p = r->lonlat + 2 * v;
            b[0] = fmin(b[0], p[0]);
            b[1] = fmin(b[1], p[1]);
            b[2] = fmax(b[2], p[0]);
            b[3] = fmax(b[3], p[1]);
        }
    }
}

/// Every other region over p makes a couple with `region`.
static ct_status add_couples(ct_problem_list *list, const double *box, int32_t region,
                             const double p[2], ct_error *err)
{
    const ct_regions *r = list->job->regions;
    const double point[4] = {p[0], p[1], p[0], p[1]};
    ct_status status = CT_OK;
    if (!ct_region_holds(r, region, p)) return CT_OK;
    for (int32_t i = 0; i < r->n && !status; i++) {
        if (i == region || !ctk_strips_meet(box + 4 * (int64_t)i, point)) continue;
        if (ct_region_holds(r, i, p)) status = ct_problems_couple(list, region, i, err);
    }
    return status;
}

ct_status ct_problems_nested(ct_problem_list *list, const ct_leftovers *l, ct_error *err)
{
    const ct_regions *r = list->job->regions;
    const ctk_strips *s = &l->strips;
    const double inward_m = 1.5 * list->job->graph->snap_m;
    double *box = NULL;
    ct_status status = CT_OK;
    for (int32_t i = 0; i < s->n && !status; i += s->n / POINTS + 1) {
        const int32_t e = (s->begin[i] + s->begin[i + 1]) / 2;
        double p[2];
        step_inside(&s->edges, e, inward_m, p);
        if (cover(s, p) < 2) continue;
        if (!box) {
            box = ct_array(4 * (int64_t)r->n, sizeof *box, "overlaps", err);
            if (!box) return CT_ERR_MEMORY;
            find_boxes(r, box);
        }
        status = add_couples(list, box, s->edges.region[e], p, err);
    }
    free(box);
    return status;
}

static int compare(const void *x, const void *y)
{
    const ct_couple *p = x, *q = y;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

static int64_t region_edges(const ct_regions *r, int32_t region)
{
    return r->vertex_begin[r->ring_begin[region + 1]] - r->vertex_begin[r->ring_begin[region]];
}

static bool add_region(const ct_regions *r, int32_t region, ctk_planar *p)
{
    for (int32_t ring = r->ring_begin[region]; ring < r->ring_begin[region + 1]; ring++) {
        for (int64_t v = r->vertex_begin[ring]; v + 1 < r->vertex_begin[ring + 1]; v++)
            if (!ctk_planar_add(p, r->lonlat + 2 * v, r->lonlat + 2 * v + 2, region)) return false;
    }
    return true;
}

/// What the two regions have in common.
static ct_status add_common(ct_problem_list *list, const ct_couple *c, ct_error *err)
{
    const ct_regions *r = list->job->regions;
    ctk_planar p = {0};
    void *memory = NULL;
    ct_status status = CT_OK;
    int done = 0;
    int64_t n = 2 * (region_edges(r, c->a) + region_edges(r, c->b)) + 256;
    for (; done == 0 && !status && n < INT32_MAX / 8; n *= 2) {
        status = ct_planar_room(n, &p, &memory, err);
        if (status) break;
        ctk_planar_clear(&p);
        if (add_region(r, c->a, &p) && add_region(r, c->b, &p)) done = ctk_planar_faces(&p);
    }
    list->common = c;
    if (!status && done == 1) status = ct_problems_add(list, &p, err);
    free(memory);
    return status;
}

ct_status ct_problems_common(ct_problem_list *list, ct_error *err)
{
    ct_status status = CT_OK;
    if (list->n_couples > 0)
        qsort(list->couple, (size_t)list->n_couples, sizeof *list->couple, compare);
    for (int64_t i = 0; i < list->n_couples && !status; i++) {
        if (i == 0 || compare(&list->couple[i - 1], &list->couple[i]) != 0)
            status = add_common(list, &list->couple[i], err);
    }
    return status;
}
