/// Numbers of tables: doubles against strtod, fixed point against long division in 128 bits.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "read/decimal.h"
#include "support/check.h"

static ct_number_class as_double(const char *text, char mark, double *out)
{
    return ct_decimal_read_double(text, (int64_t)strlen(text), mark, out);
}

/// A number of random shape: few digits mostly, many at times, an exponent at times.
static void random_number(ctk_rng *r, char *out)
{
    const uint32_t shape = ctk_rng_below(r, 8);
    const uint32_t before = 1 + ctk_rng_below(r, shape == 0 ? 20 : 4);
    const uint32_t after = ctk_rng_below(r, shape == 1 ? 30 : 9);
    char *p = out;
    if (ctk_rng_below(r, 2)) *p++ = '-';
    for (uint32_t i = 0; i < before; i++) *p++ = (char)('0' + ctk_rng_below(r, 10));
    if (after) *p++ = '.';
    for (uint32_t i = 0; i < after; i++) *p++ = (char)('0' + ctk_rng_below(r, 10));
    if (shape == 2) p += sprintf(p, "e%d", (int)ctk_rng_below(r, 600) - 300);
    *p = 0;
}

static void doubles_equal_strtod_on_a_million_strings_or_ten(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(3, 1, 0);
    const int n = getenv("CANTON_LONG") ? 10000000 : 1000000;
    for (int i = 0; i < n; i++) {
        char text[80];
        random_number(&r, text);
        const double want = strtod(text, NULL);
        double got = 0;
        const ct_number_class k = as_double(text, '.', &got);
        if (isinf(want)) continue;
        if (k == CT_NUMBER_PLAIN && !memcmp(&got, &want, sizeof got)) continue;
        fail_msg("'%s': class %d, %a, expected %a", text, (int)k, got, want);
    }
}

/// [+-] digits [. digits] of at most 19 digits, one after another; false = anything else.
static bool read_slowly(const char *p, uint64_t *mantissa, int32_t *decimals)
{
    int32_t n = 0, point = -1;
    *mantissa = 0;
    for (p += *p == '-' || *p == '+'; *p; p++) {
        if (*p == '.' && point < 0) {
            point = n;
            continue;
        }
        if (*p < '0' || *p > '9' || ++n > 19) return false;
        *mantissa = *mantissa * 10 + (uint64_t)(*p - '0');
    }
    *decimals = point < 0 ? 0 : n - point;
    return n > 0;
}

/// Digits mostly, of any length up to 20, in a block of their own size (for the address sanitizer).
static char *random_text(ctk_rng *r)
{
    static const char other[] = ".-+ eE,/:x\x80\xb1";
    const uint32_t length = ctk_rng_below(r, 21), strange = ctk_rng_below(r, 4);
    char *text = malloc(length + 1);
    if (!text) abort();
    for (uint32_t i = 0; i < length; i++) text[i] = (char)('0' + ctk_rng_below(r, 10));
    if (length && ctk_rng_below(r, 4)) text[ctk_rng_below(r, length)] = '.';
    if (length && strange == 0)
        text[ctk_rng_below(r, length)] = other[ctk_rng_below(r, sizeof other - 1)];
    text[length] = 0;
    return text;
}

static void words_of_digits_say_what_digits_one_by_one_say(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(3, 7, 0);
    for (int i = 0; i < 1000000; i++) {
        char *text = random_text(&r);
        const int64_t length = (int64_t)strlen(text);
        uint64_t mantissa;
        int32_t decimals;
        ct_decimal got = {0};
        if (read_slowly(text, &mantissa, &decimals)) {
            const ct_number_class k = ct_decimal_read(text, length, '.', &got);
            if (k != CT_NUMBER_PLAIN || got.mantissa != mantissa || got.decimals != decimals ||
                got.is_negative != (*text == '-') || !got.is_exact)
                fail_msg("'%s': class %d, %llu, %d decimals", text, (int)k,
                         (unsigned long long)got.mantissa, (int)got.decimals);
        } else if (!strpbrk(text, ". eE,'") &&
                   ct_decimal_read(text, length, '.', &got) == CT_NUMBER_PLAIN && length < 20) {
            fail_msg("'%s' is no number", text);
        }
        free(text);
    }
}

