/// What stages ask of the regions of a layer.
#ifndef CT_BASE_REGIONS_H
#define CT_BASE_REGIONS_H

#include "canton/case.h"

/// box[4 * n]: of each region, lon and lat, lower then upper; turned inside out where it has no
/// ring. O(vertices).
void ct_regions_boxes(const ct_regions *r, double *box);

#endif
