#include "tests/support/make_islands.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"

enum { POINTS = 8 };

void *make_array(int64_t n, size_t size)
{
    void *p = calloc((size_t)n, size);
    if (!p) exit(6);
    return p;
}

/// One chain: a short walk along a circle of the given radius around a centre.
static void make_chain(double lon, double lat, double radius_deg, double from, double step,
                       double *point)
{
    for (int i = 0; i < POINTS; i++) {
        const double a = from + step * i;
        ctk_geocentric_km(lon + radius_deg * cos(a), lat + radius_deg * sin(a), point + 3 * i);
    }
}

static void make_chains(int32_t n, double *point, int32_t *group)
{
    ctk_rng rng = ctk_rng_key(1, 1, 1);
    double lon = 0, lat = 0;
    for (int32_t i = 0; i < n; i++) {
        const int32_t at = i - MAKE_MAINLAND;
        const double step = 6.28 / MAKE_PER_ISLAND / POINTS;
        double *to = point + 3 * (int64_t)POINTS * i;
        group[i] = at < 0 ? 0 : 1 + at / MAKE_PER_ISLAND;
        if (at >= 0 && at % MAKE_PER_ISLAND == 0) {
            const double a = 6.28 * ctk_rng_unit(&rng), r = 10.5 + 3 * ctk_rng_unit(&rng);
            lon = -95 + r * cos(a);
            lat = 38 + r * sin(a);
        }
        if (at < 0)
            make_chain(-95, 38, 10, 6.28 * i / MAKE_MAINLAND, 6.28 / MAKE_MAINLAND / POINTS, to);
        else
            make_chain(lon, lat, 0.02, step * POINTS * (at % MAKE_PER_ISLAND), step, to);
    }
}

made_islands make_islands(int32_t n_islands)
{
    const int32_t n = MAKE_MAINLAND + n_islands * MAKE_PER_ISLAND;
    int64_t *begin = make_array(n + 1, sizeof *begin);
    double *point = make_array(3 * (int64_t)POINTS * n, sizeof *point);
    made_islands m = {.group = make_array(n, sizeof *m.group)};
    for (int32_t i = 0; i <= n; i++) begin[i] = (int64_t)POINTS * i;
    make_chains(n, point, m.group);
    m.tree.chains = (ctk_chains){n, begin, point, m.group};
    m.tree.leaf = make_array(n, sizeof *m.tree.leaf);
    m.tree.box = make_array(ctk_boxtree_nodes(n), sizeof *m.tree.box);
    m.work = make_array(ctk_boxtree_work(n), sizeof *m.work);
    return m;
}
