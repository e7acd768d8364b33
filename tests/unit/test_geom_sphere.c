/// Positions, lengths and areas on the Earth, against known values and long sums.
#include "kernels/geom/sphere.h"

#include "kernels/prim/rng.h"
#include "support/check.h"

static void positions_come_back_as_lon_and_lat(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(1, 1, 0);
    for (int i = 0; i < 10000; i++) {
        const double lon = 360 * ctk_rng_unit(&r) - 180, lat = 180 * ctk_rng_unit(&r) - 90;
        double p[3], lon2, lat2;
        ctk_geocentric_km(lon, lat, p);
        assert_near(p[0] * p[0] + p[1] * p[1] + p[2] * p[2], CTK_EARTH_KM * CTK_EARTH_KM, 1e-7);
        for (int k = 0; k < 3; k++) p[k] *= 0.25; // any length will do
        ctk_lonlat_deg(p, &lon2, &lat2);
        assert_near(lat2, lat, 1e-8);
        assert_near(lon2, lon, 1e-12 / (1e-12 + cos(lat * CTK_DEG)) + 1e-10);
    }
}

/// By the chord between the positions.
static double by_chord_m(double lon1, double lat1, double lon2, double lat2)
{
    double p[3], q[3], sum = 0;
    ctk_geocentric_km(lon1, lat1, p);
    ctk_geocentric_km(lon2, lat2, q);
    for (int k = 0; k < 3; k++) sum += (p[k] - q[k]) * (p[k] - q[k]);
    const double half = 0.5 * sqrt(sum) / CTK_EARTH_KM;
    return 2e3 * CTK_EARTH_KM * asin(half < 1 ? half : 1);
}

static void distances_are_those_of_the_chord(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(2, 1, 0);
    for (int i = 0; i < 10000; i++) {
        const double lon1 = 360 * ctk_rng_unit(&r) - 180, lat1 = 180 * ctk_rng_unit(&r) - 90;
        const double lon2 = 360 * ctk_rng_unit(&r) - 180, lat2 = 180 * ctk_rng_unit(&r) - 90;
        const double want = by_chord_m(lon1, lat1, lon2, lat2);
        // asin loses half its digits at the antipode, in both forms
        assert_near(ctk_distance_m(lon1, lat1, lon2, lat2), want, want > 1.9e7 ? 1.0 : 1e-3);
    }
    assert_near(ctk_distance_m(10, 20, 10, 20), 0, 0);
    assert_near(ctk_distance_m(0, 0, 180, 0), 3.141592653589793e3 * CTK_EARTH_KM, 1e-6);
    assert_near(ctk_distance_m(179.5, 0, -179.5, 0), 1e3 * CTK_EARTH_KM * CTK_DEG, 1e-6);
}

static void short_segments_are_within_a_millionth_of_the_great_circle(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(3, 1, 0);
    for (int i = 0; i < 100000; i++) {
        const double lon = 300 * ctk_rng_unit(&r) - 150, lat = 170 * ctk_rng_unit(&r) - 85;
        const double dlon = 0.24 * (ctk_rng_unit(&r) - 0.5), dlat = 0.24 * (ctk_rng_unit(&r) - 0.5);
        const double want = ctk_distance_m(lon, lat, lon + dlon, lat + dlat);
        assert_near(ctk_segment_m(lon, lat, lon + dlon, lat + dlat), want, 1e-6 * want + 1e-6);
    }
}

/// Area between equator and latitude of the ellipsoid, a unit of longitude wide, by Simpson's rule:
/// dA = a^2 (1 - e^2) cos(lat) / (1 - e^2 sin^2(lat))^2 dlat.
static long double belt(double lat_deg)
{
    enum { N = 2000 };
    long double sum = 0;
    for (int i = 0; i <= N; i++) {
        const long double lat = (long double)lat_deg * CTK_DEG * i / N;
        const long double s = sinl(lat), d = 1 - CTK_WGS84_E2 * s * s;
        sum += cosl(lat) / (d * d) * (i == 0 || i == N ? 1 : i % 2 ? 4 : 2);
    }
    return sum * (1 - CTK_WGS84_E2) * (long double)lat_deg * CTK_DEG / (3 * N);
}

static void the_authalic_cylinder_keeps_the_area_of_the_ellipsoid(void **state)
{
    (void)state;
    for (double lat = -90; lat <= 90; lat += 7.5)
        assert_near(ctk_authalic_y(lat), (double)belt(lat), 1e-13);
    // the whole ellipsoid: 510,065,621.7 km2
    const double all = 4 * 3.141592653589793 * ctk_authalic_y(90) * CTK_WGS84_A * CTK_WGS84_A;
    assert_near(all / 1e6, 510065621.7, 0.1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_come_back_as_lon_and_lat),
        cmocka_unit_test(distances_are_those_of_the_chord),
        cmocka_unit_test(short_segments_are_within_a_millionth_of_the_great_circle),
        cmocka_unit_test(the_authalic_cylinder_keeps_the_area_of_the_ellipsoid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
