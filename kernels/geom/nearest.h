/// The region whose boundary is nearest to a point that lies in none.
///
/// Definition. Distances are taken in the plane that touches the Earth at the point: degrees of
/// latitude are R pi / 180 long, degrees of longitude cos(latitude of the point) times that
/// (R = CTK_EARTH_KM). The nearest region is the one with the smallest distance to any of its
/// segments, the smaller id among equals. Equal borders give equal distances: the ends of a segment
/// are put in order before anything is computed.
///
/// Error. Against the great circle the distance d is off by at most about d^2 tan(latitude) / 2R:
/// below 5 km and latitude 60, 0.07 %. The longitude is tried turned by 360 degrees either way.
///
/// Method: cells of the point-in-polygon grid in squares of growing radius around the point, in
/// each grid of cells anew, and only where the box of a cell is not farther than the best so far.
/// Points are asked in order of a Morton curve: scattered ones would find every cell and vertex
/// cold, and waiting for memory was nearly all of the time.
///
/// Cost: O(cells within the distance found + segments in them).
#ifndef CTK_GEOM_NEAREST_H
#define CTK_GEOM_NEAREST_H

#include "kernels/geom/pip.h"

/// For points i = index[0 .. n): region[i] = nearest region within radius_km (inclusive) of
/// (lon[i], lat[i]), -1 = none; distance_km[i] its distance, HUGE_VAL = none (may be NULL).
/// Points must be finite. index may be NULL: all of 0 .. n-1. n < 2^31; work: [2 * n].
void ctk_nearest_find(const ctk_pip *grid, int64_t n, const int64_t *index, const double *lon_deg,
                      const double *lat_deg, double radius_km, int32_t n_threads, uint64_t *work,
                      int32_t *region, double *distance_km);

#endif
