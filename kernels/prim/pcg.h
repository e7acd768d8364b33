/// Conjugate gradients for a sparse symmetric positive definite matrix.
#ifndef CTK_PRIM_PCG_H
#define CTK_PRIM_PCG_H

#include <stdint.h>

/// A = diag(d) - N, N symmetric with a zero diagonal, as CSR.
typedef struct ctk_sparse {
    int32_t n;
    double *diag;     ///< [n] > 0
    int64_t *indptr;  ///< [n + 1]
    int32_t *indices; ///< [indptr[n]]
    double *off;      ///< [indptr[n]] N >= 0
} ctk_sparse;

/// Solve A x = rhs from x = 0, preconditioned by the diagonal, until the preconditioned residual
/// has fallen by `tolerance` (in square) or `most` steps are made. work [3 n]. Returns the steps.
/// Hestenes, Stiefel 1952, doi:10.6028/jres.049.044.
int32_t ctk_pcg(const ctk_sparse *a, const double *restrict rhs, double tolerance, int32_t most,
                double *restrict work, double *restrict x);

#endif
