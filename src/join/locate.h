/// The point-in-polygon grid of a layer: the memory around kernels/geom/pip.h.
#ifndef CT_JOIN_LOCATE_H
#define CT_JOIN_LOCATE_H

#include "canton/case.h"
#include "canton/progress.h"
#include "kernels/geom/pip.h"

/// Build the grid; root cells at most max_cells, 0 = choose. The layer needs >= 1 ring; its
/// coordinates are borrowed by the grid.
ct_status ct_locate_build(const ctk_pip_layer *layer, int64_t max_cells, int32_t n_threads,
                          ctk_pip *out, ct_error *err);
/// The same for these points, to be looked up once: where there are few, cells stay coarse. NaN and
/// points anywhere are allowed.
ct_status ct_locate_build_for(const ctk_pip_layer *layer, int64_t max_cells, int64_t n,
                              const double *lon_deg, const double *lat_deg, int32_t n_threads,
                              ctk_pip *out, ct_error *err);
void ct_locate_free(ctk_pip *grid);

/// region[i] of each point, -1 = none; sorts large numbers of points by place on the way.
ct_status ct_locate_find(const ctk_pip *grid, int64_t n, const double *lon_deg,
                         const double *lat_deg, int32_t n_threads, int32_t *region, ct_error *err);

/// The point lies in the region, not on its border: of one region, ring by ring, without a grid.
bool ct_locate_is_inside(const ct_regions *regions, int32_t region, double lon_deg, double lat_deg);

/// The rings of a polygon layer.
ctk_pip_layer ct_locate_layer(const ct_regions *regions);

#endif
