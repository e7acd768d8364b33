/// The join: keys, fallbacks, mended codes, sums, and what it says when nothing fits.
#include "support/check.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

enum { SIDE = 4, N_REGIONS = SIDE * SIDE, MOST = 64 };

/// 4 x 4 squares of one degree with the lower left corner (10, 40); region i has the code of row i.
typedef struct fixture {
    ct_data_options opt;
    ct_regions regions;
    ct_accounts accounts;
    ct_measures measures;
    ct_error err;
    int32_t ring_begin[N_REGIONS + 1];
    int64_t vertex_begin[N_REGIONS + 1];
    uint8_t is_hole[N_REGIONS];
    double lonlat[10 * N_REGIONS];
    int64_t pop[N_REGIONS];
    ct_strings_builder code, id, account_code;
    double lon[MOST], lat[MOST];
    int64_t line[MOST], revenue[MOST];
    int32_t region[MOST];
    uint8_t reason[MOST], flaw[MOST];
} fixture;

static void add_string(ct_strings_builder *b, ct_strings *s, const char *text)
{
    ct_error err = {0};
    assert_ok(ct_strings_add(b, text, (int64_t)strlen(text), &err), err);
    *s = b->s;
}

static fixture *new_fixture(const char *code_format)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    ct_regions *r = &f->regions;
    for (int32_t i = 0; i < N_REGIONS; i++) {
        const double x = 10 + i % SIDE, y = 40 + i / SIDE;
        const double ring[10] = {x, y, x, y + 1, x + 1, y + 1, x + 1, y, x, y};
        char code[32];
        memcpy(f->lonlat + 10 * i, ring, sizeof ring);
        f->ring_begin[i + 1] = i + 1;
        f->vertex_begin[i + 1] = 5 * (i + 1);
        f->pop[i] = 100 + i;
        snprintf(code, sizeof code, code_format, 1000 + i);
        add_string(&f->code, &r->code, code);
    }
    r->n = r->n_rings = N_REGIONS;
    r->n_vertices = 5 * N_REGIONS;
    r->ring_begin = f->ring_begin;
    r->vertex_begin = f->vertex_begin;
    r->ring_is_hole = f->is_hole;
    r->xy = r->lonlat = f->lonlat;
    r->n_fields = 1;
    r->field[0].fixed = f->pop;
    for (int32_t i = 0; i < N_REGIONS; i++) r->field[0].input += f->pop[i];
    snprintf(r->path, sizeof r->path, "squares.shp");
    f->opt = ct_data_options_default();
    f->opt.n_measures = 3;
    f->opt.measure[0] = (ct_measure_spec){"n", CT_COUNT, ""};
    f->opt.measure[1] = (ct_measure_spec){"rev", CT_COLUMN, "revenue"};
    f->opt.measure[2] = (ct_measure_spec){"pop", CT_FIELD, "POP"};
    f->accounts.n_columns = 1;
    f->accounts.column[0] = f->revenue;
    f->accounts.column_decimals[0] = 2;
    f->accounts.lon_deg = f->lon;
    f->accounts.lat_deg = f->lat;
    f->accounts.line = f->line;
    f->accounts.region = f->region;
    f->accounts.reason = f->reason;
    f->accounts.flaw = f->flaw;
    return f;
}

static void free_fixture(fixture *f)
{
    ct_measures_free(&f->measures);
    ct_strings_free(&f->code.s);
    ct_strings_free(&f->id.s);
    ct_strings_free(&f->account_code.s);
    free(f);
}

/// Account number n: id A<n>, line n + 2, revenue n + 1 cents.
static void add_account(fixture *f, double lon, double lat, const char *code)
{
    const int64_t i = f->accounts.n++;
    char id[16];
    snprintf(id, sizeof id, "A%d", (int)i);
    add_string(&f->id, &f->accounts.id, id);
    add_string(&f->account_code, &f->accounts.code, code);
    f->lon[i] = lon;
    f->lat[i] = lat;
    f->line[i] = i + 2;
    f->revenue[i] = i + 1;
    f->accounts.column_input[0] += i + 1;
}

