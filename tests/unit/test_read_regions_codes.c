/// Codes and attributes of regions.
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "support/check.h"
#include "support/make_shp.h"
#include "support/read_layer.h"

/// A layer with one box for each of the n rows.
static const char *layer_with(const char *fields, int n, const char *const *rows)
{
    make_shp m = make_shp_open("c.shp", MAKE_POLYGON, fields);
    for (int i = 0; i < n; i++) make_shp_box(&m, rows[i], i, 0, i + 1, 1);
    return make_shp_close(&m);
}

static void check_code(const read_layer *l, int32_t region, const char *code)
{
    assert_int_equal(ct_string_length(&l->r.code, region), strlen(code));
    assert_memory_equal(ct_string(&l->r.code, region), code, strlen(code));
}

static read_layer with_measure(const char *path, const char *field)
{
    read_layer l = read_layer_default(path);
    l.opt.n_measures = 2;
    l.opt.measure[0] = (ct_measure_spec){"n", CT_COUNT, ""};
    l.opt.measure[1] = (ct_measure_spec){"pop", CT_FIELD, ""};
    snprintf(l.opt.measure[1].source, CT_NAME_SIZE, "%s", field);
    return l;
}

static void codes_are_text_sorted_by_bytes(void **state)
{
    (void)state;
    const char *rows[] = {"  9", "10", "01067 ", "1", "\xc3\xa4", "Z"};
    read_layer l = read_layer_ok(layer_with("CODE C 8", 6, rows));
    const char *sorted[] = {"01067", "1", "10", "9", "Z", "\xc3\xa4"};
    for (int32_t i = 0; i < 6; i++) check_code(&l, i, sorted[i]);
    read_layer_free(&l);
}

static void numeric_codes_lose_their_decimals_only(void **state)
{
    (void)state;
    const char *rows[] = {"1234.000", "56.000", "7.500"};
    read_layer l = read_layer_ok(layer_with("CODE N 12.3", 3, rows));
    check_code(&l, 0, "1234");
    check_code(&l, 1, "56");
    check_code(&l, 2, "7.500");
    read_layer_free(&l);
}

static void equal_codes_are_one_region(void **state)
{
    (void)state;
    const char *rows[] = {"b", "a", "b", "c", "b", "c"};
    read_layer l = read_layer_ok(layer_with("CODE C 8", 6, rows));
    assert_int_equal(l.r.n, 3);
    assert_int_equal(read_layer_note(&l, "'b', 'c'"), 2);
    assert_memory_equal(l.r.record_region, ((int32_t[]){1, 0, 1, 2, 1, 2}), 24);
    assert_memory_equal(l.r.ring_begin, ((int32_t[]){0, 1, 4, 6}), 16);
    // records of a region in the order of the file
    assert_near(l.r.xy[2 * l.r.vertex_begin[1]], 0, 0);
    assert_near(l.r.xy[2 * l.r.vertex_begin[2]], 2, 0);
    assert_near(l.r.xy[2 * l.r.vertex_begin[3]], 4, 0);
    assert_near(l.r.lon_deg[1], 2.5, 1e-9);
    read_layer_free(&l);
}

static void values_that_all_records_of_a_region_repeat_are_told(void **state)
{
    (void)state;
    const char *rows[] = {"a|5", "b|7.5", "b|7.5", "c|1", "b|7.5", "c|2", "d|0", "d|0"};
    read_layer l = with_measure(layer_with("CODE C 4; POP N 8.1", 8, rows), "POP");
    assert_ok(read_layer_run(&l, 1), l.err);
    assert_memory_equal(l.r.field[0].fixed, ((int64_t[]){50, 225, 30, 0}), 32);
    assert_int_equal(
        read_layer_note(&l, "the same POP in each, which was added up ('b' 3 times 7.5)"), 1);
    assert_int_equal(read_layer_note(&l, "region has several records, whose POP was added up"), 1);
    read_layer_free(&l);
}

static void the_code_field_is_guessed_and_said(void **state)
{
    (void)state;
    const char *rows[] = {"x|1|99501"};
    read_layer l = read_layer_ok(layer_with("NAME C 8; ID N 4; ZCTA5CE20 C 5", 1, rows));
    check_code(&l, 0, "99501");
    assert_true(read_layer_note(&l, "'ZCTA5CE20'") == 0);
    read_layer_free(&l);
    l = read_layer_default(layer_with("NAME C 8; COLOUR C 8", 1, rows));
    read_layer_refused(&l, "--code; fields: NAME, COLOUR");
}

