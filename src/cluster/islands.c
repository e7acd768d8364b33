/// Components moved along their bridges.
#include "cluster/islands.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bridges.h"
#include "kernels/cluster/bisect.h"
#include "kernels/prim/knob.h"
#include "kernels/prim/sets.h"

/// Width of a territory in root mean square radii, generously.
CTK_KNOB(WIDTH, 4);

typedef struct islands {
    const ct_regions *regions;
    const ct_graph *graph;
    const double *weight;
    int32_t k;
    int32_t *part;        ///< [n]
    double *sum, *radius; ///< [4 k], [k]
    double (*shift)[3];   ///< [n_components]
    bool *is_placed;      ///< [n_components]
    int32_t *parent;      ///< [n_components] joined so far (ctk_find sets)
    int32_t *tree;        ///< [n_bridges] those of the shortest tree, ascending
    int32_t n_tree;
    void *bisect;
    double *target; ///< [k]
} islands;

static ct_status allocate(islands *s, ct_arena *a, ct_error *err)
{
    int64_t n = s->regions->n, k = s->k, parts = s->graph->n_components;
    s->part = ct_arena_array(a, n, sizeof *s->part, "clustering", err);
    s->sum = ct_arena_array(a, 4 * k, sizeof *s->sum, "clustering", err);
    s->radius = ct_arena_array(a, k, sizeof *s->radius, "clustering", err);
    s->target = ct_arena_array(a, k, sizeof *s->target, "clustering", err);
    s->shift = ct_arena_array(a, parts, sizeof *s->shift, "clustering", err);
    s->is_placed = ct_arena_array(a, parts, sizeof *s->is_placed, "clustering", err);
    s->parent = ct_arena_array(a, parts, sizeof *s->parent, "clustering", err);
    s->tree = ct_arena_array(a, s->graph->n_bridges, sizeof *s->tree, "clustering", err);
    s->bisect = ct_arena_array(a, ctk_bisect_work((int32_t)n), 1, "clustering", err);
    bool is_done = s->part && s->sum && s->radius && s->target && s->shift && s->is_placed;
    return is_done && s->parent && s->tree && s->bisect ? CT_OK : CT_ERR_MEMORY;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int compare_ids(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/// Root mean square radius of the middle one of k bisected cells.
static double find_radius(const islands *s)
{
    int64_t n = s->regions->n, k = s->k;
    const double *pos = s->regions->pos_km;
    for (int64_t j = 0; j < k; j++) s->target[j] = 1;
    ctk_bisect((int32_t)n, pos, s->weight, s->k, s->target, 0, 0, s->bisect, s->part);
    for (int64_t i = 0; i < n; i++) {
        double *of = s->sum + 4 * (int64_t)s->part[i];
        of[0] += s->weight[i];
        for (int64_t a = 0; a < 3; a++) of[1 + a] += s->weight[i] * pos[a * n + i];
    }
    for (int64_t i = 0; i < n; i++) {
        const double *of = s->sum + 4 * (int64_t)s->part[i];
        for (int64_t a = 0; a < 3 && of[0] > 0; a++) {
            double d = pos[a * n + i] - of[1 + a] / of[0];
            s->radius[s->part[i]] += s->weight[i] * d * d;
        }
    }
    for (int64_t j = 0; j < k; j++)
        if (s->sum[4 * j] > 0) s->radius[j] = sqrt(s->radius[j] / s->sum[4 * j]);
    qsort(s->radius, (size_t)k, sizeof *s->radius, compare);
    return s->radius[k / 2];
}

/// The component beyond bridge b gets its shift when the one before it has; false when both have.
static bool place(islands *s, const ct_bridge *b, double longest)
{
    const int32_t *component = s->graph->component;
    int64_t n = s->regions->n;
    int32_t from = b->a, to = b->b;
    if (s->is_placed[component[to]]) from = b->b, to = b->a;
    if (!s->is_placed[component[from]] || s->is_placed[component[to]]) return false;
    double way[3], length = 0;
    for (int64_t a = 0; a < 3; a++) {
        way[a] = s->regions->pos_km[a * n + from] - s->regions->pos_km[a * n + to];
        length += way[a] * way[a];
    }
    length = sqrt(length);
    double share = length > longest ? 1 - longest / length : 0;
    for (int a = 0; a < 3; a++)
        s->shift[component[to]][a] = s->shift[component[from]][a] + share * way[a];
    return s->is_placed[component[to]] = true;
}

/// Of all ways to an island the shortest counts (Kruskal's tree).
static void find_tree(islands *s)
{
    const ct_graph *g = s->graph;
    ct_bridges_by_length(g, s->tree);
    for (int32_t c = 0; c < g->n_components; c++) s->parent[c] = c;
    for (int32_t i = 0; i < g->n_bridges; i++) {
        const ct_bridge *b = &g->bridge[s->tree[i]];
        if (ctk_unite(s->parent, g->component[b->a], g->component[b->b]))
            s->tree[s->n_tree++] = s->tree[i];
    }
    qsort(s->tree, (size_t)s->n_tree, sizeof *s->tree, compare_ids);
}

static bool has_long(const islands *s, double longest)
{
    for (int32_t i = 0; i < s->n_tree; i++)
        if (s->graph->bridge[s->tree[i]].length_m > 1e3 * longest) return true;
    return false;
}

static void place_all(islands *s, double longest)
{
    bool is_changed = true;
    s->is_placed[0] = true;
    while (is_changed) {
        is_changed = false;
        for (int32_t i = 0; i < s->n_tree; i++)
            is_changed |= place(s, s->graph->bridge + s->tree[i], longest);
    }
}

ct_status ct_islands_draw_in(const ct_regions *regions, const ct_graph *graph, const double *weight,
                             int32_t k, ct_arena *arena, const double **pos, double *width_km,
                             ct_error *err)
{
    islands s = {.regions = regions, .graph = graph, .weight = weight, .k = k};
    int64_t n = regions->n;
    *pos = regions->pos_km;
    *width_km = HUGE_VAL;
    if (graph->n_bridges == 0) return CT_OK;
    ct_status status = allocate(&s, arena, err);
    if (status) return status;
    find_tree(&s);
    const double longest = *width_km = WIDTH * find_radius(&s);
    if (!has_long(&s, longest)) return CT_OK;
    double *moved = ct_arena_array(arena, 3 * n, sizeof *moved, "clustering", err);
    if (!moved) return CT_ERR_MEMORY;
    place_all(&s, longest);
    for (int64_t a = 0; a < 3; a++)
        for (int64_t i = 0; i < n; i++)
            moved[a * n + i] = regions->pos_km[a * n + i] + s.shift[graph->component[i]][a];
    *pos = moved;
    return CT_OK;
}
