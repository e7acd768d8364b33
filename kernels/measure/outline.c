/// Perimeters, one territory at a time.
#include "kernels/measure/outline.h"

#include <math.h>

#include "kernels/geom/lengths.h"
#include "kernels/geom/ring.h"
#include "kernels/geom/sphere.h"

void ctk_perimeters(int32_t n, const int32_t *ring_begin, const int64_t *vertex_begin,
                    const double *lonlat, double *perimeter_m, int32_t n_threads)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(n_threads)
    for (int32_t j = 0; j < n; j++) {
        perimeter_m[j] = 0;
        for (int32_t r = ring_begin[j]; r < ring_begin[j + 1]; r++)
            perimeter_m[j] += ctk_line_length_m(vertex_begin[r + 1] - vertex_begin[r] - 1,
                                                lonlat + 2 * vertex_begin[r]);
    }
}

/// The line in longitude and latitude from p to the next vertex.
static double wide_edge_m(const double *p)
{
    const double dlon = p[2] - p[0], dlat = p[3] - p[1];
    const double steps = ceil(fmax(1.0, 100.0 * fmax(fabs(dlon), fabs(dlat))));
    double sum = 0.0;
    for (double i = 0.5; i < steps; i += 1.0) {
        const double lat = (p[1] + i / steps * dlat) * CTK_DEG, sine = sin(lat);
        const double w2 = 1.0 - CTK_WGS84_E2 * sine * sine, prime = CTK_WGS84_A / sqrt(w2);
        const double x = prime * cos(lat) * dlon, y = prime * (1.0 - CTK_WGS84_E2) / w2 * dlat;
        sum += sqrt(x * x + y * y);
    }
    return sum / steps * CTK_DEG;
}

double ctk_polsby_popper_curved(int32_t n_rings, const int64_t *vertex_begin,
                                const uint8_t *is_hole, const double *lonlat)
{
    const double pi = 3.14159265358979323846;
    const double curvature = 1.0 / (CTK_WGS84_A * CTK_WGS84_A * (1.0 - CTK_WGS84_E2));
    double area = 0.0, length = 0.0, moment[3];
    for (int32_t r = 0; r < n_rings; r++) {
        const int64_t v = vertex_begin[r], n = vertex_begin[r + 1] - v;
        ctk_ring_moments(n, lonlat + 2 * v, lonlat[2 * v], moment);
        area += (is_hole[r] ? -1.0 : 1.0) * fabs(moment[0]) * CTK_WGS84_A * CTK_WGS84_A;
        for (int64_t i = v; i + 1 < v + n; i++) length += wide_edge_m(lonlat + 2 * i);
    }
    return fmax(0.0, 4.0 * pi * area - curvature * area * area) / (length * length);
}
