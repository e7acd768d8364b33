/// The report's map, put together.
#include "write/map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bridges.h"

enum { FLOOR = 3 }; ///< tenths of a pixel; what moves a border by less is never drawn

static ct_status take_items(ct_arena *arena, int32_t n, ct_map_items *t, ct_error *err)
{
    static const char what[] = "the map";
    t->n = n;
    t->west = ct_arena_array(arena, n, sizeof(double), what, err);
    t->south = ct_arena_array(arena, n, sizeof(double), what, err);
    t->east = ct_arena_array(arena, n, sizeof(double), what, err);
    t->north = ct_arena_array(arena, n, sizeof(double), what, err);
    t->territory = ct_arena_array(arena, n, sizeof(int32_t), what, err);
    t->frame = ct_arena_array(arena, n, sizeof(int32_t), what, err);
    return t->west && t->south && t->east && t->north && t->territory && t->frame ? CT_OK
                                                                                  : CT_ERR_MEMORY;
}

static void ring_box(const ct_polygons *p, int32_t r, ct_map_items *t, int32_t i)
{
    double west = INFINITY, south = INFINITY, east = -INFINITY, north = -INFINITY;
    for (int64_t v = p->vertex_begin[r]; v < p->vertex_begin[r + 1]; v++) {
        const double x = p->xy[2 * v], y = p->xy[2 * v + 1];
        west = x < west ? x : west;
        east = x > east ? x : east;
        south = y < south ? y : south;
        north = y > north ? y : north;
    }
    t->west[i] = west;
    t->south[i] = south;
    t->east[i] = east;
    t->north[i] = north;
}

/// One item a ring; holes lie inside their outer ring's box, so they follow it into its frame.
static ct_status ring_items(const ct_polygons *p, ct_arena *arena, ct_map_items *t, ct_error *err)
{
    const ct_status s = take_items(arena, p->n_rings, t, err);
    for (int32_t j = 0; !s && j < p->n; j++)
        for (int32_t r = p->ring_begin[j]; r < p->ring_begin[j + 1]; r++) {
            ring_box(p, r, t, r);
            t->territory[r] = j;
        }
    return s;
}

static ct_status point_items(const ct_case *given, const ct_level *level, ct_arena *arena,
                             ct_map_items *t, ct_error *err)
{
    const ct_status s = take_items(arena, given->regions.n, t, err);
    for (int32_t i = 0; !s && i < t->n; i++) {
        t->west[i] = t->east[i] = given->regions.lon_deg[i];
        t->south[i] = t->north[i] = given->regions.lat_deg[i];
        t->territory[i] = level->solution.part[i];
    }
    return s;
}

/// The holes of a ring in the same frame as the ring.
static void holes_follow(const ct_polygons *p, ct_map_items *t)
{
    for (int32_t r = 1; r < p->n_rings; r++)
        if (p->is_hole[r]) t->frame[r] = t->frame[r - 1];
}

