/// Powers that balance the cells of fixed centres: Newton on the smoothed dual, smoothing lowered
/// step by step.
#ifndef CTK_CLUSTER_NEWTON_H
#define CTK_CLUSTER_NEWTON_H

#include "kernels/cluster/power.h"

/// Mass each cell should get: [k] each, lower <= target <= upper; the targets sum to the weight of
/// all points. lower = target = upper asks for exact balance. With further measures [k] more for
/// each of them, in the order of the blocks.
typedef struct ctk_quota {
    const double *lower, *target, *upper;
} ctk_quota;

typedef struct ctk_newton_plan {
    double eta_first, eta_last; ///< the smoothing runs down from first to last
    int32_t most_steps;         ///< Newton steps for each smoothing
    double tolerance;           ///< of a cell's mass, relative to its target
    double floor_km2;           ///< least eps, > 0
    double give;                ///< of a further measure's bands: part of a target, see below
} ctk_newton_plan;

/// Maximise over lambda [k] (in/out)
///
///     D(lambda) = value(lambda) + sum_j B_j(lambda_j),
///     B_j(v) = min over W in [lower_j, upper_j] of  v W + rho_j / 2 (W - target_j)^2
///
/// with `value` of power.h. For rho -> 0 the band term is L max(v, 0) - U max(-v, 0), the price of
/// leaving the band; rho_j is lowered with eta so that the cell's wish moves from U to L over about
/// the cell's own scale of power. For lower = upper it is target_j v.
/// Each step solves the sparse Newton system by preconditioned conjugate gradients and goes back
/// until D has risen enough (Armijo). D is concave, so any rise is progress.
/// work [ctk_newton_work(k)] doubles. Returns the largest |wish - mass| / target at the end.
///
/// With further measures lambda [(1 + n_extra) k] holds their prices behind the powers, and there
/// is one band term for each. Measures may pull apart: those of the further ones give way as their
/// prices rise, by `give` of the target where a price moves borders by the size of the cell, so
/// that D stays bounded and the bands of w come first.
///
/// Needs no prior evaluation; leaves p->mass of the last accepted or tried step.
double ctk_newton(ctk_power *p, const double *center, const ctk_quota *quota,
                  const ctk_newton_plan *plan, double *work, double *lambda);

/// prices = (1 + n_extra) k.
int64_t ctk_newton_work(int32_t prices);

#endif
