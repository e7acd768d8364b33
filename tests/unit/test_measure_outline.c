/// kernels/measure/outline on squares of one degree.
#include "kernels/measure/outline.h"

#include <math.h>

#include "kernels/geom/sphere.h"
#include "tests/support/check.h"

static void one_degree_squares_have_known_perimeters(void **state)
{
    (void)state;
    const int32_t ring_begin[] = {0, 1, 1, 2};
    const int64_t vertex_begin[] = {0, 5, 10};
    const double xy[] = {0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 179, 60, 179, 61, 180, 61, 180, 60, 179, 60};
    const double degree = CTK_EARTH_KM * 1e3 * CTK_DEG;
    double one[3], many[3];
    ctk_perimeters(3, ring_begin, vertex_begin, xy, one, 1);
    assert_near(one[0] / degree, 3 + cos(CTK_DEG), 1e-4);
    assert_near(one[1], 0, 0);
    assert_near(one[2] / degree, 2 + cos(60 * CTK_DEG) + cos(61 * CTK_DEG), 1e-4);
    for (int32_t t = 2; t <= 5; t++) {
        ctk_perimeters(3, ring_begin, vertex_begin, xy, many, t);
        assert_memory_equal(many, one, sizeof one);
    }
}

/// A disc of `radius_deg` around a point on the equator, on the sphere.
static int64_t make_disc(double radius_deg, int32_t n, double *xy)
{
    const double a = radius_deg * CTK_DEG;
    for (int32_t i = 0; i <= n; i++) {
        const double t = -2 * 3.14159265358979323846 * (i % n) / n;
        const double east = sin(a) * cos(t), north = sin(a) * sin(t);
        xy[2 * i] = atan2(east, cos(a)) / CTK_DEG;
        xy[2 * i + 1] = asin(north) / CTK_DEG;
    }
    return n + 1;
}

static void no_disc_on_the_earth_is_rounder_than_one(void **state)
{
    (void)state;
    static double xy[2 * 2001];
    const uint8_t is_hole = 0;
    for (double radius = 0.5; radius < 80; radius *= 1.5) {
        const int64_t vertex_begin[] = {0, make_disc(radius, 2000, xy)};
        const double pp = ctk_polsby_popper_curved(1, vertex_begin, &is_hole, xy);
        assert_true(pp <= 1 + 1e-9);
        assert_true(pp > 0.98);
    }
}

static void a_belt_of_the_earth_is_as_long_as_its_parallels(void **state)
{
    (void)state;
    // 170 degrees at 60 degrees north, where great circles would cut across the pole
    const double xy[] = {0, 60, 0, 61, 170, 61, 170, 60, 0, 60};
    const int64_t vertex_begin[] = {0, 5};
    const uint8_t is_hole = 0;
    const double degree = CTK_EARTH_KM * 1e3 * CTK_DEG;
    const double length = degree * (2 + 170 * (cos(60 * CTK_DEG) + cos(61 * CTK_DEG)));
    const double area = degree * degree * 170 * cos(60.5 * CTK_DEG);
    const double pp = ctk_polsby_popper_curved(1, vertex_begin, &is_hole, xy);
    assert_near(pp * length * length / (4 * 3.14159265358979 * area), 1, 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_degree_squares_have_known_perimeters),
        cmocka_unit_test(no_disc_on_the_earth_is_rounder_than_one),
        cmocka_unit_test(a_belt_of_the_earth_is_as_long_as_its_parallels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
