/// What the rows of accounts can be wrong about, and what --decimal, --bad-number, --negative and
/// --duplicates make of it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/accounts.h"
#include "support/check.h"

static ct_error err;
static ct_context ctx;

static ct_data_options weights(const char *text)
{
    ct_data_options o = ct_data_options_default();
    o.accounts[0] = test_file("accounts.csv", text);
    o.n_accounts = 1;
    o.measure[0] = (ct_measure_spec){"m", CT_COLUMN, "rev"};
    return o;
}

static ct_status read_with(const ct_data_options *o, int64_t chunk_bytes, ct_accounts *a)
{
    ctx = *test_context(2);
    return ct_read_accounts_chunked(o, &ctx, chunk_bytes, a, NULL, &err);
}

static const ct_note *find_note(const char *part)
{
    for (int32_t i = 0; i < ctx.notes->n; i++)
        if (strstr(ctx.notes->item[i].text, part)) return &ctx.notes->item[i];
    return NULL;
}

static void assert_note(const char *part, int64_t count)
{
    const ct_note *n = find_note(part);
    if (!n) fail_msg("no note says '%s'", part);
    assert_int_equal(n->count, count);
}

/// The weight of row 0 with `decimals`.
static void assert_first(const ct_data_options *o, int64_t value, int32_t decimals)
{
    for (int64_t chunk = 64; chunk <= CT_CSV_CHUNK; chunk *= 4096) {
        ct_accounts a;
        assert_ok(read_with(o, chunk, &a), err);
        assert_int_equal(a.column_decimals[0], decimals);
        assert_int_equal(a.column[0][0], value);
        ct_accounts_free(&a);
    }
}

static void assert_refused(const ct_data_options *o, const char *says)
{
    ct_accounts a;
    assert_fails(read_with(o, 64, &a), CT_ERR_INPUT, err);
    assert_contains(err.text, says);
}

static void columns_lend_each_other_their_decimal_mark(void **state)
{
    (void)state;
    ct_data_options o = weights("id;lon;lat;rev\n1;-73,04;40,81;1.225\n2;-73,1;40,9;17\n");
    assert_first(&o, 1225, 0);
    assert_note("'1.225' of rev parts thousands: other columns have decimal commas", 0);
    o = weights("id,lon,lat,rev\n1,-73.04,40.81,\"1,225\"\n2,-73.1,40.9,17\n");
    assert_first(&o, 1225, 0);
    o = weights("id,lon,lat,rev\n1,-73.04,40.81,1.225\n2,-73.1,40.9,17\n");
    assert_first(&o, 1225, 3);
    o = weights("id;zip;rev;visits\n1;1;1.225;1,5\n2;1;17;2\n");
    o.n_measures = 2;
    o.measure[1] = (ct_measure_spec){"v", CT_COLUMN, "visits"};
    assert_first(&o, 1225, 0);
}

static void a_column_that_is_certain_is_not_overruled(void **state)
{
    (void)state;
    const ct_data_options o =
        weights("id;lon;lat;rev\n1;-73.0412;40.81;1.225\n2;-73.1;40.9;17,5\n");
    assert_first(&o, 12250, 1);
}

static void what_stays_open_is_refused_with_both_readings(void **state)
{
    (void)state;
    const char *const says = "column 'rev': '1.225' is 1.225 with a decimal point and 1225 with a "
                             "decimal comma";
    ct_data_options o = weights("id,zip,rev\n1,1,17\n2,1,1.225\n");
    assert_refused(&o, says);
    assert_contains(err.text, "accounts.csv:3");
    assert_contains(err.text, "--decimal");
    o = weights("id;zip;rev\n1;1;1,225\n");
    assert_refused(&o, "'1,225' is 1225 with a decimal point and 1.225 with a decimal comma");
    o = weights("id,lon,lat,rev,v\n1,10,50,1.225,\"2,5\"\n2,10,50,1,3.5\n"); // one says this, ...
    o.n_measures = 3;
    o.measure[1] = o.measure[0], o.measure[2] = o.measure[0];
    snprintf(o.measure[1].source, CT_NAME_SIZE, "v");
    snprintf(o.measure[2].source, CT_NAME_SIZE, "lat");
    assert_first(&o, 1225, 3); // ... but a column's own majority, points on a tie, is what it lends
}

static void the_option_says_what_numbers_do_not(void **state)
{
    (void)state;
    ct_data_options o = weights("id,zip,rev\n1,1,1.225\n");
    o.decimal = CT_DECIMAL_COMMA;
    assert_first(&o, 1225, 0);
    o.decimal = CT_DECIMAL_POINT;
    assert_first(&o, 1225, 3);
}

