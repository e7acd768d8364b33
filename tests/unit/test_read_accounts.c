/// Accounts: columns, cells, lines, and the same bytes for any number of threads.
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "kernels/prim/rng.h"
#include "read/accounts.h"
#include "support/check.h"

static ct_error err;
static const ct_context *ctx;

static ct_data_options options(const char *path, const char *column)
{
    ct_data_options o = {.accounts = {path}, .n_accounts = 1, .n_measures = column ? 1 : 0};
    o.measure[0].kind = CT_COLUMN;
    snprintf(o.measure[0].name, CT_NAME_SIZE, "m");
    snprintf(o.measure[0].source, CT_NAME_SIZE, "%s", column ? column : "");
    return o;
}

static ct_accounts read_text(const char *text, const char *column)
{
    const ct_data_options o = options(test_file("accounts.csv", text), column);
    ct_accounts a;
    ctx = test_context(2);
    assert_ok(ct_read_accounts_chunked(&o, ctx, 64, &a, NULL, &err), err);
    return a;
}

static void refuse_text(const char *text, const char *column, const char *says)
{
    const ct_data_options o = options(test_file("accounts.csv", text), column);
    ct_accounts a;
    assert_fails(ct_read_accounts_chunked(&o, test_context(2), 64, &a, NULL, &err), CT_ERR_INPUT,
                 err);
    assert_contains(err.text, says);
    assert_int_equal(a.n, 0);
    assert_null(a.line);
}

static void assert_text(const ct_strings *s, int64_t i, const char *want)
{
    assert_int_equal(ct_string_length(s, i), strlen(want));
    assert_memory_equal(ct_string(s, i), want, strlen(want));
}

static const ct_note *find_note(const char *part)
{
    for (int32_t i = 0; i < ctx->notes->n; i++)
        if (strstr(ctx->notes->item[i].text, part)) return &ctx->notes->item[i];
    return NULL;
}

static void assert_note(const char *part, int64_t count)
{
    const ct_note *n = find_note(part);
    if (!n) fail_msg("no note says '%s'", part);
    assert_int_equal(n->count, count);
}

static void every_row_becomes_an_account(void **state)
{
    (void)state;
    ct_accounts a = read_text("account_id,zip,lon,lat,rev\nA1,00501,-73.04,40.81,12.5\n"
                              "A2,02116,-71.08,42.35,3\n",
                              "rev");
    assert_int_equal(a.n, 2);
    assert_text(&a.id, 1, "A2");
    assert_text(&a.code, 0, "00501");
    assert_near(a.lon_deg[0], -73.04, 0);
    assert_near(a.lat_deg[1], 42.35, 0);
    assert_int_equal(a.column_decimals[0], 1);
    assert_int_equal(a.column[0][0], 125);
    assert_int_equal(a.column[0][1], 30);
    assert_int_equal(ct_account_line(&a, 1), 3);
    assert_note("id = account_id (guessed), code = zip (guessed), lon = lon (guessed)", 0);
    ct_accounts_free(&a);
}

/// Rows of `text`, whose ids are the lines they begin in.
static void check_lines(const char *text, bool is_kept)
{
    ct_accounts a = read_text(text, NULL);
    assert_int_equal(a.line != NULL, is_kept);
    assert_true(a.n > 0);
    for (int64_t i = 0; i < a.n; i++) {
        char line[8];
        snprintf(line, sizeof line, "%d", (int)ct_account_line(&a, i));
        assert_text(&a.id, i, line);
    }
    ct_accounts_free(&a);
}

static void lines_are_kept_only_where_rows_do_not_tell_them(void **state)
{
    (void)state;
    check_lines("id,zip\n2,a\n3,b\n", false);
    check_lines("id,zip\n2,a\n3,b", false);
    check_lines("\n\nid,\"z\nip\",zip\r\n5,,a\r\n6,,b\r\n", false);
    check_lines("sep=;\nid;zip\n3;a\n4;b\n", false);
    check_lines("id,zip\n2,a\n\n4,b\n", true);
    check_lines("id,zip\n\n3,a\n4,b", true);
    check_lines("id,zip\n2,\"a\n\"\n4,b\n", true);
    check_lines("id,zip\n2,\"a\n\"\n4,b", true);
    check_lines("id,zip\n2,a\n3,b\"\n4,c\n", true);
}

