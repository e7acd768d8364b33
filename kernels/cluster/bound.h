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

/// The best shift of the powers of a part of the cells, such as those of an island: across a wide
/// gap no step of smoothed powers sees that one side has too much. D is concave in it as well, and
/// so is its best over a common shift of all.
///
///   inside     [n] min over the cells j of the part of |p_i - c_j|^2 - lambda_j
///   outside    [n] min over the others
///   is_inside  [k]
///   reach      shifts are sought within -reach .. reach
///   work       [2 k]
///
/// Returns a shift s with D(lambda + s on the part) >= D(lambda), by thirds of what is left: 160
/// passes over the points.
double ctk_bound_part(int32_t n, const double *w, const double *inside, const double *outside,
                      int32_t k, const double *lambda, const uint8_t *is_inside,
                      const double *lower, const double *upper, double total, double reach,
                      double *work);

#endif
