/// Random bytes and mutated tables: the reader of accounts accepts or refuses, and never crashes;
/// what it accepts is consistent and does not depend on the chunks.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/prim/rng.h"
#include "read/accounts.h"
#include "support/check.h"

enum { MOST = 4096, ROUNDS = 1500 };

static int64_t seed_table(char *text)
{
    static const char TABLE[] =
        "account_id,name,zip,lon,lat,rev\r\nA1,\"Smith, \"\"Jones\"\"\",00501,-73.5,40.25,12.5\r\n"
        "A2,\"two\nlines\",02116,\"-71,5\",42.125,\"1,234.50\"\r\n\r\n"
        "A3,M\xc3\xbcller,9,181,NaN,\r\nA4,x,,,,1e3\nA5,,1,2,3,99999999999999999999\n";
    memcpy(text, TABLE, sizeof TABLE);
    return sizeof TABLE - 1;
}

static void mutate(ctk_rng *r, char *text, int64_t *n)
{
    static const char SPICE[] = "\"\",,;\t\n\r\n.-+eE 09\xff\xc3\x80";
    const int64_t at = ctk_rng_below(r, (uint32_t)*n);
    const uint32_t kind = ctk_rng_below(r, 4);
    if (kind == 0) text[at] = SPICE[ctk_rng_below(r, sizeof SPICE)];
    if (kind == 1) text[at] = (char)ctk_rng_u64(r);
    if (kind == 2 && *n > 2) {
        memmove(text + at, text + at + 1, (size_t)(*n - at - 1));
        --*n;
    }
    if (kind == 3 && *n < MOST / 2) { // double a stretch
        const int64_t length = ctk_rng_below(r, (uint32_t)(*n - at)) % 200;
        memmove(text + at + length, text + at, (size_t)(*n - at));
        *n += length;
    }
}

static ct_status read_bytes(const char *path, int64_t chunk_bytes, ct_accounts *a)
{
    ct_data_options o = {.accounts = {path}, .n_accounts = 1, .n_measures = 1};
    o.measure[0] = (ct_measure_spec){"m", CT_COLUMN, "rev"};
    ct_error err = {0};
    const ct_status s = ct_read_accounts_chunked(&o, test_context(1), chunk_bytes, a, NULL, &err);
    assert_true(s == CT_OK || (s == CT_ERR_INPUT && err.text[0]));
    return s;
}

static void check_accounts(const ct_accounts *a)
{
    for (int64_t i = 0; i < a->n; i++) {
        assert_true(ct_string_length(&a->id, i) >= 0);
        assert_true(ct_account_line(a, i) > (i ? ct_account_line(a, i - 1) : 1));
        assert_true(a->column[0][i] >= 0);
        if (!a->lon_deg) continue;
        assert_true(isnan(a->lon_deg[i]) || isinf(a->lon_deg[i]) || fabs(a->lon_deg[i]) <= 180);
        assert_true(isnan(a->lat_deg[i]) || isinf(a->lat_deg[i]) || fabs(a->lat_deg[i]) <= 180);
    }
}

static void check_bytes(const char *text, int64_t n)
{
    const char *path = test_path("fuzz.csv");
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, (size_t)n, f), n);
    assert_int_equal(fclose(f), 0);
    ct_accounts a, b;
    const ct_status s = read_bytes(path, 64, &a), t = read_bytes(path, CT_CSV_CHUNK, &b);
    assert_int_equal(s, t);
    assert_int_equal(a.n, b.n);
    check_accounts(&a);
    if (a.n) {
        assert_int_equal(a.line != NULL, b.line != NULL);
        if (a.line) assert_memory_equal(a.line, b.line, (size_t)a.n * 8);
        assert_memory_equal(a.column[0], b.column[0], (size_t)a.n * 8);
        assert_same_strings(&a.id, &b.id);
        assert_same_strings(&a.code, &b.code);
    }
    ct_accounts_free(&a);
    ct_accounts_free(&b);
}

static void mutated_tables_never_crash_the_reader(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        static char text[MOST];
        ctk_rng r = ctk_rng_key(17, 1, seed);
        int64_t n = seed_table(text);
        for (uint64_t i = 0; i <= seed % 12; i++) mutate(&r, text, &n);
        check_bytes(text, n);
    }
}

static void random_bytes_never_crash_the_reader(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        static const char ALPHABET[] = "ab1.,;\t\"\n\r -\xfc";
        char text[600] = "id,zip,rev\n";
        ctk_rng r = ctk_rng_key(17, 2, seed);
        int64_t n = seed % 4 ? 11 : 0;
        const int64_t most = n + ctk_rng_below(&r, 500);
        for (; n < most; n++)
            text[n] =
                seed % 3 ? ALPHABET[ctk_rng_below(&r, sizeof ALPHABET)] : (char)ctk_rng_u64(&r);
        check_bytes(text, n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mutated_tables_never_crash_the_reader),
        cmocka_unit_test(random_bytes_never_crash_the_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
