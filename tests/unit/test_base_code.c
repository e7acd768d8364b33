/// Codes in their forms, and regions by them.
#include <stdio.h>
#include <string.h>

#include "base/code.h"
#include "support/check.h"

static ct_error err;

/// |-separated codes as a pool.
static ct_strings pool_of(const char *codes)
{
    ct_strings_builder b = {0};
    for (const char *p = codes; *p; p += *p == '|') {
        const size_t n = strcspn(p, "|");
        assert_ok(ct_strings_add(&b, p, (int64_t)n, &err), err);
        p += n;
    }
    return b.s;
}

/// What is found of `text` among `codes`, after the codes of `file` were learned: the code of the
/// region, "-" for none, "?" for several.
static const char *found(const char *codes, const char *file, const char *text, unsigned *repairs)
{
    static char out[64];
    ct_strings code = pool_of(codes), learned = pool_of(file);
    ct_codes c;
    assert_ok(ct_codes_build(&code, &c, &err), err);
    for (int64_t i = 0; i < learned.n; i++)
        ct_codes_learn(&c, ct_string(&learned, i), ct_string_length(&learned, i));
    const int32_t r = ct_codes_find(&c, text, (int64_t)strlen(text), repairs);
    if (r >= 0)
        snprintf(out, sizeof out, "%.*s", (int)ct_string_length(&code, r), ct_string(&code, r));
    else
        snprintf(out, sizeof out, "%s", r == CT_CODE_NONE ? "-" : "?");
    ct_codes_free(&c);
    ct_strings_free(&code);
    ct_strings_free(&learned);
    return out;
}

static void expect_repair(const char *codes, const char *text, const char *want, ct_repair repair)
{
    unsigned repairs;
    assert_string_equal(found(codes, text, text, &repairs), want);
    assert_true(repairs >> repair & 1);
}

static void expect_none(const char *codes, const char *text)
{
    unsigned repairs;
    assert_string_equal(found(codes, text, text, &repairs), "-");
}

static void a_code_as_written_is_found_without_repair(void **state)
{
    (void)state;
    unsigned repairs;
    assert_string_equal(found("a1|A1|01067|1067", "", "a1", &repairs), "a1");
    assert_int_equal(repairs, 0);
    assert_string_equal(found("a1|A1|01067|1067", "", "1067", &repairs), "1067");
    assert_int_equal(repairs, 0);
}

static void invisible_characters_and_blanks_of_all_kinds_are_passed_over(void **state)
{
    (void)state;
    static const char *const SIGN[] = {
        "\xc2\xa0",     "\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xef\xbb\xbf",
        "\xe2\x81\xa0", "\xe2\x80\xaf", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe3\x80\x80",
        "\xc2\xad",     "\xe2\x80\x8e", "\xe2\x80\x87", "\xc2\x85"};
    for (size_t i = 0; i < sizeof SIGN / sizeof *SIGN; i++) {
        char text[64];
        snprintf(text, sizeof text, "%s01067", SIGN[i]);
        assert_string_equal(found("01067|01069", "", text, &(unsigned){0}), "01067");
        snprintf(text, sizeof text, "01067%s", SIGN[i]);
        assert_string_equal(found("01067|01069", "", text, &(unsigned){0}), "01067");
        snprintf(text, sizeof text, "01%s067", SIGN[i]);
        expect_repair("01067|01069", text, "01067", CT_REPAIR_BLANKS);
    }
    expect_repair("110 00|120 00", "11000", "110 00", CT_REPAIR_BLANKS);
    expect_repair("00950|00951",
                  "00\xe2\x80\x93"
                  "950",
                  "00950", CT_REPAIR_BLANKS);
    expect_repair("\xef\xbc\x91\xef\xbc\x92|34", "12", "\xef\xbc\x91\xef\xbc\x92",
                  CT_REPAIR_BLANKS);
}

