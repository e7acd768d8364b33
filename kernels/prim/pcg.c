/// Jacobi-preconditioned conjugate gradients.
#include "kernels/prim/pcg.h"

#include <string.h>

// ---- numbers ------------------------------------------------------------------------------------

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

static int32_t solve_numbers(const ctk_sparse *a, const double *restrict rhs, double tolerance,
                             int32_t most, double *restrict work, double *restrict x)
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

// ---- blocks -------------------------------------------------------------------------------------

/// D = L E L', L with a unit diagonal, in place of the packed D. A pivot that rounding has used up
/// becomes large: that direction rests.
static void factorise(int32_t b, double *restrict d)
{
    for (int32_t j = 0; j < b; j++) {
        double whole = d[ctk_packed(j, j)], pivot = whole;
        for (int32_t i = 0; i < j; i++) {
            double v = d[ctk_packed(i, j)];
            for (int32_t q = 0; q < i; q++)
                v -= d[ctk_packed(q, i)] * d[ctk_packed(q, q)] * d[ctk_packed(q, j)];
            d[ctk_packed(i, j)] = v / d[ctk_packed(i, i)];
            pivot -= v * d[ctk_packed(i, j)];
        }
        d[ctk_packed(j, j)] = pivot > 1e-12 * whole ? pivot : whole > 0 ? whole : 1;
    }
}

/// x = D^-1 r for row j.
static void divide(const ctk_sparse *a, int32_t j, const double *restrict r, double *restrict x)
{
    int64_t n = a->n;
    int32_t b = a->block;
    const double *d = a->factor + (int64_t)j * ctk_packed_size(b);
    double y[CTK_BLOCK_MOST];
    for (int32_t e = 0; e < b; e++) {
        y[e] = r[e * n + j];
        for (int32_t q = 0; q < e; q++) y[e] -= d[ctk_packed(q, e)] * y[q];
    }
    for (int32_t e = b - 1; e >= 0; e--) {
        y[e] /= d[ctk_packed(e, e)];
        for (int32_t q = e + 1; q < b; q++) y[e] -= d[ctk_packed(e, q)] * y[q];
        x[e * n + j] = y[e];
    }
}

/// sum += sign * (packed m) v, for the components of row j of v.
static void add_product(int32_t b, int64_t n, const double *restrict m, double sign,
                        const double *restrict v, int32_t j, double *restrict sum)
{
    for (int32_t c = 0; c < b; c++)
        for (int32_t r = 0; r < b; r++)
            sum[r] += sign * m[r < c ? ctk_packed(r, c) : ctk_packed(c, r)] * v[c * n + j];
}

static double apply_blocks(const ctk_sparse *a, const double *restrict v, double *restrict out)
{
    int32_t b = a->block, size = ctk_packed_size(b);
    double energy = 0;
    for (int64_t j = 0; j < a->n; j++) {
        double s[CTK_BLOCK_MOST] = {0};
        add_product(b, a->n, a->diag + j * size, 1, v, (int32_t)j, s);
        for (int64_t p = a->indptr[j]; p < a->indptr[j + 1]; p++)
            add_product(b, a->n, a->off + p * size, -1, v, a->indices[p], s);
        for (int32_t e = 0; e < b; e++) {
            out[e * (int64_t)a->n + j] = s[e];
            energy += s[e] * v[e * (int64_t)a->n + j];
        }
    }
    return energy;
}

static double divide_all(const ctk_sparse *a, const double *restrict r, double *restrict z)
{
    int64_t size = (int64_t)a->block * a->n;
    double rz = 0;
    for (int32_t j = 0; j < a->n; j++) divide(a, j, r, z);
    for (int64_t i = 0; i < size; i++) rz += r[i] * z[i];
    return rz;
}

static int32_t solve_blocks(const ctk_sparse *a, const double *restrict rhs, double tolerance,
                            int32_t most, double *restrict work, double *restrict x)
{
    int64_t n = (int64_t)a->block * a->n;
    int32_t step = 0, size = ctk_packed_size(a->block);
    double *r = work, *p = work + n, *ap = work + 2 * n, *z = work + 3 * n;
    memcpy(a->factor, a->diag, sizeof(double) * (size_t)(a->n * (int64_t)size));
    for (int64_t j = 0; j < a->n; j++) factorise(a->block, a->factor + j * size);
    memset(x, 0, sizeof(double) * (size_t)n);
    memcpy(r, rhs, sizeof(double) * (size_t)n);
    double rz = divide_all(a, r, p), enough = tolerance * rz;
    for (; step < most && rz > enough; step++) {
        double energy = apply_blocks(a, p, ap);
        if (!(energy > 0)) break;
        double alpha = rz / energy;
        for (int64_t i = 0; i < n; i++) {
            x[i] += alpha * p[i];
            r[i] -= alpha * ap[i];
        }
        double next = divide_all(a, r, z), beta = next / rz;
        rz = next;
        for (int64_t i = 0; i < n; i++) p[i] = z[i] + beta * p[i];
    }
    return step;
}

int32_t ctk_pcg(const ctk_sparse *a, const double *restrict rhs, double tolerance, int32_t most,
                double *restrict work, double *restrict x)
{
    return a->block > 1 ? solve_blocks(a, rhs, tolerance, most, work, x)
                        : solve_numbers(a, rhs, tolerance, most, work, x);
}
