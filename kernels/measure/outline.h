/// Length of territories' outlines.
#ifndef CTK_MEASURE_OUTLINE_H
#define CTK_MEASURE_OUTLINE_H

#include <stdint.h>

/// perimeter_m[j]: rings ring_begin[j] .. ring_begin[j + 1), holes included, segment by segment in
/// order (ctk_segment_m).
///   vertex_begin [n_rings + 1], lonlat [2 * n_vertices] degrees
void ctk_perimeters(int32_t n, const int32_t *ring_begin, const int64_t *vertex_begin,
                    const double *lonlat, double *perimeter_m, int32_t n_threads);

#endif
