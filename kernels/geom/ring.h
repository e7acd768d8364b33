/// Measures of closed rings: n vertices x, y interleaved, the first repeated at the end.
#ifndef CTK_GEOM_RING_H
#define CTK_GEOM_RING_H

#include <stdbool.h>
#include <stdint.h>

/// Signed area in the ring's own plane, > 0 when it runs counter-clockwise, and its bounding box
/// x_min, y_min, x_max, y_max. Not finite when a coordinate is not.
///
/// Shoelace formula about the first vertex, 2 A = sum (p_i - p_0) x (p_i+1 - p_0): differences of
/// near coordinates are exact, so a small ring far from the origin loses nothing. O(n).
double ctk_ring_area(int64_t n, const double *restrict xy, double box[4]);

/// An area that the rounding of the coordinates alone can make: the ring is a line or a point.
/// A vertex is known to 2^-52 of the largest coordinate, and moving one side of the box by that
/// much changes the area by that times the side.
bool ctk_ring_is_flat(double area, const double box[4]);

/// 1 = (x, y) is inside, 0 = on a vertex or an edge, -1 = outside. Even-odd rule: counts the edges
/// that cross the ray to the right; the half-open rule y_i <= y < y_j counts a vertex once. O(n).
int ctk_ring_locate(int64_t n, const double *restrict xy, double x, double y);

/// Moments of a ring in lon/lat degrees on the authalic cylinder of the ellipsoid, whose area times
/// CTK_WGS84_A^2 is the area on the Earth (see geom/sphere.h): moment[0] = signed area, > 0
/// counter- clockwise, [1] = its integral of x, [2] of y, where x = radians east of lon0_deg and y
/// = ctk_authalic_y(lat). The ring is taken as a whole by the multiple of 360 degrees that brings
/// its first vertex nearest to lon0_deg, so that parts at +179 and -179 are neighbours.
///
/// With a = p_i - p_0, b = p_i+1 - p_0, c = a x b: A = sum c / 2, Sx = sum c (a_x + b_x) / 6
/// (Bockman 1989, doi:10.1080/00029890.1989.11972159), shifted back from p_0 at the end. O(n), one
/// sine each.
void ctk_ring_moments(int64_t n, const double *restrict lonlat, double lon0_deg, double moment[3]);

/// Sums x, y of the vertices but the last in the same coordinates, for rings without area.
void ctk_ring_vertex_sum(int64_t n, const double *restrict lonlat, double lon0_deg, double sum[2]);

/// Latitude in degrees at height y on that cylinder: Newton on s = sin(lat), y'(s) = (1 - e^2) /
/// (1 - e^2 s^2)^2. Within 1e-13 degrees below latitude 89; |y| beyond the pole gives the pole.
double ctk_authalic_lat_deg(double y);

#endif
