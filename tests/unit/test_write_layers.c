/// The layers, read back with Shapelib.
#include <math.h>
#include <shapefil.h>
#include <stdio.h>
#include <string.h>

#include "support/check.h"
#include "support/make_run.h"

static made_run made;

static void write_grid(int flags, uint32_t layers)
{
    ct_error err = {0};
    make_run(&made, 12, 4, 3, 5, flags);
    made.opt.output.overwrite = true;
    made.opt.output.layers = layers;
    assert_ok(ct_write(&made.opt, test_context(2), &made.run, &err), err);
}

static const char *text_at(DBFHandle dbf, int row, const char *field)
{
    const int f = DBFGetFieldIndex(dbf, field);
    if (f < 0) fail_msg("no field %s", field);
    return DBFReadStringAttribute(dbf, row, f);
}

static double number_at(DBFHandle dbf, int row, const char *field)
{
    return atof(text_at(dbf, row, field));
}

static void territories_are_dissolved_polygons(void **state)
{
    (void)state;
    write_grid(0, CT_LAYER_ALL & ~(uint32_t)CT_LAYER_REPORT);
    SHPHandle shp = SHPOpen(test_path("out/territories.shp"), "rb");
    assert_non_null(shp);
    int n, type;
    double low[4], high[4];
    SHPGetInfo(shp, &n, &type, low, high);
    assert_int_equal(n, 3);
    assert_int_equal(type, SHPT_POLYGON);
    assert_near(low[0], 0, 0);
    assert_near(high[0], 12, 0);
    assert_near(high[1], 4, 0);
    for (int j = 0; j < 3; j++) {
        SHPObject *o = SHPReadObject(shp, j);
        assert_int_equal(o->nParts, 1);
        assert_near(o->dfXMin, 4 * j, 0);
        assert_near(o->dfXMax, 4 * j + 4, 0);
        assert_int_equal(SHPRewindObject(shp, o), 0);
        SHPDestroyObject(o);
    }
    SHPClose(shp);
    made_run_free(&made);
}

static void territories_carry_the_figures(void **state)
{
    (void)state;
    write_grid(0, CT_LAYER_TERRITORIES);
    DBFHandle dbf = DBFOpen(test_path("out/territories.dbf"), "rb");
    assert_non_null(dbf);
    assert_int_equal(DBFGetRecordCount(dbf), 3);
    for (int j = 0; j < 3; j++) {
        const ct_figures *f = &made.level->figures;
        assert_near(number_at(dbf, j, "TERR"), j + 1, 0);
        assert_near(number_at(dbf, j, "N_REGIONS"), f->n_regions[j], 0);
        assert_near(number_at(dbf, j, "N_ACCTS"), (double)f->n_accounts[j], 0);
        assert_near(number_at(dbf, j, "REVENUE"), (double)f->total[3 + j] / 100, 1e-9);
        assert_near(number_at(dbf, j, "REVENU_DEV"), f->deviation_pct[3 + j], 1e-4);
        assert_near(number_at(dbf, j, "AREA_KM2"), f->area_m2[j] / 1e6, 1e-6);
        assert_near(number_at(dbf, j, "INERTIA"), f->inertia[j], 1e-3);
        assert_near(number_at(dbf, j, "COLOR"), f->color[j], 0);
    }
    assert_string_equal(text_at(dbf, 0, "NAME"), "Süd 1");
    assert_string_equal(text_at(dbf, 1, "NAME"), "");
    DBFClose(dbf);
    made_run_free(&made);
}

