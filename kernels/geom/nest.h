/// Which ring lies in which, if they have no point in common with themselves or each other.
///
/// A sweep over the vertices from left to right (x, then y) keeps the edges that the sweep line
/// meets in their order from below (ladder.h). A vertex at which a ring begins asks for the edge
/// below it: that edge's ring lies around it, or what lies around that ring. Edges are compared by
/// exact orientation only. Edges that come to lie next to each other are held against each other:
/// where any two have a point in common, the two that have the leftmost one are neighbours before
/// it is reached (Shamos, Hoey 1976, doi:10.1109/SFCS.1976.16).
///
/// Cost O(n log n) for n edges however the rings lie: nested, scattered or combed.
#ifndef CTK_GEOM_NEST_H
#define CTK_GEOM_NEST_H

#include <stdbool.h>
#include <stdint.h>

#include "kernels/geom/ladder.h"
#include "kernels/prim/carve.h"

/// Edge e of a ring runs from vertex from[e] to from[e + 1], the last one to the ring's first.
typedef struct ctk_nest {
    int32_t n_rings;
    const int32_t *ring_begin; ///< [n_rings + 1] edges of ring r, at least 3
    const int32_t *from;       ///< [n_edges] vertices; those of an edge differ
    const double *xy;          ///< [2 * vertices]
    // scratch for n edges at most
    int32_t *ring;          ///< [n] of each edge
    int32_t *order, *other; ///< [n] vertices from left to right
    ctk_ladder tree;        ///< [n] a node has the number of its first edge
    int32_t *edge, *node;   ///< [n] edge that a node holds now; node of an edge
    int8_t *way;            ///< [n] of each ring: 1 = counter-clockwise, -1 = clockwise
} ctk_nest;

void ctk_nest_carve(ctk_nest *t, int32_t n_edges, ctk_carver *c);

/// parent[r] = the smallest ring around ring r, -1 = none. depth[r] = rings around it. false =
/// rings touch or cross; the arrays are worth nothing then.
bool ctk_nest_find(ctk_nest *t, int32_t *parent, int32_t *depth);

#endif