static void a_number_that_is_none_has_the_fate_that_was_asked_for(void **state)
{
    (void)state;
    static const struct {
        ct_bad_number how;
        int64_t n_flawed;
        ct_flaw flaw;
        const char *says;
    } CASE[] = {
        {CT_BAD_LIMIT, 2, CT_FLAW_NUMBER, "cell of rev no number, taken as 0: line 3 'soon'"},
        {CT_BAD_ZERO, 0, CT_SOUND, "cell of rev no number, taken as 0: line 3 'soon'"},
        {CT_BAD_SKIP, 2, CT_FLAW_SKIPPED, "cell of rev no number, row set aside: line 3 'soon'"},
    };
    ct_data_options o = weights("id,zip,rev\n1,1,5\n2,1,soon\n3,1,*****\n4,1,NaN\n5,1,7\n");
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        ct_accounts a;
        o.bad_number = CASE[i].how;
        assert_ok(read_with(&o, 64, &a), err);
        assert_int_equal(a.n_flawed, CASE[i].n_flawed);
        const ct_flaw want[5] = {CT_SOUND, CASE[i].flaw, CASE[i].flaw, CT_SOUND, CT_SOUND};
        for (int32_t r = 0; r < 5; r++) assert_int_equal(a.flaw[r], want[r]);
        assert_int_equal(a.column_input[0], 12);
        assert_note(CASE[i].says, 1);
        assert_note("a null, or a number too wide for its field", 1);
        ct_accounts_free(&a);
    }
    o.bad_number = CT_BAD_ERROR;
    assert_refused(&o, "accounts.csv:3: column 'rev': 'soon' is no number (2 such cells)");
}

static void a_row_with_two_bad_cells_is_one_row(void **state)
{
    (void)state;
    ct_data_options o = weights("id,zip,rev,v\n1,1,a,b\n2,1,5,c\n3,1,1,1\n");
    ct_accounts a;
    o.n_measures = 2;
    o.measure[1] = (ct_measure_spec){"v", CT_COLUMN, "v"};
    assert_ok(read_with(&o, 64, &a), err);
    assert_int_equal(a.n_flawed, 2);
    ct_accounts_free(&a);
}

static void flaws_of_the_first_pass_are_not_those_of_the_last(void **state)
{
    (void)state;
    const ct_data_options o = weights("id;zip;rev\n1;1;3,5\n2;1;x\n3;1;1.234,5\n");
    ct_accounts a;
    assert_ok(read_with(&o, 64, &a), err);
    assert_int_equal(a.n_flawed, 1);
    assert_int_equal(a.flaw[0] + a.flaw[2], 0);
    assert_int_equal(a.column_input[0], 12380);
    ct_accounts_free(&a);
}

static void what_is_below_zero_is_refused_zero_or_kept(void **state)
{
    (void)state;
    ct_data_options o = weights("id,zip,rev\n1,1,(2.5)\n2,1,10\n3,1,1.25-\n");
    assert_refused(&o, "accounts.csv:2: column 'rev' is negative: '(2.5)' (2 such rows)");
    o.negative = CT_NEGATIVE_ZERO;
    ct_accounts a;
    assert_ok(read_with(&o, 64, &a), err);
    assert_int_equal(a.column[0][0] + a.column[0][1] + a.column[0][2], 1000);
    assert_int_equal(a.column_below[0], -375);
    assert_int_equal(a.column_input[0], 625);
    assert_note("cells of rev below 0, taken as 0", 2);
    ct_accounts_free(&a);
    o.negative = CT_NEGATIVE_KEEP;
    assert_ok(read_with(&o, 64, &a), err);
    assert_int_equal(a.column[0][0], -250);
    assert_int_equal(a.column_below[0], 0);
    assert_int_equal(a.column_input[0], 625);
    ct_accounts_free(&a);
}

static void who_only_looks_goes_on_and_is_told_at_the_end(void **state)
{
    (void)state;
    const ct_data_options o = weights("id,zip,rev\n1,1,-5\n2,1,10\n");
    ct_error refused = {0};
    ct_accounts a;
    ctx = *test_context(1);
    ctx.refused = &refused;
    assert_ok(ct_read_accounts_chunked(&o, &ctx, 64, &a, NULL, &err), err);
    assert_int_equal(refused.status, CT_ERR_INPUT);
    assert_contains(refused.text, "is negative: '-5'");
    assert_int_equal(a.n, 2);
    ct_accounts_free(&a);
}

static void currencies_that_are_mixed_are_said(void **state)
{
    (void)state;
    const ct_data_options o = weights("id,zip,rev\n1,1,$5.50\n2,1,10\n3,1,\u20ac7\n4,1,$1\n");
    assert_first(&o, 550, 2);
    assert_note("more than one currency, which are added as if they were one: '$' in line 2, "
                "'\u20ac' in line 4",
                0);
}

