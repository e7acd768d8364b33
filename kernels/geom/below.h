/// What lies right below the points at which parts of noded linework begin.
///
/// A sweep over the points from left to right (x, then y) keeps the lines that the sweep line meets
/// in their order from below (ladder.h). At each point the highest line strictly below it is looked
/// up; then the lines that end there go, and those that begin there enter above it, in the order of
/// the point's star.
///
/// Cost O(n log n) for n lines, however the parts lie in each other.
#ifndef CTK_GEOM_BELOW_H
#define CTK_GEOM_BELOW_H

#include "kernels/geom/ladder.h"
#include "kernels/geom/stars.h"

typedef struct ctk_below {
    int32_t *order, *other; ///< [points] from left to right
    ctk_ladder tree;        ///< [lines]
} ctk_below;

void ctk_below_carve(ctk_below *b, int32_t n, ctk_carver *c);

/// below[p] = the line below point p, -1 = none, for every point with a star. The stars are linked.
void ctk_below_find(ctk_below *b, const ctk_stars *s, int32_t *below);

#endif
