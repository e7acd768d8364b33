/// Accounts from point shapefiles.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "canton/stages.h"
#include "support/check.h"
#include "support/make_shp.h"

static ct_error err;

static ct_data_options options(const char *path)
{
    ct_data_options o = {.accounts = {path}, .n_accounts = 1, .n_measures = 1};
    o.measure[0] = (ct_measure_spec){"m", CT_COLUMN, "REV"};
    return o;
}

static void points_and_attributes_become_accounts(void **state)
{
    (void)state;
    make_shp m = make_shp_open("acc.shp", MAKE_POINT, "ID C 8; ZIP C 5; REV N 10.2");
    make_shp_point(&m, "a|00501|12.50", -73, 40);
    make_shp_point(&m, "b||", -74, 41);
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_WGS84);
    const ct_data_options o = options(path);
    ct_accounts a;
    ct_inputs in = {0};
    assert_ok(ct_read_accounts(&o, test_context(2), &a, &in, &err), err);
    assert_int_equal(a.n, 2);
    assert_memory_equal(ct_string(&a.id, 1), "b", 1);
    assert_int_equal(ct_string_length(&a.code, 0), 5);
    assert_memory_equal(ct_string(&a.code, 0), "00501", 5);
    assert_near(a.lon_deg[0], -73, 1e-12);
    assert_near(a.lat_deg[1], 41, 1e-12);
    assert_int_equal(a.column_decimals[0], 2);
    assert_int_equal(a.column[0][0], 1250);
    assert_int_equal(a.column[0][1], 0);
    assert_int_equal(ct_account_line(&a, 1), 2);
    assert_true(in.n >= 2);
    ct_inputs_free(&in);
    ct_accounts_free(&a);
}

static void projected_points_become_degrees(void **state)
{
    (void)state;
    make_shp m = make_shp_open("utm.shp", MAKE_POINT, "ID C 8; REV N 10");
    make_shp_point(&m, "a|1", 500000, 0);
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_UTM18N);
    const ct_data_options o = options(path);
    ct_accounts a;
    assert_ok(ct_read_accounts(&o, test_context(1), &a, NULL, &err), err);
    assert_near(a.lon_deg[0], -75, 1e-9);
    assert_near(a.lat_deg[0], 0, 1e-9);
    ct_accounts_free(&a);
}

/// REV of type N is read with a point, or the comma of some locale; of type C, as its column says.
static void numbers_are_read_as_their_field_has_them(void **state)
{
    (void)state;
    static const struct {
        const char *fields, *first, *second;
        int64_t value, n_flawed; ///< value of the first in thousandths
    } CASE[] = {
        {"ID C 8; REV N 10.3", "a|1.225", "b|7.000", 1225, 0},
        {"ID C 8; REV N 10.3", "a|1,225", "b|7,000", 1225, 0},
        {"ID C 8; REV N 6.3", "a|1.225", "b|******", 1225, 1},
        {"ID C 8; REV C 12", "a|1.225,00", "b|7", 1225000, 0},
        {"ID C 8; REV C 12", "a|1.225", "b|7,5", 1225000, 0},
        {"ID C 8; REV C 12", "a|$1,225.00", "b|soon", 1225000, 1},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d.shp", (int)i);
        make_shp m = make_shp_open(name, MAKE_POINT, CASE[i].fields);
        make_shp_point(&m, CASE[i].first, -73, 40);
        make_shp_point(&m, CASE[i].second, -74, 41);
        const char *path = make_shp_close(&m);
        make_shp_prj(path, MAKE_WGS84);
        const ct_data_options o = options(path);
        ct_accounts a;
        assert_ok(ct_read_accounts(&o, test_context(1), &a, NULL, &err), err);
        int64_t value = a.column[0][0];
        for (int32_t d = a.column_decimals[0]; d < 3; d++) value *= 10;
        assert_int_equal(value, CASE[i].value);
        assert_int_equal(a.n_flawed, CASE[i].n_flawed);
        ct_accounts_free(&a);
    }
}

static void a_layer_and_a_table_share_one_list(void **state)
{
    (void)state;
    make_shp m = make_shp_open("mix.shp", MAKE_POINT, "ZIP C 5; REV N 10.1");
    make_shp_point(&m, "00007|2.5", 10, 50);
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_WGS84);
    ct_data_options o = options(test_file("mix.csv", "id,zip,rev\nx,00008,1.25\n"));
    snprintf(o.measure[0].source, CT_NAME_SIZE, "rev");
    o.accounts[1] = path;
    o.n_accounts = 2;
    ct_accounts a;
    assert_ok(ct_read_accounts(&o, test_context(1), &a, NULL, &err), err);
    assert_int_equal(a.n, 2);
    assert_int_equal(a.column[0][0], 125);
    assert_int_equal(a.column[0][1], 250);
    assert_true(isnan(a.lon_deg[0]));
    assert_near(a.lon_deg[1], 10, 1e-12);
    assert_memory_equal(a.id.bytes, "x2", 2);
    ct_accounts_free(&a);
}

static void polygons_are_no_accounts(void **state)
{
    (void)state;
    make_shp m = make_shp_open("poly.shp", MAKE_POLYGON, "ZIP C 5; REV N 10");
    make_shp_box(&m, "00007|2", 0, 0, 1, 1);
    const char *path = make_shp_close(&m);
    make_shp_prj(path, MAKE_WGS84);
    const ct_data_options o = options(path);
    ct_accounts a;
    assert_fails(ct_read_accounts(&o, test_context(1), &a, NULL, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "accounts are points");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_and_attributes_become_accounts),
        cmocka_unit_test(projected_points_become_degrees),
        cmocka_unit_test(numbers_are_read_as_their_field_has_them),
        cmocka_unit_test(a_layer_and_a_table_share_one_list),
        cmocka_unit_test(polygons_are_no_accounts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
