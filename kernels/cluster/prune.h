/// Which centres can matter inside a box.
#ifndef CTK_CLUSTER_PRUNE_H
#define CTK_CLUSTER_PRUNE_H

#include "kernels/cluster/blocks.h"
#include "kernels/prim/carve.h"

/// Centres of a power diagram: the power of point p to centre j is |p - c_j|^2 - lambda_j, less
/// sum_e price_ej ratio_e(p) when the points have further measures (blocks.h).
typedef struct ctk_centers {
    int32_t k;
    const double *x, *y, *z; ///< [k] km
    const double *lambda;    ///< [k] km^2
    int32_t n_extra;         ///< that of the blocks
    const double *price;     ///< [n_extra * k] km^2
} ctk_centers;

/// Some of the centres, by rising id. `slot` is the place in the list of the chunk.
typedef struct ctk_near {
    int32_t n;
    int32_t *id, *slot;
    double *x, *y, *z, *lambda;
    double *power; ///< scratch
    int32_t n_extra;
    int64_t stride; ///< from one measure's prices to the next one's
    double *price;  ///< [n_extra * stride]
} ctk_near;

/// Carve the arrays of a list that can hold all k centres.
void ctk_near_place(ctk_carver *c, int32_t k, int32_t n_extra, ctk_near *list);

/// The list of all centres.
void ctk_near_all(const ctk_centers *c, ctk_near *list);

/// Those of `in` that can come within `reach` (km^2) of the lowest power somewhere in the box.
///
/// With a = the centre of lowest power at the middle m of the box, the difference of two powers is
/// linear in p:  P_j(p) - P_a(p) = P_j(m) - P_a(m) + 2 (c_a - c_j).(p - m),  and the last term is
/// at least -2 sum_d |c_a - c_j|_d half_d. Centre j is dropped when even that exceeds the reach
/// (and a slack for rounding): so nothing is dropped that the full list would have used. A further
/// measure is one more direction, in which the box is span[e].
/// keep_second != 0 (with reach 0): keep whatever can be best or second best. Cost O(in->n).
void ctk_near_filter(const ctk_near *in, const ctk_cuboid *box, const ctk_span *span, double reach,
                     int keep_second, ctk_near *out);

#endif
