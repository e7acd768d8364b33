/// A cloud of points, k centres on some of them, an evaluator.
#ifndef CT_TESTS_CLUSTER_FIXTURE_H
#define CT_TESTS_CLUSTER_FIXTURE_H

#include "kernels/cluster/power.h"

typedef struct cluster_fixture {
    int32_t n, k;
    double *pos, *w, total;
    double *center, *lambda;
    ctk_centers at;
    ctk_blocks *blocks;
    ctk_power power;
    void *blocks_work, *power_work;
    double *ratio, *price; ///< [n_extra * n], [n_extra * k]; NULL without further measures
    void *extra_work;
} cluster_fixture;

cluster_fixture cluster_fixture_new(uint64_t seed, int32_t n, int32_t k, int32_t n_threads);
/// Further measures of every point, contrasts of a thousand among them, and a price for each
/// centre.
void cluster_fixture_measure(cluster_fixture *f, int32_t n_extra, uint64_t seed);
void cluster_fixture_free(cluster_fixture *f);

/// Zeroed, aligned to 64, never NULL.
void *cluster_alloc(int64_t bytes);

#endif
