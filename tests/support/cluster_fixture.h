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
} cluster_fixture;

cluster_fixture cluster_fixture_new(uint64_t seed, int32_t n, int32_t k, int32_t n_threads);
void cluster_fixture_free(cluster_fixture *f);

/// Zeroed, aligned to 64, never NULL.
void *cluster_alloc(int64_t bytes);

#endif
