/// Layers of every kind, sound and damaged, as regions.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "support/check.h"
#include "support/make_shp.h"
#include "support/read_layer.h"

static const char fields[] = "CODE C 8";

/// Corners of a box, clockwise, closed: 10 numbers.
#define BOX(x0, y0, x1, y1)      x0, y0, x0, y1, x1, y1, x1, y0, x0, y0
#define BOX_BACK(x0, y0, x1, y1) x0, y0, x1, y0, x1, y1, x0, y1, x0, y0

static const char *layer_of(int type, int n_parts, const int *size, const double *xy)
{
    make_shp m = make_shp_open("r.shp", type, fields);
    make_shp_parts(&m, "a", n_parts, size, xy);
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_WGS84);
    return path;
}

static double signed_area(const ct_regions *r, int32_t ring)
{
    double twice = 0.0;
    for (int64_t v = r->vertex_begin[ring]; v + 1 < r->vertex_begin[ring + 1]; v++)
        twice += r->xy[2 * v] * r->xy[2 * v + 3] - r->xy[2 * v + 2] * r->xy[2 * v + 1];
    return twice / 2;
}

/// What types.h says of every ring.
static void check_rings(const ct_regions *r)
{
    assert_int_equal(r->ring_begin[r->n], r->n_rings);
    assert_int_equal(r->vertex_begin[r->n_rings], r->n_vertices);
    for (int32_t i = 0; i < r->n; i++) assert_false(r->ring_is_hole[r->ring_begin[i]]);
    for (int32_t k = 0; k < r->n_rings; k++) {
        const int64_t first = r->vertex_begin[k], last = r->vertex_begin[k + 1] - 1;
        assert_true(last - first >= 3);
        assert_memory_equal(r->xy + 2 * first, r->xy + 2 * last, 16);
        assert_int_equal(signed_area(r, k) > 0, r->ring_is_hole[k]);
    }
}

static void a_hole_may_stand_before_its_outer_ring(void **state)
{
    (void)state;
    const double xy[] = {BOX_BACK(1, 1, 2, 2), BOX(0, 0, 4, 4)};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 2, (const int[]){5, 5}, xy));
    check_rings(&l.r);
    assert_int_equal(l.r.n_rings, 2);
    assert_near(signed_area(&l.r, 0), -16, 0);
    assert_true(l.r.ring_is_hole[1]);
    assert_memory_equal(l.r.xy, xy + 10, 80);
    read_layer_free(&l);
}

static void a_hole_follows_the_smallest_outer_ring_around_it(void **state)
{
    (void)state;
    // a country, its lake, an island in the lake with a pond, and another country; all shuffled
    const double xy[] = {BOX_BACK(3, 3, 4, 4), BOX(20, 0, 21, 1), BOX(0, 0, 10, 10),
                         BOX(2, 2, 6, 6), BOX_BACK(1, 1, 9, 9)};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 5, (const int[]){5, 5, 5, 5, 5}, xy));
    check_rings(&l.r);
    const double area[] = {-1, -100, 64, -16, 1};
    for (int32_t k = 0; k < 5; k++) assert_near(signed_area(&l.r, k), area[k], 0);
    read_layer_free(&l);
}

static void a_hole_that_touches_its_outer_ring_is_a_hole(void **state)
{
    (void)state;
    const double xy[] = {BOX(0, 0, 4, 4), 0, 0, 2, 1, 1, 2, 0, 0};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 2, (const int[]){5, 4}, xy));
    check_rings(&l.r);
    assert_true(l.r.ring_is_hole[1]);
    read_layer_free(&l);
}

static double area_of(const ct_regions *r)
{
    double sum = 0.0;
    for (int32_t k = 0; k < r->n_rings; k++) sum -= signed_area(r, k);
    return sum;
}

static void a_ring_inside_another_is_a_hole_whichever_way_it_runs(void **state)
{
    (void)state;
    const double xy[] = {BOX(0, 0, 4, 4), BOX(1, 1, 2, 2)};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 2, (const int[]){5, 5}, xy));
    check_rings(&l.r);
    assert_near(area_of(&l.r), 15, 0);
    read_layer_free(&l);
}

