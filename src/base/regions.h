/// What stages ask of the regions of a layer.
#ifndef CT_BASE_REGIONS_H
#define CT_BASE_REGIONS_H

#include "base/content.h"
#include "canton/case.h"

/// Records of a layer, and where their content stands.
typedef struct ct_kept_records {
    ct_file file;
    int64_t *offset, *size; ///< [n_records] bytes of `file`
} ct_kept_records;

void ct_kept_records_free(ct_kept_records *k);

/// Lon and lat, lower then upper; turned inside out where the region has no ring. O(vertices).
void ct_region_box(const ct_regions *r, int32_t region, double box[4]);
/// box[4 * n]: of each region.
void ct_regions_boxes(const ct_regions *r, double *box);

#endif
