/// Faces between boundaries that were drawn apart: where two regions overlap, and what lies between
/// regions and in none.
///
/// Given directed edges with an owner, interior on the right. They are split where they meet
/// (net.h), loose ends are cut off, and the bounded faces of what is left are walked, each as
/// simple clockwise rings. Along a ring every use of an edge says of its owner: inside (the ring
/// lies to the right of it) or outside. So a face knows who covers it as far as its edges tell, and
/// no area is united or intersected.
///
/// What an owner covers on the inside is certain beside its own edges only: borders that are not
/// given (matched ones) may divide a face. Ask whether `mid` of one owner lies in the other.
///
/// Cost O(n log n) for n edges of bounded crossings.
#ifndef CTK_GEOM_PLANAR_H
#define CTK_GEOM_PLANAR_H

#include <stddef.h>
#include <stdint.h>

#include "kernels/geom/net.h"
#include "kernels/geom/stars.h"

enum { CTK_PLANAR_OWNERS = 8 }; ///< owners a ring remembers, in the order they are met

/// One owner's share of a ring.
typedef struct ctk_share {
    int32_t owner;
    double inside_m, outside_m; ///< length along which the owner covers the ring, or ends at it
    double longest_m, mid[2]; ///< the longest piece that is an edge of this owner alone: its middle
} ctk_share;

/// A ring and who has edges on it.
typedef struct ctk_face {
    int32_t begin, end; ///< points ring_point[begin .. end), not closed
    int32_t n_owners;
    ctk_share share[CTK_PLANAR_OWNERS];
} ctk_face;

/// All arrays inside one block of scratch, `capacity` (C) items each unless said otherwise.
typedef struct ctk_planar {
    ctk_net net; ///< edges with their owners as tags, in degrees; after splitting, their pieces
    // lines: pieces with the same two ends are one line, low id to high; line_use chains them
    int32_t n_lines;
    int32_t *line_from, *line_to, *line_use, *use_next, *head, *link;
    ctk_stars stars;        ///< of lines
    int32_t *stack;         ///< [2C]
    int32_t *place, *trace; ///< trace is [2C]
    // result
    int32_t n_faces, n_ring_points;
    int32_t *ring_point; ///< [2C]
    ctk_face *face;
} ctk_planar;

/// Carve the arrays out of `memory` (NULL = only measure), which is aligned for doubles. Returns
/// the bytes used. Start with ctk_planar_clear(), then ctk_net_add() to net.
size_t ctk_planar_layout(ctk_planar *p, int32_t capacity, void *memory);
void ctk_planar_clear(ctk_planar *p);

#endif