static void a_hole_half_outside_is_read_even_odd(void **state)
{
    (void)state;
    const double xy[] = {BOX(0, 0, 4, 4), BOX_BACK(3, 1, 5, 2)};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 2, (const int[]){5, 5}, xy));
    check_rings(&l.r);
    assert_near(area_of(&l.r), 16, 0);
    assert_int_equal(read_layer_note(&l, "cross or cover"), 1);
    read_layer_free(&l);
}

static void a_hole_that_crosses_its_outer_ring_by_rounding_stays_as_drawn(void **state)
{
    (void)state;
    const double out = nextafter(4, 5);
    const double xy[] = {BOX(0, 0, 4, 4), out, 1, 4, 2, 3, 1.5, out, 1};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 2, (const int[]){5, 4}, xy));
    check_rings(&l.r);
    assert_int_equal(l.r.n_rings, 2);
    assert_memory_equal(l.r.xy, xy, 9 * 16);
    assert_int_equal(read_layer_note(&l, "cross or cover"), -1);
    read_layer_free(&l);
}

static void lobes_that_cancel_are_ground(void **state)
{
    (void)state;
    const double xy[] = {0, 0, 2, 2, 2, 0, 0, 2, 0, 0};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 1, (const int[]){5}, xy));
    check_rings(&l.r);
    assert_near(area_of(&l.r), 2, 0);
    assert_int_equal(read_layer_note(&l, "without area"), -1);
    read_layer_free(&l);
}

static void a_ring_drawn_twice_is_ground_once(void **state)
{
    (void)state;
    const double xy[] = {BOX(0, 0, 4, 4), BOX(0, 0, 4, 4)};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 2, (const int[]){5, 5}, xy));
    check_rings(&l.r);
    assert_near(area_of(&l.r), 16, 0);
    read_layer_free(&l);
}

static void an_edge_over_the_antimeridian_takes_the_short_way(void **state)
{
    (void)state;
    const double xy[] = {179, 0, 179, 1, -179, 1, -179, 0, 179, 0}, plain[] = {BOX(5, 0, 7, 1)};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 1, (const int[]){5}, xy));
    assert_int_equal(read_layer_note(&l, "take the short way"), 2);
    assert_int_equal(read_layer_note(&l, "wrong way"), -1); // clockwise on the Earth
    assert_near(l.r.xy[4], -179, 0);
    assert_near(l.r.lonlat[4], 181, 0);
    assert_near(fabs(l.r.lon_deg[0]), 180, 1e-9);
    const double area = l.r.area_m2[0];
    read_layer_free(&l);
    l = read_layer_ok(layer_of(MAKE_POLYGON, 1, (const int[]){5}, plain));
    assert_near(area / l.r.area_m2[0], 1, 1e-12);
    read_layer_free(&l);
}

static void a_ring_along_the_pole_stays_and_one_around_it_is_refused(void **state)
{
    (void)state;
    const double along[] = {-180, -90, -180, -80, -90, -70, 0,    -75,
                            90,   -70, 180,  -80, 180, -90, -180, -90};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 1, (const int[]){8}, along));
    assert_int_equal(read_layer_note(&l, "short way"), -1);
    read_layer_free(&l);
    const double around[] = {-170, -80, -90, -70, 0, -75, 90, -70, 170, -80, -170, -80};
    l = read_layer_default(layer_of(MAKE_POLYGON, 1, (const int[]){6}, around));
    read_layer_refused(&l, "region 'a' goes round a pole");
    const double globe[] = {BOX(-180, -60, 180, 60)};
    l = read_layer_default(layer_of(MAKE_POLYGON, 1, (const int[]){5}, globe));
    read_layer_refused(&l, "region 'a' has an edge round the whole Earth");
}

static void a_single_ring_is_outer_and_turned_when_needed(void **state)
{
    (void)state;
    const double xy[] = {BOX_BACK(0, 0, 4, 4)};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 1, (const int[]){5}, xy));
    check_rings(&l.r);
    assert_int_equal(read_layer_note(&l, "wrong way"), 1);
    read_layer_free(&l);
}

static void an_inverted_record_keeps_its_hole(void **state)
{
    (void)state;
    const double xy[] = {BOX_BACK(0, 0, 4, 4), BOX(1, 1, 2, 2), BOX(9, 9, 10, 10)};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 3, (const int[]){5, 5, 5}, xy));
    check_rings(&l.r);
    assert_int_equal(l.r.n_rings, 3);
    assert_true(l.r.ring_is_hole[1]);
    assert_false(l.r.ring_is_hole[2]);
    assert_int_equal(read_layer_note(&l, "wrong way"), 2);
    read_layer_free(&l);
}

