/// Rings against slow and obvious versions of the same measures.
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/geom/ring.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "support/check.h"

enum { MAX = 64 };

/// A star-shaped ring of n corners about (x, y), closed; counter-clockwise.
static int64_t random_ring(ctk_rng *rng, double x, double y, double radius, double *xy)
{
    const int64_t n = 3 + ctk_rng_below(rng, MAX - 4);
    for (int64_t i = 0; i < n; i++) {
        const double a = 6.283185307179586 * (double)i / (double)n;
        const double r = radius * (0.2 + 0.8 * ctk_rng_unit(rng));
        xy[2 * i] = x + r * cos(a);
        xy[2 * i + 1] = y + r * sin(a);
    }
    memcpy(xy + 2 * n, xy, 16);
    return n + 1;
}

/// Sum over the trapezoids between the edges and the level of the middle vertex, in extended
/// precision; about the origin even that would lose the digits of a small ring far from it.
static double oracle_area(int64_t n, const double *xy)
{
    long double sum = 0;
    const long double level = 2 * (long double)xy[2 * (n / 2) + 1];
    for (int64_t i = 0; i + 1 < n; i++)
        sum += ((long double)xy[2 * i] - xy[2 * i + 2]) *
               ((long double)xy[2 * i + 1] + xy[2 * i + 3] - level) / 2;
    return (double)sum;
}

/// Winding number by the angles under which the edges are seen; 0 on the boundary.
static int oracle_locate(int64_t n, const double *xy, double x, double y)
{
    long double turn = 0;
    for (int64_t i = 0; i + 1 < n; i++) {
        const long double ax = xy[2 * i] - x, ay = xy[2 * i + 1] - y;
        const long double bx = xy[2 * i + 2] - x, by = xy[2 * i + 3] - y;
        const long double cross = ax * by - ay * bx, dot = ax * bx + ay * by;
        if (cross == 0 && dot <= 0) return 0;
        turn += atan2l(cross, dot);
    }
    return fabsl(turn) > 1 ? 1 : -1;
}

/// Closed form of the height on the authalic cylinder (Snyder 3-12, halved).
static long double oracle_y(double lat_deg)
{
    const long double e = sqrtl(0.0066943799901413165L);
    const long double s = sinl((long double)lat_deg * 0.0174532925199432957692L);
    return (1 - e * e) * (s / (1 - e * e * s * s) + atanhl(e * s) / e) / 2;
}

/// Moments as sums over the triangles from the origin of the cylinder.
static void oracle_moments(int64_t n, const double *lonlat, double lon0, double m[3])
{
    long double s[3] = {0, 0, 0};
    const long double deg = 0.0174532925199432957692L;
    for (int64_t i = 0; i + 1 < n; i++) {
        const long double ax = (lonlat[2 * i] - (long double)lon0) * deg;
        const long double bx = (lonlat[2 * i + 2] - (long double)lon0) * deg;
        const long double ay = oracle_y(lonlat[2 * i + 1]), by = oracle_y(lonlat[2 * i + 3]);
        const long double c = ax * by - bx * ay;
        s[0] += c / 2;
        s[1] += c * (ax + bx) / 6;
        s[2] += c * (ay + by) / 6;
    }
    for (int j = 0; j < 3; j++) m[j] = (double)s[j];
}

static void areas_are_those_of_the_oracle(void **state)
{
    (void)state;
    double xy[2 * MAX], box[4];
    for (uint64_t k = 0; k < 2000; k++) {
        ctk_rng rng = ctk_rng_key(1, 1, k);
        const double x = 400 * (ctk_rng_unit(&rng) - 0.5), r = pow(10, -5 * ctk_rng_unit(&rng));
        const int64_t n = random_ring(&rng, x, -x / 3, r, xy);
        const double want = oracle_area(n, xy);
        assert_near(ctk_ring_area(n, xy, box) / want, 1, 1e-12);
        assert_true(want > 0 && !ctk_ring_is_flat(want, box));
        double lo = HUGE_VAL, hi = -HUGE_VAL;
        for (int64_t i = 0; i < n; i++) {
            lo = fmin(lo, xy[2 * i]);
            hi = fmax(hi, xy[2 * i + 1]);
        }
        assert_true(box[0] == lo && box[3] == hi);
    }
}

