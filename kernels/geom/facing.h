/// How far boundaries of different regions run face to face without sharing vertices.
///
/// Definition. A point x of edge e faces edge f of another region when
///   - f's nearest point q is no further than `reach` from x,
///   - q is seen across the edge, not along it: x -> q is at least 45 degrees off e (any direction
///     when q = x), and
///   - f runs the other way: a border drawn twice is drawn in opposite directions, whether its two
///     drawings gape or overlap (interiors lie on the right of both).
/// x belongs to the region of the nearest edge that it faces, ties to the lower region. A stretch
/// is a longest piece of an edge that belongs to one region. Corners that merely touch see each
/// other along their edges and share nothing.
///
/// Derivation: along e, distance to f is convex, so the part of e within reach of f is one
/// interval, cut out of e by the stadium around f: two discs and a slab, each a closed form. Where
/// intervals begin or end and where projections reach the ends of f, e is cut; a piece whose ends
/// and middle belong to the same region is whole, others are halved down to reach / 1024. Distances
/// that differ by rounding only are equal, so that two regions on the same line do not take turns,
/// and an edge is halved some thousand times at most.
/// Each point of e counts for one region, once.
///
/// Cost: a box query for 8 strips, then O(c log c + c p) for edges with c others near and p pieces.
/// Where thousands of edges lie in each other's reach or their boxes on each other, that has a
/// bound: some hundred looks at boxes for each edge, and for those that take more what the others
/// leave of them. What is not done then is given up: the edge has no stretches.
#ifndef CTK_GEOM_FACING_H
#define CTK_GEOM_FACING_H

#include "kernels/geom/strips.h"

/// From s0 to s1 (0..1 along edge) the edge belongs to region `other`.
typedef struct ctk_stretch {
    int32_t edge, other;
    double s0, s1;
    double length_m;
} ctk_stretch;

/// Edges looked at together; with more of them in reach an edge is halved, at most 8 times, and
/// then those first along the curve count.
enum { CTK_FACING_NEAR = 256 };

/// near[i]: bit k is set when the box of edge begin[i] + k comes within reach of the box of an edge
/// of another region, or when there are too many boxes to tell. Returns the number of bits set.
int64_t ctk_facing_near(const ctk_strips *s, double reach_m, int32_t n_threads, uint8_t *near);

/// Stretches of the listed edges. begin[n_list + 1] out: exclusive prefix sums of their numbers;
/// returns the total, and in *n_left how many edges were given up. list: then writes them, in order
/// of the list.
int64_t ctk_facing_count(const ctk_strips *s, int32_t n_list, const int32_t *list, double reach_m,
                         int32_t n_threads, int64_t *begin, int32_t *n_left);
void ctk_facing_list(const ctk_strips *s, int32_t n_list, const int32_t *list, double reach_m,
                     int32_t n_threads, const int64_t *begin, ctk_stretch *stretch);

/// Distance from the middle of each listed edge to the nearest edge it faces, m; -1 = none in
/// reach. And the length of the edge.
void ctk_facing_distances(const ctk_strips *s, int32_t n_list, const int32_t *list, double reach_m,
                          int32_t n_threads, double *distance_m, double *length_m);

#endif