static void printed_doubles_read_back_exactly(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(3, 2, 0);
    for (int i = 0; i < 100000; i++) {
        const double want = (ctk_rng_unit(&r) - 0.5) * 360;
        char text[40];
        snprintf(text, sizeof text, "%.17g", want);
        double got = 0;
        assert_int_equal(as_double(text, '.', &got), CT_NUMBER_PLAIN);
        if (memcmp(&got, &want, sizeof got)) fail_msg("'%s'", text);
    }
}

static bool fixed(const char *text, char mark, int32_t decimals, int64_t *out, bool *is_rounded)
{
    ct_decimal d;
    const ct_number_class k = ct_decimal_read(text, (int64_t)strlen(text), mark, &d);
    return k >= CT_NUMBER_PLAIN && ct_decimal_fixed(&d, decimals, out, is_rounded);
}

static void fixed_point_is_exact_and_rounds_half_away_from_zero(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t decimals;
        int64_t value;
        bool rounded;
    } CASE[] = {
        {"6749474.13", 2, 674947413, false},
        {"6749474.13", 6, 6749474130000, false},
        {"-0.5", 0, -1, true},
        {"0.4999999999999999999999", 0, 0, true},
        {"1.0000005", 6, 1000001, true},
        {"1.00000049999999999999999", 6, 1000000, true},
        {"0.00000000000000000000000001", 6, 0, true},
        {"1.500000000000000000000000000", 6, 1500000, false},
        {"1234567890123.1234565", 6, 1234567890123123457, true},
        {"9223372036854775807", 0, INT64_MAX, false},
        {"1.5E+06", 0, 1500000, false},
        {"25e-1", 1, 25, false},
        {"000000000000000000000000000007", 0, 7, false},
        {"+3", 0, 3, false},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        int64_t value = -99;
        bool rounded = false;
        if (!fixed(CASE[i].text, '.', CASE[i].decimals, &value, &rounded) ||
            value != CASE[i].value || rounded != CASE[i].rounded)
            fail_msg("'%s': %lld, rounded %d", CASE[i].text, (long long)value, rounded);
    }
}

static void a_value_beyond_int64_is_refused(void **state)
{
    (void)state;
    int64_t v;
    bool rounded;
    assert_false(fixed("9223372036854775808", '.', 0, &v, &rounded));
    assert_false(fixed("9223372036854.775808", '.', 6, &v, &rounded));
    assert_false(fixed("1e30", '.', 0, &v, &rounded));
    assert_false(fixed("99999999999999999999999", '.', 0, &v, &rounded));
}

static void numbers_are_told_from_text_and_from_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char mark;
        ct_number_class k;
        double value;
    } CASE[] = {
        {"", '.', CT_NUMBER_EMPTY, 0},
        {"  ", '.', CT_NUMBER_EMPTY, 0},
        {"NaN", '.', CT_NUMBER_EMPTY, 0},
        {"#N/A", '.', CT_NUMBER_EMPTY, 0},
        {"null", '.', CT_NUMBER_EMPTY, 0},
        {"abc", '.', CT_NUMBER_TEXT, 0},
        {"12a", '.', CT_NUMBER_TEXT, 0},
        {"1.2.3", '.', CT_NUMBER_TEXT, 0},
        {"--1", '.', CT_NUMBER_TEXT, 0},
        {"0x10", '.', CT_NUMBER_TEXT, 0},
        {"inf", '.', CT_NUMBER_TEXT, 0},
        {"1e", '.', CT_NUMBER_TEXT, 0},
        {"-.", '.', CT_NUMBER_TEXT, 0},
        {"+", '.', CT_NUMBER_TEXT, 0},
        {"$", '.', CT_NUMBER_TEXT, 0},
        {"50 %", '.', CT_NUMBER_TEXT, 0},
        {"2024-01-05", '.', CT_NUMBER_TEXT, 0},
        {"5 km", '.', CT_NUMBER_TEXT, 0},
        {"#DIV/0!", '.', CT_NUMBER_TEXT, 0},
        {"*****", '.', CT_NUMBER_WIDE, 0},
        {"#####", '.', CT_NUMBER_WIDE, 0},
        {"0,123", '.', CT_NUMBER_TEXT, 0}, // no group begins with 0
        {" 12.5 ", '.', CT_NUMBER_PLAIN, 12.5},
        {".5", '.', CT_NUMBER_PLAIN, .5},
        {"5.", '.', CT_NUMBER_PLAIN, 5},
        {"1,234.50", '.', CT_NUMBER_GROUPED, 1234.5},
        {"12,345,678", '.', CT_NUMBER_GROUPED, 12345678},
        {"1,2345", '.', CT_NUMBER_TEXT, 0},
        {"1,23.5", '.', CT_NUMBER_TEXT, 0},
        {",123", '.', CT_NUMBER_TEXT, 0},
        {"1 234.5", '.', CT_NUMBER_GROUPED, 1234.5},
        {"1'234.5", '.', CT_NUMBER_GROUPED, 1234.5},
        {"1\xc2\xa0"
         "234,5",
         ',', CT_NUMBER_GROUPED, 1234.5},
        {"1.234,50", ',', CT_NUMBER_GROUPED, 1234.5},
        {"-12,5", ',', CT_NUMBER_PLAIN, -12.5},
        {"12.5", ',', CT_NUMBER_TEXT, 0},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        double v = 0;
        const ct_number_class k = as_double(CASE[i].text, CASE[i].mark, &v);
        if (k != CASE[i].k || (k >= CT_NUMBER_PLAIN && v != CASE[i].value))
            fail_msg("'%s': class %d, %g", CASE[i].text, (int)k, v);
    }
}

