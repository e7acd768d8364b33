/// Jacobi-preconditioned conjugate gradients.
#include "kernels/prim/pcg.h"

/// out = A v; returns v' A v.
static double apply(const ctk_sparse *a, const double *restrict v, double *restrict out)
{
    double energy = 0;
    for (int32_t j = 0; j < a->n; j++) {
        double s = a->diag[j] * v[j];
        for (int64_t p = a->indptr[j]; p < a->indptr[j + 1]; p++) s -= a->off[p] * v[a->indices[p]];
        out[j] = s;
        energy += s * v[j];
    }
    return energy;
}

int32_t ctk_pcg(const ctk_sparse *a, const double *restrict rhs, double tolerance, int32_t most,
                double *restrict work, double *restrict x)
{
    int32_t n = a->n, step = 0;
    double *r = work, *p = work + n, *ap = work + 2 * (int64_t)n, rz = 0;
    for (int32_t j = 0; j < n; j++) {
        x[j] = 0;
        r[j] = rhs[j];
        p[j] = r[j] / a->diag[j];
        rz += r[j] * p[j];
    }
    double enough = tolerance * rz;
    for (; step < most && rz > enough; step++) {
        double energy = apply(a, p, ap), next = 0;
        if (!(energy > 0)) break; // rounding has used up the definiteness
        double alpha = rz / energy;
        for (int32_t j = 0; j < n; j++) {
            x[j] += alpha * p[j];
            r[j] -= alpha * ap[j];
            next += r[j] * r[j] / a->diag[j];
        }
        double beta = next / rz;
        rz = next;
        for (int32_t j = 0; j < n; j++) p[j] = r[j] / a->diag[j] + beta * p[j];
    }
    return step;
}