static void open_rings_are_closed_and_counted(void **state)
{
    (void)state;
    const double xy[] = {0, 0, 0, 4, 4, 4, 4, 0, 1, 1, 2, 1, 2, 2, 1, 2};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 2, (const int[]){4, 4}, xy));
    check_rings(&l.r);
    assert_int_equal(l.r.n_vertices, 10);
    assert_int_equal(read_layer_note(&l, "closed"), 2);
    read_layer_free(&l);
}

static void rings_without_area_are_dropped_and_counted(void **state)
{
    (void)state;
    const double xy[] = {BOX(0, 0, 4, 4), 1, 1, 2, 2, 1, 1, 5, 5, 6, 6, 7, 7, 5, 5, 9, 9};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 4, (const int[]){5, 3, 4, 1}, xy));
    check_rings(&l.r);
    assert_int_equal(l.r.n_rings, 1);
    assert_int_equal(read_layer_note(&l, "without area"), 3);
    read_layer_free(&l);
}

static void repeated_vertices_stay(void **state)
{
    (void)state;
    const double xy[] = {0, 0, 0, 4, 0, 4, 4, 4, 4, 0, 0, 0};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 1, (const int[]){6}, xy));
    assert_int_equal(l.r.n_vertices, 6);
    assert_memory_equal(l.r.xy, xy, sizeof xy);
    read_layer_free(&l);
}

static void polygons_with_z_or_m_are_polygons(void **state)
{
    (void)state;
    const double xy[] = {BOX(0, 0, 4, 4), BOX_BACK(1, 1, 2, 2)};
    for (int type = MAKE_POLYGON_Z; type <= MAKE_POLYGON_M; type += 10) {
        read_layer l = read_layer_ok(layer_of(type, 2, (const int[]){5, 5}, xy));
        check_rings(&l.r);
        assert_memory_equal(l.r.xy, xy, sizeof xy);
        read_layer_free(&l);
    }
}

static void records_without_geometry_are_no_region(void **state)
{
    (void)state;
    make_shp m = make_shp_open("null.shp", MAKE_POLYGON, fields);
    make_shp_null(&m, "n");
    make_shp_box(&m, "b", 0, 0, 1, 1);
    make_shp_parts(&m, "flat", 1, (const int[]){4}, (const double[]){0, 0, 1, 1, 2, 2, 0, 0});
    make_shp_box(&m, "", 5, 5, 6, 6);
    make_shp_box(&m, "a", 1, 0, 2, 1);
    read_layer l = read_layer_ok(make_shp_close(&m));
    check_rings(&l.r);
    assert_int_equal(l.r.n, 2);
    assert_memory_equal(l.r.record_region, ((int32_t[]){-1, 1, -1, -1, 0}), 20);
    assert_int_equal(read_layer_note(&l, "without a geometry"), 2);
    assert_int_equal(read_layer_note(&l, "without a code"), 1);
    read_layer_free(&l);
}

static void other_shapes_are_refused_by_name(void **state)
{
    (void)state;
    const double xy[] = {BOX(0, 0, 4, 4)};
    read_layer l = read_layer_default(layer_of(MAKE_LINE, 1, (const int[]){5}, xy));
    read_layer_refused(&l, "record 1 is a line");
    l = read_layer_default(layer_of(MAKE_MULTIPATCH, 1, (const int[]){5}, xy));
    read_layer_refused(&l, "record 1 is a multipatch");
}

static const char *three_boxes(void)
{
    make_shp m = make_shp_open("three.shp", MAKE_POLYGON, fields);
    make_shp_box(&m, "c", 0, 0, 1, 1);
    make_shp_box(&m, "a", 1, 0, 2, 1);
    make_shp_box(&m, "b", 2, 0, 3, 1);
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_WGS84);
    return path;
}

static void check_three(const char *path, bool noted)
{
    read_layer l = read_layer_ok(path);
    check_rings(&l.r);
    assert_memory_equal(l.r.record_region, ((int32_t[]){2, 0, 1}), 12);
    assert_near(l.r.xy[2 * l.r.vertex_begin[0]], 1, 0);
    assert_int_equal(read_layer_note(&l, "scanning") >= 0, noted);
    read_layer_free(&l);
}

