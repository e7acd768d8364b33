/// Measures of closed rings.
#include "kernels/geom/ring.h"

#include <math.h>

#include "kernels/geom/rect.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/simd.h"

double ctk_ring_area(int64_t n, const double *restrict xy, double box[4])
{
    const double x0 = xy[0], y0 = xy[1];
    double ax = 0.0, ay = 0.0, twice = 0.0;
    ctk_rect all = ctk_rect_around(xy, xy);
    for (int64_t i = 1; i < n; i++) {
        const double bx = xy[2 * i] - x0, by = xy[2 * i + 1] - y0;
        twice += ax * by - ay * bx;
        all = ctk_rect_join(ctk_rect_around(xy + 2 * i, xy + 2 * i), all);
        ax = bx;
        ay = by;
    }
    ctk_rect_put(all, box);
    return 0.5 * twice;
}

bool ctk_ring_is_flat(double area, const double box[4])
{
    const double x = fmax(fabs(box[0]), fabs(box[2])), y = fmax(fabs(box[1]), fabs(box[3]));
    const double width = box[2] - box[0], height = box[3] - box[1];
    return fabs(area) <= 0x1p-52 * (y * width + x * height);
}

int ctk_ring_locate(int64_t n, const double *restrict xy, double x, double y)
{
    int sign = -1;
    for (int64_t i = 0; i + 1 < n; i++) {
        const double ax = xy[2 * i] - x, ay = xy[2 * i + 1] - y;
        const double bx = xy[2 * i + 2] - x, by = xy[2 * i + 3] - y;
        if ((ay > 0 && by > 0) || (ay < 0 && by < 0)) continue;
        const double cross = ax * by - ay * bx;
        if (cross == 0.0 && (ax > 0) + (bx > 0) < 2 && (ax < 0) + (bx < 0) < 2) return 0;
        if ((ay <= 0) != (by <= 0) && (cross > 0) == (by > ay)) sign = -sign;
    }
    return sign;
}

/// The whole turns that bring lon nearest to lon0, in degrees.
static double turns_deg(double lon, double lon0)
{
    return 360.0 * rint((lon0 - lon) / 360.0);
}

/// ctk_authalic_y() with the sine as its Taylor series up to degree 21, whose rest is below 2e-18
/// at the pole: straight-line code, so that the compiler takes several vertices at once, and the
/// same bits from every libm.
static inline double authalic_y(double lat_deg)
{
    const double x = lat_deg * CTK_DEG, z = x * x, z2 = z * z;
    const double low = -1.0 / 6 + z * (1.0 / 120);
    const double mid = -1.0 / 5040 + z * (1.0 / 362880) + z2 * (-1.0 / 39916800 + z / 6227020800.0);
    const double high = -1.0 / 1307674368000.0 + z * (1.0 / 355687428096000.0) +
                        z2 * (-1.0 / 121645100408832000.0 + z * (1.0 / 51090942171709440000.0));
    const double s = x + x * z * (low + z2 * (mid + z2 * z2 * high));
    const double t = CTK_WGS84_E2 * s * s;
    const double t2 = t * t, a = 1.0 + t * (2.0 / 3), b = 3.0 / 5 + t * (4.0 / 7);
    const double c = 5.0 / 9 + t * (6.0 / 11), d = 7.0 / 13 + t * (8.0 / 15);
    const double sum = a + t2 * (b + t2 * (c + t2 * d));
    return (1.0 - CTK_WGS84_E2) * s * sum;
}

/// y of n vertices, less y0.
CTK_CLONES static void fill_y(int64_t n, const double *restrict lonlat, double y0,
                              double *restrict y)
{
    for (int64_t i = 0; i < n; i++) y[i] = authalic_y(lonlat[2 * i + 1]) - y0;
}

void ctk_ring_moments(int64_t n, const double *restrict lonlat, double lon0_deg, double moment[3])
{
    enum { BLOCK = 256 };
    const double y0 = authalic_y(lonlat[1]);
    double ax = 0.0, ay = 0.0, twice = 0.0, sx = 0.0, sy = 0.0, y[BLOCK];
    for (int64_t begin = 1; begin < n; begin += BLOCK) {
        const double *p = lonlat + 2 * begin;
        const int64_t size = n - begin < BLOCK ? n - begin : BLOCK;
        fill_y(size, p, y0, y);
        for (int64_t i = 0; i < size; i++) {
            const double bx = (p[2 * i] - lonlat[0]) * CTK_DEG, by = y[i];
            const double c = ax * by - ay * bx;
            twice += c;
            sx += c * (ax + bx);
            sy += c * (ay + by);
            ax = bx;
            ay = by;
        }
    }
    const double x0 = (lonlat[0] + turns_deg(lonlat[0], lon0_deg) - lon0_deg) * CTK_DEG;
    moment[0] = 0.5 * twice;
    moment[1] = sx / 6.0 + x0 * moment[0];
    moment[2] = sy / 6.0 + y0 * moment[0];
}

void ctk_ring_vertex_sum(int64_t n, const double *restrict lonlat, double lon0_deg, double sum[2])
{
    const double turn = turns_deg(lonlat[0], lon0_deg);
    sum[0] = sum[1] = 0.0;
    for (int64_t i = 0; i + 1 < n; i++) {
        sum[0] += (lonlat[2 * i] + turn - lon0_deg) * CTK_DEG;
        sum[1] += ctk_authalic_y(lonlat[2 * i + 1]);
    }
}

double ctk_authalic_lat_deg(double y)
{
    const double pole = ctk_authalic_y(90.0);
    if (fabs(y) >= pole) return y > 0 ? 90.0 : -90.0;
    double s = y / pole;
    for (int i = 0; i < 4; i++) {
        const double t = 1.0 - CTK_WGS84_E2 * s * s;
        const double f = ctk_authalic_y(asin(s) / CTK_DEG) - y;
        s -= f * t * t / (1.0 - CTK_WGS84_E2);
        s = s > 1.0 ? 1.0 : s < -1.0 ? -1.0 : s;
    }
    return asin(s) / CTK_DEG;
}
