/// Nearest boundary against every segment of every region.
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "join/locate.h"
#include "kernels/geom/nearest.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"

enum { N_SQUARES = 400, N_POINTS = 2000 };

static uint64_t work[2 * N_POINTS];

/// Squares of random size and place; some share a border, some are copies.
typedef struct squares {
    int32_t ring_begin[N_SQUARES + 1];
    int64_t vertex_begin[N_SQUARES + 1];
    uint8_t is_hole[N_SQUARES];
    double xy[10 * N_SQUARES];
} squares;

static void put_square(squares *s, int32_t i, double x, double y, double a)
{
    const double ring[10] = {x, y, x, y + a, x + a, y + a, x + a, y, x, y};
    memcpy(s->xy + 10 * i, ring, sizeof ring);
}

static squares *new_squares(uint64_t seed, double lon, double lat)
{
    squares *s = calloc(1, sizeof *s);
    assert_non_null(s);
    ctk_rng rng = ctk_rng_key(seed, 1, 0);
    for (int32_t i = 0; i < N_SQUARES; i++) {
        s->ring_begin[i + 1] = i + 1;
        s->vertex_begin[i + 1] = 5 * (i + 1);
        const double *last = s->xy + 10 * (i > 0 ? i - 1 : 0);
        const double x = lon + 0.01 * ctk_rng_below(&rng, 600);
        const double y = lat + 0.01 * ctk_rng_below(&rng, 600);
        if (i % 4 == 1) // to the right of the one before, with a common border
            put_square(s, i, last[4], last[1], last[4] - last[0]);
        else if (i % 4 == 3)
            memcpy(s->xy + 10 * i, last, 10 * sizeof *last);
        else
            put_square(s, i, x, y, 0.01 * (1 + ctk_rng_below(&rng, 20)));
    }
    return s;
}

static ctk_pip build(const squares *s, int64_t max_cells)
{
    ctk_pip grid;
    ct_error err = {0};
    const ctk_pip_layer layer = {N_SQUARES,       N_SQUARES,  s->ring_begin,
                                 s->vertex_begin, s->is_hole, s->xy};
    assert_ok(ct_locate_build(&layer, max_cells, 2, &grid, &err), err);
    return grid;
}

/// Distance to one segment in the plane at the point, km, by the textbook.
static double oracle_distance(const double *a, const double *b, double lon, double lat)
{
    const double ky = CTK_EARTH_KM * CTK_DEG, kx = ky * cos(lat * CTK_DEG);
    const double ax = (a[0] - lon) * kx, ay = (a[1] - lat) * ky;
    const double bx = (b[0] - lon) * kx, by = (b[1] - lat) * ky;
    const double l2 = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
    const double t = fmax(0, fmin(1, (ax * (ax - bx) + ay * (ay - by)) / l2));
    return hypot(ax + t * (bx - ax), ay + t * (by - ay));
}

static double oracle(const squares *s, double lon, double lat, int32_t region)
{
    double best = HUGE_VAL;
    for (int32_t i = 0; i < N_SQUARES; i++)
        for (int32_t v = 0; v < 4 && (region < 0 || region == i); v++)
            best = fmin(best, oracle_distance(s->xy + 10 * i + 2 * v, s->xy + 10 * i + 2 * v + 2,
                                              lon, lat));
    return best;
}