static int by_rank_down(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/// How many vertices rank above the tolerance; their ranks go to `to` unless that is NULL.
static int64_t ranks_above(const ct_polygons *p, const ct_map_shown *shown, double tolerance,
                           double *to)
{
    int64_t n = 0;
    for (int32_t r = 0; r < p->n_rings; r++)
        for (int32_t i = 0; i < shown->n[r]; i++) {
            const double rank = shown->rank[p->vertex_begin[r] + i];
            if (!(rank > tolerance)) continue;
            if (to) to[n] = rank;
            n++;
        }
    return n;
}

/// The least tolerance, but at least FLOOR, that leaves no more than `budget` vertices.
static ct_status choose_tolerance(const ct_polygons *p, const ct_map_shown *shown, int64_t budget,
                                  ct_arena *arena, double *out, ct_error *err)
{
    const int64_t n = ranks_above(p, shown, FLOOR, NULL);
    *out = FLOOR;
    if (n <= budget) return CT_OK;
    double *sorted = ct_arena_array(arena, n, sizeof *sorted, "the map", err);
    if (!sorted) return CT_ERR_MEMORY;
    ranks_above(p, shown, FLOOR, sorted);
    qsort(sorted, (size_t)n, sizeof *sorted, by_rank_down);
    if (isfinite(sorted[budget])) *out = sorted[budget];
    return CT_OK;
}

/// The vertices of ring r that stay, on the sheet's grid, without repeats. Returns how many.
static int64_t thin_ring(const ct_polygons *p, int32_t r, const ct_frame *f,
                         const ct_map_shown *shown, double tolerance, int32_t *to)
{
    int64_t n = 0;
    for (int64_t i = p->vertex_begin[r]; i < p->vertex_begin[r] + shown->n[r]; i++) {
        if (!(shown->rank[i] > tolerance)) continue;
        const double *at = p->xy + 2 * (p->vertex_begin[r] + shown->vertex[i]);
        double sheet[2];
        ct_map_project(f, 1, at, sheet);
        const int32_t x = (int32_t)lrint(sheet[0]), y = (int32_t)lrint(sheet[1]);
        if (n && to[2 * n - 2] == x && to[2 * n - 1] == y) continue;
        to[2 * n] = x;
        to[2 * n + 1] = y;
        n++;
    }
    return n;
}

static void thin(const ct_polygons *p, const ct_map_items *t, const ct_map_shown *shown, ct_map *m)
{
    int64_t at = 0;
    for (int32_t j = 0; j < p->n; j++)
        for (int32_t r = p->ring_begin[j]; r < p->ring_begin[j + 1]; r++) {
            const int64_t n =
                thin_ring(p, r, &m->frame[t->frame[r]], shown, m->tolerance, m->xy + 2 * at);
            const bool only = r == p->ring_begin[j] && p->ring_begin[j + 1] == r + 1;
            if (n < 3 && !only) continue;
            m->ring_territory[m->n_rings] = j;
            m->ring_frame[m->n_rings] = t->frame[r];
            m->vertex_begin[m->n_rings++] = at;
            at += n;
            m->vertex_begin[m->n_rings] = at;
        }
}

static ct_status make_rings(const ct_context *ctx, const ct_polygons *p, int64_t budget,
                            const ct_map_items *t, ct_arena *arena, ct_map *m, ct_error *err)
{
    ct_map_shown shown;
    ct_status s = ct_map_ranks(ctx, p, m, t->frame, FLOOR, &shown, arena, err);
    if (!s) s = choose_tolerance(p, &shown, budget, arena, &m->tolerance, err);
    if (s) return s;
    const int64_t kept = ranks_above(p, &shown, m->tolerance, NULL);
    m->ring_territory = ct_array(p->n_rings, sizeof *m->ring_territory, "the map", err);
    m->ring_frame = ct_array(p->n_rings, sizeof *m->ring_frame, "the map", err);
    m->vertex_begin = ct_array((int64_t)p->n_rings + 1, sizeof *m->vertex_begin, "the map", err);
    m->xy = ct_array(2 * kept, sizeof *m->xy, "the map", err);
    if (!m->ring_territory || !m->ring_frame || !m->vertex_begin || !m->xy) return CT_ERR_MEMORY;
    thin(p, t, &shown, m);
    return CT_OK;
}

static void on_sheet(const ct_map *m, int32_t frame, double lon, double lat, int32_t *x, int32_t *y)
{
    const double at[2] = {lon, lat};
    double xy[2];
    ct_map_project(&m->frame[frame], 1, at, xy);
    *x = (int32_t)lrint(xy[0]);
    *y = (int32_t)lrint(xy[1]);
}

static ct_status make_points(const ct_case *given, const ct_map_items *t, ct_map *m, ct_error *err)
{
    m->point = ct_array(2 * (int64_t)given->regions.n, sizeof *m->point, "the map", err);
    if (!m->point) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < given->regions.n; i++)
        on_sheet(m, t->frame[i], given->regions.lon_deg[i], given->regions.lat_deg[i],
                 &m->point[2 * i], &m->point[2 * i + 1]);
    return CT_OK;
}

