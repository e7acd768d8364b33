/// Polygons of territories: the dissolve kernel with memory behind it. Measure and write both use
/// it.
#ifndef CT_BASE_DISSOLVE_H
#define CT_BASE_DISSOLVE_H

#include "canton/progress.h"
#include "canton/types.h"

/// Polygons of territories, flat. Rings are closed and simple; outer rings clockwise, each followed
/// by its holes, counter-clockwise; rings touch in points only (valid in the sense of OGC).
typedef struct ct_polygons {
    int32_t n;           ///< territories
    int32_t *ring_begin; ///< [n + 1] rings of territory j; none for an empty one
    int32_t n_rings;
    int64_t *vertex_begin; ///< [n_rings + 1] vertices of ring r
    int64_t n_vertices;
    double *xy;         ///< [2 * n_vertices]
    uint8_t *is_hole;   ///< [n_rings]
    int32_t n_repaired; ///< territories whose borders crossed or overlapped
    int32_t n_unsound;  ///< of these, how many still do (0 in all that was tried)
} ct_polygons;

/// Dissolve by `part`.
///   xy    regions->xy or regions->lonlat (the segments are the same)
///   part  [regions->n] 0..k-1, < 0 = in no territory
/// A graph without segments is fine: then every ring edge is looked at. Needs a polygon layer.
ct_status ct_dissolve(const ct_context *ctx, const ct_regions *regions, const ct_graph *graph,
                      const double *xy, const int32_t *part, int32_t k, ct_polygons *out,
                      ct_error *err);
void ct_polygons_free(ct_polygons *p);

#endif
