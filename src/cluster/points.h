/// Balanced power cells of weighted points: several starts.
#ifndef CT_CLUSTER_POINTS_H
#define CT_CLUSTER_POINTS_H

#include <stdbool.h>
#include <stdint.h>

#include "canton/progress.h"
#include "kernels/graph/rules.h"

/// What to cut, and where the results go. Arrays of a start follow each other.
typedef struct ct_cut {
    int32_t n, k, n_starts; ///< n >= k >= 1
    const double *pos_km;   ///< [3 n] all x, all y, all z
    const double *true_km;  ///< where points are, if pos_km has some drawn in; or NULL
    double width_km;        ///< of a territory, generously; HUGE_VAL where nobody asks
    const double *weight;   ///< [n] >= 0, some > 0
    const int64_t *indptr;  ///< [n + 1] neighbours of each point
    const int32_t *indices; ///< [indptr[n]]
    int32_t n_extra;        ///< further measures
    const double *ratio;    ///< [n_extra * n] weight of each per unit of weight
    const double *lower, *target, *upper; ///< [(1 + n_extra) * k]; each k sum to their weight
    bool is_equal;                        ///< territories are interchangeable
    const ctk_rules *rules;               ///< of the points, NULL = none
    int32_t effort;                       ///< 0..10
    uint64_t seed;
    double limit_s;            ///< the search ends after so many seconds, 0 = never
    double done_from, done_to; ///< share of the stage's progress
    int32_t *part;             ///< [n_starts * n]
    double *center_km;         ///< [n_starts * 3 * k]
    double *lambda;            ///< [n_starts * k]
    double *inertia;           ///< [n_starts]
    bool *stopped_early;       ///< set when the limit ends the search
} ct_cut;

/// The best layouts found, the most promising first, each twice.
ct_status ct_cluster_points(const ct_context *ctx, const ct_cut *cut, ct_error *err);

#endif
