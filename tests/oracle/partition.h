/// Slow, obvious answers about partitions of a graph, to judge the fast ones.
#ifndef CT_ORACLE_PARTITION_H
#define CT_ORACLE_PARTITION_H

#include <stdbool.h>
#include <stdint.h>

/// Connected parts of the regions with part[v] == a, not counting region `without` (-1 = none).
int32_t oracle_pieces(int32_t n, const int64_t *indptr, const int32_t *indices, const int32_t *part,
                      int32_t a, int32_t without);

/// A random connected planar graph of n regions: a triangulated grid, thinned, and joined up again.
/// Caller frees *indptr and *indices. lonlat: [2 * n], cells of a jittered grid.
void oracle_planar(int32_t n, uint64_t seed, int64_t **indptr, int32_t **indices, double *lonlat);

/// Is there a partition of n <= 16 regions into k connected territories, each inside its bands?
/// weight [m * n], lower and upper [m * k]. Tries every assignment.
bool oracle_feasible(int32_t n, const int64_t *indptr, const int32_t *indices, int32_t k, int32_t m,
                     const int64_t *weight, const int64_t *lower, const int64_t *upper);

#endif
