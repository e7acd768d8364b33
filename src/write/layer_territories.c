/// Territories, and those of higher levels: one feature each, dissolved, or the cloud of its
/// points.
#include <stdio.h>
#include <string.h>

#include "write/writing.h"

/// A measure and its deviation, for every measure.
static void add_measures(const ct_writing *w, ct_columns *t)
{
    const ct_figures *f = &w->level->figures;
    for (int32_t m = 0; m < w->given->measures.n; m++) {
        const ct_measure *measure = &w->given->measures.item[m];
        ct_column *total = ct_columns_add(t, (ct_column){.unit = "1",
                                                         .kind = CT_CELL_FIXED,
                                                         .decimals = measure->decimals,
                                                         .data = f->total + (int64_t)m * f->k});
        snprintf(total->name, sizeof total->name, "%s", measure->name);
        snprintf(total->about, sizeof total->about, "%s", measure->name);
        ct_column *dev =
            ct_columns_add(t, (ct_column){.unit = "percent",
                                          .kind = CT_CELL_DOUBLE,
                                          .decimals = 4,
                                          .data = f->deviation_pct + (int64_t)m * f->k});
        snprintf(dev->name, sizeof dev->name, "%s_deviation", measure->name);
        snprintf(dev->brief, sizeof dev->brief, "%.6s_DEV", measure->name);
        snprintf(dev->about, sizeof dev->about, "%s: deviation from the target", measure->name);
    }
}

static void add_shapes(const ct_figures *f, ct_columns *t)
{
    const ct_column shape[] = {
        {"area_km2", "", "area on the ellipsoid", "km2", CT_CELL_DOUBLE, 6, 1e-6, f->area_m2, NULL},
        {"perimeter_km", "PERIM_KM", "length of the border", "km", CT_CELL_DOUBLE, 4, 1e-3,
         f->perimeter_m, NULL},
        {"polsby_popper", "POLSBY", "Polsby-Popper: 4 pi area / perimeter^2, 1 = a disc", "1",
         CT_CELL_DOUBLE, 6, 1, f->polsby_popper, NULL},
        {"reock", "", "Reock: area / area of the smallest enclosing circle", "1", CT_CELL_DOUBLE, 6,
         1, f->reock, NULL},
        {"inertia", "", "primary measure x squared distance to the centre", "km2", CT_CELL_DOUBLE,
         3, 1, f->inertia, NULL},
        {"parts", "", "connected parts when bridges do not count", "1", CT_CELL_INT, 0, 1, f->parts,
         NULL},
        {"lon", "", "longitude of the weighted centre, WGS 84", "degrees", CT_CELL_DOUBLE, 7, 1,
         f->lon_deg, NULL},
        {"lat", "", "latitude of the weighted centre, WGS 84", "degrees", CT_CELL_DOUBLE, 7, 1,
         f->lat_deg, NULL},
        {"color", "", "colour 0..7, neighbours differ", "1", CT_CELL_INT, 0, 1, f->color, NULL}};
    for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) ct_columns_add(t, shape[i]);
}

static void add_columns(const ct_writing *w, ct_columns *t)
{
    const ct_figures *f = &w->level->figures;
    const ct_strings *names = &w->level->bands.name;
    ct_column *id = ct_columns_add(
        t, (ct_column){"territory", "TERR", "territory id", "1", CT_CELL_NUMBER, .data = NULL});
    if (w->level_id) snprintf(id->about, sizeof id->about, "%s: id", w->level->name);
    ct_columns_add(t, (ct_column){"name", "", "territory name", "1", CT_CELL_TEXT,
                                  .data = names->n == f->k ? names : NULL});
    ct_columns_add(t, (ct_column){"n_regions", "", "regions of the territory", "1", CT_CELL_INT,
                                  .data = f->n_regions});
    ct_columns_add(t, (ct_column){"n_accounts", "N_ACCTS", "accounts matched", "1", CT_CELL_FIXED,
                                  .data = f->n_accounts});
    add_measures(w, t);
    add_shapes(f, t);
    ct_columns_add(t,
                   (ct_column){"shape_note", "", "what is odd about its shape", "1", CT_CELL_TEXT,
                               .data = f->shape_note.n == f->k ? &f->shape_note : NULL});
}

/// Counting sort of the regions by territory; begin[k + 1] is left one place behind and moved back.
static void group_points(const ct_writing *w, int64_t *begin, double *xy)
{
    const ct_regions *r = &w->given->regions;
    const int32_t k = w->level->figures.k;
    for (int32_t i = 0; i < r->n; i++)
        if (w->territory[i] > 0) begin[w->territory[i]]++;
    for (int32_t j = 0; j < k; j++) begin[j + 1] += begin[j];
    for (int32_t i = 0; i < r->n; i++) {
        if (w->territory[i] <= 0) continue;
        const int64_t at = begin[w->territory[i] - 1]++;
        xy[2 * at] = r->lon_deg[i];
        xy[2 * at + 1] = r->lat_deg[i];
    }
    memmove(begin + 1, begin, (size_t)k * sizeof *begin);
    begin[0] = 0;
}

/// Regions of a point layer, grouped by territory, longitude and latitude.
static ct_status set_clouds(const ct_writing *w, ct_arena *arena, ct_geometry *g, ct_error *err)
{
    const int32_t k = w->level->figures.k;
    int64_t *begin = ct_arena_array(arena, (int64_t)k + 1, sizeof *begin, "point offsets", err);
    double *xy =
        begin ? ct_arena_array(arena, 2 * (int64_t)w->given->regions.n, sizeof *xy, "points", err)
              : NULL;
    if (!xy) return CT_ERR_MEMORY;
    group_points(w, begin, xy);
    *g = (ct_geometry){.type = CT_MULTIPOINTS, .n = k, .vertex_begin = begin, .xy = xy};
    return CT_OK;
}

ct_status ct_describe_territories(const ct_writing *w, ct_arena *arena, ct_features *out,
                                  ct_error *err)
{
    const ct_polygons *p = w->territories;
    const bool is_point = w->given->regions.is_point_layer;
    if (w->level_id)
        snprintf(out->name, sizeof out->name, "level_%s", w->level->name);
    else
        snprintf(out->name, sizeof out->name, "territories");
    out->label = "if(length(NAME) &gt; 0, NAME, TERR)";
    out->symbol = is_point ? CT_SYMBOL_POINT : CT_SYMBOL_TERRITORY;
    add_columns(w, &out->columns);
    if (is_point) return set_clouds(w, arena, &out->geometry, err);
    out->wkt = w->given->regions.crs_wkt;
    out->geometry =
        (ct_geometry){CT_POLYGONS, p->n, p->ring_begin, p->vertex_begin, p->xy, p->is_hole};
    return CT_OK;
}
