/// bridges.shp: every artificial adjacency as a line, longitude and latitude.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "write/layers.h"

void ct_bridges_table(const ct_writing *w, const ct_bridge_columns *columns, ct_attributes *t)
{
    const ct_strings *code = &w->given->regions.code;
    ct_attributes_add(t, "FROM", CT_CELL_TEXT, code, "1", "code of one region")->item =
        columns->from;
    ct_attributes_add(t, "TO", CT_CELL_TEXT, code, "1", "code of the other region")->item =
        columns->to;
    ct_attribute *length = ct_attributes_add(t, "LENGTH_KM", CT_CELL_DOUBLE, columns->length_m,
                                             "km", "length of the bridge");
    length->scale = 1e-3;
    length->decimals = 3;
    ct_attributes_add(t, "KIND", CT_CELL_TEXT, &columns->kind.s, "1",
                      "bridge: joins two components; near: closer than the gap asked for");
    ct_attributes_add(t, "REASON", CT_CELL_TEXT, &columns->reason.s, "1", "why it was made");
    ct_attributes_add(t, "TERR", CT_CELL_INT, columns->territory, "1",
                      "territory on both ends, 0 = two territories");
}

/// Append the line a-b to the n points there; nothing when a is b, which no valid line is.
static int32_t add_part(double lon_a, double lat_a, double lon_b, double lat_b, int32_t n,
                        double xy[8])
{
    const double part[4] = {lon_a, lat_a, lon_b, lat_b};
    if (lon_a == lon_b && lat_a == lat_b) return n;
    memcpy(xy + 2 * n, part, sizeof part);
    return n + 2;
}

/// Ends of a bridge; across the antimeridian it is two parts that end there. Regions that touch at
/// a point have a line of a centimetre there: one of no length is not valid, and a null shape
/// would not show where they touch.
static int32_t trace(const ct_bridge *b, double xy[8])
{
    static const double CENTIMETRE_DEG = 1e-7;
    const double inward = b->lon_a - copysign(CENTIMETRE_DEG, b->lon_a);
    int32_t n = 0;
    if (fabs(b->lon_b - b->lon_a) <= 180) {
        n = add_part(b->lon_a, b->lat_a, b->lon_b, b->lat_b, 0, xy);
    } else {
        const double side = b->lon_a < 0 ? -180 : 180;
        const double to_side = side - b->lon_a, from_side = b->lon_b + side;
        const double share = to_side + from_side == 0 ? 0.5 : to_side / (to_side + from_side);
        const double lat = b->lat_a + share * (b->lat_b - b->lat_a);
        n = add_part(b->lon_a, b->lat_a, side, lat, 0, xy);
        n = add_part(-side, lat, b->lon_b, b->lat_b, n, xy);
    }
    return n ? n : add_part(b->lon_a, b->lat_a, inward, b->lat_a, 0, xy);
}

static void fill_line(const void *user, int64_t i, char *to)
{
    static const int64_t part_begin[2] = {0, 2};
    double xy[8];
    const int32_t n = trace((const ct_bridge *)user + i, xy);
    ct_shape_put(to, CT_SHP_LINE, n / 2, part_begin, n, xy);
}

static ct_status add_text(ct_strings_builder *b, const char *text, ct_error *err)
{
    return ct_strings_add(b, text, (int64_t)strlen(text), err);
}

static ct_status set_columns(const ct_writing *w, ct_bridge_columns *c, int64_t *bytes,
                             ct_error *err)
{
    const ct_graph *g = &w->given->graph;
    ct_status s = CT_OK;
    for (int32_t i = 0; !s && i < g->n_bridges; i++) {
        const ct_bridge *b = &g->bridge[i];
        double xy[8];
        const int32_t n = trace(b, xy);
        bytes[i] = ct_shape_bytes(n / 2, n);
        c->from[i] = b->a;
        c->to[i] = b->b;
        c->length_m[i] = b->length_m;
        c->territory[i] = w->territory[b->a] == w->territory[b->b] ? w->territory[b->a] : 0;
        s = add_text(&c->kind, b->kind == CT_EDGE_NEAR ? "near" : "bridge", err);
        if (!s) s = add_text(&c->reason, b->reason, err);
    }
    return s;
}

static ct_status allocate(ct_arena *arena, int64_t n, ct_bridge_columns *c, int64_t **bytes,
                          ct_error *err)
{
    *bytes = ct_arena_array(arena, n, sizeof **bytes, "bridges", err);
    if (*bytes) c->from = ct_arena_array(arena, n, sizeof *c->from, "bridges", err);
    if (c->from) c->to = ct_arena_array(arena, n, sizeof *c->to, "bridges", err);
    if (c->to) c->territory = ct_arena_array(arena, n, sizeof *c->territory, "bridges", err);
    if (c->territory) c->length_m = ct_arena_array(arena, n, sizeof *c->length_m, "bridges", err);
    return c->length_m ? CT_OK : CT_ERR_MEMORY;
}

ct_status ct_write_bridges(const ct_writing *w, ct_error *err)
{
    const ct_graph *g = &w->given->graph;
    ct_arena arena = {0};
    ct_bridge_columns c = {0};
    int64_t *bytes = NULL;
    ct_output_layer layer = {.name = "bridges", .symbol = CT_SYMBOL_BRIDGE};
    ct_status s = allocate(&arena, g->n_bridges, &c, &bytes, err);
    if (!s) s = set_columns(w, &c, bytes, err);
    if (!s) {
        layer.shapes =
            (ct_shapes){CT_SHP_LINE, g->n_bridges, bytes, fill_line, g->bridge, NULL, NULL};
        ct_bridges_table(w, &c, &layer.table);
        s = ct_layer_write(w, &layer, err);
    }
    ct_strings_free(&c.kind.s);
    ct_strings_free(&c.reason.s);
    ct_arena_free(&arena);
    return s;
}