static void no_files_are_no_accounts(void **state)
{
    (void)state;
    const ct_data_options o = {0};
    ct_accounts a;
    assert_ok(ct_read_accounts(&o, test_context(1), &a, NULL, &err), err);
    assert_int_equal(a.n, 0);
    ct_accounts_free(&a);
    ct_accounts_free(NULL);
}

static void what_only_the_join_needs_is_forgotten(void **state)
{
    (void)state;
    for (int32_t last = -1; last <= 0; last++) {
        ct_accounts a = read_text("account_id,zip,lon,lat,rev\nA1,1,2,3,4\n\nA2,7,2,3,4\n", "rev");
        a.region[0] = 0;
        a.region[1] = last;
        ct_accounts_forget(&a);
        assert_null(a.lon_deg);
        assert_null(a.lat_deg);
        assert_int_equal(a.code.n, -last); // of those without a region
        if (last < 0) assert_text(&a.code, 0, "7");
        assert_text(&a.id, 1, "A2");
        assert_int_equal(a.line != NULL,
                         last < 0); // an account without a region is listed with them
        assert_int_equal(a.column[0] != NULL, last < 0);
        ct_accounts_free(&a);
    }
}

static void codes_of_any_length_stay_for_accounts_without_a_region(void **state)
{
    (void)state;
    ct_accounts a = read_text("id,zip\nA1,12\nA2,345\nA3,\nA4,6789\n", NULL);
    for (int i = 0; i < 4; i++) a.region[i] = i == 1 || i == 3 ? -1 : 0;
    ct_accounts_forget(&a);
    assert_int_equal(a.code.n, 2);
    assert_text(&a.code, 0, "345");
    assert_text(&a.code, 1, "6789");
    ct_accounts_free(&a);
}

static void names_of_columns_are_read_whatever_surrounds_them(void **state)
{
    (void)state;
    ct_accounts a = read_text("\xef\xbb\xbf"
                              "Account\xc2\xa0ID,\xe2\x80\x8bPostal_Code\xc2\xa0,\"Rev\xc2\xa0\"\n"
                              "A1,12,4\n",
                              "rev");
    assert_text(&a.id, 0, "A1");
    assert_text(&a.code, 0, "12");
    assert_int_equal(a.column[0][0], 4);
    ct_accounts_free(&a);
}

static void of_two_columns_with_the_same_words_none_is_chosen(void **state)
{
    (void)state;
    ct_accounts a = read_text("id,zip,net-sales\nA1,12,4\n", "Net Sales");
    assert_int_equal(a.column[0][0], 4);
    ct_accounts_free(&a);
    refuse_text("id,zip,net-sales,net_sales\nA1,12,4,5\n", "Net Sales", "no column 'Net Sales'");
}

