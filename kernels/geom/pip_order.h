/// Many points at once: sorted by place first, so that neighbours share what the cache holds.
///
/// Points in random order find every cell, leaf and vertex cold: on a layer larger than the cache
/// a lookup waits for memory three to six times. Here a block of points is put into strips of root
/// rows, each strip in order of its columns, and then looked up; points whose root cell settles
/// them are not moved at all. Every point is answered by itself, so the order, and with it the size
/// of the blocks and the number of threads, changes no answer.
///
/// Cost: two passes of counting sort, about 10 ns a point, against 30 .. 300 ns of waiting.
#ifndef CTK_GEOM_PIP_ORDER_H
#define CTK_GEOM_PIP_ORDER_H

#include "kernels/geom/pip.h"

/// Bytes of scratch for each thread when n points are looked up by n_threads.
size_t ctk_pip_order_work(int64_t n, int32_t n_threads);

/// As ctk_pip_find(). work: n_threads * work_size bytes, 16-aligned, work_size from
/// ctk_pip_order_work().
void ctk_pip_find_ordered(const ctk_pip *grid, int64_t n, const double *lon_deg,
                          const double *lat_deg, int32_t n_threads, void *work, size_t work_size,
                          int32_t *region);

#endif
