/// Brute force over all centres.
#include "power_diagram.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/prim/rng.h"
#include "kernels/prim/vmath.h"

static double power(const ctk_blocks *b, const ctk_centers *c, int32_t i, int32_t j)
{
    double dx = b->x[i] - c->x[j], dy = b->y[i] - c->y[j], dz = b->z[i] - c->z[j];
    double sum = dx * dx + dy * dy + dz * dz - c->lambda[j];
    for (int64_t e = 0; e < c->n_extra; e++)
        sum -= c->price[e * c->k + j] * b->ratio[e * b->n_padded + i];
    return sum;
}

void oracle_power_hard(const ctk_blocks *b, const ctk_centers *c, int32_t *best, int32_t *second)
{
    for (int32_t i = 0; i < b->n_padded; i++) {
        best[i] = 0;
        for (int32_t j = 1; j < c->k; j++)
            if (power(b, c, i, j) < power(b, c, i, best[i])) best[i] = j;
        second[i] = -1;
        for (int32_t j = 0; j < c->k; j++)
            if (j != best[i] && (second[i] < 0 || power(b, c, i, j) < power(b, c, i, second[i])))
                second[i] = j;
        if (second[i] < 0) second[i] = best[i];
    }
}

static double tree_sum(double v[CTK_LEAF])
{
    for (int half = CTK_LEAF / 2; half > 0; half /= 2)
        for (int l = 0; l < half; l++) v[l] += v[l + half];
    return v[0];
}

/// Shares of point i over all centres; returns its smoothed power.
static double shares(const ctk_blocks *b, const ctk_centers *c, int32_t i, double eps,
                     double *share)
{
    double low = HUGE_VAL, z = 0, inv_eps = 1.0 / eps;
    for (int32_t j = 0; j < c->k; j++) low = fmin(low, power(b, c, i, j));
    for (int32_t j = 0; j < c->k; j++) {
        double t = (power(b, c, i, j) - low) * inv_eps;
        share[j] = t < CTK_POWER_CUT ? ctk_exp_neg(t) : 0.0;
        z += share[j];
    }
    double inv_z = 1.0 / z;
    for (int32_t j = 0; j < c->k; j++) share[j] *= inv_z;
    return low - eps * ctk_log_ge1(z);
}

/// Sum over one leaf of w/eps s_j s_l, thin shares left out.
static double couple(const ctk_blocks *b, int32_t at, int32_t k, const double *eps,
                     const double *share, int32_t j, int32_t l)
{
    double v[CTK_LEAF];
    for (int32_t q = 0; q < CTK_LEAF; q++) {
        double sj = share[q * k + j], sl = share[q * k + l];
        sj = sj < CTK_POWER_THIN ? 0.0 : sj;
        sl = sl < CTK_POWER_THIN ? 0.0 : sl;
        v[q] = b->w[at + q] * (1.0 / eps[at + q]) * sj * sl;
    }
    return tree_sum(v);
}

/// One leaf into the sums of its chunk and its group.
static double add_leaf(const ctk_blocks *b, const ctk_centers *c, int32_t at, const double *eps,
                       double *share, double *mass, double *diag, double *off)
{
    int32_t k = c->k;
    double value[CTK_LEAF], m[CTK_LEAF], d[CTK_LEAF];
    for (int32_t q = 0; q < CTK_LEAF; q++)
        value[q] = b->w[at + q] * shares(b, c, at + q, eps[at + q], share + q * k);
    for (int32_t j = 0; j < k; j++) {
        for (int32_t q = 0; q < CTK_LEAF; q++) {
            double s = share[q * k + j];
            m[q] = b->w[at + q] * s;
            d[q] = m[q] * (1.0 / eps[at + q]) * (1.0 - s);
        }
        mass[j] += tree_sum(m);
        diag[j] += tree_sum(d);
        for (int32_t l = j + 1; l < k; l++) off[j * k + l] += couple(b, at, k, eps, share, j, l);
    }
    return tree_sum(value);
}

static void flush(int32_t n, double *from, double *to)
{
    for (int32_t i = 0; i < n; i++) {
        to[i] += from[i];
        from[i] = 0;
    }
}

double oracle_power_soft(const ctk_blocks *b, const ctk_centers *c, const double *eps, double *mass,
                         double *diag, double *off)
{
    int32_t k = c->k;
    double *share = calloc((size_t)k * CTK_LEAF, sizeof *share), total = 0, value = 0, group = 0;
    double *part = calloc((size_t)(2 + k) * (size_t)k, sizeof *part);
    for (int32_t j = 0; j < k; j++) mass[j] = diag[j] = 0;
    for (int32_t j = 0; j < k * k; j++) off[j] = 0;
    for (int32_t at = 0; at < b->n_padded; at += CTK_LEAF) {
        int32_t end = at + CTK_LEAF;
        group += add_leaf(b, c, at, eps, share, part, part + k, part + 2 * k);
        if (end % CTK_GROUP == 0 || end == b->n_padded) {
            flush(k * k, part + 2 * k, off);
            value += group;
            group = 0;
        }
        if (end % CTK_CHUNK != 0 && end != b->n_padded) continue;
        flush(k, part, mass);
        flush(k, part + k, diag);
        total += value;
        value = 0;
    }
    for (int32_t j = 0; j < k; j++)
        for (int32_t l = j + 1; l < k; l++) off[l * k + j] = off[j * k + l];
    free(part);
    free(share);
    return total;
}

void oracle_cloud(uint64_t seed, int32_t n, double *pos, double *w)
{
    ctk_rng r = ctk_rng_key(seed, 77, 0);
    double lat = 0, lon = 0;
    for (int32_t i = 0; i < n; i++) {
        if (i % 16 == 0) {
            lat = 30 + 18 * ctk_rng_unit(&r);
            lon = -120 + 50 * ctk_rng_unit(&r);
        }
        double spread = i % 16 < 8 ? 0.05 : 6.0;
        double a = (lat + spread * (ctk_rng_unit(&r) - 0.5)) * 0.017453292519943295;
        double o = (lon + spread * (ctk_rng_unit(&r) - 0.5)) * 0.017453292519943295;
        pos[i] = 6371.0 * cos(a) * cos(o);
        pos[n + i] = 6371.0 * cos(a) * sin(o);
        pos[2 * n + i] = 6371.0 * sin(a);
        double u = ctk_rng_unit(&r);
        w[i] = i % 10 == 3 ? 0.0 : floor(1 + 20000 * u * u * u);
    }
}