static void lines_and_points_are_flat(void **state)
{
    (void)state;
    double xy[2 * MAX], box[4];
    for (uint64_t k = 0; k < 2000; k++) {
        ctk_rng rng = ctk_rng_key(1, 2, k);
        const double x = 180 * ctk_rng_unit(&rng), y = 90 * ctk_rng_unit(&rng);
        const double dx = ctk_rng_unit(&rng), dy = ctk_rng_unit(&rng);
        const int64_t n = 5;
        for (int64_t i = 0; i < n - 1; i++) {
            const double t = ctk_rng_unit(&rng);
            xy[2 * i] = x + t * dx;
            xy[2 * i + 1] = y + t * dy;
        }
        memcpy(xy + 2 * (n - 1), xy, 16);
        assert_true(ctk_ring_is_flat(ctk_ring_area(n, xy, box), box));
    }
    const double dot[8] = {3, 4, 3, 4, 3, 4, 3, 4};
    assert_true(ctk_ring_is_flat(ctk_ring_area(4, dot, box), box));
}

static void points_are_located_as_by_winding_number(void **state)
{
    (void)state;
    double xy[2 * MAX];
    for (uint64_t k = 0; k < 500; k++) {
        ctk_rng rng = ctk_rng_key(1, 3, k);
        const int64_t n = random_ring(&rng, 0, 0, 8, xy);
        // on a grid of eighths points lie on corners, on edges and level with corners
        for (int64_t i = 0; k % 2 && i < 2 * n; i++) xy[i] = rint(xy[i]);
        for (int j = 0; j < 100; j++) {
            const double x = (double)ctk_rng_below(&rng, 33) / 2 - 8;
            const double y = (double)ctk_rng_below(&rng, 33) / 2 - 8;
            assert_int_equal(ctk_ring_locate(n, xy, x, y), oracle_locate(n, xy, x, y));
        }
        assert_int_equal(ctk_ring_locate(n, xy, xy[0], xy[1]), 0);
    }
}

static void moments_are_those_of_the_oracle(void **state)
{
    (void)state;
    double p[2 * MAX];
    for (uint64_t k = 0; k < 2000; k++) {
        ctk_rng rng = ctk_rng_key(1, 4, k);
        const double lon = 340 * (ctk_rng_unit(&rng) - 0.5), lat = 150 * (ctk_rng_unit(&rng) - 0.5);
        const int64_t n = random_ring(&rng, lon, lat, 3 * ctk_rng_unit(&rng), p);
        const double lon0 = lon + 20 * (ctk_rng_unit(&rng) - 0.5);
        double m[3], want[3];
        ctk_ring_moments(n, p, lon0, m);
        oracle_moments(n, p, lon0, want);
        assert_near(m[0] / want[0], 1, 1e-10);
        assert_near(m[1] / m[0], want[1] / want[0], 1e-9);
        assert_near(m[2] / m[0], want[2] / want[0], 1e-9);
    }
}

static void a_ring_moves_by_whole_turns_only(void **state)
{
    (void)state;
    const double east[] = {178, 0, 179, 0, 179, 1, 178, 1, 178, 0};
    double west[10], a[3], b[3];
    for (int i = 0; i < 10; i++) west[i] = east[i] - (i % 2 ? 0 : 360);
    ctk_ring_moments(5, east, -179, a);
    ctk_ring_moments(5, west, -179, b);
    for (int j = 0; j < 3; j++) assert_near(a[j], b[j], 1e-18);
    assert_near(a[1] / a[0], -2.5 * CTK_DEG, 1e-14);
    ctk_ring_vertex_sum(5, east, -179, a);
    assert_near(a[0], -10 * CTK_DEG, 1e-14);
}

static void latitudes_come_back_from_the_cylinder(void **state)
{
    (void)state;
    for (int i = -8900; i <= 8900; i++) {
        const double lat = i / 100.0;
        assert_near((double)oracle_y(lat), ctk_authalic_y(lat), 1e-15); // 8 roundings of 1.1e-16
        assert_near(ctk_authalic_lat_deg(ctk_authalic_y(lat)), lat, 1e-12);
    }
    assert_near(ctk_authalic_lat_deg(ctk_authalic_y(89.999)), 89.999, 1e-9);
    assert_near(ctk_authalic_lat_deg(2), 90, 0);
    assert_near(ctk_authalic_lat_deg(-2), -90, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_are_those_of_the_oracle),
        cmocka_unit_test(lines_and_points_are_flat),
        cmocka_unit_test(points_are_located_as_by_winding_number),
        cmocka_unit_test(moments_are_those_of_the_oracle),
        cmocka_unit_test(a_ring_moves_by_whole_turns_only),
        cmocka_unit_test(latitudes_come_back_from_the_cylinder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