static void letters_quotes_and_decimals_are_passed_over(void **state)
{
    (void)state;
    expect_repair("K1A|K1B", "k1a", "K1A", CT_REPAIR_CASE);
    expect_repair("\xc3\x84"
                  "1|B",
                  "\xc3\xa4"
                  "1",
                  "\xc3\x84"
                  "1",
                  CT_REPAIR_CASE);
    expect_repair("01067|1", "=\"01067\"", "01067", CT_REPAIR_QUOTES);
    expect_repair("01067|1", "'01067", "01067", CT_REPAIR_QUOTES);
    expect_repair("94109|94110", "94109.0", "94109", CT_REPAIR_NUMBER);
    expect_repair("94109|94110", "94109,00", "94109", CT_REPAIR_NUMBER);
    expect_repair("94109|94110", "9.41090000000e+004", "94109", CT_REPAIR_NUMBER);
    expect_repair("01000|02000", "1000.0", "01000", CT_REPAIR_ZEROS);
    expect_repair("94109.0|94110.0", "94109", "94109.0", CT_REPAIR_NUMBER);
    expect_none("94100|94110", "9.41E+04"); // may be any of a hundred
    expect_none("94109|94110", "94109.5");
    expect_none("1|1000", "1.000"); // thousands, or not
}

static void forms_that_two_regions_share_find_neither(void **state)
{
    (void)state;
    unsigned repairs;
    assert_string_equal(found("a1|A1", "", "a1\xc2\xa0", &repairs), "?");
    assert_string_equal(found("1-23|12-3", "", "123", &repairs), "?");
    assert_string_equal(found("1-23|12-3", "", "1-23\xc2\xa0", &repairs), "1-23");
    assert_string_equal(found("0501|00501", "", "501", &repairs), "?");
}

static void the_prefix_is_that_of_most_codes(void **state)
{
    (void)state;
    unsigned repairs;
    expect_repair("01067|10115", "D-01067", "01067", CT_REPAIR_PREFIX);
    expect_repair("01067|10115", "DE 1067", "01067", CT_REPAIR_ZEROS);
    expect_repair("D-01067|D-10115", "01067", "D-01067", CT_REPAIR_PREFIX);
    expect_repair("D-01067|D-10115", "DE-01067", "D-01067", CT_REPAIR_PREFIX);
    expect_repair("01067|10115", "D10115", "10115", CT_REPAIR_PREFIX);
    expect_none("01067|10115", "x10115");
    expect_repair("94109|94110", "8600000US94109", "94109", CT_REPAIR_PREFIX);
    assert_string_equal(found("1010|1020", "CH-1010|CH-1020|A-1010", "A-1010", &repairs), "-");
    assert_string_equal(found("1010|1020", "CH-1010|CH-1020|A-1010", "CH-1010", &repairs), "1010");
    assert_string_equal(found("01010|10115", "A-1010|A-1020|A-1030|D-10115", "A-1010", &repairs),
                        "-");
    assert_string_equal(found("01010|10115", "A-1010|A-1020|A-1030|D-10115", "D-10115", &repairs),
                        "10115");
    assert_string_equal(found("D-1010|D-1020", "", "A-1010", &repairs), "-");
    expect_none("R01002|R01003", "1002");
}

static void zeros_are_given_and_taken(void **state)
{
    (void)state;
    expect_repair("00501|02116", "501", "00501", CT_REPAIR_ZEROS);
    expect_repair("501|2116", "00501", "501", CT_REPAIR_BARED);
    expect_none("00501|02116", "0");
}

static void longer_codes_are_cut_to_those_of_the_layer(void **state)
{
    (void)state;
    expect_repair("01002|01003", "01002-1234", "01002", CT_REPAIR_PLUS4);
    expect_repair("01002|01003", "010021234", "01002", CT_REPAIR_PLUS4);
    expect_repair("01002|01003", "1002-1234", "01002", CT_REPAIR_ZEROS);
    expect_repair("K1A|K1B", "K1A 0B1", "K1A", CT_REPAIR_CUT);
    expect_repair("K1A|K1B", "k1a0b1", "K1A", CT_REPAIR_CUT);
    expect_repair("1011|1012", "1011 AB", "1011", CT_REPAIR_CUT);
    expect_repair("1011|1012", "1011AB", "1011", CT_REPAIR_CUT);
    expect_repair("1000|1100", "1000-001", "1000", CT_REPAIR_CUT);
    expect_repair("01067|10115", "01067 Dresden", "01067", CT_REPAIR_CUT);
    expect_repair("DE21|DE22", "DE212", "DE21", CT_REPAIR_CUT);
    expect_none("01002|01003", "01002x");
    expect_none("BE|BR", "Berlin");
    expect_none("1|12|1-2", "1-5");
}

