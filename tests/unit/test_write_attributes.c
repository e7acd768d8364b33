/// Attribute tables and geometry files at the edges of their formats.
#include <locale.h>
#include <math.h>
#include <shapefil.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "support/check.h"
#include "write/attributes.h"
#include "write/shapefile.h"

static ct_column *add(ct_columns *t, const char *name, ct_cell_kind kind, const void *data)
{
    ct_column *c = ct_columns_add(t, (ct_column){.unit = "1", .kind = kind, .data = data});
    snprintf(c->name, sizeof c->name, "%s", name);
    return c;
}

/// Write n rows of t as test_dir()/name.dbf and open it.
static DBFHandle written(const ct_columns *t, int64_t n, const char *name, int64_t *n_cut)
{
    ct_error err = {0};
    char file[64];
    snprintf(file, sizeof file, "%s.dbf", name);
    unlink(test_path(file));
    assert_ok(ct_attributes_write(test_context(2), test_dir(), file, t, n, NULL, n_cut, &err), err);
    DBFHandle dbf = DBFOpen(test_path(file), "rb");
    assert_non_null(dbf);
    return dbf;
}

static void names_are_short_plain_and_unique(void **state)
{
    (void)state;
    const int32_t v[1] = {7};
    const char *wish[] = {
        "Sales 2024 (EUR)", "sales 2024 [USD]", "TERR", "terr", "Größe", "3rd", "", "SALES_2_2"};
    ct_columns t = {0};
    for (int i = 0; i < 8; i++) add(&t, wish[i], CT_CELL_INT, v);
    char is[8][CT_ATTRIBUTE_NAME];
    ct_attributes_name(&t, is);
    assert_string_equal(is[0], "SALES_2024");
    assert_string_equal(is[1], "SALES_2_2");
    assert_string_equal(is[7], "SALES_2_3");
    DBFHandle dbf = written(&t, 1, "names", NULL);
    for (int i = 0; i < 8; i++) {
        char name[16];
        DBFGetFieldInfo(dbf, i, name, NULL, NULL);
        assert_true(strlen(name) >= 1 && strlen(name) <= 10);
        assert_string_equal(name, is[i]);
        for (int j = 0; j < i; j++) assert_string_not_equal(is[j], is[i]);
    }
    DBFClose(dbf);
}

static void no_number_is_cut_or_overflows(void **state)
{
    (void)state;
    const int64_t fixed[3] = {INT64_MIN, 0, INT64_MAX};
    const double large[3] = {-123456789012.123456, 1e15, 0.5}, huge[3] = {1e300, -1.5, 2e-300};
    ct_columns t = {0};
    add(&t, "FIXED", CT_CELL_FIXED, fixed)->decimals = 3;
    add(&t, "LARGE", CT_CELL_DOUBLE, large)->decimals = 6;
    add(&t, "HUGE", CT_CELL_DOUBLE, huge)->decimals = 6;
    DBFHandle dbf = written(&t, 3, "numbers", NULL);
    assert_string_equal(DBFReadStringAttribute(dbf, 0, 0), "-9223372036854775.808");
    assert_string_equal(DBFReadStringAttribute(dbf, 2, 0), "9223372036854775.807");
    assert_string_equal(DBFReadStringAttribute(dbf, 1, 1), "1000000000000000.00");
    for (int i = 0; i < 3; i++) {
        assert_near(DBFReadDoubleAttribute(dbf, i, 1), large[i], 0.01);
        assert_near(DBFReadDoubleAttribute(dbf, i, 2), huge[i], 0);
    }
    DBFClose(dbf);
}

static void what_is_no_number_is_blank(void **state)
{
    (void)state;
    const double v[3] = {NAN, HUGE_VAL, 1.25};
    ct_columns t = {0};
    add(&t, "V", CT_CELL_DOUBLE, v)->decimals = 2;
    DBFHandle dbf = written(&t, 3, "nan", NULL);
    assert_true(DBFIsAttributeNULL(dbf, 0, 0));
    assert_true(DBFIsAttributeNULL(dbf, 1, 0));
    assert_string_equal(DBFReadStringAttribute(dbf, 2, 0), "1.25");
    DBFClose(dbf);
}

