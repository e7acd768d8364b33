/// Points a second through the smallest enclosing cap.
#include "kernels/measure/cap.h"

#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/prim/rng.h"

enum { N = 100, EACH = 20000 };

typedef struct points {
    int64_t begin[N + 1];
    double *lonlat, *unit, cap_m2[N];
    ctk_cap_block *block;
} points;

static uint64_t caps(void *arg, int32_t threads)
{
    points *p = arg;
    ctk_caps(N, p->begin, p->lonlat, p->unit, p->block, p->cap_m2, threads);
    return bench_digest(p->cap_m2, sizeof p->cap_m2);
}

int main(void)
{
    static points p;
    ctk_rng rng = ctk_rng_key(1, 0, 0);
    p.lonlat = malloc(2 * N * EACH * sizeof(double));
    p.unit = malloc(3 * N * EACH * sizeof(double));
    p.block = malloc((size_t)ctk_cap_blocks(N, N * EACH) * sizeof *p.block);
    for (int32_t j = 0; j <= N; j++) p.begin[j] = (int64_t)j * EACH;
    for (int32_t i = 0; i < N * EACH; i++) { // borders, not clouds: neighbours are near
        const double a = 6.283185307179586 * i / EACH, r = 3 + 0.1 * ctk_rng_unit(&rng);
        p.lonlat[2 * i] = i / EACH + r * cos(a);
        p.lonlat[2 * i + 1] = 40 + r * sin(a);
    }
    for (int32_t threads = 1; threads <= 2; threads++)
        bench_run("measure_cap", (int64_t)N * EACH, threads, 7, caps, &p);
    return 0;
}
