/// Ground that several owners cover, pair by pair, so that the areas add up.
///
/// Where m owners lie on each other they make a pile, in the order of their numbers. A pile of m
/// gives m - 1 pairs: each owner with the one right below it. So the areas of all pairs add up to
/// the sum of the owners' areas less that of their union, whatever lies on what, and n owners
/// nested in each other give n - 1 pairs and not n^2.
///
/// Given the edges of the owners' rings (even-odd: an owner covers what lies inside an odd number
/// of them). They are split where they meet (net.h), and the faces of the linework are walked from
/// one to the next with the set of owners that cover them: crossing a line changes it by the owners
/// of the line. Parts of the linework that lie inside others are entered from the face they lie in
/// (below.h). A half of a line bounds the pairs that are there on its right and not on its left.
///
/// Cost O(n log n) for n edges, their crossings included.
#ifndef CTK_GEOM_PILE_H
#define CTK_GEOM_PILE_H

#include <stddef.h>

#include "kernels/geom/below.h"
#include "kernels/geom/net.h"
#include "kernels/prim/bits.h"

/// A piece of the outline of where `upper` lies on `lower` < upper: from one point to another, with
/// that ground on its right.
typedef struct ctk_pile_edge {
    int32_t lower, upper, from, to;
} ctk_pile_edge;

/// `capacity` (C) items each unless said otherwise.
typedef struct ctk_pile {
    ctk_net net; ///< edges with their owners as tags; after splitting, their pieces
    int32_t n_owners;
    // pieces with the same two ends are one line, low id to high; line_use chains them
    int32_t n_lines, *line_from, *line_to, *line_use, *use_next;
    ctk_stars stars;
    ctk_below sweep;
    int32_t *below;
    int32_t *face, n_faces; ///< [2C] by half-edge: the face on its right
    int32_t *part;          ///< the lowest point of the part of the linework that a point is in
    int32_t *inner, *next;  ///< [2C] by face: halves with the outside of parts in it, chained
    uint8_t *known;         ///< [2C] by face
    void *path;             ///< the walk
    ctk_bits owners;        ///< those that cover the face at hand
    int32_t *before;        ///< [n_owners]
    int32_t *touched;       ///< [3C]
    // result
    int64_t n_result, result_capacity;
    ctk_pile_edge *result; ///< [result_capacity]
} ctk_pile;

/// Carve the arrays out of `memory` (NULL = only measure), aligned for doubles. Returns the bytes.
/// Start with ctk_net_clear(), then ctk_net_add() to net.
size_t ctk_pile_layout(ctk_pile *p, int32_t capacity, int32_t n_owners, void *memory);

/// 1 = done; 0 = no room, start again with more; -1 = edges still touch after the last round.
int ctk_pile_find(ctk_pile *p, int32_t n_threads);

#endif
