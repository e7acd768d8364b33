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

ct_status ct_problems_couple(ct_problem_list *list, int32_t a, int32_t b, ct_error *err)
{
    const ct_status status = ct_grow((void **)&list->couple, &list->couple_capacity,
                                     list->n_couples + 1, sizeof *list->couple, "overlaps", err);
    if (!status) list->couple[list->n_couples++] = (ct_couple){a < b ? a : b, a < b ? b : a};
    return status;
}

/// The ring of a face, closed, to `xy`; the problem's area and width.
static void measure(const ctk_planar *p, const ctk_face *f, double *xy, ct_problem *out)
{
    const int32_t n = f->end - f->begin;
    double moment[3], length_m = 0.0;
    for (int32_t i = 0; i <= n; i++) {
        const int32_t point = p->ring_point[f->begin + (i < n ? i : 0)];
        xy[2 * i] = p->net.xy[2 * (int64_t)point];
        xy[2 * i + 1] = p->net.xy[2 * (int64_t)point + 1];
        if (i > 0)
            length_m += ctk_segment_m(xy[2 * i - 2], xy[2 * i - 1], xy[2 * i], xy[2 * i + 1]);
    }
    ctk_ring_moments(n + 1, xy, xy[0], moment);
    out->area_m2 = fabs(moment[0]) * CTK_WGS84_A * CTK_WGS84_A;
    out->width_m = out->area_m2 / (0.5 * length_m);
    out->n_vertices = n + 1;
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

/// Couples of owners and their rook neighbours (the graph has them): the neighbour holds the ground
/// beside the owner's border, its own border is elsewhere.
static ct_status add_neighbours(ct_problem_list *list, const ctk_face *f, ct_error *err)
{
    const ct_graph *g = list->job->graph;
    ct_status status = CT_OK;
    for (int32_t i = 0; i < f->n_owners; i++) {
        const ctk_share *x = &f->share[i];
        if (!(x->inside_m > 0.0 && x->longest_m > 0.0)) continue;
        for (int64_t e = g->indptr[x->owner]; e < g->indptr[x->owner + 1] && !status; e++) {
            if (ct_region_holds(list->job->regions, g->indices[e], x->mid))
                status = ct_problems_couple(list, x->owner, g->indices[e], err);
        }
    }
    return status;
}

/// Cover and kind of a face that was measured.
static void judge(const ctk_face *f, double snap_m, ct_problem *out)
{
    for (int32_t i = 0; i < f->n_owners; i++) out->is_covered |= f->share[i].inside_m > 0.0;
    out->kind = out->is_covered ? CT_PROBLEM_OVERLAP : CT_PROBLEM_GAP;
    if (out->width_m < snap_m) out->kind = CT_PROBLEM_SLIVER;
}

/// A face of leftover borders: slivers and gaps are kept, deep overlaps make couples.
static ct_status settle_leftover(ct_problem_list *list, const ctk_face *f, ct_problem *x,
                                 bool *keep, ct_error *err)
{
    const bool is_pair = choose_pair(list->job->regions, f, x->is_covered, x);
    *keep = is_pair && x->kind != CT_PROBLEM_OVERLAP;
    if (!x->is_covered && x->width_m > WIDEST_GAP * list->job->graph->snap_m) *keep = false;
    if (x->kind != CT_PROBLEM_OVERLAP) return CT_OK;
    const ct_status status = add_neighbours(list, f, err);
    return status || !is_pair ? status : ct_problems_couple(list, x->a, x->b, err);
}

/// A face of a couple: both cover it. The other one need not have a border on it.
static bool is_common_ground(const ct_problem_list *list, const ctk_face *f, ct_problem *x)
{
    const ct_couple *c = list->common;
    x->a = c->a;
    x->b = c->b;
    if (x->kind != CT_PROBLEM_OVERLAP) return false;
    for (int32_t i = 0; i < f->n_owners; i++) {
        const ctk_share *s = &f->share[i];
        const int32_t other = s->owner == c->a ? c->b : c->a;
        if (s->outside_m > 0.0) return false;
        if (s->longest_m > 0.0 && !ct_region_holds(list->job->regions, other, s->mid)) return false;
    }
    return true;
}

ct_status ct_problems_add(ct_problem_list *list, const ctk_planar *p, ct_error *err)
{
    ct_graph *g = list->job->graph;
    const int64_t n = g->n_problems + (int64_t)p->n_faces;
    const int64_t n_doubles = 2 * (list->n_vertices + p->n_ring_points + p->n_faces);
    ct_status status = ct_grow((void **)&g->problem, &list->capacity, n, sizeof *g->problem,
                               "overlaps and gaps", err);
    if (!status)
        status = ct_grow((void **)&g->problem_lonlat, &list->lonlat_capacity, n_doubles,
                         sizeof *g->problem_lonlat, "overlaps and gaps", err);
    for (int32_t i = 0; !status && i < p->n_faces; i++) {
        ct_problem *x = &g->problem[g->n_problems];
        *x = (ct_problem){.vertex_begin = list->n_vertices};
        bool keep = false;
        measure(p, &p->face[i], g->problem_lonlat + 2 * list->n_vertices, x);
        if (x->width_m < LEAST_M) continue;
        judge(&p->face[i], g->snap_m, x);
        if (list->common)
            keep = is_common_ground(list, &p->face[i], x);
        else
            status = settle_leftover(list, &p->face[i], x, &keep, err);
        if (!keep) continue;
        list->n_vertices += x->n_vertices;
        g->n_problems++;
    }
    return status;
}
