/// Nested squares, and squares on their corners, asked what is near. Items are edges.
#include <stdlib.h>

#include "bench/bench.h"
#include "kernels/geom/facing.h"
#include "tests/support/make_strips.h"

enum { N = 20000 };

static made_strips strips;
static uint8_t near[4 * N];

static uint64_t find_near(void *arg, int32_t threads)
{
    made_strips *s = arg;
    return (uint64_t)ctk_facing_near(&s->s, 10, threads, near);
}

int main(void)
{
    for (int is_turned = 0; is_turned < 2; is_turned++) {
        make_strips_nest(&strips, N, is_turned, false);
        for (int32_t i = 0; i < 2 * strips.n_points; i++) strips.lonlat[i] *= 30.0 / N;
        make_strips_build(&strips);
        for (int32_t threads = 1; threads <= 2; threads++)
            bench_run(is_turned ? "geom_facing_near_turned" : "geom_facing_near_nested",
                      strips.n_edges, threads, 5, find_near, &strips);
    }
    return 0;
}