static ct_status join(fixture *f)
{
    ct_measures_free(&f->measures);
    f->err = (ct_error){0};
    return ct_join(&f->opt, test_context(1), &f->regions, &f->accounts, &f->measures, &f->err);
}

static void expect(const fixture *f, int64_t i, int32_t region, ct_reason reason)
{
    if (f->region[i] != region || f->reason[i] != reason)
        print_message("account %" PRId64 ": region %d, reason %d\n", i, f->region[i], f->reason[i]);
    assert_int_equal(f->region[i], region);
    assert_int_equal(f->reason[i], reason);
}

static void auto_prefers_the_point_then_the_nearest_then_the_code(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    add_account(f, 10.5, 40.5, "01005");  // inside 0, code says 5
    add_account(f, 9.99, 40.5, "01005");  // 0.85 km outside 0
    add_account(f, 5, 40.5, "01005");     // far: code
    add_account(f, 5, 40.5, "99999");     // far, no such code
    add_account(f, NAN, NAN, "01015");    // only a code
    add_account(f, NAN, NAN, "");         // nothing
    add_account(f, HUGE_VAL, 40.5, "");   // no number
    add_account(f, 10.5, NAN, "01003");   // half a point: code
    add_account(f, NAN, NAN, "x");        // unknown code
    add_account(f, 11, 41, "01005");      // the corner of 0, 1, 4, 5
    add_account(f, 10.5 - 360, 43.5, ""); // longitudes counted the other way round
    assert_ok(join(f), f->err);
    expect(f, 0, 0, CT_MATCHED_POINT);
    expect(f, 1, 0, CT_MATCHED_NEAREST);
    expect(f, 2, 5, CT_MATCHED_CODE);
    expect(f, 3, -1, CT_UNMATCHED_FAR);
    expect(f, 4, 15, CT_MATCHED_CODE);
    expect(f, 5, -1, CT_UNMATCHED_NO_KEY);
    expect(f, 6, -1, CT_UNMATCHED_BAD_POINT);
    expect(f, 7, 3, CT_MATCHED_CODE);
    expect(f, 8, -1, CT_UNMATCHED_CODE);
    expect(f, 9, 0, CT_MATCHED_POINT);
    expect(f, 10, 12, CT_MATCHED_POINT);
    free_fixture(f);
}

/// Region 5 moved onto region 0, which is found first.
static void a_point_in_two_regions_goes_to_the_one_its_code_names(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    memcpy(f->lonlat + 10 * 5, f->lonlat, 10 * sizeof *f->lonlat);
    add_account(f, 10.5, 40.5, "01005");
    add_account(f, 10.5, 40.5, "1005");
    add_account(f, 10.5, 40.5, "01000");
    add_account(f, 10.5, 40.5, "01006"); // it does not lie there
    add_account(f, 10.5, 40.5, "");
    add_account(f, 11, 40.5, "01001"); // on the border of 0
    const ct_context *ctx = test_context(1);
    assert_ok(ct_join(&f->opt, ctx, &f->regions, &f->accounts, &f->measures, &f->err), f->err);
    expect(f, 0, 5, CT_MATCHED_POINT);
    expect(f, 1, 5, CT_MATCHED_POINT);
    for (int i = 2; i < 6; i++) expect(f, i, 0, CT_MATCHED_POINT);
    bool is_told = false;
    for (int32_t i = 0; i < ctx->notes->n; i++)
        is_told |= ctx->notes->item[i].count == 2 &&
                   strstr(ctx->notes->item[i].text, "accounts lie in two regions that overlap");
    assert_true(is_told);
    free_fixture(f);
}

