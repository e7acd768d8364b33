/// Problems: overlaps and gaps of the layer as polygons, longitude and latitude.
#include <stdio.h>
#include <string.h>

#include "write/writing.h"

typedef struct columns {
    int32_t *kind, *cover, *a, *b;
    double *area_m2, *width_m;
    const ct_strings *kinds;
} columns;

static void add_columns(const ct_writing *w, const columns *c, ct_columns *t)
{
    const ct_strings *code = &w->given->regions.code;
    ct_columns_add(t, (ct_column){"kind", "",
                                  "overlap, gap, or sliver: either of them thinner than the snap "
                                  "distance",
                                  "1", CT_CELL_TEXT, .data = c->kinds, .item = c->kind});
    ct_columns_add(t, (ct_column){"cover", "", "regions that claim it: 2 or more, or 0", "1",
                                  CT_CELL_INT, .data = c->cover});
    ct_columns_add(t, (ct_column){"area_m2", "", "area on the ellipsoid", "m2", CT_CELL_DOUBLE,
                                  .decimals = 3, .data = c->area_m2});
    ct_columns_add(t, (ct_column){"width_m", "", "area / half the perimeter", "m", CT_CELL_DOUBLE,
                                  .decimals = 4, .data = c->width_m});
    ct_columns_add(t, (ct_column){"region_a", "", "code of one region", "1", CT_CELL_TEXT,
                                  .data = code, .item = c->a});
    ct_columns_add(t, (ct_column){"region_b", "", "code of the other region", "1", CT_CELL_TEXT,
                                  .data = code, .item = c->b});
}

static ct_status set_columns(const ct_graph *g, ct_arena *arena, columns *c, ct_error *err)
{
    static const char *const kind[] = {
        [CT_PROBLEM_OVERLAP] = "overlap", [CT_PROBLEM_GAP] = "gap", [CT_PROBLEM_SLIVER] = "sliver"};
    const int64_t n = g->n_problems;
    int32_t *ids = ct_arena_array(arena, 4 * n, sizeof *ids, "problems", err);
    double *sizes = ids ? ct_arena_array(arena, 2 * n, sizeof *sizes, "problems", err) : NULL;
    const ct_strings *kinds =
        sizes ? ct_cell_strings(arena, sizeof kind / sizeof *kind, kind, err) : NULL;
    if (!kinds) return CT_ERR_MEMORY;
    *c = (columns){ids, ids + n, ids + 2 * n, ids + 3 * n, sizes, sizes + n, kinds};
    for (int64_t i = 0; i < n; i++) {
        const ct_problem *x = &g->problem[i];
        c->kind[i] = (int32_t)x->kind;
        c->cover[i] = x->is_covered ? 2 : 0;
        c->area_m2[i] = x->area_m2;
        c->width_m[i] = x->width_m;
        c->a[i] = x->a;
        c->b[i] = x->b;
    }
    return CT_OK;
}

/// The end of the ring that begins at vertex `begin`: where it comes back to it.
static int64_t ring_end(const double *xy, int64_t begin)
{
    int64_t i = begin + 1;
    while (memcmp(xy + 2 * i, xy + 2 * begin, 2 * sizeof *xy) != 0) i++;
    return i + 1;
}

/// Vertices in the order of the problems, which is not the one in which they were found.
static int64_t copy_vertices(const ct_graph *g, double *xy)
{
    int64_t n = 0;
    for (int64_t i = 0; i < g->n_problems; i++) {
        const ct_problem *x = &g->problem[i];
        if (xy)
            memcpy(xy + 2 * n, g->problem_lonlat + 2 * x->vertex_begin,
                   2 * (size_t)x->n_vertices * sizeof *xy);
        n += x->n_vertices;
    }
    return n;
}

/// Rings of each problem: the first one outer, then its holes. Returns how many there are; the
/// arrays may be NULL.
static int64_t find_rings(const ct_graph *g, const double *xy, int32_t *part_begin,
                          int64_t *vertex_begin, uint8_t *is_hole)
{
    int64_t n = 0, at = 0;
    for (int64_t i = 0; i < g->n_problems; i++) {
        const int64_t first = at, end = at + g->problem[i].n_vertices;
        for (; at < end; n++) {
            if (is_hole) is_hole[n] = at > first;
            at = ring_end(xy, at);
            if (vertex_begin) vertex_begin[n + 1] = at;
        }
        if (part_begin) part_begin[i + 1] = (int32_t)n;
    }
    return n;
}

static ct_status set_rings(const ct_graph *g, ct_arena *arena, ct_geometry *out, ct_error *err)
{
    const int64_t n = g->n_problems;
    double *xy = ct_arena_array(arena, 2 * copy_vertices(g, NULL), sizeof *xy, "problems", err);
    if (!xy) return CT_ERR_MEMORY;
    copy_vertices(g, xy);
    const int64_t n_rings = find_rings(g, xy, NULL, NULL, NULL);
    int32_t *part_begin = ct_arena_array(arena, n + 1, sizeof *part_begin, "problems", err);
    int64_t *begin = ct_arena_array(arena, n_rings + 1, sizeof *begin, "problems", err);
    uint8_t *is_hole = ct_arena_array(arena, n_rings, 1, "problems", err);
    if (!part_begin || !begin || !is_hole) return CT_ERR_MEMORY;
    find_rings(g, xy, part_begin, begin, is_hole);
    *out = (ct_geometry){.type = CT_POLYGONS,
                         .n = n,
                         .part_begin = part_begin,
                         .vertex_begin = begin,
                         .xy = xy,
                         .is_hole = is_hole};
    return CT_OK;
}

ct_status ct_describe_problems(const ct_writing *w, ct_arena *arena, ct_features *out,
                               ct_error *err)
{
    columns c;
    snprintf(out->name, sizeof out->name, "problems");
    out->symbol = CT_SYMBOL_PROBLEM;
    ct_status s = set_columns(&w->given->graph, arena, &c, err);
    if (!s) s = set_rings(&w->given->graph, arena, &out->geometry, err);
    if (!s) add_columns(w, &c, &out->columns);
    return s;
}