/// 1225 and 1234567.5 as CLDR's locales, their currencies and accountants write them.
static void a_number_is_read_in_the_notation_of_every_locale(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char mark;
        double value;
    } CASE[] = {
        {"1,234,567.5", '.', 1234567.5},           // en, ja, zh, ko, he, th, es-MX
        {"1.234.567,5", ',', 1234567.5},           // de, es, it, nl, pt, tr, id, el
        {"1 234 567,5", ',', 1234567.5},           // typed by hand
        {"1\u00a0234\u00a0567,5", ',', 1234567.5}, // ru, cs, nb, pl, uk, sv, fi
        {"1\u202f234\u202f567,5", ',', 1234567.5}, // fr
        {"1\u2009234\u2009567,5", ',', 1234567.5}, // thin space
        {"1\u2007234\u2007567,5", ',', 1234567.5}, // figure space
        {"1\u2019234\u2019567.5", '.', 1234567.5}, // de-CH, it-CH
        {"1'234'567.5", '.', 1234567.5},           // the same, typed
        {"1\xb4"
         "234\xb4"
         "567.5",
         '.', 1234567.5}, // Latin-1
        {"1\xa0"
         "234\xa0"
         "567,5",
         ',', 1234567.5}, // Latin-1
        {"1\x92"
         "234\x92"
         "567.5",
         '.', 1234567.5},                // CP1252
        {"12,34,567.5", '.', 1234567.5}, // hi, en-IN, ta, ne, bn-Latn
        {"1,22,500", '.', 122500},       //
        {"12.34.567,5", ',', 1234567.5}, //
        {"\u0661\u066c\u0662\u0663\u0664\u066c\u0665\u0666\u0667\u066b\u0665", '.',
         1234567.5}, // ar-EG
        {"\u06f1\u066c\u06f2\u06f3\u06f4\u066c\u06f5\u06f6\u06f7\u066b\u06f5", ',',
         1234567.5},                                                                  // fa
        {"\u0967\u0968,\u0969\u096a,\u096b\u096c\u096d.\u096b", '.', 1234567.5},      // mr
        {"\u09e7\u09e8,\u09e9\u09ea,\u09eb\u09ec\u09ed.\u09eb", '.', 1234567.5},      // bn
        {"\u1041,\u1042\u1043\u1044,\u1045\u1046\u1047.\u1045", '.', 1234567.5},      // my
        {"\uff11,\uff12\uff13\uff14,\uff15\uff16\uff17\uff0e\uff15", '.', 1234567.5}, // wide
        {"\u22121\u00a0225", ',', -1225},                                             // sv, fi, nb
        {"\u200e-1,225", '.', -1225},                                                 // he
        {"\u061c-\u0661\u0662\u0662\u0665", '.', -1225},                              // ar
        {"\u200f\u22121225", '.', -1225},                                             // fa
        {"$1,225.00", '.', 1225},                                                     // en-US
        {"-$1,225.00", '.', -1225},                                                   //
        {"$-1,225.00", '.', -1225},                                                   //
        {"($1,225.00)", '.', -1225},                                                  // accounting
        {"$ (1,225.00)", '.', -1225},                                                 //
        {"(1.225,00 \u20ac)", ',', -1225},                                            //
        {"1.225,00 \u20ac", ',', 1225},                                               // de
        {"\u20ac 1.225,00", ',', 1225},                                               // nl
        {"\u20ac1,225.00", '.', 1225},                                                // en-IE
        {"\x80 1.225", ',', 1225},                                                    // CP1252
        {"1.225 EUR", ',', 1225},                                                     //
        {"EUR 1.225,-", ',', 1225},                                                   // no cents
        {"CHF 1\u2019225.\u2013", '.', 1225},                                         // de-CH
        {"Fr. 1'225.-", '.', 1225},                                                   //
        {"US$1,225", '.', 1225},                                                      // en-CA
        {"1 225,00 $ US", ',', 1225},                                                 // fr-CA
        {"1 225,00 $US", ',', 1225},                                                  //
        {"R$\u00a01.225,00", ',', 1225},                                              // pt-BR
        {"1\u00a0225,00\u00a0kr", ',', 1225},                                         // sv
        {"1.225,00 kr.", ',', 1225},                                                  // da
        {"1 225,00 K\u010d", ',', 1225},                                              // cs
        {"1 225,00 z\u0142", ',', 1225},                                              // pl
        {"1 225 Ft", ',', 1225},                                                      // hu
        {"1225,00 \u043b\u0432.", ',', 1225},                                         // bg
        {"1 225,00 \u20bd", ',', 1225},                                               // ru
        {"1 225,00 \u0433\u0440\u043d.", ',', 1225},                                  // uk
        {"\u20b91,225.00", '.', 1225},                                                // en-IN
        {"Rs. 1,225/-", '.', 1225},                                                   //
        {"Rp 1.225,00", ',', 1225},                                                   // id
        {"\uffe51,225", '.', 1225},                                                   // ja
        {"1,225\u5143", '.', 1225},                                                   // zh
        {"S/ 1,225.00", '.', 1225},                                                   // es-PE
        {"USD $1,225.00", '.', 1225},                                                 //
        {"1225-", '.', -1225},                                                        // SAP, COBOL
        {"1.225,00-", ',', -1225},                                                    //
        {"1,225.00 USD-", '.', -1225},                                                //
        {"=\"1225\"", '.', 1225},     // text for a spreadsheet
        {"=\"\"1225\"\"", '.', 1225}, // the same in a quoted cell
        {"'1225", '.', 1225},         //
        {"1.225E+03", '.', 1225},     //
        {"1,225E+03", ',', 1225},     //
        {"\ufeff1225", '.', 1225},    //
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        double v = 0;
        const ct_number_class k = as_double(CASE[i].text, CASE[i].mark, &v);
        if (k < CT_NUMBER_PLAIN || v != CASE[i].value)
            fail_msg("'%s': class %d, %g", CASE[i].text, (int)k, v);
    }
}

