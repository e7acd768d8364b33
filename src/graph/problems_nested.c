/// Overlaps that no border gives away: a run of leftover border deep inside another region.
///
/// Matched borders cancel, so the winding number of the leftover edges alone counts the regions
/// that cover a point. One point for each run of leftover border, a little inside its region: where
/// two or more cover it, the others are looked for by their boxes, and what each pair has in common
/// is the faces inside both among the edges of these two regions.
#include <math.h>
#include <stdlib.h>

#include "graph/problems.h"
#include "kernels/geom/planar_faces.h"
#include "kernels/geom/sphere.h"

/// So many points are asked, at equal steps along the leftover border: every strip of a layer of
/// thousands of regions, one in 170 of the largest ones.
enum { POINTS = 1 << 12 };

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

/// The points that are asked, each inside the region of its edge.
typedef struct probes {
    int32_t n;
    int32_t *region; ///< [n]
    double *point;   ///< [2 * n] degrees
    int32_t *cover;  ///< [n] regions over the point
} probes;

static void probes_free(probes *q)
{
    free(q->region);
    free(q->point);
    free(q->cover);
}

static ct_status choose_probes(const ct_graph_job *job, const ctk_strips *s, probes *q,
                               ct_error *err)
{
    const int32_t step = s->n / POINTS + 1, n = (s->n + step - 1) / step;
    q->region = ct_array(n, sizeof *q->region, "overlaps", err);
    q->point = ct_array(2 * (int64_t)n, sizeof *q->point, "overlaps", err);
    q->cover = ct_array(n, sizeof *q->cover, "overlaps", err);
    if (!q->region || !q->point || !q->cover) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < s->n; i += step, q->n++) {
        const int32_t e = (s->begin[i] + s->begin[i + 1]) / 2;
        step_inside(&s->edges, e, 1.5 * job->graph->snap_m, q->point + 2 * (int64_t)q->n);
        q->region[q->n] = s->edges.region[e];
    }
    ctk_strips_cover(s, q->n, q->point, job->ctx->n_threads, q->cover);
    return CT_OK;
}

ct_status ct_problems_nested(ct_problem_list *list, const ct_leftovers *l, ct_error *err)
{
    const ct_regions *r = list->job->regions;
    probes q = {0};
    double *box = NULL;
    ct_status status = choose_probes(list->job, &l->strips, &q, err);
    for (int32_t i = 0; i < q.n && !status; i++) {
        if (q.cover[i] < 2) continue;
        if (!box) {
            box = ct_array(4 * (int64_t)r->n, sizeof *box, "overlaps", err);
            if (box) find_boxes(r, box);
        }
        status = box ? add_couples(list, box, q.region[i], q.point + 2 * (int64_t)i, err)
                     : CT_ERR_MEMORY;
    }
    free(box);
    probes_free(&q);
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
            if (!ctk_net_add(&p->net, r->lonlat + 2 * v, r->lonlat + 2 * v + 2, region))
                return false;
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
        if (add_region(r, c->a, &p) && add_region(r, c->b, &p)) done = ctk_planar_faces(&p, 1);
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