static void regions_keep_the_bytes_of_the_input(void **state)
{
    (void)state;
    write_grid(0, CT_LAYER_REGIONS);
    SHPHandle in = SHPOpen(test_path("grid.shp"), "rb");
    SHPHandle out = SHPOpen(test_path("out/regions.shp"), "rb");
    DBFHandle dbf = DBFOpen(test_path("out/regions.dbf"), "rb");
    assert_true(in && out && dbf);
    for (int i = 0; i < made.run.given.regions.n; i++) {
        char code[16];
        SHPObject *a = SHPReadObject(in, i), *b = SHPReadObject(out, i);
        assert_int_equal(a->nVertices, b->nVertices);
        assert_memory_equal(a->padfX, b->padfX, sizeof(double) * (size_t)a->nVertices);
        assert_memory_equal(a->padfY, b->padfY, sizeof(double) * (size_t)a->nVertices);
        snprintf(code, sizeof code, "R%04d", i);
        assert_string_equal(text_at(dbf, i, "CODE"), code);
        assert_near(number_at(dbf, i, "TERR"), made.level->solution.part[i] + 1, 0);
        SHPDestroyObject(a);
        SHPDestroyObject(b);
    }
    DBFClose(dbf);
    SHPClose(out);
    SHPClose(in);
    made_run_free(&made);
}

static void records_of_one_region_become_features_of_one_code(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 12, 4, 3, 5, 0);
    made.opt.output.overwrite = true;
    made.opt.output.layers = CT_LAYER_REGIONS;
    made.run.given.regions.record_region[7] = 3;
    made.run.given.regions.record_region[9] = -1;
    remove(test_path("grid.shx")); // found by scanning as well
    assert_ok(ct_write(&made.opt, test_context(1), &made.run, &err), err);
    DBFHandle dbf = DBFOpen(test_path("out/regions.dbf"), "rb");
    assert_int_equal(DBFGetRecordCount(dbf), 47);
    assert_string_equal(text_at(dbf, 7, "CODE"), "R0003");
    assert_string_equal(text_at(dbf, 9, "CODE"), "R0010");
    DBFClose(dbf);
    made_run_free(&made);
}

static void bridges_are_lines_with_a_reason(void **state)
{
    (void)state;
    write_grid(0, CT_LAYER_BRIDGES);
    SHPHandle shp = SHPOpen(test_path("out/bridges.shp"), "rb");
    DBFHandle dbf = DBFOpen(test_path("out/bridges.dbf"), "rb");
    SHPObject *o = SHPReadObject(shp, 0);
    assert_int_equal(o->nSHPType, SHPT_ARC);
    assert_int_equal(o->nVertices, 2);
    assert_near(o->padfX[1], 11.5, 0);
    assert_string_equal(text_at(dbf, 0, "FROM"), "R0000");
    assert_string_equal(text_at(dbf, 0, "TO"), "R0047");
    assert_string_equal(text_at(dbf, 0, "KIND"), "bridge");
    assert_near(number_at(dbf, 0, "LENGTH_KM"), 123.456, 1e-9);
    assert_near(number_at(dbf, 0, "TERR"), 0, 0);
    SHPDestroyObject(o);
    SHPClose(shp);
    DBFClose(dbf);
    made_run_free(&made);
}

/// The bridge between these ends as it is written.
static SHPObject *write_bridge(double lon_a, double lat_a, double lon_b, double lat_b)
{
    ct_error err = {0};
    make_run(&made, 12, 4, 3, 5, 0);
    made.opt.output.overwrite = true;
    made.opt.output.layers = CT_LAYER_BRIDGES;
    ct_bridge *b = made.run.given.graph.bridge;
    b->lon_a = lon_a, b->lat_a = lat_a, b->lon_b = lon_b, b->lat_b = lat_b;
    assert_ok(ct_write(&made.opt, test_context(1), &made.run, &err), err);
    made_run_free(&made);
    SHPHandle shp = SHPOpen(test_path("out/bridges.shp"), "rb");
    SHPObject *o = SHPReadObject(shp, 0);
    SHPClose(shp);
    assert_int_equal(o->nSHPType, SHPT_ARC);
    return o;
}

static void a_bridge_across_the_antimeridian_has_two_parts(void **state)
{
    (void)state;
    SHPObject *o = write_bridge(179, 10, -178, 13);
    assert_int_equal(o->nParts, 2);
    assert_int_equal(o->panPartStart[1], 2);
    assert_near(o->padfX[1], 180, 0);
    assert_near(o->padfX[2], -180, 0);
    assert_near(o->padfY[1], 11, 1e-12);
    SHPDestroyObject(o);
}

