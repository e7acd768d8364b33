/// Layers of rectangles as ct_regions, without a file.
#ifndef CT_TESTS_MAKE_LAYER_H
#define CT_TESTS_MAKE_LAYER_H

#include "canton.h"

/// One ring: clockwise, corners in degrees. Rings of one code are one region.
typedef struct made_rectangle {
    const char *code;
    double west, south, east, north;
} made_rectangle;

/// Regions sorted by code; vertices at the corners only.
void make_layer(const made_rectangle *ring, int32_t n, ct_regions *out);

/// Points instead: the south-west corners.
void make_point_layer(const made_rectangle *ring, int32_t n, ct_regions *out);

#endif
