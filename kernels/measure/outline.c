/// Perimeters, one territory at a time.
#include "kernels/measure/outline.h"

#include "kernels/geom/lengths.h"

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
