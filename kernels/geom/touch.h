/// Does anything in a list of edges touch?
#ifndef CTK_GEOM_TOUCH_H
#define CTK_GEOM_TOUCH_H

#include <stdint.h>

/// Bytes of scratch for n edges.
static inline int64_t ctk_touch_ways(int64_t n)
{
    return 2 * ((n + 7) / 8);
}

/// 1 = two of the edges from[e] -> to[e], e < n, have a point in common that is not an end of both
/// (noding.h), 0 = none have; CTK_NODING_CROWDED = so many boxes lie on each other that it gave up.
/// Ends are the same when their numbers are. Fastest when most edges begin where the one before
/// them ends.
///   boxes [4 * ctk_noding_boxes(n)] scratch
///   ways  [ctk_touch_ways(n)] scratch
int ctk_lines_touch(int32_t n, const int32_t *from, const int32_t *to, const double *xy,
                    double *boxes, uint8_t *ways);

#endif
