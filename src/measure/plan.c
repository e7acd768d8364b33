/// Partition -> figures, each computed anew.
///
/// Perimeters and enclosing circles come from the dissolved outlines (base/dissolve.h) in lon/lat,
/// the ones a person sees in territories.shp: where regions overlap, sums of region borders would
/// count lines inside the territory. Areas are the sum of the regions' own areas.
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/dissolve.h"
#include "base/memory.h"
#include "canton/stages.h"
#include "kernels/geom/sphere.h"
#include "kernels/measure/cap.h"
#include "kernels/measure/outline.h"
#include "kernels/measure/parts.h"
#include "kernels/measure/spread.h"
#include "measure/colors.h"
#include "measure/shape_notes.h"

static const double PI = 3.14159265358979323846;

/// Kinds that hold a territory together without anybody having decided so.
enum {
    NATURAL = 1 << CT_EDGE_BORDER | 1 << CT_EDGE_CORNER | 1 << CT_EDGE_GIVEN,
    ANY_KIND = NATURAL | 1 << CT_EDGE_BRIDGE | 1 << CT_EDGE_NEAR
};

typedef struct stage {
    const ct_context *ctx;
    const ct_regions *regions;
    const ct_measures *measures;
    const ct_graph *graph;
    const ct_bands *bands;
    const int32_t *part;
    ct_arena arena;
} stage;

static ct_status allocate(int32_t k, int32_t n_measures, ct_figures *f, ct_error *err)
{
    const struct {
        void **array;
        size_t size;
        int64_t n;
    } wanted[] = {
        {(void **)&f->n_regions, sizeof *f->n_regions, k},
        {(void **)&f->n_accounts, sizeof *f->n_accounts, k},
        {(void **)&f->total, sizeof *f->total, (int64_t)k * n_measures},
        {(void **)&f->deviation_pct, sizeof *f->deviation_pct, (int64_t)k * n_measures},
        {(void **)&f->area_m2, sizeof *f->area_m2, k},
        {(void **)&f->perimeter_m, sizeof *f->perimeter_m, k},
        {(void **)&f->polsby_popper, sizeof *f->polsby_popper, k},
        {(void **)&f->reock, sizeof *f->reock, k},
        {(void **)&f->inertia, sizeof *f->inertia, k},
        {(void **)&f->parts, sizeof *f->parts, k},
        {(void **)&f->pieces, sizeof *f->pieces, k},
        {(void **)&f->lon_deg, sizeof *f->lon_deg, k},
        {(void **)&f->lat_deg, sizeof *f->lat_deg, k},
        {(void **)&f->color, sizeof *f->color, k},
    };
    f->k = k;
    f->n_measures = n_measures;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        *wanted[i].array = ct_array(wanted[i].n, wanted[i].size, "figures", err);
        if (*wanted[i].array == NULL) return CT_ERR_MEMORY;
    }
    return CT_OK;
}

static void count_members(const stage *s, ct_figures *f)
{
    for (int32_t i = 0; i < s->regions->n; i++) {
        const int32_t j = s->part[i];
        if (j < 0) continue;
        f->n_regions[j]++;
        f->area_m2[j] += s->regions->area_m2[i];
        if (s->measures->n_accounts != NULL) f->n_accounts[j] += s->measures->n_accounts[i];
        for (int32_t m = 0; m < f->n_measures; m++)
            f->total[(int64_t)m * f->k + j] += s->measures->item[m].region[i];
    }
}

static void compare_bands(const stage *s, ct_figures *f)
{
    f->n_missed = 0;
    for (int32_t m = 0; m < f->n_measures; m++) {
        f->worst_pct[m] = 0;
        f->missed[m] = 0;
        for (int32_t j = 0; j < f->k; j++) {
            const int64_t at = (int64_t)m * f->k + j;
            const double target = s->bands->target[at], total = (double)f->total[at];
            f->deviation_pct[at] = target > 0 ? 100 * (total - target) / target : 0;
            f->worst_pct[m] = fmax(f->worst_pct[m], fabs(f->deviation_pct[at]));
            f->missed[m] +=
                f->total[at] < s->bands->lower[at] || f->total[at] > s->bands->upper[at];
        }
        f->n_missed += f->missed[m];
    }
}