/// A part with both ends in one place makes a line invalid.
static void no_part_of_a_bridge_is_a_point(void **state)
{
    (void)state;
    static const double ends[][4] = {{11.5, 3.5, 11.5, 3.5},     {180, 10, 180, 10},
                                     {-180, 10, -180, 10},       {180, 10, -180, 10},
                                     {-180, -16, 179, -16.5},    {180, 10, -178, 13},
                                     {-122.25, 38, -122.25, 38}, {0, 90, 0, 90}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        SHPObject *o = write_bridge(ends[i][0], ends[i][1], ends[i][2], ends[i][3]);
        assert_int_equal(o->nVertices, 2);
        assert_int_equal(o->nParts, 1);
        assert_true(o->padfX[0] != o->padfX[1] || o->padfY[0] != o->padfY[1]);
        assert_true(fabs(o->padfX[0]) <= 180 && fabs(o->padfX[1]) <= 180);
        if (i < 4) assert_near(o->padfX[1], o->padfX[0], 1.01e-7);
        SHPDestroyObject(o);
    }
}

static void a_point_layer_becomes_multipoints(void **state)
{
    (void)state;
    write_grid(MAKE_POINTS, CT_LAYER_TERRITORIES | CT_LAYER_REGIONS);
    SHPHandle shp = SHPOpen(test_path("out/territories.shp"), "rb");
    int n, type;
    double low[4], high[4];
    SHPGetInfo(shp, &n, &type, low, high);
    assert_int_equal(type, SHPT_MULTIPOINT);
    assert_near(low[0], 0.5, 0);
    assert_near(high[0], 11.5, 0);
    SHPObject *o = SHPReadObject(shp, 1);
    assert_int_equal(o->nVertices, 16);
    SHPDestroyObject(o);
    SHPClose(shp);
    shp = SHPOpen(test_path("out/regions.shp"), "rb");
    SHPGetInfo(shp, &n, &type, low, high);
    assert_int_equal(type, SHPT_POINT);
    assert_int_equal(n, 48);
    SHPClose(shp);
    DBFHandle dbf = DBFOpen(test_path("out/territories.dbf"), "rb");
    assert_true(DBFIsAttributeNULL(dbf, 0, DBFGetFieldIndex(dbf, "REOCK")));
    DBFClose(dbf);
    made_run_free(&made);
}

static void an_empty_territory_is_a_null_shape(void **state)
{
    (void)state;
    for (int flags = 0; flags <= MAKE_POINTS; flags += MAKE_POINTS) {
        ct_error err = {0};
        make_run(&made, 12, 4, 3, 5, flags);
        made.opt.output.overwrite = true;
        made.opt.output.layers = CT_LAYER_TERRITORIES;
        for (int32_t i = 0; i < made.level->solution.n; i++) made.level->solution.part[i] &= 2;
        make_outline(&made);
        assert_ok(ct_write(&made.opt, test_context(1), &made.run, &err), err);
        SHPHandle shp = SHPOpen(test_path("out/territories.shp"), "rb");
        SHPObject *o = SHPReadObject(shp, 1);
        assert_int_equal(o->nSHPType, SHPT_NULL);
        SHPDestroyObject(o);
        SHPClose(shp);
        made_run_free(&made);
    }
}

static void layers_that_are_left_out_are_not_there(void **state)
{
    (void)state;
    write_grid(0, CT_LAYER_BRIDGES);
    assert_null(fopen(test_path("out/canton.h5"), "rb"));
    assert_null(fopen(test_path("out/regions.shp"), "rb"));
    assert_null(fopen(test_path("out/assignments.csv"), "rb"));
    made_run_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(territories_are_dissolved_polygons),
        cmocka_unit_test(territories_carry_the_figures),
        cmocka_unit_test(regions_keep_the_bytes_of_the_input),
        cmocka_unit_test(records_of_one_region_become_features_of_one_code),
        cmocka_unit_test(bridges_are_lines_with_a_reason),
        cmocka_unit_test(a_bridge_across_the_antimeridian_has_two_parts),
        cmocka_unit_test(no_part_of_a_bridge_is_a_point),
        cmocka_unit_test(a_point_layer_becomes_multipoints),
        cmocka_unit_test(an_empty_territory_is_a_null_shape),
        cmocka_unit_test(layers_that_are_left_out_are_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