/// Region 5, made smaller, moved into region 0, which is found first.
static void a_point_in_two_regions_goes_to_the_smaller_one(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    const double ring[10] = {10.2, 40.2, 10.2, 40.6, 10.6, 40.6, 10.6, 40.2, 10.2, 40.2};
    memcpy(f->lonlat + 10 * 5, ring, sizeof ring);
    add_account(f, 10.5, 40.5, "");
    add_account(f, 10.3, 40.3, "01007"); // it does not lie there
    add_account(f, 10.5, 40.5, "01000");
    add_account(f, 10.5, 40.5, "01005");
    add_account(f, 10.7, 40.5, "");
    add_account(f, 10.6, 40.5, ""); // on the border
    const ct_context *ctx = test_context(1);
    assert_ok(ct_join(&f->opt, ctx, &f->regions, &f->accounts, &f->measures, &f->err), f->err);
    static const int32_t want[] = {5, 5, 0, 5, 0, 0};
    for (int i = 0; i < 6; i++) expect(f, i, want[i], CT_MATCHED_POINT);
    bool is_told = false;
    for (int32_t i = 0; i < ctx->notes->n; i++)
        is_told |= ctx->notes->item[i].count == 2 &&
                   strstr(ctx->notes->item[i].text, "overlap; the smaller one was taken");
    assert_true(is_told);
    free_fixture(f);
}

static void nearest_0_turns_the_nearest_region_off(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    f->opt.nearest_km = 0;
    add_account(f, 10.5, 40.5, "");
    add_account(f, 9.99, 40.5, "");
    assert_ok(join(f), f->err);
    expect(f, 1, -1, CT_UNMATCHED_FAR);
    free_fixture(f);
}

static void point_and_code_keep_to_their_key(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    add_account(f, 10.5, 40.5, "01005");
    add_account(f, NAN, NAN, "01005");
    add_account(f, 12.5, 42.5, "");
    f->opt.join = CT_JOIN_POINT;
    assert_ok(join(f), f->err);
    expect(f, 0, 0, CT_MATCHED_POINT);
    expect(f, 1, -1, CT_UNMATCHED_NO_KEY);
    expect(f, 2, 10, CT_MATCHED_POINT);
    f->opt.join = CT_JOIN_CODE;
    assert_ok(join(f), f->err);
    expect(f, 0, 5, CT_MATCHED_CODE);
    expect(f, 1, 5, CT_MATCHED_CODE);
    expect(f, 2, -1, CT_UNMATCHED_NO_KEY);
    free_fixture(f);
}

static void codes_are_mended_where_one_reading_is_possible(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    const char *code[] = {"01002-1234", "010021234", "1002",   "1002-1234", " 01002 ",   "01002-12",
                          "1002.0",     "US-01002",  "01002x", "10021",     "99999-1234"};
    for (int i = 0; i < 11; i++) add_account(f, NAN, NAN, code[i]);
    f->opt.join = CT_JOIN_CODE;
    assert_ok(join(f), f->err);
    for (int i = 0; i < 8; i++) expect(f, i, 2, CT_MATCHED_CODE);
    for (int i = 8; i < 11; i++) expect(f, i, -1, CT_UNMATCHED_CODE);
    free_fixture(f);
}

static void codes_of_other_shapes_are_left_alone(void **state)
{
    (void)state;
    fixture *f = new_fixture("R%05d"); // no digits: no zeros are lost
    add_account(f, NAN, NAN, "R01002");
    add_account(f, NAN, NAN, "1002");
    add_account(f, NAN, NAN, "R1002");
    f->opt.join = CT_JOIN_CODE;
    assert_ok(join(f), f->err);
    expect(f, 0, 2, CT_MATCHED_CODE);
    expect(f, 1, -1, CT_UNMATCHED_CODE);
    expect(f, 2, -1, CT_UNMATCHED_CODE);
    free_fixture(f);
}

static void zeros_that_the_regions_have_lost_are_taken_off(void **state)
{
    (void)state;
    fixture *f = new_fixture("%d");
    f->regions.code.offset[N_REGIONS]--; // the last is 101
    f->opt.join = CT_JOIN_CODE;
    add_account(f, NAN, NAN, "01001");
    add_account(f, NAN, NAN, "0000101");
    add_account(f, NAN, NAN, "1001");
    add_account(f, NAN, NAN, "000");
    assert_ok(join(f), f->err);
    expect(f, 0, 1, CT_MATCHED_CODE);
    expect(f, 1, N_REGIONS - 1, CT_MATCHED_CODE);
    expect(f, 2, 1, CT_MATCHED_CODE);
    expect(f, 3, -1, CT_UNMATCHED_CODE);
    free_fixture(f);
}

