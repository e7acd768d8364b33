/// Layers whose longitudes count on beyond 180, as from 0 to 360.
#include <math.h>
#include <unistd.h>

#include "read/extent.h"
#include "support/check.h"
#include "support/make_shp.h"
#include "support/read_layer.h"

#define BOX(x0, y0, x1, y1)      (x0), (y0), (x0), (y1), (x1), (y1), (x1), (y0), (x0), (y0)
#define BOX_BACK(x0, y0, x1, y1) (x0), (y0), (x1), (y0), (x1), (y1), (x0), (y1), (x0), (y0)

/// Regions "a" of the rings in xy, and "z", a box far in the west that makes the layer count on.
static read_layer rings(int n_rings, const int *size, const double *xy, const char *wkt)
{
    make_shp m = make_shp_open("turned.shp", MAKE_POLYGON, "CODE C 2");
    make_shp_parts(&m, "a", n_rings, size, xy);
    make_shp_box(&m, "z", 190, 50, 191, 51);
    const char *path = make_shp_close(&m);
    unlink(make_shp_sibling(path, ".prj"));
    if (wkt) make_shp_prj(path, wkt);
    return read_layer_ok(path);
}

static read_layer one(int size, const double *xy)
{
    return rings(1, &size, xy, MAKE_WGS84);
}

static void a_region_beyond_is_the_one_in_the_west(void **state)
{
    (void)state;
    const double xy[] = {BOX(237, 40, 238.25, 41)}, west[] = {BOX(-123, 40, -121.75, 41)};
    read_layer l = one(5, xy);
    assert_memory_equal(l.r.xy, west, sizeof west);
    assert_ptr_equal(l.r.lonlat, l.r.xy);
    assert_int_equal(read_layer_note(&l, "beyond longitude 180"), 2);
    assert_int_equal(read_layer_note(&l, "both sides"), -1);
    assert_near(l.r.lon_deg[0], -122.375, 1e-9);
    read_layer_free(&l);
}

static void one_on_both_sides_is_that_over_the_antimeridian(void **state)
{
    (void)state;
    const double xy[] = {BOX(179, 0, 181, 1)}, jumps[] = {BOX(179, 0, -179, 1)};
    read_layer l = one(5, xy);
    assert_int_equal(read_layer_note(&l, "both sides"), 1);
    assert_int_equal(read_layer_note(&l, "short way"), -1);
    read_layer other = one(5, jumps);
    assert_memory_equal(l.r.xy, jumps, sizeof jumps);
    assert_memory_equal(l.r.lonlat, xy, sizeof xy);
    assert_memory_equal(other.r.xy, jumps, sizeof jumps);
    assert_memory_equal(other.r.lonlat, xy, sizeof xy);
    assert_near(l.r.area_m2[0], other.r.area_m2[0], 0);
    read_layer_free(&l);
    read_layer_free(&other);
}

static void longitudes_below_180_west_are_turned_too(void **state)
{
    (void)state;
    const double xy[] = {BOX(-190, 40, -185, 41)}, east[] = {BOX(170, 40, 175, 41)};
    const int size = 5;
    make_shp m = make_shp_open("turned.shp", MAKE_POLYGON, "CODE C 2");
    make_shp_parts(&m, "a", 1, &size, xy);
    read_layer l = read_layer_ok(make_shp_close(&m));
    assert_memory_equal(l.r.xy, east, sizeof east);
    read_layer_free(&l);
}

static void a_ring_over_greenwich_goes_the_short_way(void **state)
{
    (void)state;
    const double xy[] = {BOX(359, 50, 1, 51)}, here[] = {BOX(-1, 50, 1, 51)};
    read_layer l = one(5, xy);
    assert_memory_equal(l.r.xy, here, sizeof here);
    assert_ptr_equal(l.r.lonlat, l.r.xy);
    assert_near(l.r.lon_deg[0], 0, 1e-9);
    read_layer_free(&l);
}

static void what_is_beyond_by_rounding_stays_as_it_is(void **state)
{
    (void)state;
    const double out = 180.0000004, xy[] = {BOX(170, 0, out, 1)};
    read_layer l = one(5, xy);
    assert_memory_equal(l.r.xy, xy, sizeof xy);
    assert_int_equal(read_layer_note(&l, "beyond longitude 180"), 1); // "z"
    read_layer_free(&l);
    const double more[] = {BOX(170, 0, 180.00001, 1)};
    l = one(5, more);
    assert_near(l.r.lonlat[4], 180.00001, 0);
    assert_near(l.r.xy[4], -179.99999, 1e-9);
    read_layer_free(&l);
}

