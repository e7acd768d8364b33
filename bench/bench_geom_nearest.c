/// Nearest region for points in gaps of a layer of scattered round islands, within 5 km.
#include <math.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "join/locate.h"
#include "kernels/geom/nearest.h"
#include "kernels/prim/rng.h"

enum { N_ISLANDS = 20000, CORNERS = 60, N_POINTS = 200000 };

typedef struct setting {
    ctk_pip grid;
    double lon[N_POINTS], lat[N_POINTS], km[N_POINTS];
    int32_t region[N_POINTS];
    uint64_t work[2 * N_POINTS];
} setting;

static uint64_t find(void *arg, int32_t threads)
{
    setting *s = arg;
    ctk_nearest_find(&s->grid, N_POINTS, NULL, s->lon, s->lat, 5.0, threads, s->work, s->region,
                     s->km);
    return bench_digest(s->region, sizeof s->region) ^ bench_digest(s->km, sizeof s->km);
}

static ctk_pip_layer make_islands(void)
{
    static int32_t ring[N_ISLANDS + 1];
    static int64_t vertex[N_ISLANDS + 1];
    static uint8_t hole[N_ISLANDS];
    static double xy[2 * N_ISLANDS * (CORNERS + 1)];
    double *p = xy;
    for (int32_t i = 0; i < N_ISLANDS; i++) {
        ctk_rng rng = ctk_rng_key(1, 1, (uint64_t)i);
        const double x = 10 * ctk_rng_unit(&rng), y = 45 + 10 * ctk_rng_unit(&rng);
        const double radius = 0.003 + 0.03 * ctk_rng_unit(&rng);
        for (int32_t c = 0; c <= CORNERS; c++) {
            const double angle = -6.283185307179586 * (c % CORNERS) / CORNERS;
            *p++ = x + radius * cos(angle);
            *p++ = y + radius * sin(angle);
        }
        ring[i + 1] = i + 1;
        vertex[i + 1] = (int64_t)(i + 1) * (CORNERS + 1);
    }
    return (ctk_pip_layer){N_ISLANDS, N_ISLANDS, ring, vertex, hole, xy};
}

int main(void)
{
    static setting s;
    const ctk_pip_layer layer = make_islands();
    if (ct_locate_build(&layer, 0, 2, &s.grid, NULL)) return 1;
    for (int64_t i = 0; i < N_POINTS; i++) {
        ctk_rng rng = ctk_rng_key(1, 2, (uint64_t)i);
        s.lon[i] = 10 * ctk_rng_unit(&rng);
        s.lat[i] = 45 + 10 * ctk_rng_unit(&rng);
    }
    for (int32_t t = 1; t <= 2; t++) bench_run("geom_nearest/5km", N_POINTS, t, 5, find, &s);
    ct_locate_free(&s.grid);
    return 0;
}