static void the_index_is_not_needed_and_not_believed(void **state)
{
    (void)state;
    int64_t size;
    const char *path = three_boxes(), *shx = make_shp_sibling(path, ".shx");
    check_three(path, false);
    char *bytes = make_shp_slurp(shx, &size);
    make_shp_spill(shx, bytes, size - 8); // short
    check_three(path, true);
    memcpy(bytes + 108, bytes + 100, 8); // two entries for one record
    make_shp_spill(shx, bytes, size);
    check_three(path, true);
    bytes[116] = 0x7f; // outside the file
    make_shp_spill(shx, bytes, size);
    check_three(path, true);
    unlink(shx);
    check_three(path, true);
    free(bytes);
}

/// A record that lies inside the one before it, number and length and all, and an index that says
/// so.
static void records_inside_each_other_are_not_read_twice(void **state)
{
    (void)state;
    const char *path = three_boxes(), *shx = make_shp_sibling(path, ".shx");
    int64_t size, index_size;
    char *bytes = make_shp_slurp(path, &size), *index = make_shp_slurp(shx, &index_size);
    const size_t first = 100, second = first + 8 + (size_t)2 * (uint8_t)bytes[first + 7];
    // the first record ends where the second does
    bytes[first + 7] = (char)(2 * bytes[first + 7] + 4);
    index[100 + 7] = bytes[first + 7];
    assert_int_equal(bytes[second + 3], 2);
    make_shp_spill(path, bytes, size);
    make_shp_spill(shx, index, index_size);
    read_layer l = read_layer_default(path);
    read_layer_refused(&l, "3 rows in the .dbf but 2 shapes");
    free(bytes);
    free(index);
}

static void a_file_cut_off_names_the_record(void **state)
{
    (void)state;
    int64_t size;
    const char *path = three_boxes();
    char *bytes = make_shp_slurp(path, &size);
    make_shp_spill(path, bytes, size - 20);
    read_layer l = read_layer_default(path);
    read_layer_refused(&l, "record 3 ");
    make_shp_spill(path, bytes, 60);
    l = read_layer_default(path);
    read_layer_refused(&l, "cut off");
    free(bytes);
}

static void claims_of_a_record_are_checked(void **state)
{
    (void)state;
    int64_t size;
    const char *path = three_boxes();
    char *bytes = make_shp_slurp(path, &size);
    memcpy(bytes + 108 + 40, &(int32_t){1 << 28}, 4); // vertices of record 1
    make_shp_spill(path, bytes, size);
    read_layer l = read_layer_default(path);
    read_layer_refused(&l, "record 1 is damaged");
    memcpy(bytes + 108 + 40, &(int32_t){5}, 4);
    memcpy(bytes + 108 + 48, &(double){NAN}, 8);
    make_shp_spill(path, bytes, size);
    l = read_layer_default(path);
    read_layer_refused(&l, "record 1 has a coordinate that is no number");
    memcpy(bytes + 108, &(int32_t){99}, 4);
    make_shp_spill(path, bytes, size);
    l = read_layer_default(path);
    read_layer_refused(&l, "no shape type 99");
    free(bytes);
}

static void missing_files_are_named(void **state)
{
    (void)state;
    const char *path = three_boxes();
    read_layer l = read_layer_default(test_path("thre.shp"));
    read_layer_refused(&l, "did you mean");
    unlink(make_shp_sibling(path, ".dbf"));
    l = read_layer_default(path);
    read_layer_refused(&l, ".dbf) is missing");
    l = read_layer_default(test_file("x.shp", "this is a text of more than a hundred bytes, and so "
                                              "it cannot be taken for the shapes of a layer at "
                                              "all, however it is looked at"));
    read_layer_refused(&l, "not a shapefile");
}

static void other_formats_are_named_with_the_line_that_converts_them(void **state)
{
    (void)state;
    static const char *const CASE[][3] = {
        {"a.gpkg", "SQLite format 3", "is a GeoPackage"},
        {"a.geojson", " {\"type\":\"FeatureCollection\"", "a.shp "},
        {"a.fgb", "fgb\3fgb", "is FlatGeobuf: convert it by `ogr2ogr -lco ENCODING=UTF-8 "},
        {"a.zip", "PK\3\4", "unzip "},
        {"a.kml", "<?xml version=\"1.0\"?><kml>", "is KML: convert it by `ogr2ogr"},
        {"a.xlsx", "PK\3\4", "is a workbook: a layer is needed"},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        char bytes[256] = {0};
        const size_t n = strlen(CASE[i][1]);
        memcpy(bytes, CASE[i][1], n);
        make_shp_spill(test_path(CASE[i][0]), bytes, sizeof bytes);
        read_layer l = read_layer_default(test_path(CASE[i][0]));
        read_layer_refused(&l, CASE[i][2]);
    }
    const char *path = three_boxes();
    read_layer l = read_layer_default(make_shp_sibling(path, ".dbf"));
    read_layer_refused(&l, "three.shp', which is beside it");
    l = read_layer_default(make_shp_sibling(path, ".shx"));
    read_layer_refused(&l, "three.shp', which is beside it");
}

