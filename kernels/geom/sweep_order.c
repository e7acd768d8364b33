/// Items by the places of their points.
#include "kernels/geom/sweep_order.h"

#include <stddef.h>

/// Runs [begin, mid) and [mid, end) of from[] into one of to[].
static void merge(const double *xy, const int32_t *point, const int32_t *from, int64_t begin,
                  int64_t mid, int64_t end, int32_t *to)
{
    int64_t i = begin, j = mid;
    for (int64_t k = begin; k < end; k++) {
        bool is_second = i >= mid;
        if (i < mid && j < end) {
            const int32_t a = from[i], b = from[j];
            is_second = ctk_sweep_before(xy, point ? point[b] : b, point ? point[a] : a);
        }
        to[k] = is_second ? from[j++] : from[i++];
    }
}

void ctk_sweep_sort(const double *xy, const int32_t *point, int32_t n, int32_t **order,
                    int32_t **other)
{
    for (int32_t i = 0; i < n; i++) (*order)[i] = i;
    for (int64_t size = 1; size < n; size *= 2) {
        for (int64_t begin = 0; begin < n; begin += 2 * size) {
            const int64_t mid = begin + size < n ? begin + size : n;
            merge(xy, point, *order, begin, mid, mid + size < n ? mid + size : n, *other);
        }
        int32_t *const swap = *order;
        *order = *other;
        *other = swap;
    }
}
