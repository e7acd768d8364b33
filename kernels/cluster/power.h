/// One evaluation of a power diagram over weighted points: hard (best and second best centre of
/// each point) or smoothed (cell masses, and the curvature of the smoothed dual).
///
/// Smoothed: with P_ij = |p_i - c_j|^2 - lambda_j, m_i = min_j P_ij and t_ij = (P_ij - m_i) /
/// eps_i,
///
///     s_ij  = exp(-t_ij) / z_i,  z_i = sum_j exp(-t_ij)      (0 from t >= CTK_POWER_CUT on)
///     value = sum_i w_i (m_i - eps_i log z_i)                the entropic dual without its band
///     term mass  = sum_i w_i s_ij                                 - d value / d lambda_j diag  =
///     sum_i w_i / eps_i s_ij (1 - s_ij)              - d2 value / d lambda_j^2 off   = sum_i w_i /
///     eps_i s_ij s_il                    + d2 value / d lambda_j d lambda_l
///
/// eps_i = eta / 2 |c_a - c_b|^2 for the two centres a, b of lowest power: the smoothing has the
/// width of the cells around, which differ a thousandfold between city and country. Where a cell
/// reaches far from its centre (over the sea, to an island) the border's width would be that of the
/// way, across small cells: one factor |c_a - c_b| is at most CTK_POWER_FAR times the way from
/// either to the nearest centre they border on.
/// `off` is there to precondition a Newton step: shares below CTK_POWER_THIN are left out of it,
/// and at most CTK_GROUP_PAIRS pairs of CTK_GROUP_CELLS cells are kept per group of 128 points.
///
/// Candidates are pruned from chunk to group to leaf (prune.h); every sum runs over the 16 points
/// of a leaf as a tree, then leaves in order, then chunks in order, so the result is bit for bit
/// that of visiting all centres for all points, with any number of threads.
///
/// With further measures (blocks.h), r_e = their weight per unit of w and r_0 = 1, P_ij has
/// price_ej r_ie taken off as well, mass has one row for each (sum_i w_i r_ie s_ij), and the
/// entries of the curve are symmetric blocks: each term above times r_ie r_if.
///
/// Kitagawa, Merigot, Thibert 2019, doi:10.4171/JEMS/889; Cuturi, Peyre 2018,
/// doi:10.1137/18M1208654.
#ifndef CTK_CLUSTER_POWER_H
#define CTK_CLUSTER_POWER_H

#include "kernels/cluster/quotient.h"
#include "kernels/prim/knob.h"

CTK_KNOB(CTK_POWER_CUT, 10);
CTK_KNOB(CTK_POWER_THIN, 1e-3);
CTK_KNOB(CTK_POWER_FAR, 4);

typedef struct ctk_power_worker ctk_power_worker;

/// An evaluator for one set of points and at most k centres; all memory is the caller's.
typedef struct ctk_power {
    const ctk_blocks *blocks;
    int32_t k, n_threads;
    int64_t n_soft; ///< calls of ctk_power_soft() so far: the work done, the same on any machine
    // hard
    int32_t *best, *second; ///< [n_padded]
    // smoothing
    double *eps, *inv_eps;                          ///< [n_padded]
    double *apart2;                                 ///< [k] scratch
    double *leaf_reach, *group_reach, *chunk_reach; ///< largest eps inside * CTK_POWER_CUT
    // smoothed result
    double value;
    double *mass;     ///< [(1 + n_extra) * k]: of w, then of each further measure
    ctk_sparse curve; ///< diag and off, see above
    // partials
    int32_t *chunk_n, *chunk_id;                   ///< [n_chunks], [n_chunks * k]
    double *chunk_value, *chunk_mass, *chunk_diag; ///< [n_chunks], [n_chunks * k * ...]
    int32_t *n_pairs;                              ///< [n_groups]
    ctk_pair *pair;                                ///< [n_groups * CTK_GROUP_PAIRS]
    double *pair_value;                            ///< and the numbers of each
    int64_t *cursor;                               ///< [k + 1] scratch
    ctk_power_worker *worker;                      ///< [n_threads]
} ctk_power;

/// Bytes that ctk_power_init() needs, aligned to 64; they must outlive the evaluator.
int64_t ctk_power_work(const ctk_blocks *blocks, int32_t k, int32_t n_threads);
void ctk_power_init(const ctk_blocks *blocks, int32_t k, int32_t n_threads, void *work,
                    ctk_power *out);

/// Best and second best centre of each point (ties: smaller id; second = best when k = 1).
/// Returns sum_i w_i min_j P_ij. Expected O(n).
double ctk_power_hard(ctk_power *p, const ctk_centers *c);

/// Set eps from the best two of the last ctk_power_hard(). floor > 0 keeps eps positive.
void ctk_power_smooth(ctk_power *p, const ctk_centers *c, double eta, double floor);

/// The smoothed evaluation: fills value, mass and curve.
void ctk_power_soft(ctk_power *p, const ctk_centers *c);

#endif
