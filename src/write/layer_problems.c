/// problems.shp: overlaps and gaps of the layer as polygons, longitude and latitude.
#include <string.h>

#include "base/memory.h"
#include "write/layers.h"

void ct_problems_table(const ct_writing *w, const ct_problem_columns *columns, ct_attributes *t)
{
    const ct_strings *code = &w->given->regions.code;
    ct_attributes_add(t, "KIND", CT_CELL_TEXT, &columns->kind.s, "1",
                      "overlap, gap, or sliver: either of them thinner than the snap distance");
    ct_attributes_add(t, "COVER", CT_CELL_INT, columns->cover, "1",
                      "regions that claim it: 2 or more, or 0");
    ct_attributes_add(t, "AREA_M2", CT_CELL_DOUBLE, columns->area_m2, "m2", "area on the ellipsoid")
        ->decimals = 3;
    ct_attributes_add(t, "WIDTH_M", CT_CELL_DOUBLE, columns->width_m, "m",
                      "area / half the perimeter")
        ->decimals = 4;
    ct_attributes_add(t, "REGION_A", CT_CELL_TEXT, code, "1", "code of one region")->item =
        columns->a;
    ct_attributes_add(t, "REGION_B", CT_CELL_TEXT, code, "1", "code of the other region")->item =
        columns->b;
}

static void fill_polygon(const void *user, int64_t i, char *to)
{
    static const int64_t part_begin[1] = {0};
    const ct_graph *g = user;
    const ct_problem *x = &g->problem[i];
    ct_shape_put(to, CT_SHP_POLYGON, 1, part_begin, x->n_vertices,
                 g->problem_lonlat + 2 * x->vertex_begin);
}

static ct_status set_columns(const ct_graph *g, ct_problem_columns *c, int64_t *bytes,
                             ct_error *err)
{
    static const char *const kind[] = {
        [CT_PROBLEM_OVERLAP] = "overlap", [CT_PROBLEM_GAP] = "gap", [CT_PROBLEM_SLIVER] = "sliver"};
    ct_status s = CT_OK;
    for (int32_t i = 0; !s && i < g->n_problems; i++) {
        const ct_problem *x = &g->problem[i];
        bytes[i] = ct_shape_bytes(1, x->n_vertices);
        c->cover[i] = x->is_covered ? 2 : 0;
        c->area_m2[i] = x->area_m2;
        c->width_m[i] = x->width_m;
        c->a[i] = x->a;
        c->b[i] = x->b;
        s = ct_strings_add(&c->kind, kind[x->kind], (int64_t)strlen(kind[x->kind]), err);
    }
    return s;
}

static ct_status allocate(ct_arena *arena, int64_t n, ct_problem_columns *c, int64_t **bytes,
                          ct_error *err)
{
    *bytes = ct_arena_array(arena, n, sizeof **bytes, "problems", err);
    if (*bytes) c->cover = ct_arena_array(arena, n, sizeof *c->cover, "problems", err);
    if (c->cover) c->a = ct_arena_array(arena, n, sizeof *c->a, "problems", err);
    if (c->a) c->b = ct_arena_array(arena, n, sizeof *c->b, "problems", err);
    if (c->b) c->area_m2 = ct_arena_array(arena, n, sizeof *c->area_m2, "problems", err);
    if (c->area_m2) c->width_m = ct_arena_array(arena, n, sizeof *c->width_m, "problems", err);
    return c->width_m ? CT_OK : CT_ERR_MEMORY;
}

ct_status ct_write_problems(const ct_writing *w, ct_error *err)
{
    const ct_graph *g = &w->given->graph;
    ct_arena arena = {0};
    ct_problem_columns c = {0};
    int64_t *bytes = NULL;
    ct_output_layer layer = {.name = "problems", .symbol = CT_SYMBOL_PROBLEM};
    ct_status s = allocate(&arena, g->n_problems, &c, &bytes, err);
    if (!s) s = set_columns(g, &c, bytes, err);
    if (!s) {
        layer.shapes =
            (ct_shapes){CT_SHP_POLYGON, g->n_problems, bytes, fill_polygon, g, NULL, NULL};
        ct_problems_table(w, &c, &layer.table);
        s = ct_layer_write(w, &layer, err);
    }
    ct_strings_free(&c.kind.s);
    ct_arena_free(&arena);
    return s;
}