static void a_british_postcode_is_cut_as_the_layer_is(void **state)
{
    (void)state;
    expect_repair("E1|E16|SW1A", "E1 6AN", "E1", CT_REPAIR_CUT);
    expect_repair("E1|E16|SW1A", "E16AN", "E1", CT_REPAIR_CUT);
    expect_repair("E1|E16|SW1A", "e161aa", "E16", CT_REPAIR_CUT);
    expect_repair("E1 6|E16 1|SW1A 1", "E16AN", "E1 6", CT_REPAIR_CUT);
    expect_repair("E1 6|E16 1|SW1A 1", "E16 1AA", "E16 1", CT_REPAIR_CUT);
    expect_repair("E16|E161|SW1A1", "E16 1AA", "E161", CT_REPAIR_CUT);
    expect_repair("AB10 1|AB10 2", "AB101", "AB10 1", CT_REPAIR_BLANKS);
    expect_repair("E|EC|SW", "EC1 6AN", "EC", CT_REPAIR_CUT);
}

static void digits_are_cut_only_where_none_is_lost(void **state)
{
    (void)state;
    unsigned repairs;
    static const char REGIONS[] = "01|10|21|80";
    assert_string_equal(found(REGIONS, "01067|10115|80331", "01067", &repairs), "01");
    assert_string_equal(found(REGIONS, "1067|10115|80331", "1067", &repairs), "01");
    assert_true(repairs >> CT_REPAIR_ZEROS & 1);
    assert_string_equal(found(REGIONS, "1067|10115|80331", "10115", &repairs), "10");
    assert_string_equal(found(REGIONS, "1067|1069", "1067", &repairs), "?"); // 01 or 10
    assert_string_equal(found(REGIONS, "80331|80333", "80331", &repairs), "80");
    assert_string_equal(found(REGIONS, "01067|10115", "8033112", &repairs), "-");
}

static void repairs_are_counted_with_the_first_of_each(void **state)
{
    (void)state;
    ct_strings code = pool_of("00501|02116|94110");
    ct_codes c;
    ct_repairs log = {0};
    const ct_context *ctx = test_context(1);
    assert_ok(ct_codes_build(&code, &c, &err), err);
    assert_int_equal(ct_codes_find_in(&c, "501", 3, 2, &log), 0);
    assert_int_equal(ct_codes_find_in(&c, "2116", 4, 3, &log), 1);
    assert_int_equal(ct_codes_find_in(&c, "94110.0", 7, 4, &log), 2);
    assert_int_equal(ct_codes_find_in(&c, "77777", 5, 5, &log), CT_CODE_NONE);
    ct_repairs_note(&log, ctx->notes, "read", "f.csv");
    assert_int_equal(ctx->notes->n, 2);
    assert_string_equal(ctx->notes->item[0].text,
                        "f.csv: code that had become a decimal number (first '94110.0' in line 4)");
    assert_string_equal(ctx->notes->item[1].text,
                        "f.csv: codes given their leading zeros back (first '501' in line 2)");
    assert_int_equal(ctx->notes->item[1].count, 2);
    ct_codes_free(&c);
    ct_strings_free(&code);
}

static void a_code_that_is_too_long_is_found_as_written(void **state)
{
    (void)state;
    char text[CT_CODE_LONGEST + 2];
    unsigned repairs;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    assert_int_not_equal(strcmp(found(text, "", text, &repairs), "-"), 0);
    text[0] = 'X';
    assert_string_equal(found("x|y", "", text, &repairs), "-");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_as_written_is_found_without_repair),
        cmocka_unit_test(invisible_characters_and_blanks_of_all_kinds_are_passed_over),
        cmocka_unit_test(letters_quotes_and_decimals_are_passed_over),
        cmocka_unit_test(forms_that_two_regions_share_find_neither),
        cmocka_unit_test(the_prefix_is_that_of_most_codes),
        cmocka_unit_test(zeros_are_given_and_taken),
        cmocka_unit_test(longer_codes_are_cut_to_those_of_the_layer),
        cmocka_unit_test(a_british_postcode_is_cut_as_the_layer_is),
        cmocka_unit_test(digits_are_cut_only_where_none_is_lost),
        cmocka_unit_test(repairs_are_counted_with_the_first_of_each),
        cmocka_unit_test(a_code_that_is_too_long_is_found_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
