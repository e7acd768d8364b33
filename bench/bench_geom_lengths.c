/// Lengths of four million segments of a border.
#include "kernels/geom/lengths.h"

#include <stdlib.h>

#include "bench/bench.h"

enum { N = 4000000 };

static uint64_t run(void *arg, int32_t threads)
{
    (void)threads;
    const double length = ctk_line_length_m(N, arg);
    return bench_digest(&length, sizeof length);
}

int main(void)
{
    double *lonlat = calloc(2 * (N + 1), sizeof *lonlat);
    if (!lonlat) return 6;
    for (int64_t i = 0; i <= N; i++) {
        lonlat[2 * i] = 1e-5 * (double)i - 20;
        lonlat[2 * i + 1] = 40 + 1e-6 * (double)i;
    }
    bench_run("geom_lengths", N, 1, 9, run, lonlat);
    free(lonlat);
    return 0;
}
