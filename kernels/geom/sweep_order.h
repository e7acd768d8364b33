/// The order in which a sweep line meets points: from left to right, those above each other from
/// below (x, then y).
#ifndef CTK_GEOM_SWEEP_ORDER_H
#define CTK_GEOM_SWEEP_ORDER_H

#include <stdbool.h>
#include <stdint.h>

/// Point p is met before point q.
static inline bool ctk_sweep_before(const double *xy, int32_t p, int32_t q)
{
    const double *a = xy + 2 * (int64_t)p, *b = xy + 2 * (int64_t)q;
    return a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]);
}

/// (*order)[n]: the items 0 .. n - 1, item i at point[i], as they are met; items at equal points by
/// number. point = NULL: item i is point i. (*other)[n] is scratch; the two may change places.
/// Merge sort, O(n log n).
void ctk_sweep_sort(const double *xy, const int32_t *point, int32_t n, int32_t **order,
                    int32_t **other);

#endif
