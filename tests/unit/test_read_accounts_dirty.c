/// Rows as they come out of a CRM: one of each kind of flaw, and what becomes of it.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "read/accounts.h"
#include "support/check.h"

static const char HEADER[] = "account_id,name,postal_code,lon,lat,revenue\r\n";

typedef struct flaw {
    const char *kind, *row; ///< the row follows a clean one and precedes another
    const char *code;
    double lon, lat;
    int64_t weight; ///< in hundredths
} flaw;

static const flaw FLAWS[] = {
    {"clean", "X,Acme,60617,-87.55,41.68,3.25", "60617", -87.55, 41.68, 325},
    {"thousands separator", "X,Acme,60617,-87.55,41.68,\"145,798.07\"", "60617", -87.55, 41.68,
     14579807},
    {"zip plus 4", "X,Acme,35768-7807,-86.04,34.64,1.00", "35768-7807", -86.04, 34.64, 100},
    {"spaces around", "X,Acme,  92078 ,-117.17,33.09,1.00", "92078", -117.17, 33.09, 100},
    {"spaces in quotes", "X,Acme,\"  92078 \",\" -117.17\",33.09,1.00", "92078", -117.17, 33.09,
     100},
    {"unknown code, no point", "X,Acme,00000,,,1.00", "00000", NAN, NAN, 100},
    {"no code", "X,Acme,,-97.31,32.84,1.00", "", -97.31, 32.84, 100},
    {"leading zero lost", "X,Acme,6824,-73.27,41.16,1.00", "6824", -73.27, 41.16, 100},
    {"leading zero kept", "X,Acme,06824,-73.27,41.16,1.00", "06824", -73.27, 41.16, 100},
    {"swapped, out of range", "X,Acme,79109,35.16,-101.88,1.00", "79109", 35.16, -101.88, 100},
    {"swapped, in range", "X,Acme,45248,39.18,-84.66,1.00", "45248", 39.18, -84.66, 100},
    {"zero coordinates", "X,Acme,11433,0,0,1.00", "11433", 0, 0, 100},
    {"weight missing", "X,Acme,36117,-86.20,32.35,", "36117", -86.20, 32.35, 0},
    {"weight NaN", "X,Acme,36117,-86.20,32.35,NaN", "36117", -86.20, 32.35, 0},
    {"weight is text", "X,Acme,36117,-86.20,32.35,unknown", "36117", -86.20, 32.35, 0},
    {"separator in a name", "X,\"Smith, Jones\",36117,-86.20,32.35,1.00", "36117", -86.20, 32.35,
     100},
    {"quotes in a name", "X,\"O'Brien \"\"The Shop\"\" LLC\",36117,-86.20,32.35,1.00", "36117",
     -86.20, 32.35, 100},
    {"newline in a name", "X,\"Line\nBreak Inc\",36117,-86.20,32.35,1.00", "36117", -86.20, 32.35,
     100},
    {"newline and CR in a name", "X,\"Line\r\nBreak\",36117,-86.20,32.35,1.00", "36117", -86.20,
     32.35, 100},
    {"name in Unicode", "X,\xe6\xa0\xaa\xe5\xbc\x8f \xc3\x9cn\xc3\xaf,36117,-86.20,32.35,1.00",
     "36117", -86.20, 32.35, 100},
    {"quote mid-cell", "X,3\" pipe,36117,-86.20,32.35,1.00", "36117", -86.20, 32.35, 100},
    {"duplicate id", "A,Acme,36117,-86.20,32.35,1.00", "36117", -86.20, 32.35, 100},
};

static ct_status read_row(const char *row, int64_t chunk_bytes, ct_accounts *a, ct_error *err)
{
    char text[1024];
    snprintf(text, sizeof text,
             "%sA,first,00501,-73.04,40.81,1.50\r\n%s\r\nB,last,94110,-122.4,37.7,2\r\n", HEADER,
             row);
    ct_data_options o = {
        .accounts = {test_file("dirty.csv", text)}, .n_accounts = 1, .n_measures = 1};
    o.measure[0] = (ct_measure_spec){"rev", CT_COLUMN, "revenue"};
    return ct_read_accounts_chunked(&o, test_context(2), chunk_bytes, a, NULL, err);
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void check_flaw(const flaw *f, int64_t chunk_bytes)
{
    ct_accounts a;
    ct_error err = {0};
    assert_ok(read_row(f->row, chunk_bytes, &a, &err), err);
    const int64_t length = (int64_t)strlen(f->code);
    const bool code_fits = a.n == 3 && ct_string_length(&a.code, 1) == length &&
                           !memcmp(ct_string(&a.code, 1), f->code, (size_t)length);
    if (!code_fits || !same(a.lon_deg[1], f->lon) || !same(a.lat_deg[1], f->lat) ||
        a.column[0][1] != f->weight || ct_account_line(&a, 1) != 3 || a.column[0][2] != 200)
        fail_msg("%s: n %lld, lon %g, lat %g, weight %lld", f->kind, (long long)a.n, a.lon_deg[1],
                 a.lat_deg[1], (long long)a.column[0][1]);
    ct_accounts_free(&a);
}

static void each_flaw_leads_to_its_outcome_and_harms_no_neighbour(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FLAWS / sizeof *FLAWS; i++) {
        check_flaw(&FLAWS[i], 64);
        check_flaw(&FLAWS[i], CT_CSV_CHUNK);
    }
}

static void a_negative_weight_stops_the_run_with_its_line(void **state)
{
    (void)state;
    ct_accounts a;
    ct_error err = {0};
    assert_fails(read_row("X,Acme,33325,-80.29,26.09,-1071266.48", 64, &a, &err), CT_ERR_INPUT,
                 err);
    assert_contains(err.text, "dirty.csv:3: column 'revenue' is negative: '-1071266.48'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_flaw_leads_to_its_outcome_and_harms_no_neighbour),
        cmocka_unit_test(a_negative_weight_stops_the_run_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