static ct_status find_spread(stage *s, ct_figures *f, ct_error *err)
{
    const int32_t k = f->k;
    const ct_measure *primary = &s->measures->item[0];
    double *center = ct_arena_array(&s->arena, 3 * (int64_t)k, sizeof *center, "centres", err);
    double *mass = ct_arena_array(&s->arena, 2 * (int64_t)k, sizeof *mass, "centres", err);
    if (center == NULL || mass == NULL) return CT_ERR_MEMORY;
    ctk_spread(s->regions->n, s->regions->pos_km, primary->region, s->part, k, center, f->inertia,
               mass);
    double scale = 1;
    for (int32_t i = 0; i < primary->decimals; i++) scale *= 10;
    for (int32_t j = 0; j < k; j++) {
        const double c[3] = {center[j], center[k + j], center[2 * (int64_t)k + j]};
        f->inertia[j] /= scale;
        f->lon_deg[j] = f->lat_deg[j] = NAN;
        if (f->n_regions[j] > 0) ctk_lonlat_deg(c, &f->lon_deg[j], &f->lat_deg[j]);
    }
    return CT_OK;
}

static ct_status count_parts(stage *s, ct_figures *f, ct_error *err)
{
    const ct_graph *g = s->graph;
    int32_t *parent = ct_arena_array(&s->arena, g->n, sizeof *parent, "parts", err);
    if (parent == NULL) return CT_ERR_MEMORY;
    ctk_parts(g->n, g->indptr, g->indices, g->kind, NATURAL, s->part, f->k, parent, f->parts);
    ctk_parts(g->n, g->indptr, g->indices, g->kind, ANY_KIND, s->part, f->k, parent, f->pieces);
    return CT_OK;
}

static ct_status find_notes(const stage *s, ct_figures *f, ct_error *err)
{
    int64_t n = 0;
    const ct_status status = ct_shape_notes(s->graph, s->part, f->k, &f->shape_note, err);
    if (status != CT_OK) return status;
    for (int32_t j = 0; j < f->k; j++) n += ct_string_length(&f->shape_note, j) > 0;
    if (n > 0)
        ct_note_add(s->ctx->notes, CT_INFO, "measure", n,
                    "territories lie within another one, or are one region wide for three regions "
                    "or more: shape_note says which");
    return CT_OK;
}

static void no_shapes(ct_figures *f)
{
    for (int32_t j = 0; j < f->k; j++)
        f->area_m2[j] = f->perimeter_m[j] = f->polsby_popper[j] = f->reock[j] = NAN;
}

/// Of territory j: at most 1, whatever the Earth's curvature makes of very wide ones, and regions
/// that overlap of the sum of their areas.
static double polsby_popper(const ct_polygons *p, int32_t j, double area_m2, double perimeter_m)
{
    const int32_t first = p->ring_begin[j];
    const double flat = 4 * PI * area_m2 / (perimeter_m * perimeter_m);
    if (!(perimeter_m > 0)) return NAN;
    if (flat <= 1.0) return flat;
    return ctk_polsby_popper_curved(p->ring_begin[j + 1] - first, p->vertex_begin + first,
                                    p->is_hole + first, p->xy);
}

/// What no outline on the Earth can be: our mistake, or that of regions drawn over each other.
static ct_status check_shape(int32_t j, const ct_figures *f, ct_error *err)
{
    static const double MOST = 1.0 + 1e-9;
    const double earth_m2 = 4 * PI * CTK_WGS84_A * CTK_WGS84_A * ctk_authalic_y(90.0);
    if (f->area_m2[j] > MOST * earth_m2)
        return ct_fail(
            err, CT_ERR_INPUT,
            "the regions of territory %d have %.6g km2 in all, more than the Earth: they "
            "overlap, see 'canton validate'",
            j + 1, 1e-6 * f->area_m2[j]);
#ifdef CANTON_CHECK
    assert(!(f->polsby_popper[j] > MOST));
#endif
    if (f->polsby_popper[j] > MOST)
        return ct_fail(err, CT_ERR_INTERNAL,
                       "territory %d would have a Polsby-Popper of %.12g, which is above 1", j + 1,
                       f->polsby_popper[j]);
    return CT_OK;
}