static void a_directory_is_the_only_layer_in_it(void **state)
{
    (void)state;
    char dir[512], to[1024];
    const char *path = three_boxes();
    snprintf(dir, sizeof dir, "%s", test_path("folder"));
    assert_int_equal(mkdir(dir, 0777), 0);
    static const char *const EXTENSION[] = {".shp", ".dbf", ".shx"};
    for (int i = 0; i < 3; i++) {
        snprintf(to, sizeof to, "%s/three%s", dir, EXTENSION[i]);
        assert_int_equal(rename(make_shp_sibling(path, EXTENSION[i]), to), 0);
    }
    read_layer l = read_layer_ok(dir);
    assert_int_equal(l.r.n, 3);
    assert_contains(l.r.path, "folder/three.shp");
    read_layer_free(&l);
    snprintf(to, sizeof to, "%s/more.shp", dir);
    make_shp_spill(to, "x", 1);
    l = read_layer_default(dir);
    read_layer_refused(&l, "is a directory of 2 layers; give one of them, such as");
    assert_contains(l.err.text, "more.shp', or its name by --layer");
    l = read_layer_default(dir);
    l.opt.layer = "three";
    assert_ok(read_layer_run(&l, 1), l.err);
    assert_int_equal(l.r.n, 3);
    read_layer_free(&l);
    l.opt.layer = "four";
    read_layer_refused(&l, "is a directory of 2 layers, but there is no '");
}

static void a_layer_is_found_by_its_stem_and_called_by_it(void **state)
{
    (void)state;
    char stem[512];
    snprintf(stem, sizeof stem, "%s", three_boxes());
    stem[strlen(stem) - 4] = 0;
    read_layer l = read_layer_ok(stem);
    assert_int_equal(l.r.n, 3);
    assert_contains(l.r.path, "three.shp");
    read_layer_free(&l);
    l.opt.layer = "three";
    assert_ok(read_layer_run(&l, 1), l.err);
    read_layer_free(&l);
    l.opt.layer = "thr";
    read_layer_refused(&l, "is one layer, and not called 'thr' (--layer)");
}

static int64_t header_size(const char *dbf)
{
    return (uint8_t)dbf[8] | (uint8_t)dbf[9] << 8;
}

static void rows_and_shapes_must_be_as_many(void **state)
{
    (void)state;
    int64_t size;
    const char *path = three_boxes(), *dbf = make_shp_sibling(path, ".dbf");
    char *bytes = make_shp_slurp(dbf, &size);
    bytes[4] = 2;
    make_shp_spill(dbf, bytes, size);
    read_layer l = read_layer_default(path);
    read_layer_refused(&l, "three.dbf: its header says 2 rows, but the file is as long as 3");
    assert_int_equal(l.ctx->notes->n, 0); // the index is not blamed
    make_shp_spill(dbf, bytes, size - (size - header_size(bytes)) / 3);
    l = read_layer_default(path);
    read_layer_refused(&l, "three.dbf: 2 rows in the .dbf but 3 shapes in the .shp");
    bytes[4] = 77;
    make_shp_spill(dbf, bytes, size);
    l = read_layer_default(path);
    read_layer_refused(&l, "claims 77 rows and has 3");
    free(bytes);
}

static void a_layer_without_shapes_is_refused(void **state)
{
    (void)state;
    make_shp m = make_shp_open("empty.shp", MAKE_POLYGON, fields);
    read_layer l = read_layer_default(make_shp_close(&m));
    read_layer_refused(&l, "empty");
    m = make_shp_open("nulls.shp", MAKE_POLYGON, fields);
    make_shp_null(&m, "a");
    l = read_layer_default(make_shp_close(&m));
    read_layer_refused(&l, "empty");
}

