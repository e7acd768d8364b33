/// Overlaps that no border gives away: a region deep inside another one.
///
/// Matched borders cancel, so the winding number of the leftover edges alone counts the regions
/// that cover a point. One point for each run of leftover border, a little inside its region, and
/// one for each region, all of whose borders may be matched: where two or more cover it, the others
/// are looked for by their boxes.
#include <math.h>
#include <stdlib.h>

#include "graph/problems_sets.h"
#include "kernels/geom/sphere.h"
#include "kernels/geom/strips_cover.h"

/// So many points are asked, at equal steps along the leftover border, besides one for each region:
/// every strip of a layer of tens of thousands of regions, one in ten of the largest ones.
enum { POINTS = 1 << 16, PIECE = 1 << 6 };

/// Looks at boxes and vertices that asking may take, for each point and besides; and the vertices
/// of a layer all of whose regions are held against each other when these do not do.
enum { FEW_LOOKS = 1 << 9, MORE_LOOKS = 1 << 22, MOST_OF_ALL = 1 << 22 };

/// A point `inward_m` to the right of the middle of the edge from vertex q to the next.
static void step_inside(const double *q, double inward_m, double p[2])
{
    const double ky = 1e3 * CTK_EARTH_KM * CTK_DEG, kx = ky * cos(q[1] * CTK_DEG);
    const double dx = (q[2] - q[0]) * kx, dy = (q[3] - q[1]) * ky;
    const double share = inward_m / fmax(sqrt(dx * dx + dy * dy), 1e-9);
    p[0] = 0.5 * (q[0] + q[2]) + dy * share / kx;
    p[1] = 0.5 * (q[1] + q[3]) - dx * share / ky;
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

/// All regions as one set, in whose pile every overlap is found; or, of a layer that is too large
/// for that, it is said that some may be missed.
static void give_up(ct_box_sets *t)
{
    const ct_graph_job *job = t->list->job;
    const ct_regions *r = job->regions;
    if (r->vertex_begin[r->ring_begin[r->n]] <= MOST_OF_ALL) {
        ct_box_sets_all(t);
        return;
    }
    ct_note_add(job->ctx->notes, CT_WARN, "graph", 0,
                "regions lie on each other in so many places that not all were looked at: overlaps "
                "may be missing from what is listed");
}

static ct_status ask(ct_problem_list *list, const probes *q, ct_error *err)
{
    const int64_t looks = MORE_LOOKS + FEW_LOOKS * (int64_t)q->n;
    ct_box_sets t;
    ct_status status = ct_box_sets_open(&t, list, looks, err);
    for (int32_t i = 0; i < q->n && !status && t.looks >= 0; i++) {
        if (q->cover[i] < 2 && q->cover[i] != CTK_COVER_UNKNOWN) continue;
        if (i % PIECE == 0) status = ct_tick(list->job->ctx, "graph", 0.76, "overlaps");
        ct_box_sets_over(&t, q->region[i], q->point + 2 * (int64_t)i);
    }
    if (!status && t.looks < 0) give_up(&t);
    ct_box_sets_free(&t);
    return status;
}

static bool any_is_covered(const probes *q)
{
    for (int32_t i = 0; i < q->n; i++)
        if (q->cover[i] >= 2 || q->cover[i] == CTK_COVER_UNKNOWN) return true;
    return false;
}

ct_status ct_problems_nested(ct_problem_list *list, const ct_leftovers *l, ct_error *err)
{
    probes q = {0};
    if (list->job->regions->n < 2) return CT_OK;
    ct_status status = choose_probes(list->job, &l->strips, &q, err);
    if (!status && any_is_covered(&q)) status = ask(list, &q, err);
    probes_free(&q);
    return status;
}