static void the_nearest_region_equals_the_oracle(void **state)
{
    (void)state;
    static double lon[N_POINTS], lat[N_POINTS], d[N_POINTS];
    static int32_t region[N_POINTS];
    const int64_t cells[] = {1, 100, 5000, 200000};
    for (uint64_t seed = 0; seed < 4; seed++) {
        squares *s = new_squares(seed, -100, seed == 3 ? -62 : 40);
        ctk_pip grid = build(s, cells[seed]);
        ctk_rng rng = ctk_rng_key(seed, 2, 0);
        for (int32_t i = 0; i < N_POINTS; i++) {
            lon[i] = -101 + 8 * ctk_rng_unit(&rng);
            lat[i] = (seed == 3 ? -63 : 39) + 8 * ctk_rng_unit(&rng);
        }
        const double radius = seed == 1 ? 500 : 20;
        ctk_nearest_find(&grid, N_POINTS, NULL, lon, lat, radius, 1, work, region, d);
        for (int32_t i = 0; i < N_POINTS; i++) {
            const double expected = oracle(s, lon[i], lat[i], -1);
            if (expected > radius) {
                assert_int_equal(region[i], -1);
                continue;
            }
            assert_near(d[i], expected, 1e-9);
            assert_near(oracle(s, lon[i], lat[i], region[i]), expected, 1e-9);
            for (int32_t r = 0; r < region[i]; r++) // a copy with a smaller id would have won
                if (memcmp(s->xy + 10 * r, s->xy + 10 * region[i], 80) == 0) fail();
        }
        ct_locate_free(&grid);
        free(s);
    }
}

static void the_search_goes_over_the_antimeridian(void **state)
{
    (void)state;
    squares *s = new_squares(0, 20, 0);
    put_square(s, 0, 179.5, 10, 0.5);
    ctk_pip grid = build(s, 4096);
    const double lon[2] = {-179.99, 180.01}, lat[2] = {10.2, 10.2};
    int32_t region[2];
    double d[2];
    ctk_nearest_find(&grid, 2, NULL, lon, lat, 5, 1, work, region, d);
    assert_int_equal(region[0], 0);
    assert_int_equal(region[1], 0);
    assert_near(d[0], ctk_distance_m(-179.99, 10.2, 180, 10.2) * 1e-3, 1e-6);
    ct_locate_free(&grid);
    free(s);
}

static void equal_distance_goes_to_the_smaller_region(void **state)
{
    (void)state;
    squares *s = new_squares(0, 20, 0);
    for (int32_t i = 0; i < N_SQUARES; i++) // every second walks its ring the other way
        for (int32_t v = 0; v < 5; v++) {
            const double x[5] = {1, 1, 2, 2, 1}, y[5] = {1, 2, 2, 1, 1};
            s->xy[10 * i + 2 * v] = x[i % 2 ? v : 4 - v] + 1e-3;
            s->xy[10 * i + 2 * v + 1] = y[i % 2 ? v : 4 - v] + 1e-3;
        }
    ctk_pip grid = build(s, 64);
    const double lon[] = {0.98, 1.7, 0.99, 2.02}, lat[] = {1.3, 0.98, 0.99, 1.777};
    int32_t region[4];
    ctk_nearest_find(&grid, 4, NULL, lon, lat, 10, 1, work, region, NULL);
    for (int32_t i = 0; i < 4; i++) assert_int_equal(region[i], 0);
    ct_locate_free(&grid);
    free(s);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    static double lon[N_POINTS], lat[N_POINTS], d[2][N_POINTS];
    static int32_t region[2][N_POINTS];
    squares *s = new_squares(3, 5, 45);
    ctk_pip grid = build(s, 1000);
    ctk_rng rng = ctk_rng_key(3, 3, 0);
    for (int32_t i = 0; i < N_POINTS; i++) {
        lon[i] = 4 + 8 * ctk_rng_unit(&rng);
        lat[i] = 44 + 8 * ctk_rng_unit(&rng);
    }
    ctk_nearest_find(&grid, N_POINTS, NULL, lon, lat, 30, 1, work, region[0], d[0]);
    for (int32_t t = 2; t <= 5; t++) {
        ctk_nearest_find(&grid, N_POINTS, NULL, lon, lat, 30, t, work, region[1], d[1]);
        assert_memory_equal(region[0], region[1], sizeof region[0]);
        assert_memory_equal(d[0], d[1], sizeof d[0]);
    }
    ct_locate_free(&grid);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_region_equals_the_oracle),
        cmocka_unit_test(the_search_goes_over_the_antimeridian),
        cmocka_unit_test(equal_distance_goes_to_the_smaller_region),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
