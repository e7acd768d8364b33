/// A map of points that are cut into cells, and the one question of all that move points between
/// cells.
///
/// Rules (graph/rules.h) name territories; cell j is territory j. A point that may be in one
/// territory alone is put there from the start (settle.h), and draws the centre of its cell to
/// itself: a seat. Every mover then asks ctk_map_may_join(), so that none breaks a rule that is
/// kept and none is stuck because one is broken already. What power diagrams break all the same -
/// they know nothing of rules - and what is spent of budgets is the balance stage's.
#ifndef CTK_CLUSTER_MAP_H
#define CTK_CLUSTER_MAP_H

#include "kernels/cluster/prune.h"
#include "kernels/graph/rules.h"

/// A cell is whole when its points are connected in the graph.
typedef struct ctk_map {
    int32_t n;
    const double *pos;      ///< [3 n] all x, all y, all z
    const double *w;        ///< [n] >= 0
    const int64_t *indptr;  ///< [n + 1]
    const int32_t *indices; ///< [indptr[n]] symmetric
    int32_t n_extra;        ///< further measures
    const double *ratio;    ///< [n_extra * n] weight of each per unit of w, see blocks.h
    const ctk_rules *rules; ///< NULL = none
} ctk_map;

/// The power of point u to centre j, see prune.h.
static inline double ctk_map_power(const ctk_map *map, const ctk_centers *at, int32_t u, int32_t j)
{
    int64_t n = map->n;
    double dx = map->pos[u] - at->x[j], dy = map->pos[n + u] - at->y[j];
    double dz = map->pos[2 * n + u] - at->z[j];
    double power = dx * dx + dy * dy + dz * dz - at->lambda[j];
    for (int32_t e = 0; e < map->n_extra; e++)
        power -= at->price[(int64_t)e * at->k + j] * map->ratio[e * n + u];
    return power;
}

/// What it costs, by the prices, to give point u from cell a to cell b.
static inline double ctk_map_toll(const ctk_map *map, const ctk_centers *at, int32_t u, int32_t a,
                                  int32_t b)
{
    return map->w[u] * (ctk_map_power(map, at, u, b) - ctk_map_power(map, at, u, a));
}

/// May point u join cell j, as the points of part [n] are?
static inline bool ctk_map_may_join(const ctk_map *map, const int32_t *part, int32_t u, int32_t j)
{
    return !map->rules || ctk_rules_accept(map->rules, part, u, j, -1);
}

/// May point[0..n) join cell j together? Points of different cells that are to be apart may not.
bool ctk_map_may_join_all(const ctk_map *map, const int32_t *part, int32_t n, const int32_t *point,
                          int32_t j);

/// They do, if they may; else nothing happens.
bool ctk_map_move(const ctk_map *map, int32_t *part, int32_t n, const int32_t *point, int32_t j);

/// Does a rule name point u?
static inline bool ctk_map_is_ruled(const ctk_map *map, int32_t u)
{
    return map->rules && ctk_rules_name_region(map->rules, u);
}

#endif
