/// Overlaps that no border gives away: a region deep inside another one.
///
/// Matched borders cancel, so the winding number of the leftover edges alone counts the regions
/// that cover a point. One point for each run of leftover border, a little inside its region, and
/// one for each region, all of whose borders may be matched: where two or more cover it, the others
/// are looked for by their boxes.
#include <math.h>
#include <stdlib.h>

#include "base/regions.h"
#include "graph/problems.h"
#include "kernels/geom/sphere.h"
#include "kernels/geom/strips_cover.h"

/// So many points are asked, at equal steps along the leftover border, besides one for each region:
/// every strip of a layer of tens of thousands of regions, one in ten of the largest ones.
enum { POINTS = 1 << 16, PIECE = 1 << 10 };

/// A point `inward_m` to the right of the middle of the edge from vertex q to the next.
static void step_inside(const double *q, double inward_m, double p[2])
{
    const double ky = 1e3 * CTK_EARTH_KM * CTK_DEG, kx = ky * cos(q[1] * CTK_DEG);
    const double dx = (q[2] - q[0]) * kx, dy = (q[3] - q[1]) * ky;
    const double share = inward_m / fmax(sqrt(dx * dx + dy * dy), 1e-9);
    p[0] = 0.5 * (q[0] + q[2]) + dy * share / kx;
    p[1] = 0.5 * (q[1] + q[3]) - dx * share / ky;
}

/// Unite `region` with every other one over p.
static void unite_over(ct_problem_list *list, const double *box, int32_t region, const double p[2])
{
    const ct_regions *r = list->job->regions;
    const double point[4] = {p[0], p[1], p[0], p[1]};
    if (!ct_region_holds(r, region, p)) return;
    for (int32_t i = 0; i < r->n; i++) {
        if (!ctk_strips_meet(box + 4 * (int64_t)i, point)) continue;
        if (ctk_find(list->set, i) == ctk_find(list->set, region)) continue;
        if (ct_region_holds(r, i, p)) ctk_unite(list->set, region, i);
    }
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

static void add_probe(probes *q, int32_t region, const double *edge, double inward_m)
{
    step_inside(edge, inward_m, q->point + 2 * (int64_t)q->n);
    q->region[q->n++] = region;
}

static ct_status choose_probes(const ct_graph_job *job, const ctk_strips *s, probes *q,
                               ct_error *err)
{
    const ct_regions *r = job->regions;
    const int32_t step = s->n / POINTS + 1;
    const int64_t n = (int64_t)(s->n + step - 1) / step + r->n;
    const double inward_m = 1.5 * job->graph->snap_m;
    q->region = ct_array(n, sizeof *q->region, "overlaps", err);
    q->point = ct_array(2 * n, sizeof *q->point, "overlaps", err);
    q->cover = ct_array(n, sizeof *q->cover, "overlaps", err);
    if (!q->region || !q->point || !q->cover) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < s->n; i += step) {
        const int32_t e = (s->begin[i] + s->begin[i + 1]) / 2;
        add_probe(q, s->edges.region[e], r->lonlat + 2 * (int64_t)s->edges.vertex[e], inward_m);
    }
    for (int32_t i = 0; i < r->n; i++)
        add_probe(q, i, r->lonlat + 2 * r->vertex_begin[r->ring_begin[i]], inward_m);
    void *work = ct_array((int64_t)ctk_strips_cover_work(s, q->n), 1, "overlaps", err);
    if (!work) return CT_ERR_MEMORY;
    ctk_strips_cover(s, q->n, q->point, job->ctx->n_threads, work, q->cover);
    free(work);
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
            if (box) ct_regions_boxes(r, box);
        }
        if (i % PIECE == 0) status = ct_tick(list->job->ctx, "graph", 0.76, "overlaps");
        if (!box) status = CT_ERR_MEMORY;
        if (!status) unite_over(list, box, q.region[i], q.point + 2 * (int64_t)i);
    }
    free(box);
    probes_free(&q);
    return status;
}