static void a_wrong_code_field_gets_the_nearest_name(void **state)
{
    (void)state;
    const char *rows[] = {"x|1"};
    const char *path = layer_with("PLZ C 8; EINWOHNER N 4", 1, rows);
    read_layer l = read_layer_default(path);
    l.opt.code = "EINWONER";
    read_layer_refused(&l, "did you mean 'EINWOHNER'");
    l = read_layer_default(path);
    l.opt.code = "kkkkkkkk";
    read_layer_refused(&l, "fields: PLZ, EINWOHNER");
    l = read_layer_default(path);
    l.opt.code = "einwohner";
    assert_ok(read_layer_run(&l, 1), l.err);
    check_code(&l, 0, "1");
    read_layer_free(&l);
}

static void text_comes_out_as_utf8(void **state)
{
    (void)state;
    const struct {
        const char *cpg, *bytes, *utf8;
    } cases[] = {{"UTF-8", "M\xc3\xbcnchen", "M\xc3\xbcnchen"},
                 {"1252", "M\xfcnchen", "M\xc3\xbcnchen"},
                 {"ISO-8859-1", "M\xfcnchen", "M\xc3\xbcnchen"},
                 {"CP850", "M\x81nchen", "M\xc3\xbcnchen"},
                 {"nonsense", "M\xfcnchen", "M\xc3\xbcnchen"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = layer_with("CODE C 12", 1, &cases[i].bytes);
        make_shp_cpg(path, cases[i].cpg);
        read_layer l = read_layer_ok(path);
        check_code(&l, 0, cases[i].utf8);
        read_layer_free(&l);
    }
    make_shp_cpg(test_path("c.shp"), "");
}

static void deleted_rows_are_no_region(void **state)
{
    (void)state;
    int64_t size;
    const char *rows[] = {"a", "b"};
    const char *path = layer_with("CODE C 8", 2, rows), *dbf = make_shp_sibling(path, ".dbf");
    char *bytes = make_shp_slurp(dbf, &size);
    bytes[32 + 32 + 1] = '*';
    make_shp_spill(dbf, bytes, size);
    read_layer l = read_layer_ok(path);
    assert_int_equal(l.r.n, 1);
    assert_int_equal(read_layer_note(&l, "deleted"), 1);
    read_layer_free(&l);
    free(bytes);
}

static void fields_are_exact_and_summed_over_equal_codes(void **state)
{
    (void)state;
    const char *rows[] = {"a|0.100", "b|12.250", "a|0.200", "c|", "d|3e2"};
    read_layer l = with_measure(layer_with("CODE C 8; POP N 12.3", 5, rows), "pop");
    assert_ok(read_layer_run(&l, 1), l.err);
    assert_int_equal(l.r.n_fields, 1);
    assert_string_equal(l.r.field[0].name, "POP");
    assert_int_equal(l.r.field[0].decimals, 2);
    assert_memory_equal(l.r.field[0].fixed, ((int64_t[]){30, 1225, 0, 30000}), 32);
    assert_int_equal(l.r.field[0].input, 30 + 1225 + 30000);
    assert_int_equal(read_layer_note(&l,
                                     "cell of field POP is ***, a null or a number too wide for "
                                     "the field, and counts as 0 (record 4)"),
                     1);
    read_layer_free(&l);
    l.opt.bad_number = CT_BAD_ERROR;
    read_layer_refused(&l, "record 4, field POP: '************' is a null, or a number too wide");
}

static void more_than_six_decimals_are_rounded_and_said(void **state)
{
    (void)state;
    const char *rows[] = {"a|0.1234567890", "b|24.7389210000000010", "c|1"};
    read_layer l = with_measure(layer_with("CODE C 8; POP N 20.16", 3, rows), "POP");
    assert_ok(read_layer_run(&l, 1), l.err);
    assert_int_equal(l.r.field[0].decimals, 6);
    assert_memory_equal(l.r.field[0].fixed, ((int64_t[]){123457, 24738921, 1000000}), 24);
    assert_int_equal(read_layer_note(&l, "rounded"), 1);
    read_layer_free(&l);
}

static void a_text_field_has_the_decimal_mark_that_its_numbers_show(void **state)
{
    (void)state;
    const char *rows[] = {"a|1.225", "b|0,5", "c|\u20ac 7"};
    read_layer l = with_measure(layer_with("CODE C 8; POP C 20", 3, rows), "POP");
    assert_ok(read_layer_run(&l, 1), l.err);
    assert_int_equal(l.r.field[0].decimals, 1);
    assert_memory_equal(l.r.field[0].fixed, ((int64_t[]){12250, 5, 70}), 24);
    read_layer_free(&l);
    const char *open[] = {"a|1.225"};
    l = with_measure(layer_with("CODE C 8; POP C 20", 1, open), "POP");
    l.opt.decimal = CT_DECIMAL_COMMA;
    assert_ok(read_layer_run(&l, 1), l.err);
    assert_int_equal(l.r.field[0].fixed[0], 1225);
    read_layer_free(&l);
}

static void what_is_below_zero_or_no_number_has_the_fate_asked_for(void **state)
{
    (void)state;
    const char *rows[] = {"a|7", "b|-2", "c|12x"};
    read_layer l = with_measure(layer_with("CODE C 8; POP N 20", 3, rows), "POP");
    l.opt.bad_number = CT_BAD_ZERO;
    l.opt.negative = CT_NEGATIVE_ZERO;
    assert_ok(read_layer_run(&l, 1), l.err);
    assert_memory_equal(l.r.field[0].fixed, ((int64_t[]){7, 0, 0}), 24);
    assert_int_equal(l.r.field[0].input, 5);
    assert_int_equal(l.r.field[0].below, -2);
    assert_int_equal(read_layer_note(&l, "value of field POP is below 0 and taken as 0"), 1);
    assert_int_equal(read_layer_note(&l, "cell of field POP is no number and counts as 0"), 1);
    read_layer_free(&l);
    l.opt.negative = CT_NEGATIVE_KEEP;
    assert_ok(read_layer_run(&l, 1), l.err);
    assert_memory_equal(l.r.field[0].fixed, ((int64_t[]){7, -2, 0}), 24);
    read_layer_free(&l);
}

static void bad_values_name_record_field_and_value(void **state)
{
    (void)state;
    const struct {
        const char *row, *message;
    } cases[] = {{"b|-5", "record 2, field POP: '-5' is negative"},
                 {"b|12x", "record 2, field POP: '12x' is not a number"},
                 {"b|9e18", "record 2, field POP: '9e18' is too large"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *rows[] = {"a|900000000000000000", cases[i].row};
        read_layer l = with_measure(layer_with("CODE C 8; POP N 20", 2, rows), "POP");
        read_layer_refused(&l, cases[i].message);
    }
    const char *rows[] = {"a|1,234"};
    read_layer l = with_measure(layer_with("CODE C 8; POP C 20", 1, rows), "POP");
    read_layer_refused(&l, "'1,234' has decimals, or parts thousands");
    l = with_measure(layer_with("CODE C 8; POP N 20", 1, rows), "POPP");
    read_layer_refused(&l, "did you mean 'POP'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_text_sorted_by_bytes),
        cmocka_unit_test(numeric_codes_lose_their_decimals_only),
        cmocka_unit_test(equal_codes_are_one_region),
        cmocka_unit_test(values_that_all_records_of_a_region_repeat_are_told),
        cmocka_unit_test(the_code_field_is_guessed_and_said),
        cmocka_unit_test(a_wrong_code_field_gets_the_nearest_name),
        cmocka_unit_test(text_comes_out_as_utf8),
        cmocka_unit_test(deleted_rows_are_no_region),
        cmocka_unit_test(fields_are_exact_and_summed_over_equal_codes),
        cmocka_unit_test(more_than_six_decimals_are_rounded_and_said),
        cmocka_unit_test(a_text_field_has_the_decimal_mark_that_its_numbers_show),
        cmocka_unit_test(what_is_below_zero_or_no_number_has_the_fate_asked_for),
        cmocka_unit_test(bad_values_name_record_field_and_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
