/// Links to a symmetric graph in compressed rows.
///
/// Definition: row r lists every c with a link {r, c}, ascending, once; the value of a pair is the
/// sum over its links in link order, its kind the smallest kind. Obvious way: sort all half links.
/// Here two counting passes (by column, then by row, both stable) put them in that order in O(n +
/// m).
#ifndef CTK_GRAPH_CSR_H
#define CTK_GRAPH_CSR_H

#include <stdint.h>

/// Scratch, in int64 words, for n vertices and m links.
static inline int64_t ctk_csr_work(int32_t n, int64_t m)
{
    return 4 * m + (int64_t)n + 1;
}

/// Build the graph of m links; returns indptr[n], at most 2 m.
///   a, b     [m] 0 <= a < b < n; repeated pairs are merged; links with b < 0 are left out
///   value    [m] >= 0
///   kind     [m]
///   work     [ctk_csr_work(n, m)]
///   indptr   [n + 1] out
///   indices, value_out, kind_out  [2 * m] out
int64_t ctk_csr_build(int32_t n, int64_t m, const int32_t *a, const int32_t *b, const double *value,
                      const uint8_t *kind, int64_t *work, int64_t *indptr, int32_t *indices,
                      double *value_out, uint8_t *kind_out);

/// Position of neighbour c in row r, -1 = none. O(log degree).
int64_t ctk_csr_find(const int64_t *indptr, const int32_t *indices, int32_t r, int32_t c);

#endif
