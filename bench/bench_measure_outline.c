/// Perimeters of territories of unequal size. Items are vertices.
#include "kernels/measure/outline.h"

#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"

enum { N = 200, MOST = 40000 };

typedef struct scene {
    int32_t ring_begin[N + 1];
    int64_t vertex_begin[N + 1];
    double *lonlat, perimeter_m[N];
} scene;

static uint64_t measure(void *arg, int32_t threads)
{
    scene *s = arg;
    ctk_perimeters(N, s->ring_begin, s->vertex_begin, s->lonlat, s->perimeter_m, threads);
    return bench_digest(s->perimeter_m, sizeof s->perimeter_m);
}

int main(void)
{
    static scene s;
    s.lonlat = malloc(2ll * N * MOST * sizeof *s.lonlat);
    if (!s.lonlat) return 6;
    for (int32_t j = 0; j < N; j++) {
        const int64_t n = MOST / (1 + j % 10), first = s.vertex_begin[j];
        s.ring_begin[j + 1] = j + 1;
        s.vertex_begin[j + 1] = first + n;
        for (int64_t i = 0; i < n; i++) {
            const double a = 6.283185307179586 * (double)(i % (n - 1)) / (double)(n - 1);
            s.lonlat[2 * (first + i)] = j % 60 + cos(a);
            s.lonlat[2 * (first + i) + 1] = 40 + sin(a);
        }
    }
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("measure_outline", s.vertex_begin[N], threads, 7, measure, &s);
    free(s.lonlat);
    return 0;
}
