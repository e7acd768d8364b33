/// territories.shp: one feature a territory.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "write/layers.h"

/// A measure and its deviation, for every measure.
static void add_measures(const ct_writing *w, ct_attributes *t)
{
    const ct_figures *f = &w->level->figures;
    for (int32_t m = 0; m < w->given->measures.n; m++) {
        const ct_measure *measure = &w->given->measures.item[m];
        char name[CT_NAME_SIZE + 8];
        ct_attributes_add(t, measure->name, CT_CELL_FIXED, f->total + (int64_t)m * f->k, "1",
                          measure->name)
            ->decimals = measure->decimals;
        snprintf(name, sizeof name, "%.6s_DEV", measure->name);
        ct_attribute *dev = ct_attributes_add(t, name, CT_CELL_DOUBLE,
                                              f->deviation_pct + (int64_t)m * f->k, "percent", "");
        snprintf(dev->long_name, sizeof dev->long_name, "%s: deviation from the target",
                 measure->name);
        dev->decimals = 4;
    }
}

static void add_double(ct_attributes *t, const char *name, const double *v, double scale,
                       int32_t decimals, const char *unit, const char *long_name)
{
    ct_attribute *f = ct_attributes_add(t, name, CT_CELL_DOUBLE, v, unit, long_name);
    f->decimals = decimals;
    f->scale = scale;
}

static void add_shapes(const ct_figures *f, ct_attributes *t)
{
    add_double(t, "AREA_KM2", f->area_m2, 1e-6, 6, "km2", "area on the ellipsoid");
    add_double(t, "PERIM_KM", f->perimeter_m, 1e-3, 4, "km", "length of the border");
    add_double(t, "POLSBY", f->polsby_popper, 1, 6, "1",
               "Polsby-Popper: 4 pi area / perimeter^2, 1 = a disc");
    add_double(t, "REOCK", f->reock, 1, 6, "1",
               "Reock: area / area of the smallest enclosing circle");
    add_double(t, "INERTIA", f->inertia, 1, 3, "km2",
               "primary measure x squared distance to the centre");
    ct_attributes_add(t, "PARTS", CT_CELL_INT, f->parts, "1",
                      "connected parts when bridges do not count");
    add_double(t, "LON", f->lon_deg, 1, 7, "degrees", "longitude of the weighted centre, WGS 84");
    add_double(t, "LAT", f->lat_deg, 1, 7, "degrees", "latitude of the weighted centre, WGS 84");
}

void ct_territories_table(const ct_writing *w, ct_attributes *t)
{
    const ct_figures *f = &w->level->figures;
    const ct_strings *names = &w->level->bands.name;
    ct_attributes_add(t, "TERR", CT_CELL_NUMBER, NULL, "1", "territory id");
    ct_attributes_add(t, "NAME", CT_CELL_TEXT, names->n == f->k ? names : NULL, "1",
                      "territory name");
    ct_attributes_add(t, "N_REGIONS", CT_CELL_INT, f->n_regions, "1", "regions of the territory");
    ct_attributes_add(t, "N_ACCTS", CT_CELL_FIXED, f->n_accounts, "1", "accounts matched");
    add_measures(w, t);
    add_shapes(f, t);
    ct_attributes_add(t, "COLOR", CT_CELL_INT, f->color, "1", "colour 0..7, neighbours differ");
}

static void fill_polygon(const void *user, int64_t j, char *to)
{
    const ct_polygons *p = user;
    const int32_t first = p->ring_begin[j], n_rings = p->ring_begin[j + 1] - first;
    const int64_t begin = p->vertex_begin[first], end = p->vertex_begin[first + n_rings];
    ct_shape_put(to, CT_SHP_POLYGON, n_rings, p->vertex_begin + first, end - begin,
                 p->xy + 2 * begin);
}

static ct_status write_polygons(const ct_writing *w, ct_output_layer *layer, ct_error *err)
{
    const ct_polygons *p = w->territories;
    int64_t *bytes = ct_array(p->n, sizeof *bytes, "record sizes", err);
    if (!bytes) return CT_ERR_MEMORY;
    for (int32_t j = 0; j < p->n; j++) {
        const int32_t first = p->ring_begin[j], next = p->ring_begin[j + 1];
        bytes[j] = ct_shape_bytes(next - first, p->vertex_begin[next] - p->vertex_begin[first]);
    }
    layer->shapes = (ct_shapes){CT_SHP_POLYGON, p->n, bytes, fill_polygon, p, NULL, NULL};
    const ct_status s = ct_layer_write(w, layer, err);
    free(bytes);
    return s;
}

/// Regions of a point layer, grouped by territory.
typedef struct clouds {
    int64_t *begin; ///< [k + 1]
    double *xy;     ///< [2 n] lon, lat
} clouds;

static void fill_cloud(const void *user, int64_t j, char *to)
{
    const clouds *c = user;
    ct_shape_put(to, CT_SHP_MULTIPOINT, 0, NULL, c->begin[j + 1] - c->begin[j],
                 c->xy + 2 * c->begin[j]);
}

/// Counting sort of the regions by territory; begin[] is left one place behind and moved back.
static void group_points(const ct_writing *w, clouds *c)
{
    const ct_regions *r = &w->given->regions;
    const int32_t k = w->level->figures.k;
    for (int32_t i = 0; i < r->n; i++)
        if (w->territory[i] > 0) c->begin[w->territory[i]]++;
    for (int32_t j = 0; j < k; j++) c->begin[j + 1] += c->begin[j];
    for (int32_t i = 0; i < r->n; i++) {
        if (w->territory[i] <= 0) continue;
        const int64_t at = c->begin[w->territory[i] - 1]++;
        c->xy[2 * at] = r->lon_deg[i];
        c->xy[2 * at + 1] = r->lat_deg[i];
    }
    memmove(c->begin + 1, c->begin, (size_t)k * sizeof *c->begin);
    c->begin[0] = 0;
}

static ct_status write_clouds(const ct_writing *w, ct_output_layer *layer, ct_error *err)
{
    const int32_t k = w->level->figures.k;
    ct_arena arena = {0};
    clouds c = {0};
    int64_t *bytes = ct_arena_array(&arena, k, sizeof *bytes, "record sizes", err);
    if (bytes) c.begin = ct_arena_array(&arena, k + 1, sizeof *c.begin, "point offsets", err);
    if (c.begin) c.xy = ct_arena_array(&arena, 2 * (int64_t)w->given->regions.n, 8, "points", err);
    ct_status s = c.xy ? CT_OK : CT_ERR_MEMORY;
    if (!s) {
        group_points(w, &c);
        for (int32_t j = 0; j < k; j++) bytes[j] = ct_shape_bytes(0, c.begin[j + 1] - c.begin[j]);
        layer->shapes = (ct_shapes){CT_SHP_MULTIPOINT, k, bytes, fill_cloud, &c, NULL, NULL};
        s = ct_layer_write(w, layer, err);
    }
    ct_arena_free(&arena);
    return s;
}

ct_status ct_write_territories(const ct_writing *w, ct_error *err)
{
    const bool is_point = w->given->regions.is_point_layer;
    ct_output_layer layer = {.name = "territories"};
    layer.label = "if(length(NAME) &gt; 0, NAME, TERR)";
    layer.wkt = is_point ? NULL : w->given->regions.crs_wkt;
    layer.symbol = is_point ? CT_SYMBOL_POINT : CT_SYMBOL_TERRITORY;
    ct_territories_table(w, &layer.table);
    return is_point ? write_clouds(w, &layer, err) : write_polygons(w, &layer, err);
}
