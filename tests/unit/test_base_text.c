/// Numbers and names as text.
#include "support/check.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "kernels/prim/rng.h"

static void a_double_reads_back_as_itself(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(1, 0, 0);
    for (int i = 0; i < 100000; i++) {
        const uint64_t bits = ctk_rng_u64(&r);
        double v, back;
        memcpy(&v, &bits, sizeof v);
        if (!isfinite(v)) continue;
        char text[32];
        const int32_t n = ct_format_double(v, text);
        assert_int_equal(n, strlen(text));
        assert_true(ct_parse_double(text, n, &back));
        assert_true(back == v);
    }
}

static void short_numbers_stay_short(void **state)
{
    (void)state;
    char text[32];
    ct_format_double(0.1, text);
    assert_string_equal(text, "0.1");
    ct_format_double(-5, text);
    assert_string_equal(text, "-5");
    ct_format_double(NAN, text);
    assert_string_equal(text, "nan");
}

static void fixed_point_keeps_every_decimal(void **state)
{
    (void)state;
    char text[32];
    ct_format_fixed(123450, 2, text);
    assert_string_equal(text, "1234.50");
    ct_format_fixed(-5, 3, text);
    assert_string_equal(text, "-0.005");
    ct_format_fixed(INT64_MIN, 0, text);
    assert_string_equal(text, "-9223372036854775808");
    ct_format_count(-1234567, text);
    assert_string_equal(text, "-1,234,567");
    ct_format_count(999, text);
    assert_string_equal(text, "999");
    assert_string_equal(ct_format_weight(1234567, 0, text), "1,234,567");
    assert_string_equal(ct_format_weight(1234567, 2, text), "12345.67");
    assert_string_equal(ct_format_exact(123456750, 2, text), "1,234,567.50");
    assert_string_equal(ct_format_exact(-123456, 0, text), "-123,456");
    assert_string_equal(ct_format_exact(-5, 2, text), "-0.05");
    assert_string_equal(ct_format_exact(INT64_MIN, 6, text), "-9,223,372,036,854.775808");
    assert_string_equal(ct_plural(1, "region", "regions"), "region");
    assert_string_equal(ct_plural(0, "region", "regions"), "regions");
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",    " ",     "1,5", "0x10", "inf",
                                      "nan", "1e999", "12a", "--1",  "1 2"};
    double d;
    int64_t i;
    for (size_t n = 0; n < sizeof bad / sizeof *bad; n++) {
        assert_false(ct_parse_double(bad[n], (int64_t)strlen(bad[n]), &d));
        assert_false(ct_parse_int64(bad[n], (int64_t)strlen(bad[n]), &i));
    }
    assert_true(ct_parse_double(" 1.5e3\t", 7, &d));
    assert_near(d, 1500, 0);
    assert_true(ct_parse_int64("-9223372036854775808", 20, &i));
    assert_true(i == INT64_MIN);
    assert_false(ct_parse_int64("9223372036854775808", 19, &i));
}

static void the_locale_changes_nothing(void **state)
{
    (void)state;
    setlocale(LC_ALL, "de_DE.UTF-8"); // where it is installed the decimal point is a comma
    char text[352];
    double d;
    ct_format_decimals(1.25, 1, text);
    assert_true(strchr(text, ',') == NULL);
    assert_true(ct_parse_double("1.25", 4, &d));
    assert_near(d, 1.25, 0);
    setlocale(LC_ALL, "C");
}

static void a_typing_error_finds_its_name(void **state)
{
    (void)state;
    const char *const names[] = {"GEOID", "NAME", "STATE"};
    assert_int_equal(ct_nearest_name("GEODI", names, 3), 0);
    assert_int_equal(ct_nearest_name("nam", names, 3), 1);
    assert_int_equal(ct_nearest_name("revenue", names, 3), -1);
    assert_int_equal(ct_name_distance("kitten", "sitting"), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_double_reads_back_as_itself),
        cmocka_unit_test(short_numbers_stay_short),
        cmocka_unit_test(fixed_point_keeps_every_decimal),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(the_locale_changes_nothing),
        cmocka_unit_test(a_typing_error_finds_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
