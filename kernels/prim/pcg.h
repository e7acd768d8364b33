/// Conjugate gradients for a sparse symmetric positive definite matrix.
#ifndef CTK_PRIM_PCG_H
#define CTK_PRIM_PCG_H

#include <stdint.h>

/// A = D - N, D diagonal, N symmetric with a zero diagonal, as CSR. Entries are numbers, or, with
/// block > 1, symmetric matrices of block x block numbers, of which each holds the
/// ctk_packed_size(block) on and above the diagonal, column by column.
typedef struct ctk_sparse {
    int32_t n;
    double *diag;     ///< [n * size] > 0, positive definite
    int64_t *indptr;  ///< [n + 1]
    int32_t *indices; ///< [indptr[n]]
    double *off;      ///< [indptr[n] * size] N >= 0
    int32_t block;    ///< 0 or 1 = numbers
    double *factor;   ///< [n * size] scratch when block > 1
} ctk_sparse;

enum { CTK_BLOCK_MOST = 8 };

static inline int32_t ctk_packed_size(int32_t block)
{
    return block < 2 ? 1 : block * (block + 1) / 2;
}

/// Place of entry (a, b) of a packed block, a <= b.
static inline int32_t ctk_packed(int32_t a, int32_t b)
{
    return b * (b + 1) / 2 + a;
}

/// Solve A x = rhs from x = 0, preconditioned by the diagonal, until the preconditioned residual
/// has fallen by `tolerance` (in square) or `most` steps are made. rhs, x [block * n]: component e
/// of row j at e n + j. work [3 n], [4 block n] when block > 1. Returns the steps.
/// Hestenes, Stiefel 1952, doi:10.6028/jres.049.044.
int32_t ctk_pcg(const ctk_sparse *a, const double *restrict rhs, double tolerance, int32_t most,
                double *restrict work, double *restrict x);

#endif
