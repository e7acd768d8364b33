/// Sampling of leftover borders.
#include "kernels/geom/overlap.h"

#include <math.h>

static double length_km(const double *p)
{
    const double x = p[3] - p[0], y = p[4] - p[1], z = p[5] - p[2];
    return sqrt(x * x + y * y + z * z);
}

static int32_t n_pieces(const double *p, double step_km)
{
    const double n = ceil(length_km(p) / step_km);
    return n < 1.0 ? 1 : n > CTK_OVERLAP_PIECES ? CTK_OVERLAP_PIECES : (int32_t)n;
}

int64_t ctk_overlap_count(const ctk_boxtree *t, double step_km, int64_t *begin)
{
    const ctk_chains *c = &t->chains;
    int64_t sum = 0;
    for (int32_t i = 0; i < c->n; i++) {
        begin[i] = sum;
        for (int64_t k = c->point_begin[i]; k + 1 < c->point_begin[i + 1]; k++)
            sum += n_pieces(c->point + 3 * k, step_km);
    }
    return begin[c->n] = sum;
}

void ctk_overlap_pieces(const ctk_boxtree *t, const int32_t *label, double step_km, double reach_km,
                        const int64_t *begin, int32_t n_threads, int32_t *other, double *length_m)
{
    const ctk_chains *c = &t->chains;
#pragma omp parallel for num_threads(n_threads) schedule(dynamic, 64)
    for (int32_t i = 0; i < c->n; i++) {
        int64_t at = begin[i];
        for (int64_t k = c->point_begin[i]; k + 1 < c->point_begin[i + 1]; k++) {
            const double *p = c->point + 3 * k;
            const int32_t n = n_pieces(p, step_km);
            for (int32_t piece = 0; piece < n; piece++, at++) {
                const double s = (piece + 0.5) / n;
                const double x[3] = {p[0] + s * (p[3] - p[0]), p[1] + s * (p[4] - p[1]),
                                     p[2] + s * (p[5] - p[2])};
                const ctk_gap g =
                    ctk_gap_nearest_point(t, label, x, c->region[i], reach_km * reach_km);
                other[at] = g.chain_b < 0 ? -1 : c->region[g.chain_b];
                length_m[at] = 1e3 * length_km(p) / n;
            }
        }
    }
}
