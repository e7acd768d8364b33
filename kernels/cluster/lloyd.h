/// Balanced Lloyd: powers for the centres, cells for the powers, centres for the cells, again.
#ifndef CTK_CLUSTER_LLOYD_H
#define CTK_CLUSTER_LLOYD_H

#include "kernels/cluster/newton.h"

/// One start on its way. Arrays are the caller's.
typedef struct ctk_lloyd {
    double *center;   ///< [3 k] all x, all y, all z; on return part is the power diagram of these
    double *lambda;   ///< [k]
    double *centroid; ///< [3 k] of the cells; the next centres
    double *weight;   ///< [k] of the cells
    int32_t iteration, most_iterations;
    double inertia; ///< sum of w |p - centroid of its cell|^2
    double worst;   ///< relative distance of the smoothed masses from what they should be
    int32_t calm;   ///< iterations in a row that changed the inertia by less than 1e-4 of itself
    int32_t done;
} ctk_lloyd;

/// Centres = centroids of `part` [n] (input order), lambda_j = twice the mean squared radius of
/// cell j less the mean of that, so that a price of 0 is the common level.
void ctk_lloyd_seed(const ctk_blocks *blocks, int32_t k, const int32_t *part, ctk_lloyd *s);

/// One iteration: move the centres to the centroids (lambda_j falls by the square of the way, as
/// the mean square distance of the cell's points does), balance, assign. p->best is the assignment.
/// The smoothing starts at 0.32 in the first two iterations, 0.128 in the next three, then 0.0512;
/// it ends at 0.02. Sets done after two calm iterations in a row, balanced to 3 %, or at
/// most_iterations; that last one begins anew at 0.32 when it is not balanced.
void ctk_lloyd_step(ctk_power *p, const ctk_quota *quota, double *newton_work, ctk_lloyd *s);

/// One iteration of every start that is not done; with as many starts as threads, a thread each,
/// else all threads in each start. p[n_workers] evaluators: [0] for all threads; the others, when
/// there are any, one thread each. part [n_starts * n], input order, is written for starts that
/// finish. newton_work [n_workers * ctk_newton_work(k)].
void ctk_lloyd_round(int32_t n_starts, ctk_lloyd *start, const ctk_quota *quota, int32_t n_workers,
                     ctk_power *p, double *newton_work, int32_t *part);

#endif