static ct_status measure_outlines(stage *s, const ct_polygons *p, ct_figures *f, ct_error *err)
{
    const int32_t n_threads = s->ctx->n_threads;
    int64_t *begin = ct_arena_array(&s->arena, (int64_t)p->n + 1, sizeof *begin, "outlines", err);
    double *unit = ct_arena_array(&s->arena, 3 * p->n_vertices, sizeof *unit, "outlines", err);
    double *cap_m2 = ct_arena_array(&s->arena, p->n, sizeof *cap_m2, "outlines", err);
    ctk_cap_block *block = ct_arena_array(&s->arena, ctk_cap_blocks(p->n, p->n_vertices),
                                          sizeof *block, "outlines", err);
    if (begin == NULL || unit == NULL || cap_m2 == NULL || block == NULL) return CT_ERR_MEMORY;
    for (int32_t j = 0; j <= p->n; j++) begin[j] = p->vertex_begin[p->ring_begin[j]];
    ctk_perimeters(p->n, p->ring_begin, p->vertex_begin, p->xy, f->perimeter_m, n_threads);
    ctk_caps(p->n, begin, p->xy, unit, block, cap_m2, n_threads);
    ct_status status = CT_OK;
    for (int32_t j = 0; j < p->n && !status; j++) {
        f->polsby_popper[j] = polsby_popper(p, j, f->area_m2[j], f->perimeter_m[j]);
        f->reock[j] = cap_m2[j] > 0 ? f->area_m2[j] / cap_m2[j] : NAN;
        status = check_shape(j, f, err);
    }
    return status;
}

static void note_dirty(const stage *s, const ct_polygons *p)
{
    if (p->n_repaired > 0)
        ct_note_add(
            s->ctx->notes, CT_INFO, "measure", p->n_repaired,
            "territories whose region borders cross or overlap: their outline is that of the "
            "ground covered at least once");
    if (p->n_unsound > 0)
        ct_note_add(s->ctx->notes, CT_WARN, "measure", p->n_unsound,
                    "territories whose outline still touches itself after repair");
}

static ct_status find_shapes(stage *s, ct_figures *f, ct_error *err)
{
    if (s->regions->is_point_layer) {
        no_shapes(f);
        return CT_OK;
    }
    const ct_status status = ct_dissolve(s->ctx, s->regions, s->graph, s->regions->lonlat, s->part,
                                         f->k, &f->outline, err);
    if (status != CT_OK) return status;
    note_dirty(s, &f->outline);
    return measure_outlines(s, &f->outline, f, err);
}

ct_status ct_measure_plan(const ct_context *ctx, const ct_case *given, const ct_bands *bands,
                          const ct_solution *solution, ct_figures *out, ct_error *err)
{
    const int32_t k = solution->k;
    stage s = {.ctx = ctx,
               .regions = &given->regions,
               .measures = &given->measures,
               .graph = &given->graph,
               .bands = bands,
               .part = solution->part};
    ct_status status = allocate(k, given->measures.n, out, err);
    if (status == CT_OK) {
        count_members(&s, out);
        compare_bands(&s, out);
        status = find_spread(&s, out, err);
    }
    if (status == CT_OK) status = count_parts(&s, out, err);
    if (status == CT_OK) status = ct_color_territories(ctx, s.graph, s.part, k, out->color, err);
    if (status == CT_OK) status = find_notes(&s, out, err);
    if (status == CT_OK) status = ct_tick(ctx, "measure", 0.3, "outlines");
    if (status == CT_OK) status = find_shapes(&s, out, err);
    ct_arena_free(&s.arena);
    if (status != CT_OK) ct_figures_free(out);
    return status;
}
