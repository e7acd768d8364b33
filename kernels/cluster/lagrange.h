/// A lower bound of the inertia of every plan whose centres are regions (the medoid, or Hess,
/// form).
///
/// The medoid form opens k of the n regions as centres c and assigns parts x_ic of the regions:
///
///     min  sum_ic w_i x_ic d_ic    d_ic = |p_i - p_c|^2
///     s.t. sum_c x_ic = 1 for every i          (1)
///          L y_c <= sum_i w_i x_ic <= U y_c,   0 <= x_ic <= y_c,   sum_c y_c = k,   y_c in {0, 1}.
///
/// With a price u_i for each (1) the rest falls apart into one problem for every centre:
///
///     D(u) = sum_i w_i u_i + sum of the k least V_c(u),
///     V_c(u) = min { sum_i z_i (d_ic - u_i) : 0 <= z_i <= w_i, L <= sum_i z_i <= U },
///
/// a fractional knapsack: regions by rising d_ic - u_i while that is negative or L is not reached,
/// and never beyond U. D(u) is at most the optimum for every u: contiguity, whole regions and all
/// other measures are relaxed. D is concave; its supergradient is what the k chosen centres leave
/// uncovered, g_i = 1 - sum_c z_ic / w_i.
///
/// The prices rise by a bundle method (bundle.h), in the norm weighted by w. V_c falls by at
/// most U max(u' - u) when prices change, so a centre whose last value is further above the k-th
/// least is not looked at again: few of the n are. Regions are found through boxes over a k-d order
/// with the largest price in each, so that no list of neighbours is cut short.
///
/// Hess et al. 1965, doi:10.1287/opre.13.6.998;
/// Validi, Buchanan, Lykhovyd 2022, doi:10.1287/opre.2021.2141.
#ifndef CTK_CLUSTER_LAGRANGE_H
#define CTK_CLUSTER_LAGRANGE_H

#include "kernels/cluster/blocks.h"
#include "kernels/cluster/bundle.h"
#include "kernels/prim/select.h"

/// All arrays in the order of the blocks; prices in km^2.
typedef struct ctk_lagrange {
    const ctk_blocks *blocks; ///< w >= 0; regions without weight cost nothing but may be centres
    int32_t k, n_threads;
    double lower, upper;                      ///< of every territory; k lower <= total <= k upper
    double *price, *next, *uncovered;         ///< [n_padded]
    double *leaf_top, *group_top, *chunk_top; ///< largest price in each box
    double *value, *seen_at, *reach; ///< [n] last V_c, the drift then, where the knapsack was full
    int32_t *seen_in;                ///< [n] the round then
    ctk_keyed *item;                 ///< [n_threads * n_padded] scratch
    ctk_keyed *rank;                 ///< [n] the first k are the centres chosen last
    double drift;                    ///< how far values may have fallen since the beginning
    double plan_value, margin;
    ctk_bundle bundle; ///< its value is D of its centre, rounding not yet taken off
    double *bundle_work;
    int32_t n_rounds;
    int64_t n_valued; ///< centres looked at, all rounds
} ctk_lagrange;

/// Bytes of scratch for ctk_lagrange_init(); aligned to 64, it must outlive the state.
int64_t ctk_lagrange_work(const ctk_blocks *b, int32_t n_threads);

/// price[n], in the order of the blocks, are the first prices; plan_value is the medoid form of a
/// plan: the length of the first step depends on how far it is. 1 <= k <= n.
void ctk_lagrange_init(const ctk_blocks *b, int32_t k, int32_t n_threads, double lower,
                       double upper, double plan_value, const double *price, void *work,
                       ctk_lagrange *out);

/// `rounds` steps. Same prices for any n_threads.
void ctk_lagrange_rise(ctk_lagrange *l, int32_t rounds);

/// D of the best prices from scratch over all centres, less all that rounding can have added: at
/// most the optimum. -HUGE_VAL when some bound cannot be met.
double ctk_lagrange_bound(ctk_lagrange *l);

#endif
