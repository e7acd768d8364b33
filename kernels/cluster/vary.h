/// New layouts from old ones: splice two, split some cells anew, move one centre elsewhere.
#ifndef CTK_CLUSTER_VARY_H
#define CTK_CLUSTER_VARY_H

#include "kernels/cluster/settle.h"
#include "kernels/prim/rng.h"

/// Cells that are split anew at once, at most.
CTK_KNOB_N(CTK_RESPLIT_CELLS, 8);

/// Scratch for one thread.
typedef struct ctk_vary_work {
    void *item;             ///< [max(n, k)] ctk_keyed
    double *pos, *w, *goal; ///< [3 n], [n], [k]
    int32_t *point, *part;  ///< [n]
    int32_t *cell, *place;  ///< [k]
} ctk_vary_work;

/// Carve the arrays.
void ctk_vary_place(ctk_carver *c, int32_t n, int32_t k, ctk_vary_work *work);

/// Cut and splice: along a random direction the first r centres of a, then those of b behind its
/// own first r, 0 < r < k. Territories hold like weights, so the two halves fit at the seam, and
/// what either parent has found out about its side survives whole. When territories are not
/// interchangeable, a territory is taken from the parent on whose side a has it.
/// Deaven, Ho 1995, doi:10.1103/PhysRevLett.75.288.
void ctk_vary_splice(int32_t k, int32_t n_extra, int32_t is_equal, const ctk_layout *a,
                     const ctk_layout *b, ctk_rng *r, ctk_vary_work *work, ctk_layout *out);

/// A random cell and its nearest ones, up to CTK_RESPLIT_CELLS together, are merged and cut again
/// by inertial bisection with random tilt (bisect.h): l->part changes, centres do not.
void ctk_vary_resplit(const ctk_map *map, const double *target, int32_t k, ctk_rng *r,
                      ctk_vary_work *work, ctk_layout *l);

/// A random centre goes to a point drawn in proportion to its share of the inertia.
/// Gribel, Vidal 2019, doi:10.1016/j.patcog.2018.12.022.
void ctk_vary_swap(const ctk_map *map, int32_t k, ctk_rng *r, ctk_layout *l);

/// Centres of cells that points are bound to (map.h) at the mean place of these, the others at
/// points drawn in proportion to weight times squared distance from those before, powers 0. Arthur,
/// Vassilvitskii 2007. dist [n] scratch.
void ctk_vary_scatter(const ctk_map *map, int32_t k, ctk_rng *r, double *dist, ctk_layout *l);

/// Mean over the centres of a of the squared distance to the nearest centre of b, km^2. O(k^2).
double ctk_layout_distance(int32_t k, const double *a, const double *b);

#endif
