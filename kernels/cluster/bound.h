/// A lower bound of the inertia of every assignment to given centres inside given bands.
#ifndef CTK_CLUSTER_BOUND_H
#define CTK_CLUSTER_BOUND_H

#include "kernels/cluster/power.h"

/// With W_j the weight of cell j, any assignment a that keeps lower_j <= W_j <= upper_j has
///
///     sum_i w_i |p_i - c_a(i)|^2 = sum_i w_i (|p_i - c_a(i)|^2 - v_a(i)) + sum_j v_j W_j
///                               >= sum_i w_i min_j (|p_i - c_j|^2 - v_j)
///                                  + sum_j (L_j max(v_j, 0) - U_j max(-v_j, 0))  =: D(v)
///
/// for every v; the centroids of the plan's own cells make the left side its inertia. The cells of
/// v and of v + s are the same, so D is maximised over the shift s as well: it is piecewise linear
/// in s with corners at -v_j, O(k log k).
///
///   power_value  sum_i w_i min_j (|p_i - c_j|^2 - lambda_j), from ctk_power_hard()
///   total        sum_i w_i
///   work         [k]
/// Returns D(lambda + s) for the best s, -HUGE_VAL when the bands cannot hold the total.
double ctk_bound_shift(int32_t k, const double *lambda, const double *lower, const double *upper,
                       double power_value, double total, double *work, double *shift);

#endif
