/// Lengths of the segments of a line of vertices. See lengths.h.
#include "kernels/geom/lengths.h"

#include "kernels/geom/sphere.h"
#include "kernels/prim/simd.h"

/// Squares as if all were short; without the root, which may set errno, the compiler takes several
/// at a time. Returns how many are not short.
CTK_CLONES static int64_t measure_short(int64_t n, const double *restrict p, double *restrict deg2)
{
    int64_t n_long = 0;
    for (int64_t i = 0; i < n; i++) {
        const double dlon = p[2 * i + 2] - p[2 * i], dlat = p[2 * i + 3] - p[2 * i + 1];
        deg2[i] = ctk_short_segment_deg2(p[2 * i + 1], p[2 * i + 3], dlon, dlat);
        n_long += ctk_is_long_segment(dlon, dlat);
    }
    return n_long;
}

void ctk_segment_lengths(int64_t n, const double *restrict lonlat, double *restrict m)
{
    const int64_t n_long = measure_short(n, lonlat, m);
    for (int64_t i = 0; i < n; i++) m[i] = ctk_short_segment_m(m[i]);
    for (int64_t i = 0; n_long > 0 && i < n; i++) {
        const double *p = lonlat + 2 * i;
        m[i] = ctk_segment_m(p[0], p[1], p[2], p[3]);
    }
}

double ctk_line_length_m(int64_t n, const double *lonlat)
{
    enum { BLOCK = 256 };
    double m[BLOCK], sum = 0.0;
    for (int64_t i = 0; i < n; i += BLOCK) {
        const int64_t size = n - i < BLOCK ? n - i : BLOCK;
        ctk_segment_lengths(size, lonlat + 2 * i, m);
        for (int64_t k = 0; k < size; k++) sum += m[k];
    }
    return sum;
}
