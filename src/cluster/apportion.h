/// How many territories each component of a map without bridges gets.
#ifndef CT_CLUSTER_APPORTION_H
#define CT_CLUSTER_APPORTION_H

#include "canton/case.h"

/// One connected component.
typedef struct ct_component {
    int32_t n_regions;
    int32_t heaviest;    ///< region by which people find it
    int64_t weight;      ///< primary measure, fixed point
    int32_t least, most; ///< territories it can hold: least * lower.. <= weight <= most * ..upper
    int32_t k;           ///< out
} ct_component;

/// Fill component[0..n) .k with whole numbers that sum to k, near k * weight / total (largest
/// remainder), such that k_c * lower <= weight_c <= k_c * upper and k_c <= n_regions_c.
/// CT_ERR_INFEASIBLE says which component does not fit, by its heaviest region's code, with the
/// arithmetic. O(k n).
ct_status ct_apportion(int32_t n, ct_component *component, int32_t k, int64_t lower, int64_t upper,
                       const ct_measure *measure, const ct_strings *code, ct_error *err);

#endif