static void a_ring_along_a_pole_keeps_its_area(void **state)
{
    (void)state;
    const double xy[] = {0, -90, 0, -80, 90, -70, 180, -75, 270, -70, 360, -80, 360, -90, 0, -90};
    const double same[] = {-180, -90, -180, -80, -90, -70, 0,    -75,
                           90,   -70, 180,  -80, 180, -90, -180, -90};
    read_layer l = one(8, xy), other = one(8, same);
    assert_near(l.r.area_m2[0] / other.r.area_m2[0], 1, 1e-12);
    assert_near(l.r.lat_deg[0], other.r.lat_deg[0], 1e-9);
    read_layer_free(&l);
    read_layer_free(&other);
}

static void a_hole_stays_in_its_ring(void **state)
{
    (void)state;
    const double xy[] = {BOX(170, 0, 190, 4), BOX_BACK(185, 1, 187, 2)};
    const double jumps[] = {BOX(170, 0, -170, 4), BOX_BACK(-175, 1, -173, 2)};
    const int size[] = {5, 5};
    for (int k = 0; k < 2; k++) {
        read_layer l = rings(2, size, k ? jumps : xy, MAKE_WGS84);
        assert_memory_equal(l.r.xy, jumps, sizeof jumps);
        assert_memory_equal(l.r.lonlat, xy, sizeof xy);
        read_layer_free(&l);
    }
}

static void another_datum_is_transformed_from_where_it_is(void **state)
{
    (void)state;
    const char *nad27 = "GEOGCS[\"GCS_North_American_1927\",DATUM[\"D_North_American_1927\","
                        "SPHEROID[\"Clarke_1866\",6378206.4,294.9786982]],"
                        "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
    const double xy[] = {BOX(170, 0, 190, 4), BOX_BACK(185, 1, 187, 2)};
    const double west[] = {BOX(-100, 40, -90, 42), BOX_BACK(-95, 41, -94, 41.5)};
    const double turned[] = {BOX(260, 40, 270, 42), BOX_BACK(265, 41, 266, 41.5)};
    const int size[] = {5, 5};
    read_layer a = rings(2, size, west, nad27), b = rings(2, size, turned, nad27);
    assert_memory_equal(a.r.lonlat, b.r.lonlat, 160);
    read_layer_free(&a);
    read_layer_free(&b);
    a = rings(2, size, xy, nad27);
    assert_near(a.r.lonlat[4], 190, 1e-2);
    assert_near(a.r.lonlat[10], 185, 1e-2);
    read_layer_free(&a);
}

static void points_are_turned_and_counted(void **state)
{
    (void)state;
    make_shp m = make_shp_open("turned.shp", MAKE_POINT, "CODE C 2");
    make_shp_point(&m, "a", 237.5, 40);
    make_shp_point(&m, "b", 12, 40);
    const char *path = make_shp_close(&m);
    unlink(make_shp_sibling(path, ".prj"));
    read_layer l = read_layer_ok(path);
    assert_near(l.r.lon_deg[0], -122.5, 0);
    assert_near(l.r.lon_deg[1], 12, 0);
    assert_int_equal(read_layer_note(&l, "beyond longitude 180"), 1);
    read_layer_free(&l);
}

static void what_no_turn_brings_home_is_refused(void **state)
{
    (void)state;
    const double far[][4] = {{350, 0, 361, 1}, {-361, 0, -359, 1}};
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        make_shp m = make_shp_open("turned.shp", MAKE_POLYGON, "CODE C 2");
        make_shp_box(&m, "a", far[i][0], far[i][1], far[i][2], far[i][3]);
        read_layer l = read_layer_default(make_shp_close(&m));
        read_layer_refused(&l, "longitudes go from -180 to 180, or from 0 to 360");
    }
    make_shp m = make_shp_open("turned.shp", MAKE_POLYGON, "CODE C 2");
    make_shp_box(&m, "a", 200, 0, 300, 91);
    read_layer l = read_layer_default(make_shp_close(&m));
    read_layer_refused(&l, "they look like metres");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_region_beyond_is_the_one_in_the_west),
        cmocka_unit_test(one_on_both_sides_is_that_over_the_antimeridian),
        cmocka_unit_test(longitudes_below_180_west_are_turned_too),
        cmocka_unit_test(a_ring_over_greenwich_goes_the_short_way),
        cmocka_unit_test(what_is_beyond_by_rounding_stays_as_it_is),
        cmocka_unit_test(a_ring_along_a_pole_keeps_its_area),
        cmocka_unit_test(a_hole_stays_in_its_ring),
        cmocka_unit_test(another_datum_is_transformed_from_where_it_is),
        cmocka_unit_test(points_are_turned_and_counted),
        cmocka_unit_test(what_no_turn_brings_home_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
