/// Tiles against a look at every tile.
#include "kernels/geom/tiles.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { SLABS = 7, ROWS = 5, TILES = SLABS * ROWS };

typedef struct made_tiles {
    ctk_tiles t;
    double border[SLABS + 1 + SLABS * (ROWS + 1)];
} made_tiles;

static void make(made_tiles *m, int32_t n, const double *sample)
{
    double *copy = calloc(4 * (size_t)n + 1, sizeof *copy);
    memcpy(copy, sample, 2 * (size_t)n * sizeof *copy);
    assert_int_equal(ctk_tiles_size(SLABS, ROWS), sizeof m->border / sizeof *m->border);
    m->t = (ctk_tiles){SLABS, ROWS, m->border, m->border + SLABS + 1};
    ctk_tiles_build(&m->t, n, copy, copy + 2 * (size_t)n);
    free(copy);
}

static bool holds(const double box[4], double x, double y)
{
    return box[0] <= x && x < box[2] && box[1] <= y && y < box[3];
}

static void every_point_lies_in_the_one_tile_that_is_found(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(3, 1, 0);
    for (int32_t n = 0; n < 300; n += 1 + n / 4) {
        double sample[600];
        made_tiles m;
        for (int32_t i = 0; i < 2 * n; i++) // some of them equal
            sample[i] = n % 3 ? ctk_rng_unit(&r) : ctk_rng_below(&r, 5);
        make(&m, n, sample);
        for (int32_t i = 0; i < 500; i++) {
            const double *p = sample + 2 * (i < n ? i : 0);
            const double x = i < n ? p[0] : 7 * ctk_rng_unit(&r) - 1;
            const double y = i < n ? p[1] : 7 * ctk_rng_unit(&r) - 1;
            int32_t n_holding = 0;
            for (int32_t tile = 0; tile < TILES; tile++) {
                double box[4];
                ctk_tiles_box(&m.t, tile, box);
                if (holds(box, x, y)) assert_int_equal(ctk_tiles_find(&m.t, x, y), tile);
                n_holding += holds(box, x, y);
            }
            assert_int_equal(n_holding, 1);
        }
    }
}

static void tiles_share_crowded_points_evenly(void **state)
{
    (void)state;
    enum { N = 35000 };
    double *p = calloc(4 * N, sizeof *p);
    int32_t count[TILES] = {0};
    made_tiles m;
    ctk_rng r = ctk_rng_key(4, 1, 0);
    for (int32_t i = 0; i < N; i++) { // half of them in a thousandth of the width
        const double scale = i % 2 ? 1.0 : 1e-3;
        p[2 * i] = scale * ctk_rng_unit(&r);
        p[2 * i + 1] = scale * ctk_rng_unit(&r);
    }
    make(&m, N, p);
    for (int32_t i = 0; i < N; i++) count[ctk_tiles_find(&m.t, p[2 * i], p[2 * i + 1])]++;
    for (int32_t tile = 0; tile < TILES; tile++) assert_in_range(count[tile], 999, 1001);
    free(p);
}

static void the_outer_tiles_reach_to_infinity(void **state)
{
    (void)state;
    const double corner[4] = {0, 0, 1, 1};
    made_tiles m;
    make(&m, 2, corner);
    assert_int_equal(ctk_tiles_find(&m.t, -1e300, -1e300), 0);
    assert_int_equal(ctk_tiles_find(&m.t, 1e300, 1e300), TILES - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_point_lies_in_the_one_tile_that_is_found),
        cmocka_unit_test(tiles_share_crowded_points_evenly),
        cmocka_unit_test(the_outer_tiles_reach_to_infinity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
