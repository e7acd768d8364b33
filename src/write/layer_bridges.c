/// Bridges: every artificial adjacency as a line, longitude and latitude.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/bridges.h"
#include "write/writing.h"

typedef struct columns {
    int32_t *from, *to; ///< [n] regions
    int32_t *territory; ///< [n] territory whose connection needs the bridge, 0 = none
    int32_t *kind;      ///< [n] of `kinds`
    double *length_m;   ///< [n]
    const ct_strings *kinds, *reason;
} columns;

static void add_columns(const ct_writing *w, const columns *c, ct_columns *t)
{
    const ct_strings *code = &w->given->regions.code;
    ct_columns_add(t, (ct_column){"from", "", "code of one region", "1", CT_CELL_TEXT, .data = code,
                                  .item = c->from});
    ct_columns_add(t, (ct_column){"to", "", "code of the other region", "1", CT_CELL_TEXT,
                                  .data = code, .item = c->to});
    ct_columns_add(t, (ct_column){"length_km", "", "length of the bridge", "km", CT_CELL_DOUBLE, 3,
                                  1e-3, c->length_m, NULL});
    ct_columns_add(t, (ct_column){"kind", "",
                                  "bridge: joins two components; near: closer than the gap asked "
                                  "for",
                                  "1", CT_CELL_TEXT, .data = c->kinds, .item = c->kind});
    ct_columns_add(
        t, (ct_column){"reason", "", "why it was made", "1", CT_CELL_TEXT, .data = c->reason});
    ct_columns_add(t, (ct_column){"territory", "TERR",
                                  "territory that it holds together, 0 = none needs it", "1",
                                  CT_CELL_INT, .data = c->territory});
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

/// Every part is two points.
static ct_status set_lines(const ct_graph *g, ct_arena *arena, ct_geometry *out, ct_error *err)
{
    const int64_t n = g->n_bridges;
    int32_t *part = ct_arena_array(arena, n + 1, sizeof *part, "bridges", err);
    int64_t *vertex =
        part ? ct_arena_array(arena, 2 * n + 1, sizeof *vertex, "bridges", err) : NULL;
    double *xy = vertex ? ct_arena_array(arena, 8 * n, sizeof *xy, "bridges", err) : NULL;
    if (!xy) return CT_ERR_MEMORY;
    for (int64_t i = 0; i < n; i++) {
        double line[8];
        const int32_t n_points = trace(&g->bridge[i], line);
        memcpy(xy + 4 * (int64_t)part[i], line, 2 * (size_t)n_points * sizeof *xy);
        part[i + 1] = part[i] + n_points / 2;
    }
    for (int32_t p = 0; p <= part[n]; p++) vertex[p] = 2 * (int64_t)p;
    *out = (ct_geometry){CT_LINES, n, part, vertex, xy, NULL};
    return CT_OK;
}

static ct_status allocate(ct_arena *arena, int64_t n, columns *c, const char ***reason,
                          ct_error *err)
{
    static const char *const kinds[] = {"bridge", "near"};
    int32_t *ids = ct_arena_array(arena, 4 * n, sizeof *ids, "bridges", err);
    if (ids) c->kinds = ct_cell_strings(arena, 2, kinds, err);
    if (c->kinds) c->length_m = ct_arena_array(arena, n, sizeof *c->length_m, "bridges", err);
    if (c->length_m) *reason = ct_arena_array(arena, n, sizeof **reason, "bridges", err);
    if (!*reason) return CT_ERR_MEMORY;
    c->from = ids;
    c->to = ids + n;
    c->territory = ids + 2 * n;
    c->kind = ids + 3 * n;
    return CT_OK;
}

/// Territories that the bridges hold together.
static ct_status set_territories(const ct_writing *w, ct_arena *arena, int32_t *territory,
                                 ct_error *err)
{
    const ct_graph *g = &w->given->graph;
    int32_t *order = ct_arena_array(arena, g->n_bridges, sizeof *order, "bridges", err);
    int32_t *parent = ct_arena_array(arena, g->n, sizeof *parent, "bridges", err);
    bool *is_used = ct_arena_array(arena, g->n_bridges, sizeof *is_used, "bridges", err);
    if (!order || !parent || !is_used) return CT_ERR_MEMORY;
    ct_bridges_used(g, w->territory, order, parent, is_used);
    for (int32_t i = 0; i < g->n_bridges; i++)
        territory[i] = is_used[i] ? w->territory[g->bridge[i].a] : 0;
    return CT_OK;
}

static ct_status set_columns(const ct_writing *w, ct_arena *arena, columns *c, ct_error *err)
{
    const ct_graph *g = &w->given->graph;
    const char **reason = NULL;
    if (allocate(arena, g->n_bridges, c, &reason, err)) return CT_ERR_MEMORY;
    if (set_territories(w, arena, c->territory, err)) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < g->n_bridges; i++) {
        const ct_bridge *b = &g->bridge[i];
        c->from[i] = b->a;
        c->to[i] = b->b;
        c->length_m[i] = b->length_m;
        c->kind[i] = b->kind == CT_EDGE_NEAR;
        reason[i] = b->reason;
    }
    c->reason = ct_cell_strings(arena, g->n_bridges, reason, err);
    return c->reason ? CT_OK : CT_ERR_MEMORY;
}

ct_status ct_describe_bridges(const ct_writing *w, ct_arena *arena, ct_features *out, ct_error *err)
{
    columns c = {0};
    snprintf(out->name, sizeof out->name, "bridges");
    out->symbol = CT_SYMBOL_BRIDGE;
    ct_status s = set_columns(w, arena, &c, err);
    if (!s) s = set_lines(&w->given->graph, arena, &out->geometry, err);
    if (!s) add_columns(w, &c, &out->columns);
    return s;
}
