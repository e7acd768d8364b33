/// Attribute tables: what headers claim, cells, encodings.
#include <string.h>

#include "read/dbf.h"
#include "support/check.h"
#include "support/make_shp.h"

static const char *table(void)
{
    make_shp m = make_shp_open("d.shp", MAKE_POINT, "NAME C 10; POP N 8.2; DAY D 8");
    make_shp_point(&m, "  Ulm |1.50|20260101", 1, 1);
    make_shp_point(&m, "||", 1, 1);
    make_shp_point(&m, "0123456789|********|", 1, 1);
    return make_shp_sibling(make_shp_close(&m), ".dbf");
}

static void check_cell(const ct_dbf *d, int32_t record, int32_t field, const char *text)
{
    int32_t length;
    const char *cell = ct_dbf_cell(d, record, field, &length);
    assert_int_equal(length, strlen(text));
    assert_memory_equal(cell, text, strlen(text));
}

static void cells_are_trimmed_and_nulls_are_empty(void **state)
{
    (void)state;
    ct_dbf d;
    ct_error err = {0};
    assert_ok(ct_dbf_open(table(), &d, &err), err);
    assert_int_equal(d.n_records, 3);
    assert_int_equal(d.n_fields, 3);
    check_cell(&d, 0, 0, "Ulm");
    check_cell(&d, 0, 1, "1.50");
    check_cell(&d, 1, 0, "");
    check_cell(&d, 1, 1, "");
    check_cell(&d, 2, 0, "0123456789");
    check_cell(&d, 2, 1, "");
    assert_int_equal(ct_dbf_field_index(&d, "pop"), 1);
    assert_int_equal(ct_dbf_field_index(&d, "pops"), -1);
    ct_dbf_close(&d);
}

static void whole_numbers_are_their_digits_however_they_are_written(void **state)
{
    (void)state;
    static const char *const text[][2] = {{"94109.00000000000", "94109"},
                                          {"9.41090000000e+004", "94109"},
                                          {"9.410900000000E+04", "94109"},
                                          {"0.00000000000e+000", "0"},
                                          {"9.41095000000e+004", "9.41095000000e+004"},
                                          {"9.41e+004", "9.41e+004"},
                                          {"01067", "01067"}};
    make_shp m = make_shp_open("n.shp", MAKE_POINT, "ZIP F 19.11");
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) make_shp_point(&m, text[i][0], 1, 1);
    ct_dbf d;
    ct_error err = {0};
    char out[CT_DBF_TEXT_SIZE];
    assert_ok(ct_dbf_open(make_shp_sibling(make_shp_close(&m), ".dbf"), &d, &err), err);
    for (int32_t i = 0; i < d.n_records; i++) {
        assert_int_equal(ct_dbf_utf8(&d, i, 0, out), strlen(text[i][1]));
        assert_string_equal(out, text[i][1]);
    }
    ct_dbf_close(&d);
}

static void a_header_is_not_believed(void **state)
{
    (void)state;
    const char *path = table();
    int64_t size;
    char *bytes = make_shp_slurp(path, &size);
    const struct {
        int at;
        unsigned char value;
    } lies[] = {{7, 0x7f}, {9, 0xff}, {8, 10}, {10, 1}, {32 + 16, 200}, {10, 9}};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        ct_dbf d;
        ct_error err = {0};
        const char before = bytes[lies[i].at];
        bytes[lies[i].at] = (char)lies[i].value;
        make_shp_spill(path, bytes, size);
        assert_fails(ct_dbf_open(path, &d, &err), CT_ERR_INPUT, err);
        ct_dbf_close(&d);
        bytes[lies[i].at] = before;
    }
    free(bytes);
}

static void every_short_file_is_refused(void **state)
{
    (void)state;
    const char *path = table();
    int64_t size;
    char *bytes = make_shp_slurp(path, &size);
    const int64_t whole = 32 + 3 * 32 + 1 + 3 * (1 + 10 + 8 + 8);
    for (int64_t n = 0; n < whole; n++) {
        ct_dbf d;
        ct_error err = {0};
        make_shp_spill(path, bytes, n);
        assert_fails(ct_dbf_open(path, &d, &err), CT_ERR_INPUT, err);
        ct_dbf_close(&d);
    }
    free(bytes);
}

static void a_cpg_is_read_as_people_write_it(void **state)
{
    (void)state;
    const char *const cases[][2] = {{"UTF-8", "UTF-8"},
                                    {"utf8\r\n", "UTF-8"},
                                    {"65001", "UTF-8"},
                                    {"1252", "CP1252"},
                                    {"ANSI 1252", "CP1252"},
                                    {"ISO-8859-15", "ISO-8859-15"},
                                    {"88591", "ISO-8859-1"},
                                    {"8859_1", "ISO-8859-1"},
                                    {"windows-1251", "CP1251"},
                                    {"", ""},
                                    {"system", ""},
                                    {"UTF-16", ""}};
    char name[32];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ct_dbf_encoding_of_cpg(cases[i][0], (int64_t)strlen(cases[i][0]), name);
        assert_string_equal(name, cases[i][1]);
    }
    ct_dbf_encoding_of_language(0x57, name);
    assert_string_equal(name, "CP1252");
    ct_dbf_encoding_of_language(0, name);
    assert_string_equal(name, "");
}

static void check_recode(const char *encoding, const char *text, const char *utf8)
{
    char out[64];
    const int32_t n = ct_dbf_recode(encoding, text, (int32_t)strlen(text), out);
    assert_string_equal(out, utf8);
    assert_int_equal(n, strlen(utf8));
}

static void text_of_unknown_encoding_is_utf8_or_cp1252(void **state)
{
    (void)state;
    check_recode("", "plain", "plain");
    check_recode("", "\xc3\xa9", "\xc3\xa9");
    check_recode("", "\xe9", "\xc3\xa9");
    check_recode("", "\x80 5", "\xe2\x82\xac 5");
    check_recode("UTF-8", "\xe9", "\xc3\xa9");
    check_recode("CP437", "\x82", "\xc3\xa9");
    check_recode("CP99999", "\xe9", "\xc3\xa9");
    check_recode("", "\xed\xa0\x80", "\xc3\xad\xc2\xa0\xe2\x82\xac"); // a surrogate is no UTF-8
    check_recode("", "\xc0\xaf", "\xc3\x80\xc2\xaf");                 // nor is an overlong form
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_trimmed_and_nulls_are_empty),
        cmocka_unit_test(whole_numbers_are_their_digits_however_they_are_written),
        cmocka_unit_test(a_header_is_not_believed),
        cmocka_unit_test(every_short_file_is_refused),
        cmocka_unit_test(a_cpg_is_read_as_people_write_it),
        cmocka_unit_test(text_of_unknown_encoding_is_utf8_or_cp1252),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
