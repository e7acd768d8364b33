/// Length of territories' outlines.
#ifndef CTK_MEASURE_OUTLINE_H
#define CTK_MEASURE_OUTLINE_H

#include <stdint.h>

/// perimeter_m[j]: rings ring_begin[j] .. ring_begin[j + 1), holes included, segment by segment in
/// order (ctk_segment_m).
///   vertex_begin [n_rings + 1], lonlat [2 * n_vertices] degrees
void ctk_perimeters(int32_t n, const int32_t *ring_begin, const int64_t *vertex_begin,
                    const double *lonlat, double *perimeter_m, int32_t n_threads);

/// Polsby-Popper of one outline, 4 pi area / perimeter^2, where that of the plane is above 1: the
/// outline is as wide as the Earth is curved. Its edges are the straight lines in longitude and
/// latitude along which areas are measured, and lengths those of the ellipsoid, in pieces of
/// 0.01 degree; of the area that part is left out by which a disc on a curved surface is larger
/// than in the plane: perimeter^2 >= 4 pi A - K A^2 for every outline, K = the greatest curvature
/// (Osserman 1978, doi:10.1090/S0002-9904-1978-14553-4).
///
///   rings [n_rings + 1] offsets into lonlat, is_hole [n_rings]
double ctk_polsby_popper_curved(int32_t n_rings, const int64_t *vertex_begin,
                                const uint8_t *is_hole, const double *lonlat);

#endif