static void inputs_are_recorded(void **state)
{
    (void)state;
    read_layer l = read_layer_ok(three_boxes());
    assert_int_equal(l.inputs.n, 3);
    assert_string_equal(l.inputs.item[0].basename, "three.shp");
    assert_string_equal(l.inputs.item[1].basename, "three.dbf");
    assert_string_equal(l.inputs.item[2].basename, "three.prj");
    read_layer_free(&l);
}

static void points_are_regions_without_rings(void **state)
{
    (void)state;
    static const int types[] = {MAKE_POINT, MAKE_POINT_Z, MAKE_POINT_M, MAKE_MULTIPOINT};
    for (int t = 0; t < 4; t++) {
        make_shp m = make_shp_open("p.shp", types[t], fields);
        make_shp_point(&m, "b", 10, 50);
        make_shp_null(&m, "n");
        make_shp_point(&m, "a", 179, 1);
        make_shp_point(&m, "a", -179, -1);
        read_layer l = read_layer_ok(make_shp_close(&m));
        assert_true(l.r.is_point_layer);
        assert_int_equal(l.r.n, 2);
        assert_int_equal(l.r.n_rings + l.r.ring_begin[2] + l.r.n_vertices, 0);
        assert_near(fabs(l.r.lon_deg[0]), 180, 1e-9);
        assert_near(l.r.lat_deg[0], 0, 1e-9);
        assert_near(l.r.lon_deg[1], 10, 0);
        assert_near(l.r.lat_deg[1], 50, 0);
        assert_near(l.r.area_m2[1], 0, 0);
        read_layer_free(&l);
    }
}

static void points_and_polygons_do_not_mix(void **state)
{
    (void)state;
    int64_t size;
    const char *path = three_boxes();
    char *bytes = make_shp_slurp(path, &size);
    bytes[108 + 136] = 1; // type of record 2
    make_shp_spill(path, bytes, size);
    read_layer l = read_layer_default(path);
    read_layer_refused(&l, "record 1 is a polygon and record 2 a point");
    free(bytes);
}

static void parts_on_both_sides_of_the_antimeridian_are_neighbours(void **state)
{
    (void)state;
    const double xy[] = {BOX(178, 10, 179, 11), BOX(-179, 10, -178, 11)};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 2, (const int[]){5, 5}, xy));
    assert_near(fabs(l.r.lon_deg[0]), 180, 1e-9);
    assert_near(l.r.lat_deg[0], 10.5, 2e-3);
    assert_near(l.r.pos_km[0], -6371.0088 * cos(l.r.lat_deg[0] * 0.017453292519943295), 1e-6);
    read_layer_free(&l);
}

static void areas_are_those_of_the_ellipsoid(void **state)
{
    (void)state;
    // the whole Earth but its poles' own lines, 510,065,621.72 km2 (Moritz 2000)
    const double earth[] = {BOX(-180, -90, 180, 90)};
    read_layer l = read_layer_ok(layer_of(MAKE_POLYGON, 1, (const int[]){5}, earth));
    assert_near(l.r.area_m2[0] / 1e6, 510065621.72, 0.01);
    read_layer_free(&l);
    const double holed[] = {BOX(0, 0, 2, 2), BOX_BACK(0, 0, 2, 1)};
    const double upper[] = {BOX(0, 1, 2, 2)};
    l = read_layer_ok(layer_of(MAKE_POLYGON, 2, (const int[]){5, 5}, holed));
    read_layer u = read_layer_ok(layer_of(MAKE_POLYGON, 1, (const int[]){5}, upper));
    assert_near(l.r.area_m2[0] / u.r.area_m2[0], 1, 1e-13);
    assert_near(l.r.lat_deg[0], u.r.lat_deg[0], 1e-9);
    read_layer_free(&l);
    read_layer_free(&u);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    make_shp m = make_shp_open("t.shp", MAKE_POLYGON, fields);
    for (int i = 0; i < 300; i++) {
        char code[16];
        snprintf(code, sizeof code, "%d", (i * 7919) % 251);
        make_shp_box(&m, code, 400000 + 100 * i, 4e6, 400090 + 100 * i, 4e6 + 50 + i);
    }
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_UTM18N);
    read_layer one = read_layer_ok(path);
    check_rings(&one.r);
    for (int32_t t = 2; t <= 5; t++) {
        read_layer l = read_layer_default(path);
        assert_ok(read_layer_run(&l, t), l.err);
        assert_memory_equal(l.r.xy, one.r.xy, 16 * (size_t)one.r.n_vertices);
        assert_memory_equal(l.r.lonlat, one.r.lonlat, 16 * (size_t)one.r.n_vertices);
        assert_memory_equal(l.r.pos_km, one.r.pos_km, 24 * (size_t)one.r.n);
        assert_memory_equal(l.r.area_m2, one.r.area_m2, 8 * (size_t)one.r.n);
        read_layer_free(&l);
    }
    read_layer_free(&one);
}

