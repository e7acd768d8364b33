/// What stages ask of the regions of a layer.
#ifndef CT_BASE_REGIONS_H
#define CT_BASE_REGIONS_H

#include "canton/case.h"

/// Lon and lat, lower then upper; turned inside out where the region has no ring. O(vertices).
void ct_region_box(const ct_regions *r, int32_t region, double box[4]);
/// box[4 * n]: of each region.
void ct_regions_boxes(const ct_regions *r, double *box);

#endif