static void what_happened_is_noted_with_examples(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    add_account(f, 10.5, 40.5, "01005");
    add_account(f, 40.5, 10.5, "");
    add_account(f, 5, 40.5, "1005");
    for (int i = 0; i < 5; i++) add_account(f, NAN, NAN, "77777");
    ct_measures_free(&f->measures);
    const ct_context *ctx = test_context(1);
    assert_ok(ct_join(&f->opt, ctx, &f->regions, &f->accounts, &f->measures, &f->err), f->err);
    char text[4096] = "";
    size_t n = 0;
    for (int32_t i = 0; i < ctx->notes->n; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%" PRId64 " %s\n",
                              ctx->notes->item[i].count, ctx->notes->item[i].text);
    assert_contains(text, "1 account matched by point\n");
    assert_contains(text, "1 account lies in another region than its code names; the point "
                          "counts (line 2: A0 at 10.5, 40.5 code 01005 in 01000)");
    assert_contains(text, "1 code given its leading zeros back (line 4: A2 code 1005)");
    assert_contains(text, "5 accounts have a code that no region has (line 5: A3 code 77777; line "
                          "6: A4 code 77777; line 7: A5 code 77777; ...)");
    assert_contains(text, "lon and lat exchanged (line 3: A1 at 40.5, 10.5)");
    free_fixture(f);
}

static void measures_are_exact_sums_and_keep_their_decimals(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    f->regions.field[0].decimals = 1;
    for (int i = 0; i < 20; i++) add_account(f, 10.5 + i % 2, 40.5, "");
    add_account(f, 0, 0, "");
    assert_ok(join(f), f->err);
    const ct_measure *m = f->measures.item;
    assert_int_equal(f->measures.n, 3);
    assert_int_equal(m[0].region[0], 10);
    assert_int_equal(m[0].total, 20);
    assert_int_equal(m[0].unmatched, 1);
    assert_int_equal(m[1].region[0], 1 + 3 + 5 + 7 + 9 + 11 + 13 + 15 + 17 + 19);
    assert_int_equal(m[1].total, 210);
    assert_int_equal(m[1].unmatched, 21);
    assert_int_equal(m[1].decimals, 2);
    assert_int_equal(m[2].total, 16 * 100 + 120);
    assert_int_equal(m[2].decimals, 1);
    assert_int_equal(f->measures.n_accounts[1], 10);
    free_fixture(f);
}

static void measures_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    add_account(f, 10.5, 40.5, "");
    add_account(f, 10.5, 40.5, "");
    f->revenue[0] = f->revenue[1] = INT64_MAX - 1;
    assert_fails(join(f), CT_ERR_INPUT, f->err);
    assert_contains(f->err.text, "64 bits");
    f->revenue[0] = f->revenue[1] = 0;
    assert_fails(join(f), CT_ERR_INPUT, f->err);
    assert_contains(f->err.text, "measure rev (column revenue): its total is 0");
    f->revenue[0] = -5;
    assert_fails(join(f), CT_ERR_INPUT, f->err);
    assert_contains(f->err.text, "region 01000 has the negative total -0.05");
    free_fixture(f);
}

static void wrong_uses_are_refused(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    assert_fails(join(f), CT_ERR_USAGE, f->err);
    assert_contains(f->err.text, "--accounts");
    add_account(f, 10.5, 40.5, "01000");
    f->opt.join = CT_JOIN_POINT;
    f->accounts.lon_deg = NULL;
    assert_fails(join(f), CT_ERR_USAGE, f->err);
    assert_contains(f->err.text, "--lon");
    f->accounts.lon_deg = f->lon;
    f->regions.is_point_layer = true;
    assert_fails(join(f), CT_ERR_USAGE, f->err);
    assert_contains(f->err.text, "--join code");
    f->opt.join = CT_JOIN_CODE;
    assert_ok(join(f), f->err);
    expect(f, 0, 0, CT_MATCHED_CODE);
    f->accounts.code.n = 0;
    assert_fails(join(f), CT_ERR_USAGE, f->err);
    f->opt.join = CT_JOIN_AUTO;
    assert_fails(join(f), CT_ERR_USAGE, f->err);
    f->accounts.code.n = 1;
    free_fixture(f);
}