/// 200 boxes with codes of their own, those from `first` on written before the others.
static const char *boxes_from(const char *name, int first)
{
    make_shp m = make_shp_open(name, MAKE_POLYGON, fields);
    for (int k = 0; k < 200; k++) {
        const int i = (k + first) % 200;
        char code[16];
        snprintf(code, sizeof code, "%d", i * 7919);
        make_shp_box(&m, code, i % 20, i / 20, i % 20 + 1, i / 20 + 1);
    }
    return make_shp_close(&m);
}

static void the_order_of_records_changes_nothing(void **state)
{
    (void)state;
    read_layer a = read_layer_ok(boxes_from("a.shp", 0)),
               b = read_layer_ok(boxes_from("b.shp", 77));
    assert_int_equal(a.r.n, 200);
    assert_memory_equal(a.r.code.bytes, b.r.code.bytes, (size_t)a.r.code.offset[200]);
    assert_memory_equal(a.r.xy, b.r.xy, 16 * (size_t)a.r.n_vertices);
    assert_memory_equal(a.r.pos_km, b.r.pos_km, 24 * 200);
    for (int32_t i = 0; i < 200; i++)
        assert_int_equal(a.r.record_region[(i + 77) % 200], b.r.record_region[i]);
    read_layer_free(&a);
    read_layer_free(&b);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    make_shp m = make_shp_open("m.shp", MAKE_POLYGON, "CODE C 8; POP N 8");
    make_shp_box(&m, "a|1", 4e5, 4e6, 5e5, 5e6);
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_UTM18N);
    for (int pass = 0; pass < 2; pass++) {
        ct_status s = CT_ERR_MEMORY;
        for (int64_t n = 0; s == CT_ERR_MEMORY; n++) {
            read_layer l = read_layer_default(path);
            l.opt.n_measures = 1;
            l.opt.measure[0] = (ct_measure_spec){"pop", CT_FIELD, "POP"};
            ct_memory_fail_after = n;
            s = read_layer_run(&l, 1);
            ct_memory_fail_after = -1;
            assert_true(s == CT_OK || (s == CT_ERR_MEMORY && n < 200));
            read_layer_free(&l);
        }
        assert_int_equal(s, CT_OK);
        unlink(make_shp_sibling(path, ".shx"));
    }
}

/// Ignored, it would have changed what is read, and nobody would know.
static void a_file_beside_the_layer_that_cannot_be_read_is_an_error(void **state)
{
    (void)state;
    static const char *const extension[] = {".shx", ".cpg", ".prj"};
    for (size_t i = 0; i < sizeof extension / sizeof *extension; i++) {
        const char *path = three_boxes(), *beside = make_shp_sibling(path, extension[i]);
        read_layer l = read_layer_default(path);
        unlink(beside);
        assert_int_equal(mkdir(beside, 0777), 0);
        read_layer_refused(&l, "is a directory");
        assert_int_equal(rmdir(beside), 0);
    }
}

static void rings_that_cross_beyond_arithmetic_are_refused(void **state)
{
    (void)state;
    make_shp m = make_shp_open("beyond.shp", MAKE_POLYGON, "CODE C 5");
    const double xy[] = {0,   0,   1, 1,  1, 0, -2e305, 1, 0,   0,
                         0.2, 0.1, 1, -3, 5, 1, -2e305, 2, 0.2, 0.1};
    const int size[] = {5, 5};
    make_shp_parts(&m, "A", 2, size, xy);
    make_shp_box(&m, "B", 1, 0, 2, 1);
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_WGS84);
    read_layer l = read_layer_default(path);
    l.opt.code = "CODE";
    read_layer_refused(&l, "beyond.shp");
}