static void ids_that_repeat_are_counted_and_set_aside_on_demand(void **state)
{
    (void)state;
    ct_data_options o = weights("id,zip,rev\nB,1,1\nA,1,2\nB,1,4\n,1,8\n,1,16\nA,1,32\nB,1,64\n");
    ct_accounts a;
    assert_ok(read_with(&o, 64, &a), err);
    assert_note("duplicate account ids in several rows, 3 rows more than there are ids, which all "
                "count: 'B' in line 2 of accounts.csv and again in line 4 of accounts.csv",
                2);
    assert_int_equal(a.n_flawed, 0);
    ct_accounts_free(&a);
    o.duplicates = CT_DUPLICATES_FIRST;
    assert_ok(read_with(&o, 64, &a), err);
    const uint8_t want[7] = {0, 0, CT_FLAW_REPEATED, 0, 0, CT_FLAW_REPEATED, CT_FLAW_REPEATED};
    assert_memory_equal(a.flaw, want, sizeof want);
    assert_int_equal(a.n_flawed, 3);
    ct_accounts_free(&a);
    o.duplicates = CT_DUPLICATES_ERROR;
    assert_refused(&o, "2 duplicate account ids in several rows: 'B' in line 2");
}

/// Ids k % m for k = 0 .. n - 1, in an order of no order: each stands in n / m rows.
static void many_repeats_are_counted_exactly(void **state)
{
    (void)state;
    enum { N = 300000, M = 100000, STRIDE = 7919 };
    char *text = malloc(32 * N);
    assert_non_null(text);
    size_t at = (size_t)sprintf(text, "id,zip,rev\n");
    for (int64_t k = 0; k < N; k++)
        at += (size_t)sprintf(text + at, "%d,1,1\n", (int)(k * STRIDE % N % M));
    ct_data_options o = weights(text);
    free(text);
    for (int32_t threads = 1; threads <= 5; threads++) {
        ct_accounts a;
        ctx = *test_context(threads);
        o.duplicates = threads % 2 ? CT_DUPLICATES_FIRST : CT_DUPLICATES_KEEP;
        assert_ok(ct_read_accounts_chunked(&o, &ctx, CT_CSV_CHUNK, &a, NULL, &err), err);
        assert_note("duplicate account ids in several rows, 200,000 rows more than there are ids",
                    M);
        assert_int_equal(a.n_flawed, threads % 2 ? N - M : 0);
        ct_accounts_free(&a);
    }
}

/// Six ids of `width` bytes that differ in byte `at` alone, ascending but for the last one, which
/// is the fourth, or (is_swapped) only in an order that does not ascend.
static void write_ids(char *text, int width, int at, bool is_swapped)
{
    const char *const tails = is_swapped ? "acbdef" : "abcdfd";
    size_t n = (size_t)sprintf(text, "id,zip,rev\n");
    for (int k = 0; k < 6; k++) {
        char id[32];
        memset(id, 'm', sizeof id);
        id[at] = tails[k];
        n += (size_t)sprintf(text + n, "%.*s,1,1\n", width, id);
    }
}

static void a_repeated_id_is_found_at_every_length(void **state)
{
    (void)state;
    char text[512];
    for (int width = 1; width <= 20; width++)
        for (int at = 0; at < width; at++)
            for (int is_swapped = 0; is_swapped < 2; is_swapped++) {
                ct_accounts a;
                write_ids(text, width, at, is_swapped);
                ct_data_options o = weights(text);
                o.duplicates = CT_DUPLICATES_FIRST;
                assert_ok(read_with(&o, CT_CSV_CHUNK, &a), err);
                assert_int_equal(a.n_flawed, is_swapped ? 0 : 1);
                if (!is_swapped) assert_int_equal(a.flaw[5], CT_FLAW_REPEATED);
                ct_accounts_free(&a);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_lend_each_other_their_decimal_mark),
        cmocka_unit_test(a_column_that_is_certain_is_not_overruled),
        cmocka_unit_test(what_stays_open_is_refused_with_both_readings),
        cmocka_unit_test(the_option_says_what_numbers_do_not),
        cmocka_unit_test(a_number_that_is_none_has_the_fate_that_was_asked_for),
        cmocka_unit_test(a_row_with_two_bad_cells_is_one_row),
        cmocka_unit_test(flaws_of_the_first_pass_are_not_those_of_the_last),
        cmocka_unit_test(what_is_below_zero_is_refused_zero_or_kept),
        cmocka_unit_test(who_only_looks_goes_on_and_is_told_at_the_end),
        cmocka_unit_test(currencies_that_are_mixed_are_said),
        cmocka_unit_test(ids_that_repeat_are_counted_and_set_aside_on_demand),
        cmocka_unit_test(many_repeats_are_counted_exactly),
        cmocka_unit_test(a_repeated_id_is_found_at_every_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
