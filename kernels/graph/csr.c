/// Two stable counting passes, then equal neighbours are merged in place.
#include "kernels/graph/csr.h"

#include <stddef.h>
#include <string.h>

#include "kernels/prim/offsets.h"

/// Half link h < m goes from a to b, h >= m from b to a. Both directions of a pair list its links
/// in the same order, because a < b.
static inline int32_t row_of(int64_t m, const int32_t *a, const int32_t *b, int64_t h)
{
    return h < m ? a[h] : b[h - m];
}

/// Stable counting sort of the half links in `from` (NULL = 0, 1, ..., 2 m - 1) by row, or by
/// column when `by_column`; begin[n + 1] gets the bucket offsets.
static int64_t bucket(int32_t n, int64_t m, const int32_t *a, const int32_t *b, int by_column,
                      const int64_t *from, int64_t n_from, int64_t *begin, int64_t *to)
{
    const int32_t *p = by_column ? b : a, *q = by_column ? a : b;
    memset(begin, 0, ((size_t)n + 1) * sizeof *begin);
    for (int64_t i = 0; i < m; i++) {
        if (b[i] < 0) continue;
        begin[a[i]]++;
        begin[b[i]]++;
    }
    const int64_t sum = ctk_offsets(n, begin);
    for (int64_t i = 0; i < n_from; i++) {
        const int64_t h = from ? from[i] : i;
        if (b[h < m ? h : h - m] >= 0) to[begin[row_of(m, p, q, h)]++] = h;
    }
    memmove(begin + 1, begin, (size_t)n * sizeof *begin);
    begin[0] = 0;
    return sum;
}

/// Merge equal neighbours of the sorted half links; returns the number of entries left.
static int64_t merge(int32_t n, int64_t m, const int32_t *a, const int32_t *b, const double *value,
                     const uint8_t *kind, const int64_t *order, int64_t *indptr, int32_t *indices,
                     double *value_out, uint8_t *kind_out)
{
    int64_t at = 0, i = 0;
    for (int32_t r = 0; r < n; r++) {
        const int64_t end = indptr[r + 1], begin = at;
        indptr[r] = begin;
        for (; i < end; i++) {
            const int64_t h = order[i], link = h < m ? h : h - m;
            const int32_t c = row_of(m, b, a, h);
            if (at == begin || indices[at - 1] != c) {
                indices[at] = c;
                value_out[at] = 0.0;
                kind_out[at++] = kind[link];
            }
            value_out[at - 1] += value[link];
            if (kind[link] < kind_out[at - 1]) kind_out[at - 1] = kind[link];
        }
    }
    return indptr[n] = at;
}

int64_t ctk_csr_build(int32_t n, int64_t m, const int32_t *a, const int32_t *b, const double *value,
                      const uint8_t *kind, int64_t *work, int64_t *indptr, int32_t *indices,
                      double *value_out, uint8_t *kind_out)
{
    int64_t *by_column = work, *by_row = work + 2 * m, *begin = work + 4 * m;
    const int64_t n_half = bucket(n, m, a, b, 1, NULL, 2 * m, begin, by_column);
    bucket(n, m, a, b, 0, by_column, n_half, indptr, by_row);
    return merge(n, m, a, b, value, kind, by_row, indptr, indices, value_out, kind_out);
}

int64_t ctk_csr_find(const int64_t *indptr, const int32_t *indices, int32_t r, int32_t c)
{
    int64_t lo = indptr[r], hi = indptr[r + 1];
    while (lo < hi) {
        const int64_t mid = lo + (hi - lo) / 2;
        if (indices[mid] < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < indptr[r + 1] && indices[lo] == c ? lo : -1;
}