static void long_texts_are_cut_between_characters_and_counted(void **state)
{
    (void)state;
    ct_error err = {0};
    ct_strings_builder b = {0};
    char text[301];
    for (int i = 0; i < 300; i++) text[i] = i % 2 ? '\xb6' : '\xc3'; // ö, 150 times
    memmove(text + 1, text, 299);
    text[0] = 'x';
    assert_ok(ct_strings_add(&b, text, 299, &err), err);
    assert_ok(ct_strings_add(&b, "short", 5, &err), err);
    ct_columns t = {0};
    add(&t, "T", CT_CELL_TEXT, &b.s);
    int64_t n_cut = 0;
    DBFHandle dbf = written(&t, 2, "texts", &n_cut);
    assert_int_equal(n_cut, 1);
    assert_int_equal(strlen(DBFReadStringAttribute(dbf, 0, 0)), 253);
    assert_string_equal(DBFReadStringAttribute(dbf, 1, 0), "short");
    DBFClose(dbf);
    ct_strings_free(&b.s);
}

static void a_table_without_rows_can_be_read(void **state)
{
    (void)state;
    ct_columns t = {0};
    add(&t, "V", CT_CELL_DOUBLE, NULL);
    DBFHandle dbf = written(&t, 0, "empty", NULL);
    assert_int_equal(DBFGetRecordCount(dbf), 0);
    assert_int_equal(DBFGetFieldCount(dbf), 1);
    DBFClose(dbf);
}

/// A locale with a decimal comma, made where the machine has none.
static bool use_german(void)
{
    char command[512];
    if (setlocale(LC_ALL, "de_DE.UTF-8")) return true;
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 '%s' >/dev/null 2>&1",
             test_path("de_DE.UTF-8"));
    setenv("LOCPATH", test_dir(), 1);
    return !system(command) && setlocale(LC_ALL, "de_DE.UTF-8");
}

static void the_decimal_point_is_a_point_in_any_locale(void **state)
{
    (void)state;
    if (!use_german()) {
        print_message("no German locale can be had on this machine\n");
        skip();
    }
    const double v[1] = {1.5};
    char comma[8];
    ct_columns t = {0};
    add(&t, "V", CT_CELL_DOUBLE, v)->decimals = 2;
    snprintf(comma, sizeof comma, "%.1f", v[0]);
    assert_string_equal(comma, "1,5");
    DBFHandle dbf = written(&t, 1, "locale", NULL);
    assert_string_equal(DBFReadStringAttribute(dbf, 0, 0), "1.50");
    DBFClose(dbf);
    setlocale(LC_ALL, "C");
}

static void no_shape(const void *user, int64_t i, char *to)
{
    (void)user, (void)i, (void)to;
    fail_msg("nothing is to be filled");
}

static void more_than_2_gb_is_refused_with_the_way_out(void **state)
{
    (void)state;
    ct_error err = {0};
    const int64_t bytes[3] = {1 << 30, 1 << 30, 44};
    const ct_shapes shapes = {CT_SHP_POLYGON, 3, bytes, no_shape, NULL, NULL, NULL, NULL};
    assert_fails(ct_shapefile_write(test_context(1), test_dir(), "regions", &shapes, &err),
                 CT_ERR_OUTPUT, err);
    assert_contains(err.text, "2.1 GB");
    assert_contains(err.text, "--layers all,-regions");
    assert_int_equal(access(test_path("regions.shp"), F_OK), -1);
}

static void two_points(const void *user, int64_t i, char *to)
{
    ct_shape_put(to, CT_SHP_MULTIPOINT, 0, NULL, 2, (const double *)user + 4 * i);
}

/// Shapelib itself takes (0, 0) into the box of any layer; here the box is that of the points.
static void the_box_is_that_of_the_points(void **state)
{
    (void)state;
    ct_error err = {0};
    const double xy[8] = {10, 20, 11, 22, 12, 19, 30, 40};
    const int64_t bytes[2] = {ct_shape_bytes(0, 2), ct_shape_bytes(0, 2)};
    const ct_shapes shapes = {CT_SHP_MULTIPOINT, 2, bytes, two_points, xy, NULL, NULL, NULL};
    assert_ok(ct_shapefile_write(test_context(2), test_dir(), "box", &shapes, &err), err);
    SHPHandle shp = SHPOpen(test_path("box.shp"), "rb");
    double low[4], high[4];
    SHPGetInfo(shp, NULL, NULL, low, high);
    assert_true(low[0] == 10 && low[1] == 19 && high[0] == 30 && high[1] == 40);
    SHPClose(shp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_short_plain_and_unique),
        cmocka_unit_test(no_number_is_cut_or_overflows),
        cmocka_unit_test(what_is_no_number_is_blank),
        cmocka_unit_test(long_texts_are_cut_between_characters_and_counted),
        cmocka_unit_test(a_table_without_rows_can_be_read),
        cmocka_unit_test(the_decimal_point_is_a_point_in_any_locale),
        cmocka_unit_test(more_than_2_gb_is_refused_with_the_way_out),
        cmocka_unit_test(the_box_is_that_of_the_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
