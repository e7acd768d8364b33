/// What --effort buys in clustering.
#ifndef CT_CLUSTER_EFFORT_H
#define CT_CLUSTER_EFFORT_H

#include <stdint.h>

typedef struct ct_cluster_effort {
    int32_t n_starts;
    double settlings; ///< of a point: small maps get hundreds of layouts, large ones a handful
} ct_cluster_effort;

/// That of the nearest effort there is.
const ct_cluster_effort *ct_cluster_effort_of(int32_t effort);

#endif