static ct_status find_used(const ct_graph *g, const ct_solution *p, ct_arena *arena, ct_map *m,
                           ct_error *err)
{
    int32_t *territory = ct_arena_array(arena, g->n, sizeof *territory, "map", err);
    int32_t *parent = ct_arena_array(arena, g->n, sizeof *parent, "map", err);
    int32_t *order = ct_arena_array(arena, g->n_bridges, sizeof *order, "map", err);
    m->bridge_is_used = ct_array(g->n_bridges, 1, "bridges of the map", err);
    if (!territory || !parent || !order || !m->bridge_is_used) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < g->n; i++) territory[i] = p->part[i] + 1;
    ct_bridges_used(g, territory, order, parent, m->bridge_is_used);
    return CT_OK;
}

static ct_status make_bridges(const ct_graph *g, ct_map *m, ct_error *err)
{
    m->bridge = ct_array(g->n_bridges, sizeof *m->bridge, "bridges of the map", err);
    m->bridge_is_far = ct_array(g->n_bridges, 1, "bridges of the map", err);
    if (!m->bridge || !m->bridge_is_far) return CT_ERR_MEMORY;
    for (int32_t b = 0; b < g->n_bridges; b++) {
        const ct_bridge *e = &g->bridge[b];
        int32_t *line = m->bridge[b];
        const int32_t from = ct_map_frame_at(m, e->lon_a, e->lat_a),
                      to = ct_map_frame_at(m, e->lon_b, e->lat_b);
        on_sheet(m, from, e->lon_a, e->lat_a, &line[0], &line[1]);
        on_sheet(m, to, e->lon_b, e->lat_b, &line[2], &line[3]);
        m->bridge_is_far[b] = from != to;
    }
    return CT_OK;
}

static ct_status make(const ct_context *ctx, const ct_case *given, const ct_level *level,
                      int64_t budget, ct_arena *arena, ct_map *m, ct_error *err)
{
    const ct_polygons *p = &level->figures.outline;
    const bool points = given->regions.is_point_layer;
    ct_map_items items = {0};
    ct_status s =
        points ? point_items(given, level, arena, &items, err) : ring_items(p, arena, &items, err);
    if (!s) s = ct_map_frames(&items, level->figures.k, arena, m, err);
    if (!s && !points) holes_follow(p, &items);
    if (!s)
        s = points ? make_points(given, &items, m, err)
                   : make_rings(ctx, p, budget, &items, arena, m, err);
    if (!s) s = find_used(&given->graph, &level->solution, arena, m, err);
    if (!s) s = make_bridges(&given->graph, m, err);
    if (s) return s;
    m->label = ct_array((int64_t)level->figures.k * m->n_frames, sizeof *m->label,
                        "labels of the map", err);
    if (!m->label) return CT_ERR_MEMORY;
    m->n_labels = ct_map_labels(m, level->figures.k, m->label);
    return CT_OK;
}

ct_status ct_map_make(const ct_context *ctx, const ct_case *given, const ct_level *level,
                      int64_t budget, ct_map *out, ct_error *err)
{
    ct_arena arena = {0};
    *out = (ct_map){0};
    const ct_status s = make(ctx, given, level, budget, &arena, out, err);
    ct_arena_free(&arena);
    if (s) ct_map_free(out);
    return s;
}

void ct_map_free(ct_map *m)
{
    if (!m) return;
    free(m->ring_territory);
    free(m->ring_frame);
    free(m->vertex_begin);
    free(m->xy);
    free(m->point);
    free(m->label);
    free(m->bridge);
    free(m->bridge_is_far);
    free(m->bridge_is_used);
    memset(m, 0, sizeof *m);
}