static void what_contradicts_itself_is_no_number(void **state)
{
    (void)state;
    static const char *const CASE[] = {
        "(-5)",
        "(5)-",
        "-5-",
        "--5",
        "+-5",
        "1,2,3",
        "1,234,56",
        "1,22,50",
        "12,345,6",
        "1 23",
        "1,,2",
        "1'2,3",
        "1 2'345",
        "5 $ 6",
        "EUR",
        "EUR5X",
        "(5",
        "5)",
        "1..2",
        "$",
        "()",
        "1,234,",
        "1e",
        "1\x01"
        "2",
        "1/2",
        "12:30",
        "A1225",
        "1,22,500,000",
        "1234,567,890",
        "\xff\xfe"
        "5",
        "5 EUR USD GBP",
        "=5+5",
        "=A1",
        "S/",
        "-.",
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        double v = 0;
        const ct_number_class k = as_double(CASE[i], '.', &v);
        if (k != CT_NUMBER_TEXT) fail_msg("'%s': class %d, %g", CASE[i], (int)k, v);
    }
}

static void a_currency_is_named(void **state)
{
    (void)state;
    static const char *const CASE[][2] = {
        {"$5", "$"}, {"\u20ac5", "\u20ac"}, {"5 EUR", "EUR"}, {"US$ 5", "US$"}, {"(5)", ""}};
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        ct_decimal d;
        assert_int_equal(ct_decimal_read(CASE[i][0], (int64_t)strlen(CASE[i][0]), '.', &d),
                         CT_NUMBER_DRESSED);
        assert_string_equal(d.currency, CASE[i][1]);
    }
}

