/// Faces between boundaries that were drawn apart: where two regions overlap, and what lies between
/// regions and in none.
///
/// Given directed edges with an owner, interior on the right. They are split where they meet (exact
/// predicates, noding.h; meeting points rounded to doubles, repeated until nothing touches), loose
/// ends are cut off, and the bounded faces of what is left are walked, each as simple clockwise
/// rings. Along a ring every use of an edge says of its owner: inside (the ring lies to the right
/// of it) or outside. So a face knows who covers it as far as its edges tell, and no area is united
/// or intersected.
///
/// What an owner covers on the inside is certain beside its own edges only: borders that are not
/// given (matched ones) may divide a face. Ask whether `mid` of one owner lies in the other.
///
/// Cost O(n log n) for n edges of bounded crossings.
#ifndef CTK_GEOM_PLANAR_H
#define CTK_GEOM_PLANAR_H

#include <stddef.h>
#include <stdint.h>

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
    int32_t capacity, n_points, n_edges;
    double *xy;    ///< [2C] degrees
    int32_t *hash; ///< [hash_size] point + 1
    uint32_t hash_size;
    int32_t *from, *to, *owner;    ///< edges; after splitting, their pieces
    int32_t *from2, *to2, *owner2; ///< the other copy
    int32_t *pair;                 ///< [2C]
    int32_t *split_edge, *split_point, *split_begin;
    double *box;
    // lines: pieces with the same two ends are one line, low id to high; line_use chains them
    int32_t n_lines;
    int32_t *line_from, *line_to, *line_use, *use_next, *head, *link;
    int32_t *degree;
    int32_t *star_begin, *star, *star_place, *half_next; ///< half-edges: 2 * line + (1 = back)
    int32_t *stack, *place, *trace;
    // result
    int32_t n_faces, n_ring_points;
    int32_t *ring_point; ///< [2C]
    ctk_face *face;
} ctk_planar;

/// Carve the arrays out of `memory` (NULL = only measure), which is aligned for doubles. Returns
/// the bytes used. Start with ctk_planar_clear().
size_t ctk_planar_layout(ctk_planar *p, int32_t capacity, void *memory);
void ctk_planar_clear(ctk_planar *p);

/// Add a directed edge; 0 = no room.
int ctk_planar_add(ctk_planar *p, const double a[2], const double b[2], int32_t owner);

/// Fetch what ctk_planar_add() will want to see of a point that is added some ten edges later.
void ctk_planar_expect(const ctk_planar *p, const double a[2]);

/// face[0..n_faces) with their rings; 0 = no room, -1 = edges that do not come apart. The same for
/// any number of threads.
int ctk_planar_faces(ctk_planar *p, int32_t n_threads);

#endif
