/// Which faces are problems: their measures, whom they concern, and the list of them.
#include <math.h>
#include <stdlib.h>

#include "graph/problems.h"
#include "kernels/geom/ring.h"
#include "kernels/geom/sphere.h"

/// A gap wider than this many snap distances is water, or nobody's land; thinner than LEAST_M a
/// face is rounding.
static const double WIDEST_GAP = 4.0, LEAST_M = 1e-3;

ct_status ct_planar_room(int64_t n, ctk_planar *p, void **memory, ct_error *err)
{
    const size_t bytes = ctk_planar_layout(p, (int32_t)n, NULL);
    free(*memory);
    *memory = ct_array((int64_t)bytes, 1, "overlaps and gaps", err);
    if (!*memory) return CT_ERR_MEMORY;
    ctk_planar_layout(p, (int32_t)n, *memory);
    return CT_OK;
}

ct_status ct_problems_room(ct_problem_list *list, int64_t n, int64_t n_vertices, ct_error *err)
{
    ct_graph *g = list->job->graph;
    if (g->n_problems + n > INT32_MAX)
        return ct_fail(err, CT_ERR_INPUT, "%s: its regions overlap in too many places",
                       list->job->regions->path);
    const ct_status status = ct_grow((void **)&g->problem, &list->capacity, g->n_problems + n,
                                     sizeof *g->problem, "overlaps and gaps", err);
    if (status) return status;
    return ct_grow((void **)&g->problem_lonlat, &list->lonlat_capacity,
                   2 * (list->n_vertices + n_vertices), sizeof *g->problem_lonlat,
                   "overlaps and gaps", err);
}

/// The end of the ring that begins at vertex `begin` of n: where it comes back to it.
static int32_t ring_end(const double *xy, int32_t begin, int32_t n)
{
    int32_t i = begin + 1;
    while (i + 1 < n && (xy[2 * i] != xy[2 * begin] || xy[2 * i + 1] != xy[2 * begin + 1])) i++;
    return i + 1;
}

bool ct_problems_measure(const ct_problem_list *list, ct_problem *x)
{
    const double *xy = list->job->graph->problem_lonlat + 2 * list->n_vertices;
    double length_m = 0.0;
    x->vertex_begin = list->n_vertices;
    x->area_m2 = 0.0;
    for (int32_t begin = 0, end; begin < x->n_vertices; begin = end) {
        double moment[3];
        end = ring_end(xy, begin, x->n_vertices);
        ctk_ring_moments(end - begin, xy + 2 * begin, xy[0], moment);
        x->area_m2 += (begin ? -1.0 : 1.0) * fabs(moment[0]) * CTK_WGS84_A * CTK_WGS84_A;
        for (const double *p = xy + 2 * begin; p + 2 < xy + 2 * end; p += 2)
            length_m += ctk_segment_m(p[0], p[1], p[2], p[3]);
    }
    x->width_m = x->area_m2 / (0.5 * length_m);
    return x->width_m >= LEAST_M;
}

/// The ring of a face, closed, behind those of the list.
static void copy_ring(const ct_problem_list *list, const ctk_planar *p, const ctk_face *f)
{
    const int32_t n = f->end - f->begin;
    double *xy = list->job->graph->problem_lonlat + 2 * list->n_vertices;
    for (int32_t i = 0; i <= n; i++) {
        const int32_t point = p->ring_point[f->begin + (i < n ? i : 0)];
        xy[2 * i] = p->net.xy[2 * (int64_t)point];
        xy[2 * i + 1] = p->net.xy[2 * (int64_t)point + 1];
    }
}

bool ct_region_holds(const ct_regions *r, int32_t region, const double *p)
{
    bool inside = false;
    for (int32_t ring = r->ring_begin[region]; ring < r->ring_begin[region + 1]; ring++) {
        const int64_t begin = r->vertex_begin[ring], n = r->vertex_begin[ring + 1] - begin;
        inside ^= ctk_ring_locate(n, r->lonlat + 2 * begin, p[0], p[1]) > 0;
    }
    return inside;
}

static double length_of(const ctk_share *s, bool is_inside)
{
    return is_inside ? s->inside_m : s->outside_m;
}

