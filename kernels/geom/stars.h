/// The edges around each point of noded linework, in their order, and the walk around its faces.
///
/// Half-edge 2 e runs along edge e, 2 e + 1 back; h ^ 1 is its other half. The star of a point are
/// the half-edges that leave it, counter-clockwise from the west (-x). After half h comes the first
/// way out of its end counter-clockwise from the way back: so the face on h's right goes on, and
/// each face is a circle of next[]. Directions are compared exactly (noding.h).
///
/// Cost O(edges log degree); the same for any number of threads.
#ifndef CTK_GEOM_STARS_H
#define CTK_GEOM_STARS_H

#include <stdint.h>

#include "kernels/prim/carve.h"

typedef struct ctk_stars {
    int32_t n_points, n_edges;
    const double *xy;         ///< [2 * n_points]
    const int32_t *from, *to; ///< [n_edges] ends differ
    // for n points and edges at most:
    int32_t *begin;  ///< [n + 1]
    int32_t *degree; ///< [n] the star of p is star[begin[p] .. begin[p] + degree[p])
    int32_t *star;   ///< [2 n] half-edges
    int32_t *place;  ///< [2 n] of each half in its star; -1 = cut off
    int32_t *next;   ///< [2 n] -1 = cut off
} ctk_stars;

void ctk_stars_carve(ctk_stars *s, int32_t n, ctk_carver *c);

/// The halves by their points, in no order yet. Sizes, xy, from and to are set.
void ctk_stars_fill(ctk_stars *s);
/// After filling: cut off edges that end in nothing, from the loose end inwards. stack: [n_points]
void ctk_stars_cut(ctk_stars *s, int32_t *stack);
/// Order the stars; place and next.
void ctk_stars_link(ctk_stars *s, int32_t n_threads);

/// Order of the directions v->a, v->b counter-clockwise from the west: < 0, 0, > 0.
int ctk_stars_order(const double *xy, int32_t v, int32_t a, int32_t b);

static inline int32_t ctk_half_from(const ctk_stars *s, int32_t h)
{
    return h & 1 ? s->to[h >> 1] : s->from[h >> 1];
}

static inline int32_t ctk_half_to(const ctk_stars *s, int32_t h)
{
    return ctk_half_from(s, h ^ 1);
}

#endif
