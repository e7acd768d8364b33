/// How often the edges of strips wind around points.
///
/// The plain way casts a ray from each point to the nearer end of the map and asks every strip that
/// it meets. Of a strip that lies wholly on that side only the ends matter; so for the points whose
/// rays meet very many strips these are counted together: points and strips are passed from west to
/// east, a strip that ends left of the next point adds its turn to all points between its heights
/// (a tree of sums: Fenwick 1994, doi:10.1002/spe.4380240306), and of the strips that reach to both
/// sides of a point only those whose boxes hold it are asked. That is the same number, by a ray to
/// the west.
///
/// Cost O(log n) for a ray that meets few of n strips, or for all others together O((n + q) log n)
/// and the boxes over each point.
#ifndef CTK_GEOM_STRIPS_COVER_H
#define CTK_GEOM_STRIPS_COVER_H

#include <stddef.h>

#include "kernels/geom/strips.h"

enum { CTK_COVER_UNKNOWN = INT32_MIN }; ///< more boxes lie over the point than are looked at

/// Bytes of scratch for n points.
size_t ctk_strips_cover_work(const ctk_strips *s, int32_t n);

/// How often the edges, which close to rings, wind clockwise around each point: the number of
/// regions over it. An edge through the point does not count.
///   point    [2 * n] degrees
///   winding  [n] out, or CTK_COVER_UNKNOWN
void ctk_strips_cover(const ctk_strips *s, int32_t n, const double *point, int32_t n_threads,
                      void *work, int32_t *winding);

#endif
