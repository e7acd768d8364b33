/// Polygons of territories: the dissolve kernel with memory behind it. Measure and write both use
/// it.
#ifndef CT_BASE_DISSOLVE_H
#define CT_BASE_DISSOLVE_H

#include "canton/case.h"
#include "canton/progress.h"

/// Dissolve by `part`.
///   xy    regions->xy or regions->lonlat (the segments are the same)
///   part  [regions->n] 0..k-1, < 0 = in no territory
/// A graph without segments is fine: then every ring edge is looked at. Needs a polygon layer.
ct_status ct_dissolve(const ct_context *ctx, const ct_regions *regions, const ct_graph *graph,
                      const double *xy, const int32_t *part, int32_t k, ct_polygons *out,
                      ct_error *err);

#endif
