/// kernels/measure/cap against all circles through two and three points.
#include "kernels/measure/cap.h"

#include <math.h>
#include <string.h>

#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "tests/support/check.h"

typedef struct circle {
    long double c[3], r2;
} circle;

static long double distance2(const long double *c, const double *p)
{
    long double sum = 0;
    for (int i = 0; i < 3; i++) sum += (c[i] - p[i]) * (c[i] - p[i]);
    return sum;
}

/// Centre = p + s a + t b from the two equations |c - p| = |c - q| = |c - r|.
static circle through_three(const double *p, const double *q, const double *r)
{
    long double a[3], b[3], aa = 0, ab = 0, bb = 0;
    for (int i = 0; i < 3; i++) {
        a[i] = (long double)q[i] - p[i];
        b[i] = (long double)r[i] - p[i];
        aa += a[i] * a[i];
        ab += a[i] * b[i];
        bb += b[i] * b[i];
    }
    const long double d = 2 * (aa * bb - ab * ab);
    circle k = {{0, 0, 0}, HUGE_VALL};
    if (!(d > 0)) return k;
    for (int i = 0; i < 3; i++)
        k.c[i] = p[i] + bb * (aa - ab) / d * a[i] + aa * (bb - ab) / d * b[i];
    k.r2 = distance2(k.c, p);
    return k;
}

static void keep_smaller(const circle *k, int64_t n, const double *u, long double *best)
{
    if (k->r2 >= *best) return;
    for (int64_t i = 0; i < n; i++)
        if (distance2(k->c, u + 3 * i) > k->r2 * (1 + 1e-9L)) return;
    *best = k->r2;
}

static double oracle_share(int64_t n, const double *u)
{
    long double best = n == 1 ? 0 : HUGE_VALL;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = i + 1; j < n; j++) {
            circle k;
            for (int a = 0; a < 3; a++) k.c[a] = 0.5L * ((long double)u[3 * i + a] + u[3 * j + a]);
            k.r2 = distance2(k.c, u + 3 * i);
            keep_smaller(&k, n, u, &best);
            for (int64_t l = j + 1; l < n; l++) {
                k = through_three(u + 3 * i, u + 3 * j, u + 3 * l);
                keep_smaller(&k, n, u, &best);
            }
        }
    return (double)(0.5L * best / (1 + sqrtl(1 - best)));
}

/// n points within `width` degrees; some repeated, some on one meridian.
static void scatter(ctk_rng *rng, int64_t n, double width, double *u)
{
    const double lon = 360 * ctk_rng_unit(rng), lat = -80 + 160 * ctk_rng_unit(rng);
    const int kind = (int)ctk_rng_below(rng, 3);
    for (int64_t i = 0; i < n; i++) {
        if (kind == 1 && i % 3 == 2) {
            memcpy(u + 3 * i, u, 3 * sizeof *u);
            continue;
        }
        const double x = kind == 2 ? 0 : width * ctk_rng_unit(rng);
        ctk_cap_unit(lon + x, lat + 0.1 * width * ctk_rng_unit(rng), u + 3 * i);
    }
}

static void the_cap_is_the_smallest_of_all_circles(void **state)
{
    (void)state;
    ctk_rng rng = ctk_rng_key(3, 1, 0);
    double u[3 * 20];
    for (int round = 0; round < 1500; round++) {
        const int64_t n = 1 + ctk_rng_below(&rng, 20);
        const double width = pow(10, -3 + 5 * ctk_rng_unit(&rng)) * 0.8;
        scatter(&rng, n, width, u);
        const double want = oracle_share(n, u), got = ctk_cap_share(n, u);
        assert_near(got, want, 1e-7 * want + 1e-30);
    }
}

static void half_the_earth_is_the_last_cap_and_more_is_all(void **state)
{
    (void)state;
    double u[12];
    for (int i = 0; i < 3; i++) ctk_cap_unit(120 * i, 0, u + 3 * i);
    assert_near(ctk_cap_share(3, u), 0.5, 1e-7);
    ctk_cap_unit(0, 90, u + 9);
    for (int i = 0; i < 3; i++) ctk_cap_unit(120 * i, -20, u + 3 * i);
    assert_near(ctk_cap_share(4, u), 1, 0);
}

