/// Coordinate systems of layers.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "read/crs.h"
#include "support/check.h"
#include "support/make_shp.h"
#include "support/read_layer.h"

/// A layer of one box; wkt NULL = no .prj.
static const char *layer_at(double x0, double y0, double x1, double y1, const char *wkt)
{
    make_shp m = make_shp_open("crs.shp", MAKE_POLYGON, "CODE C 8");
    make_shp_box(&m, "a", x0, y0, x1, y1);
    const char *path = make_shp_close(&m);
    unlink(make_shp_sibling(path, ".prj"));
    if (wkt) make_shp_prj(path, wkt);
    return path;
}

static void lonlat_is_the_layer_itself_on_wgs84(void **state)
{
    (void)state;
    read_layer l = read_layer_ok(layer_at(-75, 40, -74, 41, "\xef\xbb\xbf" MAKE_WGS84 "\r\n"));
    assert_ptr_equal(l.r.lonlat, l.r.xy);
    assert_true(l.r.is_geographic);
    assert_string_equal(l.r.crs_name, "WGS 84");
    assert_string_equal(l.r.crs_wkt, MAKE_WGS84);
    read_layer_free(&l);
}

static void without_prj_degrees_are_assumed_and_said(void **state)
{
    (void)state;
    read_layer l = read_layer_ok(layer_at(-75, 40, -74, 41, NULL));
    assert_ptr_equal(l.r.lonlat, l.r.xy);
    assert_int_equal(read_layer_note(&l, "no .prj"), 0);
    assert_string_equal(l.r.crs_wkt, MAKE_WGS84);
    read_layer_free(&l);
    l = read_layer_ok(layer_at(-75, 40, -74, 41, " \n"));
    assert_int_equal(read_layer_note(&l, "no .prj"), 0);
    read_layer_free(&l);
}

static void without_prj_metres_are_refused(void **state)
{
    (void)state;
    read_layer l = read_layer_default(layer_at(400000, 4e6, 500000, 5e6, NULL));
    read_layer_refused(&l, "supply the .prj");
}

static void metres_with_a_geographic_prj_are_refused(void **state)
{
    (void)state;
    read_layer l = read_layer_default(layer_at(400000, 4e6, 500000, 5e6, MAKE_WGS84));
    read_layer_refused(&l, "no degrees (WGS 84)");
    l = read_layer_default(layer_at(40, -120, 41, -75, MAKE_WGS84));
    read_layer_refused(&l, "look swapped");
    l = read_layer_default(layer_at(250, 30, 370, 40, MAKE_WGS84));
    read_layer_refused(&l, "longitudes go from -180 to 180, or from 0 to 360");
}

static void a_prj_that_is_none_is_refused(void **state)
{
    (void)state;
    read_layer l = read_layer_default(layer_at(0, 0, 1, 1, "this is no WKT"));
    read_layer_refused(&l, "does not understand its .prj; replace it");
    l = read_layer_default(layer_at(0, 0, 1, 1, "LOCAL_CS[\"site\",UNIT[\"metre\",1]]"));
    read_layer_refused(&l, "knows no way from 'site' to WGS 84; replace the .prj");
    l = read_layer_default(
        layer_at(0, 0, 1, 1,
                 "VERT_CS[\"sea\",VERT_DATUM[\"level\",2005],UNIT[\"metre\",1],AXIS[\"Up\",UP]]"));
    read_layer_refused(&l, "knows no way from 'sea' to WGS 84");
}

/// As ESRI writes EPSG:4807, from which PROJ 9.1 finds no way by itself: 2.3 E 48.5 N in grads.
static void grads_from_paris_are_read(void **state)
{
    (void)state;
    read_layer l = read_layer_ok(layer_at(
        -0.0413657, 53.8888889, 0.1, 54,
        "GEOGCS[\"GCS_NTF_Paris\",DATUM[\"D_NTF\",SPHEROID[\"Clarke_1880_IGN\",6378249.2,"
        "293.466021293627]],PRIMEM[\"Paris\",2.33722917],UNIT[\"Grad\",0.0157079632679489]]"));
    double west = 180, south = 90;
    for (int64_t v = 0; v < l.r.n_vertices; v++) {
        west = fmin(west, l.r.lonlat[2 * v]);
        south = fmin(south, l.r.lonlat[2 * v + 1]);
    }
    assert_near(west, 2.29928, 1e-5); // NTF to WGS 84 moves it by 60 m
    assert_near(south, 48.49993, 1e-5);
    assert_false(l.r.is_geographic);
    read_layer_free(&l);
}

static void a_database_that_is_missing_is_not_blamed_on_the_layer(void **state)
{
    (void)state;
    setenv("PROJ_DATA", "/nowhere", 1);
    setenv("PROJ_LIB", "/nowhere", 1);
    read_layer l = read_layer_default(layer_at(-75, 40, -74, 41, MAKE_WGS84));
    read_layer_refused(&l, "PROJ does not find its database proj.db in '/nowhere'; set PROJ_DATA");
    unsetenv("PROJ_DATA");
    unsetenv("PROJ_LIB");
}

