/// Regions: the input's own geometry, with the territory of each; and the same as a plain table.
#include <stdio.h>

#include "write/columns_csv.h"
#include "write/writing.h"

/// Where the region is in the levels above the lowest.
static void add_levels(const ct_writing *w, ct_columns *t)
{
    const ct_layer *layer = &w->run->plan.layer[w->layer_id];
    for (int32_t l = 1; l < layer->n_levels; l++) {
        const ct_column id = {
            .unit = "1", .kind = CT_CELL_INT, .data = w->views[w->layer_id].level[l].territory};
        ct_column *c = ct_columns_add(t, id);
        snprintf(c->name, sizeof c->name, "%s", layer->level[l].name);
        snprintf(c->about, sizeof c->about, "%s: id, 0 = unassigned", layer->level[l].name);
    }
}

static void add_code_and_territory(const ct_writing *w, ct_columns *t)
{
    ct_columns_add(t, (ct_column){"code", "", "code of the region", "1", CT_CELL_TEXT,
                                  .data = &w->given->regions.code});
    ct_columns_add(t, (ct_column){"territory", "TERR", "territory id, 0 = unassigned", "1",
                                  CT_CELL_INT, .data = w->territory});
}

static void add_measures(const ct_measures *measures, ct_columns *t)
{
    for (int32_t m = 0; m < measures->n; m++) {
        const ct_measure *measure = &measures->item[m];
        ct_column *c = ct_columns_add(t, (ct_column){.unit = "1",
                                                     .kind = CT_CELL_FIXED,
                                                     .decimals = measure->decimals,
                                                     .data = measure->region});
        snprintf(c->name, sizeof c->name, "%s", measure->name);
        snprintf(c->about, sizeof c->about, "%s", measure->name);
    }
}

static void add_columns(const ct_writing *w, ct_columns *t)
{
    add_code_and_territory(w, t);
    add_levels(w, t);
    ct_columns_add(t, (ct_column){"n_accounts", "N_ACCTS", "accounts matched", "1", CT_CELL_FIXED,
                                  .data = w->given->measures.n_accounts});
    add_measures(&w->given->measures, t);
    ct_columns_add(
        t, (ct_column){"color", "", "colour of the territory", "1", CT_CELL_INT, .data = w->color});
}

ct_status ct_write_regions_csv(const ct_writing *w, ct_error *err)
{
    const ct_strings *names = &w->level->bands.name;
    ct_columns t = {0};
    add_code_and_territory(w, &t);
    ct_columns_add(&t, (ct_column){"name", "", "name of the territory", "1", CT_CELL_TEXT,
                                   .data = names->n == w->level->figures.k ? names : NULL,
                                   .item = w->level->solution.part});
    add_levels(w, &t);
    add_measures(&w->given->measures, &t);
    return ct_columns_csv(w->ctx, w->dir, "regions.csv", &t, w->given->regions.n,
                          w->opt->output.formulas, err);
}

/// Where regions are points: one vertex each, longitude and latitude.
static ct_status set_points(const ct_regions *r, ct_arena *arena, ct_geometry *g, ct_error *err)
{
    int64_t *begin =
        ct_arena_array(arena, (int64_t)r->n + 1, sizeof *begin, "points of regions", err);
    double *xy =
        begin ? ct_arena_array(arena, 2 * (int64_t)r->n, sizeof *xy, "points of regions", err)
              : NULL;
    if (!xy) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < r->n; i++) {
        begin[i + 1] = i + 1;
        xy[2 * (int64_t)i] = r->lon_deg[i];
        xy[2 * (int64_t)i + 1] = r->lat_deg[i];
    }
    *g = (ct_geometry){.type = CT_POINTS, .n = r->n, .vertex_begin = begin, .xy = xy};
    return CT_OK;
}

ct_status ct_describe_regions(const ct_writing *w, ct_arena *arena, ct_features *out, ct_error *err)
{
    const ct_regions *r = &w->given->regions;
    snprintf(out->name, sizeof out->name, "regions");
    out->source = r;
    out->symbol = r->is_point_layer ? CT_SYMBOL_POINT : CT_SYMBOL_REGION;
    add_columns(w, &out->columns);
    if (r->is_point_layer) return set_points(r, arena, &out->geometry, err);
    out->wkt = r->crs_wkt;
    out->geometry =
        (ct_geometry){CT_POLYGONS, r->n, r->ring_begin, r->vertex_begin, r->xy, r->ring_is_hole};
    return CT_OK;
}