static void a_cap_around_the_pole_has_its_known_area(void **state)
{
    (void)state;
    double lonlat[72], unit[108], area;
    const int64_t begin[2] = {0, 36};
    for (int i = 0; i < 36; i++) {
        lonlat[2 * i] = 10 * i;
        lonlat[2 * i + 1] = 80;
    }
    ctk_cap_block block[3];
    ctk_caps(1, begin, lonlat, unit, block, &area, 1);
    const double want = 2 * 3.14159265358979323846 * CTK_WGS84_A * CTK_WGS84_A *
                        (ctk_authalic_y(90) - ctk_authalic_y(80));
    assert_near(area / want, 1, 1e-9);
    assert_near(ctk_sphere_m2() / 510065621724088.4, 1, 1e-12);
}

static void caps_are_the_same_for_any_threads(void **state)
{
    (void)state;
    enum { N = 50, EACH = 40 };
    static double lonlat[2 * N * EACH], unit[3 * N * EACH];
    static ctk_cap_block block[N * EACH / CTK_CAP_BLOCK + N + 1];
    double one[N], many[N];
    int64_t begin[N + 1];
    ctk_rng rng = ctk_rng_key(9, 1, 0);
    for (int i = 0; i <= N; i++) begin[i] = i == N ? N * EACH : i * EACH + (i % 2);
    for (int i = 0; i < N * EACH; i++) {
        lonlat[2 * i] = 10 * ctk_rng_unit(&rng);
        lonlat[2 * i + 1] = 10 * ctk_rng_unit(&rng);
    }
    ctk_caps(N, begin, lonlat, unit, block, one, 1);
    for (int32_t t = 2; t <= 5; t++) {
        ctk_caps(N, begin, lonlat, unit, block, many, t);
        assert_memory_equal(many, one, sizeof one);
    }
}

/// Walks of all widths, some across the antimeridian or near a pole: caps by blocks against caps of
/// all points at once.
static void points_passed_over_change_nothing(void **state)
{
    (void)state;
    enum { MOST = 3000 };
    static double lonlat[2 * MOST], unit[3 * MOST], all[3 * MOST];
    static ctk_cap_block block[MOST / CTK_CAP_BLOCK + 3];
    for (uint64_t seed = 0; seed < 400; seed++) {
        ctk_rng rng = ctk_rng_key(seed, 11, 0);
        const int64_t n = 1 + ctk_rng_below(&rng, seed % 2 ? MOST : 200), begin[2] = {0, n};
        const double step = pow(10, -4 + 4 * ctk_rng_unit(&rng));
        double lon = seed % 3 ? 360 * ctk_rng_unit(&rng) - 180 : 179.9, area;
        double lat = seed % 5 ? 120 * ctk_rng_unit(&rng) - 60 : 88;
        for (int64_t i = 0; i < n; i++) {
            lonlat[2 * i] = lon;
            lonlat[2 * i + 1] = lat;
            ctk_cap_unit(lon, lat, all + 3 * i);
            lon += step * (ctk_rng_unit(&rng) - 0.5);
            lat = fmin(90, fmax(-90, lat + step * (ctk_rng_unit(&rng) - 0.5)));
            if (lon > 180) lon -= 360;
        }
        memset(unit, 0xff, sizeof unit);
        ctk_caps(1, begin, lonlat, unit, block, &area, 1);
        assert_true(area == ctk_cap_share(n, all) * ctk_sphere_m2());
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cap_is_the_smallest_of_all_circles),
        cmocka_unit_test(half_the_earth_is_the_last_cap_and_more_is_all),
        cmocka_unit_test(a_cap_around_the_pole_has_its_known_area),
        cmocka_unit_test(points_passed_over_change_nothing),
        cmocka_unit_test(caps_are_the_same_for_any_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
