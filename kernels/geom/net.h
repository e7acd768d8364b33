/// Linework: distinct points, edges between them, and the splitting of edges where they meet.
///
/// Equal coordinates have one id: edges that meet at their ends share it. Each edge carries a tag,
/// which its pieces inherit: a multiplicity where territories are dissolved, an owner where
/// overlaps are looked for.
///
/// Splitting: pairs that touch other than at common ends are found exactly (noding.h, or where that
/// gives up crossings.h). Where an end
/// lies on an edge, the edge is split there; where two cross, both are at the crossing, rounded to
/// doubles. A rounded point may lie beside its edge, so that pieces touch anew: rounds follow until
/// nothing does. From round FINE_ROUNDS on new points fall on a grid 2^-40 of the largest
/// coordinate wide, on which near misses run together. Pieces stand where their edge stood, in its
/// direction. The same for any number of threads.
///
/// Cost O(1) a point, O((n + k) log n) a round for n edges and k pairs.
#ifndef CTK_GEOM_NET_H
#define CTK_GEOM_NET_H

#include <stdbool.h>
#include <stdint.h>

#include "kernels/geom/crossings.h"
#include "kernels/prim/carve.h"

/// All arrays hold `capacity` (C) items unless a size is given.
typedef struct ctk_net {
    int32_t capacity, n_points, n_edges;
    double *xy;         ///< [2C] points
    int32_t *hash;      ///< [hash_size] point + 1, 0 = free
    uint32_t hash_size; ///< power of two >= 2C
    int32_t *from, *to, *tag;
    // scratch of ctk_net_split(), free for others in between
    int32_t *from2, *to2, *tag2;
    int32_t *pair;                                   ///< [2C]
    int32_t *split_edge, *split_point, *split_begin; ///< split_begin [C + 1]
    double *box;                                     ///< [4 * ctk_noding_boxes(C)]
    ctk_crossings crossings;                         ///< not touched but where boxes do not help:
    bool is_crowded;                                 ///< that was found out
} ctk_net;

/// Carve the arrays of an empty net; start it with ctk_net_clear().
void ctk_net_carve(ctk_net *t, int32_t capacity, ctk_carver *c);
void ctk_net_clear(ctk_net *t);

/// Id of the point with these coordinates, added when new; -1 = no room.
int32_t ctk_net_point(ctk_net *t, double x, double y);
/// Fetch what ctk_net_point() will want to see of a point that is added some ten points later.
void ctk_net_expect(const ctk_net *t, double x, double y);
/// Append an edge, unless it is a point; 0 = no room.
int ctk_net_add(ctk_net *t, const double a[2], const double b[2], int32_t tag);

typedef enum ctk_net_state {
    CTK_NET_NODED, ///< nothing touches other than at common ends
    CTK_NET_FULL,  ///< no room; points and edges are worth nothing any more
    CTK_NET_SPLIT  ///< something was split: look again
} ctk_net_state;

enum { CTK_NET_ROUNDS = 48 }; ///< after so many it is better to give up

/// Edges that touch, in pair[]: all pairs, or of edges that lie on each other each with one there.
/// Returns their number, capacity + 1 where there is no room for them.
int32_t ctk_net_touches(ctk_net *t, int32_t n_threads);

/// Split the edges of the first n pairs where they touch, in round `round`, from 0.
ctk_net_state ctk_net_split_at(ctk_net *t, int32_t n, int32_t round);
/// Round `round` of splitting, from 0.
ctk_net_state ctk_net_split(ctk_net *t, int32_t round, int32_t n_threads);

#endif
