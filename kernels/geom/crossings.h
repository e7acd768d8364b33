/// Where the edges of linework touch, by a sweep: for edges whose boxes tell too little, as those
/// of thousands that meet in a point, lie on each other, or run long and close side by side.
///
/// The answer is of the same kind as that of ctk_noding_find(), and nothing is found exactly when
/// that finds nothing; but of edges that lie on each other, or touch at a point, each is told with
/// one other there and not with all. Splitting them and looking again comes to the same end.
///
/// A sweep over the points from left to right (x, then y) keeps the edges that the sweep line meets
/// in their order from below (ladder.h; Bentley, Ottmann 1979, doi:10.1109/TC.1979.1675432). At
/// each point
///   - the edges that end there go;
///   - those that pass through it touch it: they go too, and go on from there as if they began;
///   - those that begin there enter above the highest edge below, in the order of their directions.
///     Of edges with one direction the shortest enters, the others wait for its end: what is as
///     long ends there too, what is longer touches that end.
/// Edges that come to lie side by side in the wrong order of their ends cross; they change places
/// when the sweep has come to the crossing. Points and directions are compared exactly. Where a
/// crossing is rounded past a point the order may be wrong for a while, and crossings be missed or
/// none be told for what only seems to be one; never more than once in linework that does not
/// cross, which therefore is told from the rest exactly (Shamos, Hoey 1976,
/// doi:10.1109/SFCS.1976.16).
///
/// Cost O((n + k) log n) for n edges and k pairs, however the edges lie.
#ifndef CTK_GEOM_CROSSINGS_H
#define CTK_GEOM_CROSSINGS_H

#include <stdint.h>

#include "kernels/geom/ladder.h"
#include "kernels/prim/carve.h"

/// Scratch for n points and edges at most.
typedef struct ctk_crossings {
    int32_t *order, *other;      ///< [n] points from left to right
    int32_t *in_head, *out_head; ///< [n] by point: edges that end, or begin there, chained; -1 ends
    int32_t *in_next, *link;     ///< [n] by edge; link also chains those of one direction
    int32_t *event;              ///< [n] a heap of pairs, by where they cross
    ctk_ladder tree;             ///< [n]
    uint8_t *is_in;              ///< [n] the edge is in the tree
} ctk_crossings;

void ctk_crossings_carve(ctk_crossings *x, int32_t n, ctk_carver *c);

/// Pairs of the edges from[e] - to[e], whose ends differ, that touch: pair[2 * capacity]. Returns
/// their number, or capacity + 1 where there are more.
int32_t ctk_crossings_find(ctk_crossings *x, int32_t n_points, int32_t n_edges, const int32_t *from,
                           const int32_t *to, const double *xy, int32_t capacity, int32_t *pair);

#endif
