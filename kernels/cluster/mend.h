/// Torn cells made whole, and what that costs by their prices.
#ifndef CTK_CLUSTER_MEND_H
#define CTK_CLUSTER_MEND_H

#include "kernels/cluster/prune.h"
#include "kernels/cluster/steps.h"

/// Points of a map: a cell is whole when its points are connected in the graph.
typedef struct ctk_map {
    int32_t n;
    const double *pos;      ///< [3 n] all x, all y, all z
    const double *w;        ///< [n] >= 0
    const int64_t *indptr;  ///< [n + 1]
    const int32_t *indices; ///< [indptr[n]] symmetric
    int32_t n_extra;        ///< further measures
    const double *ratio;    ///< [n_extra * n] weight of each per unit of w, see blocks.h
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

typedef struct ctk_mend_work {
    int32_t *piece, *queue, *begin; ///< [n], [n], [n + 1]
    double *mass;                   ///< [n]
    int32_t *main;                  ///< [k]
    double *cost;                   ///< [n]
    int32_t *from, *seen;           ///< [n]
    ctk_steps steps;                ///< [n + 1]
    int32_t stamp;
} ctk_mend_work;

void ctk_mend_place(ctk_carver *c, int32_t n, int32_t k, ctk_mend_work *work);

/// Each cell has a main piece, the heaviest (ties: the one with the smallest point). Any other
/// piece of cell a is either given away, whole, to the neighbouring cell b for which
///
///     sum over its points of w_i (P_ib - P_ia),  P_ij = |p_i - c_j|^2 - lambda_j (prune.h),
///
/// is least, or tied to the main piece by the cheapest chain of points that cell a takes over, at
/// w_i (P_ia - P_i own) each, whichever costs less: most torn pieces hang by a point or two. The
/// powers lambda are the prices of room in the cells, so the sums are what the changes cost to
/// first order when the balance is kept. A chain may tear the cell it crosses: that is looked at
/// anew, up to a fixed number of rounds, in the last of which pieces are only given away. Pieces
/// that touch nothing whole stay. Ties by id.
///
///   part  [n]  in/out  0..k-1
/// Returns the sum of the costs. Expected O(arcs) a round.
double ctk_mend(const ctk_map *map, const ctk_centers *at, ctk_mend_work *work, int32_t *part);

#endif
