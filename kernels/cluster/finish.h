/// Last touches to a partition of points.
#ifndef CTK_CLUSTER_FINISH_H
#define CTK_CLUSTER_FINISH_H

#include "kernels/cluster/map.h"

/// Every cell gets a point: an empty one takes the point nearest to its centre among those of cells
/// with more than one that may go there (ties: smaller index). n >= k.
///
///   center [3 k]  all x, all y, all z
///   part   [n]    in/out, 0..k-1           count  [k] scratch; the sizes of the cells on return
///
/// Returns how many cells were empty. O(n) for each of them.
int32_t ctk_fill_empty(const ctk_map *map, int32_t k, const double *center, int32_t *count,
                       int32_t *part);

/// sum_i w_i |p_i - centroid of its cell|^2, from differences to the first point of the cell so
/// that nothing cancels. work ctk_inertia_work(k) bytes.
double ctk_inertia(int32_t n, const double *pos, const double *w, int32_t k, const int32_t *part,
                   double *work);

/// center [3 k] = centroids of the cells, all x, all y, all z; a cell without weight keeps what was
/// there. work [k].
void ctk_centroids(int32_t n, const double *pos, const double *w, int32_t k, const int32_t *part,
                   double *work, double *center);

static inline int64_t ctk_inertia_work(int32_t k)
{
    return 5 * (int64_t)k * (int64_t)sizeof(double);
}

#endif