static void degrees_with_a_projected_prj_are_noted(void **state)
{
    (void)state;
    read_layer l = read_layer_ok(layer_at(-75, 40, -74, 41, MAKE_UTM18N));
    assert_int_equal(read_layer_note(&l, "look like degrees"), 0);
    read_layer_free(&l);
    l = read_layer_ok(layer_at(400000, 4e6, 500000, 5e6, MAKE_UTM18N));
    assert_int_equal(read_layer_note(&l, "look like degrees"), -1);
    read_layer_free(&l);
}

static void projected_layers_are_transformed(void **state)
{
    (void)state;
    // 0.9996 times the meridian arc from the equator to 40 degrees, 4,429,529.0 m
    read_layer l = read_layer_ok(layer_at(500000, 4427757.2, 500001, 4427758.2, MAKE_UTM18N));
    assert_false(l.r.is_geographic);
    assert_string_equal(l.r.crs_name, "WGS 84 / UTM zone 18N");
    assert_near(l.r.lonlat[0], -75, 1e-9);
    assert_near(l.r.lonlat[1], 40, 1e-5);
    assert_near(l.r.xy[0], 500000, 0);
    assert_near(l.r.area_m2[0], 1 / (0.9996 * 0.9996), 1e-6);
    read_layer_free(&l);
}

static void points_off_the_projection_are_refused(void **state)
{
    (void)state;
    read_layer l = read_layer_default(layer_at(1e9, 1e9, 2e9, 2e9, MAKE_UTM18N));
    read_layer_refused(&l, "no place on the Earth");
}

static void metres_beyond_any_projection_are_refused(void **state)
{
    (void)state;
    // Mercator would take the top to the pole
    read_layer l = read_layer_default(layer_at(0, 0, 1e6, 1e150, "+proj=merc +type=crs"));
    read_layer_refused(&l, "no place on the Earth");
}

static ct_crs utm18(void)
{
    ct_crs crs = {.wkt = strdup(MAKE_UTM18N)};
    return crs;
}

static void nan_stays_nan_and_failures_are_counted(void **state)
{
    (void)state;
    double p[] = {5e5, 4e6, (double)NAN, (double)NAN, 1e12, 1e12, 5e5, 4e6};
    int64_t n_failed, first;
    ct_error err = {0};
    ct_crs crs = utm18();
    assert_ok(ct_crs_to_lonlat(&crs, 4, p, p, 2, &n_failed, &first, &err), err);
    assert_int_equal(n_failed, 1);
    assert_int_equal(first, 2);
    assert_true(isnan(p[2]) && isnan(p[3]) && isinf(p[4]));
    assert_memory_equal(p, p + 6, 16);
    ct_crs_free(&crs);
}

static void equal_points_stay_equal_for_any_threads(void **state)
{
    (void)state;
    enum { N = 20000 };
    double *xy = malloc(sizeof *xy * 2 * N), *one = malloc(sizeof *one * 2 * N),
           *out = malloc(sizeof *out * 2 * N);
    int64_t n_failed, first;
    ct_error err = {0};
    ct_crs crs = utm18();
    for (int i = 0; i < N; i++) {
        xy[2 * i] = 3e5 + 11.3 * (i % 5000);
        xy[2 * i + 1] = 4e6 + 7.7 * (i % 5000);
    }
    assert_ok(ct_crs_to_lonlat(&crs, N, xy, one, 1, &n_failed, &first, &err), err);
    assert_memory_equal(one, one + 2 * 5000, 16 * 5000);
    for (int32_t t = 2; t <= 5; t++) {
        assert_ok(ct_crs_to_lonlat(&crs, N, xy, out, t, &n_failed, &first, &err), err);
        assert_memory_equal(out, one, sizeof *one * 2 * N);
    }
    free(xy);
    free(one);
    free(out);
    ct_crs_free(&crs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lonlat_is_the_layer_itself_on_wgs84),
        cmocka_unit_test(without_prj_degrees_are_assumed_and_said),
        cmocka_unit_test(without_prj_metres_are_refused),
        cmocka_unit_test(metres_with_a_geographic_prj_are_refused),
        cmocka_unit_test(a_prj_that_is_none_is_refused),
        cmocka_unit_test(grads_from_paris_are_read),
        cmocka_unit_test(a_database_that_is_missing_is_not_blamed_on_the_layer),
        cmocka_unit_test(degrees_with_a_projected_prj_are_noted),
        cmocka_unit_test(projected_layers_are_transformed),
        cmocka_unit_test(points_off_the_projection_are_refused),
        cmocka_unit_test(metres_beyond_any_projection_are_refused),
        cmocka_unit_test(nan_stays_nan_and_failures_are_counted),
        cmocka_unit_test(equal_points_stay_equal_for_any_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
