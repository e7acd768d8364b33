/// Where the segments of a line web meet other than at common end points: exact predicates and a
/// self-join that costs nothing where there is nothing to find.
///
/// A web is a list of segments from[e] -> to[e] over points xy[2 * p]; equal coordinates have one
/// id. Two segments *touch* when they have a point in common that is not a common end point: a
/// proper crossing, an end point inside the other segment, or an overlap. A web without touches is
/// noded.
///
/// ctk_doubled_area: sign of the doubled area of a, b, c (> 0 = counter-clockwise), exact: a
/// filtered double determinant, and where the filter cannot decide the six products as an expansion
/// of doubles (Shewchuk 1997, doi:10.1007/PL00009321). The value returned is within a few ulp of
/// the true one.
///
/// ctk_noding_find: boxes over runs of 8 consecutive segments, 8 boxes to a parent; every leaf asks
/// the tree for leaves at or behind itself. Consecutive segments are usually neighbours in space,
/// so the boxes are tight and the density of the ground does not matter. About O(n log n). On
/// several threads parts of the leaves are first only counted, then those in which something
/// touches are gone through again: in the webs this is for, they are few.
///
/// Where boxes tell too little, as of thousands of segments that meet in a point or lie on each
/// other, the search gives up after some looks for each segment: crossings.h is for these.
#ifndef CTK_GEOM_NODING_H
#define CTK_GEOM_NODING_H

#include <stdbool.h>
#include <stdint.h>

double ctk_doubled_area(const double a[2], const double b[2], const double c[2]);

/// Segments a-b and c-d (ids) touch. Their boxes are known to meet.
bool ctk_noding_touch(const double *xy, int32_t a, int32_t b, int32_t c, int32_t d);

/// Boxes the tree of n segments takes: [4 * result] doubles.
int64_t ctk_noding_boxes(int64_t n);

void ctk_noding_build(int32_t n, const int32_t *from, const int32_t *to, const double *xy,
                      double *box);

/// Pairs (e, f), e < f, that touch, ascending by (e / 8, tree order): pair[2 * capacity].
/// Returns their number, or capacity + 1 where there are more: then pair holds the first of them;
/// or that it gave up.
enum { CTK_NODING_CROWDED = -1 };
int32_t ctk_noding_find(int32_t n, const int32_t *from, const int32_t *to, const double *xy,
                        const double *box, int32_t capacity, int32_t n_threads, int32_t *pair);

#endif