static void an_area_is_that_of_the_regions(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    double area_m2[64] = {1234499, 1234501, 0.4e9};
    double *own = f->regions.area_m2;
    f->regions.area_m2 = area_m2;
    f->opt.n_measures = 1;
    f->opt.measure[0] = (ct_measure_spec){"land", CT_AREA, ""};
    assert_ok(join(f), f->err);
    assert_int_equal(f->measures.item[0].decimals, 3);
    assert_int_equal(f->measures.item[0].region[0], 1234);
    assert_int_equal(f->measures.item[0].region[1], 1235);
    assert_int_equal(f->measures.item[0].total, 1234 + 1235 + 400000);
    f->regions.area_m2 = own;
    free_fixture(f);
}

static void fields_alone_need_no_accounts(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    f->opt.n_measures = 1;
    f->opt.measure[0] = f->opt.measure[2];
    assert_ok(join(f), f->err);
    assert_int_equal(f->measures.item[0].total, 16 * 100 + 120);
    free_fixture(f);
}

static void nothing_matched_says_why(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    for (int i = 0; i < 4; i++) add_account(f, 40.5 + 0.1 * i, 11.5, "R1");
    assert_fails(join(f), CT_ERR_INPUT, f->err);
    assert_contains(f->err.text, "none of 4 accounts found a region of squares.shp");
    assert_contains(f->err.text, "accounts span lon 40.5..40.8, lat 11.5..11.5, the layer lon "
                                 "10..14, lat 40..44");
    assert_contains(f->err.text, "exchange --lon and --lat");
    assert_contains(f->err.text, "codes of accounts: R1 R1 R1, of regions: 01000 01001 01002");
    free_fixture(f);
}

/// Every allocation made to fail in turn: a clean failure each time, then success.
static void failing_memory_fails_cleanly(void **state)
{
    (void)state;
    fixture *f = new_fixture("%05d");
    add_account(f, 10.5, 40.5, "01005");
    add_account(f, 5, 40.5, "1005");
    int64_t n = 0;
    for (;; n++) {
        ct_memory_fail_after = n;
        const ct_status status = join(f);
        ct_memory_fail_after = -1;
        if (status == CT_OK) break;
        assert_int_equal(status, CT_ERR_MEMORY);
    }
    assert_true(n > 8);
    expect(f, 0, 0, CT_MATCHED_POINT);
    free_fixture(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(auto_prefers_the_point_then_the_nearest_then_the_code),
        cmocka_unit_test(a_point_in_two_regions_goes_to_the_one_its_code_names),
        cmocka_unit_test(a_point_in_two_regions_goes_to_the_smaller_one),
        cmocka_unit_test(nearest_0_turns_the_nearest_region_off),
        cmocka_unit_test(point_and_code_keep_to_their_key),
        cmocka_unit_test(codes_are_mended_where_one_reading_is_possible),
        cmocka_unit_test(codes_of_other_shapes_are_left_alone),
        cmocka_unit_test(zeros_that_the_regions_have_lost_are_taken_off),
        cmocka_unit_test(what_happened_is_noted_with_examples),
        cmocka_unit_test(measures_are_exact_sums_and_keep_their_decimals),
        cmocka_unit_test(measures_that_make_no_sense_are_refused),
        cmocka_unit_test(wrong_uses_are_refused),
        cmocka_unit_test(an_area_is_that_of_the_regions),
        cmocka_unit_test(fields_alone_need_no_accounts),
        cmocka_unit_test(nothing_matched_says_why),
        cmocka_unit_test(failing_memory_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
