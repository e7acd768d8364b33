/// The line web of one territory, shared by the parts of the dissolve kernel. Not for others.
#ifndef CTK_GEOM_DISSOLVE_WEB_H
#define CTK_GEOM_DISSOLVE_WEB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernels/geom/net.h"
#include "kernels/geom/rule.h"
#include "kernels/geom/stars.h"

/// All arrays hold net.capacity (C) items unless a size is given. Edges are directed, with a
/// multiplicity; the winding number on the right of edge e exceeds that on its left by net.tag[e].
/// By the even-odd rule multiplicities and winding numbers are taken modulo 2.
typedef struct ctk_web {
    ctk_dissolve_rule rule;
    ctk_net net;          ///< edges with their multiplicities as tags
    int32_t *head, *link; ///< edges by their from point: head[p], link[e], -1 ends
    // chaining
    int32_t *next;         ///< edge after e on its ring
    int32_t *mark, *stack; ///< mark is [C], also by point
    // rings: points ring_point[ring_begin[r] .. ring_begin[r + 1])
    int32_t n_rings, n_traces;
    int32_t *ring_point, *ring_begin; ///< ring_begin [C + 1]
    int32_t *ring_trace;              ///< trace the ring was cut from
    int32_t *trace_low;               ///< its leftmost, then lowest point
    int32_t *trace_shell;             ///< its outer ring, -1 = none
    int32_t *trace_entry;             ///< the point by which its outer ring arrives at trace_low
    int32_t *trace_turn, *trace_link;
    int32_t *trace_owner; ///< the ring around it
    int32_t *ray_trace, *ray_acc, *ray_wind;
    double *ring_area;               ///< > 0 for outer rings
    int32_t *edge_ring, *stack_edge; ///< in place of head and link
    // faces of the noded web
    ctk_stars stars;
    int32_t *face, *half_stack; ///< [2C] by half-edge
    int32_t *wind;              ///< [2C] by face
    uint8_t *known;             ///< [2C] by face
    bool has_stars;             ///< of the edges that were chained
    // a sweep, in the places of others
    int32_t *sweep_point;   ///< as they are met
    int32_t *west;          ///< by point: winding number west of it
    int32_t *under, *above; ///< by edge: winding number right below, above
    int32_t *under_edge;    ///< by edge: the one right below where it begins, -1 = none
    int32_t *ring_around;   ///< the ring around a ring, -1 = none
    int32_t *ring_outer;    ///< the outer ring around a ring
} ctk_web;

/// Carve the arrays out of `memory` (NULL = only measure). Returns the bytes used.
size_t ctk_web_layout(ctk_web *w, int32_t capacity, void *memory);

void ctk_web_clear(ctk_web *w);
/// One edge for each pair of points, with the sum of multiplicities, > 0; zero sums vanish (even
/// ones by the even-odd rule).
void ctk_web_merge(ctk_web *w);
/// head and link.
void ctk_web_index(ctk_web *w);

/// next[]; 0 = ok, 1 = edges that compete for one successor, 2 = an edge without one.
int ctk_web_chain(ctk_web *w);
/// Rings and traces from next[]. false: its traces do not close, as where coordinates are beyond
/// arithmetic.
bool ctk_web_rings(ctk_web *w);
/// The stars of the edges.
void ctk_web_stars(ctk_web *w);
/// sweep_point, west, under, above and under_edge of a noded web with its stars.
void ctk_web_sweep(ctk_web *w);
/// After it: ring_around and ring_outer of rings, and in trace_owner the outer ring around where a
/// trace begins.
void ctk_web_surround(ctk_web *w);
/// The edge between p and q, by the star of p.
int32_t ctk_web_between(const ctk_web *w, int32_t p, int32_t q);

/// Owners of traces; false when a trace lies where it cannot in a clean web.
bool ctk_web_nest(ctk_web *w);

/// Two of the edges from[e] -> to[e], e < n_edges, have a point in common that is not an end of
/// both (noding.h). Fastest when most of them begin where the one before them ends.
bool ctk_web_touches(ctk_web *w, const int32_t *from, const int32_t *to);
/// Split until nothing touches: 0 = ok, 1 = no room, 2 = not noded after the last round.
int ctk_web_node(ctk_web *w);
/// Keep the edges between what is inside by the rule (to their right) and what is not. The web is
/// noded.
void ctk_web_hull(ctk_web *w);

/// Rays to the left from points p[0..n), sorted by (y, id): add to acc[i] the winding that edge
/// a->b contributes at p[i] (+weight when it goes up strictly left of it, -weight down; lower end
/// inclusive).
void ctk_web_cast(const ctk_web *w, int32_t n, const int32_t *p, int32_t a, int32_t b,
                  int32_t weight, int32_t *acc);
/// First of p[0..n) whose y is not below `y`.
int32_t ctk_web_first_ray(const ctk_web *w, int32_t n, const int32_t *p, double y);
/// Sort id[0..n) by (y of point[id], id).
void ctk_web_sort_rays(const ctk_web *w, int32_t n, int32_t *id, const int32_t *point);

#endif