/// A record of `n` strips across the unit square, west to east or south to north.
static void add_strips(make_shp *m, const char *cells, int n, bool is_upright)
{
    double *xy = malloc((size_t)n * 10 * sizeof *xy), *p = xy;
    int *size = malloc((size_t)n * sizeof *size);
    if (!xy || !size) abort();
    for (int i = 0; i < n; i++, p += 10) {
        const double a = (i + 0.25) / n, b = (i + 0.75) / n;
        size[i] = 5;
        if (is_upright)
            memcpy(p, (const double[]){BOX(a, 0, b, 1)}, 80);
        else
            memcpy(p, (const double[]){BOX(0, a, 1, b)}, 80);
    }
    make_shp_parts(m, cells, n, size, xy);
    free(xy);
    free(size);
}

static read_layer layer_of_strips(int n)
{
    make_shp m = make_shp_open("strips.shp", MAKE_POLYGON, fields);
    add_strips(&m, "a", n, false);
    add_strips(&m, "a", n, true);
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_WGS84);
    return read_layer_ok(path);
}

static void common_ground_of_records_counts_once_or_it_is_said(void **state)
{
    (void)state;
    read_layer l = layer_of_strips(20);
    assert_int_equal(read_layer_note(&l, "their common ground counts once (record 1)"), 1);
    assert_int_equal(read_layer_note(&l, "too tangled"), -1);
    read_layer_free(&l);
    l = layer_of_strips(400); // 640,000 crossings, more than there is room for
    assert_int_equal(read_layer_note(&l, "their common ground counts once"), -1);
    assert_int_equal(read_layer_note(&l, "too tangled to be held against each other"), 1);
    read_layer_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_inside_each_other_are_not_read_twice),
        cmocka_unit_test(a_hole_may_stand_before_its_outer_ring),
        cmocka_unit_test(a_hole_follows_the_smallest_outer_ring_around_it),
        cmocka_unit_test(a_hole_that_touches_its_outer_ring_is_a_hole),
        cmocka_unit_test(a_ring_inside_another_is_a_hole_whichever_way_it_runs),
        cmocka_unit_test(a_hole_half_outside_is_read_even_odd),
        cmocka_unit_test(a_hole_that_crosses_its_outer_ring_by_rounding_stays_as_drawn),
        cmocka_unit_test(lobes_that_cancel_are_ground),
        cmocka_unit_test(a_ring_drawn_twice_is_ground_once),
        cmocka_unit_test(an_edge_over_the_antimeridian_takes_the_short_way),
        cmocka_unit_test(a_ring_along_the_pole_stays_and_one_around_it_is_refused),
        cmocka_unit_test(a_single_ring_is_outer_and_turned_when_needed),
        cmocka_unit_test(an_inverted_record_keeps_its_hole),
        cmocka_unit_test(open_rings_are_closed_and_counted),
        cmocka_unit_test(rings_without_area_are_dropped_and_counted),
        cmocka_unit_test(repeated_vertices_stay),
        cmocka_unit_test(polygons_with_z_or_m_are_polygons),
        cmocka_unit_test(records_without_geometry_are_no_region),
        cmocka_unit_test(other_shapes_are_refused_by_name),
        cmocka_unit_test(the_index_is_not_needed_and_not_believed),
        cmocka_unit_test(a_file_cut_off_names_the_record),
        cmocka_unit_test(claims_of_a_record_are_checked),
        cmocka_unit_test(missing_files_are_named),
        cmocka_unit_test(other_formats_are_named_with_the_line_that_converts_them),
        cmocka_unit_test(a_directory_is_the_only_layer_in_it),
        cmocka_unit_test(a_layer_is_found_by_its_stem_and_called_by_it),
        cmocka_unit_test(rows_and_shapes_must_be_as_many),
        cmocka_unit_test(a_layer_without_shapes_is_refused),
        cmocka_unit_test(inputs_are_recorded),
        cmocka_unit_test(points_are_regions_without_rings),
        cmocka_unit_test(points_and_polygons_do_not_mix),
        cmocka_unit_test(parts_on_both_sides_of_the_antimeridian_are_neighbours),
        cmocka_unit_test(areas_are_those_of_the_ellipsoid),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(common_ground_of_records_counts_once_or_it_is_said),
        cmocka_unit_test(the_order_of_records_changes_nothing),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(a_file_beside_the_layer_that_cannot_be_read_is_an_error),
        cmocka_unit_test(rings_that_cross_beyond_arithmetic_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