static void evidence_is_the_reading_in_which_it_is_a_number(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        ct_mark_evidence e;
    } CASE[] = {
        {"12", CT_MARK_NONE},           {"abc,def", CT_MARK_NONE},     {"12.5", CT_MARK_POINT},
        {"1.234", CT_MARK_EITHER},      {"0.123", CT_MARK_POINT},      {"12,5", CT_MARK_COMMA},
        {"1,234", CT_MARK_EITHER},      {"0,123", CT_MARK_COMMA},      {"1,234.5", CT_MARK_POINT},
        {"1,234,567", CT_MARK_POINT},   {"1.234,5", CT_MARK_COMMA},    {"1.234.567", CT_MARK_COMMA},
        {"1.234.567,8", CT_MARK_COMMA}, {"-11,718868", CT_MARK_COMMA}, {"1,22,500", CT_MARK_POINT},
        {"1 234,567", CT_MARK_COMMA},   {"1'234.567", CT_MARK_POINT},  {"1 234", CT_MARK_NONE},
        {"$1,234", CT_MARK_EITHER},     {"1234.567", CT_MARK_POINT},   {"1.2e3", CT_MARK_POINT},
        {"NaN", CT_MARK_NONE},          {"(1.234)", CT_MARK_EITHER},   {"1,2.3", CT_MARK_NONE},
    };
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++)
        if (ct_decimal_evidence(CASE[i].text, (int64_t)strlen(CASE[i].text)) != CASE[i].e)
            fail_msg("'%s'", CASE[i].text);
}

/// A number written with a comma is the number written with a point.
static void commas_read_like_points(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(3, 9, 0);
    for (int i = 0; i < 200000; i++) {
        char text[80];
        random_number(&r, text);
        double point = 0, comma = 0;
        const ct_number_class k = as_double(text, '.', &point);
        if (strchr(text, '.')) *strchr(text, '.') = ',';
        assert_int_equal(as_double(text, ',', &comma), k);
        if (memcmp(&point, &comma, sizeof point)) fail_msg("'%s': %a, %a", text, point, comma);
    }
}

/// Bytes that numbers are made of, in no order, in a block of their own size: what is taken for a
/// number is one to strtod, to its last character.
static void any_bytes_are_a_number_of_strtod_or_none(void **state)
{
    (void)state;
    static const char *const PIECE[] = {"1",  "2", "0",      "12",     "345",     ".",      ",",
                                        " ",  "'", "\u2019", "\u00a0", "-",       "\u2212", "+",
                                        "(",  ")", "e",      "E5",     "$",       "EUR",    "US",
                                        "\"", "=", "\u0661", "\u066b", "\xe2",    "\x80",   "\xff",
                                        "*",  "#", "kr.",    "/-",     "z\u0142", "\n",     "NaN"};
    ctk_rng r = ctk_rng_key(3, 11, 0);
    int64_t n_numbers = 0;
    for (int i = 0; i < 500000; i++) {
        char made[256] = "";
        for (uint32_t n = ctk_rng_below(&r, 9), k = 0; k < n; k++)
            strcat(made, PIECE[ctk_rng_below(&r, sizeof PIECE / sizeof *PIECE)]);
        const size_t length = strlen(made);
        char *text = malloc(length + !length), *end = NULL;
        assert_non_null(text);
        memcpy(text, made, length);
        ct_numeral numeral;
        const char mark = ctk_rng_below(&r, 2) ? '.' : ',';
        if (ct_numeral_read(text, (int64_t)length, mark, &numeral) >= CT_NUMBER_PLAIN) {
            n_numbers++;
            strtod(numeral.text, &end);
            if (!*numeral.text || *end) fail_msg("'%s' as '%s'", made, numeral.text);
        }
        free(text);
    }
    assert_true(n_numbers > 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubles_equal_strtod_on_a_million_strings_or_ten),
        cmocka_unit_test(words_of_digits_say_what_digits_one_by_one_say),
        cmocka_unit_test(printed_doubles_read_back_exactly),
        cmocka_unit_test(fixed_point_is_exact_and_rounds_half_away_from_zero),
        cmocka_unit_test(a_value_beyond_int64_is_refused),
        cmocka_unit_test(numbers_are_told_from_text_and_from_nothing),
        cmocka_unit_test(a_number_is_read_in_the_notation_of_every_locale),
        cmocka_unit_test(what_contradicts_itself_is_no_number),
        cmocka_unit_test(a_currency_is_named),
        cmocka_unit_test(evidence_is_the_reading_in_which_it_is_a_number),
        cmocka_unit_test(commas_read_like_points),
        cmocka_unit_test(any_bytes_are_a_number_of_strtod_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