/// Both regions cover the face.
static bool overlap(const ct_regions *r, const ctk_share *x, const ctk_share *y)
{
    return x->longest_m > 0.0 && y->longest_m > 0.0 && ct_region_holds(r, x->owner, y->mid) &&
           ct_region_holds(r, y->owner, x->mid);
}

/// The two owners with the longest shares on their side of the ring that make a problem of this
/// kind; false = there are none.
static bool choose_pair(const ct_regions *r, const ctk_face *f, bool is_inside, ct_problem *out)
{
    double best_m = 0.0;
    for (int32_t i = 0; i < f->n_owners; i++) {
        for (int32_t k = 0; k < i; k++) {
            const ctk_share *x = &f->share[i], *y = &f->share[k];
            const double x_m = length_of(x, is_inside), y_m = length_of(y, is_inside);
            if (!(x_m > 0.0 && y_m > 0.0) || x_m + y_m <= best_m) continue;
            if (is_inside && !overlap(r, x, y)) continue;
            best_m = x_m + y_m;
            out->a = x->owner < y->owner ? x->owner : y->owner;
            out->b = x->owner < y->owner ? y->owner : x->owner;
        }
    }
    return best_m > 0.0;
}

/// Owners overlap rook neighbours (the graph has them): the neighbour holds the ground beside the
/// owner's border, its own border is elsewhere.
static void add_neighbours(ct_problem_list *list, const ctk_face *f)
{
    const ct_graph *g = list->job->graph;
    for (int32_t i = 0; i < f->n_owners; i++) {
        const ctk_share *x = &f->share[i];
        if (!(x->inside_m > 0.0 && x->longest_m > 0.0)) continue;
        for (int64_t e = g->indptr[x->owner]; e < g->indptr[x->owner + 1]; e++) {
            if (ct_region_holds(list->job->regions, g->indices[e], x->mid))
                ctk_unite(list->set, x->owner, g->indices[e]);
        }
    }
}

/// Cover and kind of a face that was measured.
static void judge(const ctk_face *f, double snap_m, ct_problem *out)
{
    for (int32_t i = 0; i < f->n_owners; i++) out->is_covered |= f->share[i].inside_m > 0.0;
    out->kind = out->is_covered ? CT_PROBLEM_OVERLAP : CT_PROBLEM_GAP;
    if (out->width_m < snap_m) out->kind = CT_PROBLEM_SLIVER;
}

/// Whoever has the face on the inside of a border covers it there. Where matched borders divide it
/// they may cover different parts of it: then they are one set too many, and nothing is listed.
static void unite_owners(ct_problem_list *list, const ctk_face *f)
{
    int32_t first = -1;
    for (int32_t i = 0; i < f->n_owners; i++) {
        if (!(f->share[i].inside_m > 0.0)) continue;
        if (first >= 0) ctk_unite(list->set, first, f->share[i].owner);
        first = f->share[i].owner;
    }
}

/// A face of leftover borders: slivers and gaps are kept, deep overlaps unite their regions.
static bool settle_leftover(ct_problem_list *list, const ctk_face *f, ct_problem *x)
{
    const bool is_pair = choose_pair(list->job->regions, f, x->is_covered, x);
    if (x->kind == CT_PROBLEM_OVERLAP) {
        add_neighbours(list, f);
        unite_owners(list, f);
        return false;
    }
    return is_pair && (x->is_covered || x->width_m <= WIDEST_GAP * list->job->graph->snap_m);
}

ct_status ct_problems_add(ct_problem_list *list, const ctk_planar *p, ct_error *err)
{
    ct_graph *g = list->job->graph;
    const ct_status status =
        ct_problems_room(list, p->n_faces, p->n_ring_points + (int64_t)p->n_faces, err);
    for (int32_t i = 0; !status && i < p->n_faces; i++) {
        const ctk_face *f = &p->face[i];
        ct_problem *x = &g->problem[g->n_problems];
        *x = (ct_problem){.n_vertices = f->end - f->begin + 1};
        copy_ring(list, p, f);
        if (!ct_problems_measure(list, x)) continue;
        judge(f, g->snap_m, x);
        if (!settle_leftover(list, f, x)) continue;
        list->n_vertices += x->n_vertices;
        g->n_problems++;
    }
    return status;
}
