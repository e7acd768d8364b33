/// Plain polygon arithmetic that judges the dissolve.
#ifndef CT_ORACLE_POLYGONS_H
#define CT_ORACLE_POLYGONS_H

#include <stdbool.h>

#include "base/dissolve.h"

/// Winding number (clockwise counts +1) of rings [ring, ring_end) around (x, y), which is on no
/// edge.
int oracle_winding(const double *xy, const int64_t *vertex_begin, int32_t ring, int32_t ring_end,
                   double x, double y);

/// Area of rings [ring, ring_end), clockwise positive.
double oracle_area(const double *xy, const int64_t *vertex_begin, int32_t ring, int32_t ring_end);

/// NULL when territory j of p is valid: rings closed, >= 4 vertices, no repeated vertex, edges meet
/// at vertices only, orientation fits is_hole, each hole is inside its outer ring and not inside
/// another hole of it. Otherwise what is wrong. All pairs of edges are looked at.
const char *oracle_fault(const ct_polygons *p, int32_t j);

#endif