static void one_of_two_coordinates_is_said(void **state)
{
    (void)state;
    ct_data_options o = {.n_accounts = 1};
    ct_accounts a;
    o.accounts[0] = test_file("half.csv", "id,zip,latitude,east\nA1,1,2,3\n");
    ctx = test_context(1);
    assert_ok(ct_read_accounts(&o, ctx, &a, NULL, &err), err);
    assert_null(a.lon_deg);
    assert_contains(ctx->notes->item[0].text, "half.csv: 'latitude' looks like a latitude, but no "
                                              "column like a longitude: name it with --lon");
    ct_accounts_free(&a);
    o.accounts[0] = test_file("half.csv", "id,latitude,east\nA1,2,3\n");
    assert_fails(ct_read_accounts(&o, ctx, &a, NULL, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "'latitude' looks like a latitude");
}

static void rows_without_an_id_are_numbered(void **state)
{
    (void)state;
    ct_accounts a = read_text("Longitude,Latitude\n1,2\n3,4\n", NULL);
    assert_text(&a.id, 0, "1");
    assert_text(&a.id, 1, "2");
    assert_int_equal(a.code.n, 0);
    ct_accounts_free(&a);
}

static void lines_count_newlines_inside_quotes(void **state)
{
    (void)state;
    ct_accounts a = read_text("id,name,zip\n1,\"a\nb\",00001\n\n2,c,00002\n", NULL);
    assert_int_equal(a.line[0], 2);
    assert_int_equal(ct_account_line(&a, 1), 5);
    ct_accounts_free(&a);
}

static void missing_and_bad_coordinates_differ(void **state)
{
    (void)state;
    ct_accounts a = read_text("id,lon,lat\n1,,\n2,x,1\n3,361,1\n4,NaN,null\n5,180,-90\n", NULL);
    assert_true(isnan(a.lon_deg[0]) && isnan(a.lat_deg[0]));
    assert_true(isinf(a.lon_deg[1]) && a.lat_deg[1] == 1);
    assert_true(isinf(a.lon_deg[2]));
    assert_true(isnan(a.lon_deg[3]) && isnan(a.lat_deg[3]));
    assert_true(a.lon_deg[4] == 180 && a.lat_deg[4] == -90);
    assert_note("longitude no number: line 3 'x'", 1);
    assert_note("longitude out of range: line 4 '361'", 1);
    assert_note("without coordinates", 2);
    ct_accounts_free(&a);
}

static void longitudes_from_0_to_360_are_turned_back_and_counted(void **state)
{
    (void)state;
    ct_accounts a = read_text("id,lon,lat\n1,237.5,40\n2,360,-40\n3,180,1\n4,-190,1\n", NULL);
    assert_true(a.lon_deg[0] == -122.5 && a.lat_deg[0] == 40);
    assert_true(a.lon_deg[1] == 0 && a.lon_deg[2] == 180 && a.lon_deg[3] == 170);
    assert_note("longitude beyond 180, 360 degrees turned back: line 2 '237.5'", 3);
    ct_accounts_free(&a);
}

static void swapped_coordinates_are_refused_with_the_remedy(void **state)
{
    (void)state;
    refuse_text("id,lon,lat\n1,37.2,-121.9\n2,43.9,-121.1\n3,40,-100\n", NULL,
                "longitude and latitude look swapped: 100.0 %");
}

static void one_swapped_row_is_only_bad(void **state)
{
    (void)state;
    ct_accounts a = read_text("id,lon,lat\n1,37.2,-121.9\n2,-121.1,43.9\n", NULL);
    assert_true(a.lat_deg[0] == -121.9); // as it may be the longitude
    ct_accounts_free(&a);
}

static void text_and_nothing_weigh_zero_and_are_counted(void **state)
{
    (void)state;
    ct_accounts a = read_text("id,zip,rev\n1,1,\n2,1,NaN\n3,1,abc\n4,1,7\n", "rev");
    assert_int_equal(a.column[0][0] + a.column[0][1] + a.column[0][2], 0);
    assert_int_equal(a.column[0][3], 7);
    assert_note("cell of rev empty, taken as 0: line 2", 1);
    assert_note("cell of rev a word for nothing, taken as 0: line 3 'NaN'", 1);
    assert_note("cell of rev no number, taken as 0: line 4 'abc'", 1);
    ct_accounts_free(&a);
}

static void examples_are_one_line_of_utf8(void **state)
{
    (void)state;
    ct_accounts a = read_text("id,zip,rev\n1,1,\"a\nb\"\n2,1,\xfc\n"
                              "3,1,\"forty characters and more stand in this cell\"\n",
                              "rev");
    assert_note("line 2 'a b', line 4 '?', line 5 'forty characters and more stand in this'", 3);
    assert_note("byte that is not UTF-8 (first in line 4)", 1);
    ct_accounts_free(&a);
}

static void a_negative_weight_is_refused(void **state)
{
    (void)state;
    refuse_text("id,zip,rev\n1,1,5\n2,1,-3.5\n3,1,-4\n", "rev",
                "accounts.csv:3: column 'rev' is negative: '-3.5' (2 such rows)");
}

static void values_and_sums_beyond_int64_are_refused(void **state)
{
    (void)state;
    refuse_text("id,zip,rev\n1,1,5\n2,1,99999999999999999999\n", "rev", "accounts.csv:3: column");
    refuse_text("id,zip,rev\n1,1,9223372036854775807\n2,1,1\n", "rev",
                "accounts.csv:3: column 'rev': the sum up to here");
    refuse_text("id,zip,rev\n1,1,9223372036854775807\n2,1,0.5\n", "rev",
                "accounts.csv:2: column 'rev' is too large");
}

static void decimals_are_the_most_seen_up_to_six(void **state)
{
    (void)state;
    char text[4096];
    size_t n = (size_t)sprintf(text, "id,zip,rev\n");
    for (int i = 0; i < 40; i++) n += (size_t)sprintf(text + n, "%d,1,%d\n", i, i);
    sprintf(text + n, "x,1,0.25\ny,1,0.12345678\n");
    ct_accounts a = read_text(text, "rev");
    assert_int_equal(a.column_decimals[0], 6);
    for (int i = 0; i < 40; i++) assert_int_equal(a.column[0][i], i * 1000000);
    assert_int_equal(a.column[0][40], 250000);
    assert_int_equal(a.column[0][41], 123457);
    assert_note("rounded to 6 decimals", 1);
    ct_accounts_free(&a);
}

static void thousands_separators_are_taken_out(void **state)
{
    (void)state;
    ct_accounts a = read_text("id,zip,rev\n1,1,\"1,234.50\"\n2,1,7.25\n3,1,\"12,345\"\n", "rev");
    assert_int_equal(a.column[0][0], 123450);
    assert_int_equal(a.column[0][2], 1234500);
    assert_note("written with thousands separators", 2);
    ct_accounts_free(&a);
}

static void a_decimal_comma_is_understood(void **state)
{
    (void)state;
    ct_accounts a =
        read_text("id;lon;lat;rev\n1;11,718868;49,03;1.234,5\n2;10,17;50,07;12,25\n", "rev");
    assert_near(a.lon_deg[0], 11.718868, 0);
    assert_int_equal(a.column_decimals[0], 2);
    assert_int_equal(a.column[0][0], 123450);
    assert_int_equal(a.column[0][1], 1225);
    assert_note("longitude is read with a decimal comma", 0);
    assert_note("rev is read with a decimal comma", 0);
    for (int32_t i = 0; i < ctx->notes->n; i++)
        assert_int_equal(ctx->notes->item[i].severity, CT_INFO);
    assert_null(find_note("check that these are no thousands"));
    assert_null(find_note("no number"));
    ct_accounts_free(&a);
}

static void quoted_decimal_commas_work_with_comma_separators(void **state)
{
    (void)state;
    ct_accounts a = read_text("id,lon,lat,rev\n1,\"11,7\",\"49,0\",\"3,5\"\n", "rev");
    assert_near(a.lon_deg[0], 11.7, 0);
    assert_int_equal(a.column[0][0], 35);
    ct_accounts_free(&a);
}

static void a_comma_among_points_is_no_number(void **state)
{
    (void)state;
    ct_accounts a = read_text("id;zip;rev\n1;1;12.5\n2;1;7,25\n", "rev");
    assert_int_equal(a.column[0][1], 0);
    assert_note("no number, taken as 0: line 3 '7,25'", 1);
    ct_accounts_free(&a);
}

static void short_and_long_rows_are_kept_and_counted(void **state)
{
    (void)state;
    ct_accounts a = read_text("id,zip,rev\n1,00001\n2,00002,5,9,9\n3\n", "rev");
    assert_int_equal(a.n, 3);
    assert_text(&a.code, 0, "00001");
    assert_text(&a.code, 2, "");
    assert_int_equal(a.column[0][1], 5);
    assert_note("fewer cells than the header, read as far as they go: line 2, line 4", 2);
    assert_note("more cells than the header", 1);
    ct_accounts_free(&a);
}

static void an_absent_column_is_refused_with_the_nearest_name(void **state)
{
    (void)state;
    refuse_text("id,zip,revenue\n1,1,5\n", "revenu",
                "no column 'revenu' (--measure m=column:revenu); did you mean 'revenue'? "
                "Columns: id, zip, revenue");
    refuse_text("id,name\n1,x\n", NULL, "no column looks like that of lon and lat");
}

static void columns_asked_for_win_over_guesses(void **state)
{
    (void)state;
    ct_data_options o =
        options(test_file("a.csv", "id,zip,PLZ2,x,y,lon2,lat2\n1,9,00007,1,2,3,4\n"), NULL);
    o.account_code = "plz2";
    o.lon = "lon2";
    o.lat = "lat2";
    ct_accounts a;
    assert_ok(ct_read_accounts(&o, test_context(1), &a, NULL, &err), err);
    assert_text(&a.code, 0, "00007");
    assert_near(a.lon_deg[0], 3, 0);
    ct_accounts_free(&a);
    o.lon = "lon3";
    assert_fails(ct_read_accounts(&o, test_context(1), &a, NULL, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "no column 'lon3' (--lon); did you mean 'lon2'?");
    o = options(test_file("a.csv", "id,zip,east\n1,9,1\n"), NULL);
    o.lon = "east";
    assert_fails(ct_read_accounts(&o, test_context(1), &a, NULL, &err), CT_ERR_INPUT, err);
    assert_contains(err.text, "--lon needs a column of latitudes: give --lat");
}

static void several_files_follow_one_another_on_one_scale(void **state)
{
    (void)state;
    ct_data_options o = options(test_file("one.csv", "id,zip,rev\na,1,5\n"), "rev");
    o.accounts[1] = test_file("two.csv", "zip;lat;rev;lon\n00002;7;1,25;8\n");
    o.n_accounts = 2;
    ct_accounts a;
    ct_inputs in = {0};
    assert_ok(ct_read_accounts(&o, test_context(2), &a, &in, &err), err);
    assert_int_equal(a.n, 2);
    assert_int_equal(a.file_begin[1], 1);
    assert_int_equal(a.file_begin[2], 2);
    assert_int_equal(a.column_decimals[0], 2);
    assert_int_equal(a.column[0][0], 500);
    assert_int_equal(a.column[0][1], 125);
    assert_true(isnan(a.lon_deg[0]) && a.lon_deg[1] == 8);
    assert_text(&a.id, 1, "2");
    assert_int_equal(in.n, 2);
    assert_string_equal(in.item[1].basename, "two.csv");
    ct_inputs_free(&in);
    assert_int_equal(ct_account_line(&a, a.n - 1), 2);
    ct_accounts_free(&a);
}

static void standard_input_is_a_file(void **state)
{
    (void)state;
    const char *path = test_file("in.csv", "id,zip\n1,00009\n");
    const int keep = dup(STDIN_FILENO);
    assert_non_null(freopen(path, "rb", stdin));
    const ct_data_options o = options("-", NULL);
    ct_accounts a;
    ct_inputs in = {0};
    assert_ok(ct_read_accounts(&o, test_context(1), &a, &in, &err), err);
    assert_text(&a.code, 0, "00009");
    assert_string_equal(in.item[0].basename, "-");
    ct_inputs_free(&in);
    ct_accounts_free(&a);
    assert_int_equal(dup2(keep, STDIN_FILENO), STDIN_FILENO);
    close(keep);
}

static int stop_at_once(void *user, const char *stage, double done, const char *detail)
{
    (void)stage, (void)done, (void)detail;
    return --*(int *)user < 0;
}

static void a_stop_is_obeyed(void **state)
{
    (void)state;
    const ct_data_options o = options(test_file("stop.csv", "id,zip\n1,00009\n"), NULL);
    for (int calls = 0; calls < 2; calls++) {
        int left = calls;
        ct_context c = *test_context(1);
        c.progress = stop_at_once;
        c.user = &left;
        ct_accounts a;
        const ct_status s = ct_read_accounts(&o, &c, &a, NULL, &err);
        assert_true(s == CT_ERR_STOPPED || calls > 0);
        ct_accounts_free(&a);
    }
}

/// A file with everything in it, larger than several waves of chunks of 64 bytes.
static const char *mixed_file(void)
{
    static char text[1 << 18];
    ctk_rng r = ctk_rng_key(11, 1, 0);
    size_t n = (size_t)sprintf(text, "id,name,zip,lon,lat,rev\r\n");
    for (int i = 0; n < sizeof text - 300; i++) {
        static const char *const NAME[] = {"a", "\"b, \"\"c\"\"\"", "\"two\nlines\"",
                                           "M\xc3\xbcller"};
        static const char *const REV[] = {"12.5", "7", "", "NaN", "\"1,234.125\"", "x"};
        n += (size_t)sprintf(text + n, "A%d,%s,%05u,-%u.%u,%u.%u,%s%s", i,
                             NAME[ctk_rng_below(&r, 4)], ctk_rng_below(&r, 100000),
                             ctk_rng_below(&r, 190), ctk_rng_below(&r, 1000000),
                             ctk_rng_below(&r, 95), ctk_rng_below(&r, 1000000),
                             REV[ctk_rng_below(&r, 6)], ctk_rng_below(&r, 9) ? "\r\n" : "\n\n");
    }
    return test_file("mixed.csv", text);
}

static void assert_same(const ct_accounts *a, const ct_accounts *b)
{
    const size_t n = (size_t)a->n;
    assert_int_equal(a->n, b->n);
    assert_same_strings(&a->id, &b->id);
    assert_same_strings(&a->code, &b->code);
    assert_memory_equal(a->lon_deg, b->lon_deg, n * 8);
    assert_memory_equal(a->lat_deg, b->lat_deg, n * 8);
    assert_int_equal(a->line != NULL, b->line != NULL);
    if (a->line) assert_memory_equal(a->line, b->line, n * 8);
    assert_memory_equal(a->region, b->region, n * 4);
    assert_memory_equal(a->reason, b->reason, n);
    assert_memory_equal(a->column[0], b->column[0], n * 8);
    assert_int_equal(a->column_decimals[0], b->column_decimals[0]);
}

static void threads_and_chunks_change_nothing(void **state)
{
    (void)state;
    const ct_data_options o = options(mixed_file(), "rev");
    ct_accounts whole, a;
    ct_context c = *test_context(1);
    ct_notes first = {0};
    c.notes = &first;
    assert_ok(ct_read_accounts_chunked(&o, &c, CT_CSV_CHUNK, &whole, NULL, &err), err);
    assert_true(whole.n > 4000);
    for (int32_t threads = 1; threads <= 5; threads++) {
        ctx = test_context(threads);
        assert_ok(ct_read_accounts_chunked(&o, ctx, 64, &a, NULL, &err), err);
        assert_same(&whole, &a);
        assert_int_equal(ctx->notes->n, first.n);
        for (int32_t i = 0; i < first.n; i++)
            assert_string_equal(ctx->notes->item[i].text, first.item[i].text);
        ct_accounts_free(&a);
    }
    ct_notes_free(&first);
    ct_accounts_free(&whole);
}

static void failing_allocations_leave_nothing(void **state)
{
    (void)state;
    const ct_data_options o =
        options(test_file("mem.csv", "id;zip;lon;lat;rev\n1;1;1,5;2,5;1,25\n2;2;1;2;3\n"), "rev");
    ct_status s = CT_ERR_MEMORY;
    int64_t n = 0;
    for (; s == CT_ERR_MEMORY; n++) {
        ct_accounts a;
        ct_memory_fail_after = n;
        s = ct_read_accounts(&o, test_context(1), &a, NULL, &err);
        ct_memory_fail_after = -1;
        if (s) assert_null(a.line);
        ct_accounts_free(&a);
    }
    assert_ok(s, err);
    assert_true(n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_becomes_an_account),
        cmocka_unit_test(lines_are_kept_only_where_rows_do_not_tell_them),
        cmocka_unit_test(no_files_are_no_accounts),
        cmocka_unit_test(what_only_the_join_needs_is_forgotten),
        cmocka_unit_test(codes_of_any_length_stay_for_accounts_without_a_region),
        cmocka_unit_test(names_of_columns_are_read_whatever_surrounds_them),
        cmocka_unit_test(of_two_columns_with_the_same_words_none_is_chosen),
        cmocka_unit_test(one_of_two_coordinates_is_said),
        cmocka_unit_test(rows_without_an_id_are_numbered),
        cmocka_unit_test(lines_count_newlines_inside_quotes),
        cmocka_unit_test(missing_and_bad_coordinates_differ),
        cmocka_unit_test(longitudes_from_0_to_360_are_turned_back_and_counted),
        cmocka_unit_test(swapped_coordinates_are_refused_with_the_remedy),
        cmocka_unit_test(one_swapped_row_is_only_bad),
        cmocka_unit_test(text_and_nothing_weigh_zero_and_are_counted),
        cmocka_unit_test(examples_are_one_line_of_utf8),
        cmocka_unit_test(a_negative_weight_is_refused),
        cmocka_unit_test(values_and_sums_beyond_int64_are_refused),
        cmocka_unit_test(decimals_are_the_most_seen_up_to_six),
        cmocka_unit_test(thousands_separators_are_taken_out),
        cmocka_unit_test(a_decimal_comma_is_understood),
        cmocka_unit_test(quoted_decimal_commas_work_with_comma_separators),
        cmocka_unit_test(a_comma_among_points_is_no_number),
        cmocka_unit_test(short_and_long_rows_are_kept_and_counted),
        cmocka_unit_test(an_absent_column_is_refused_with_the_nearest_name),
        cmocka_unit_test(columns_asked_for_win_over_guesses),
        cmocka_unit_test(several_files_follow_one_another_on_one_scale),
        cmocka_unit_test(standard_input_is_a_file),
        cmocka_unit_test(a_stop_is_obeyed),
        cmocka_unit_test(threads_and_chunks_change_nothing),
        cmocka_unit_test(failing_allocations_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
