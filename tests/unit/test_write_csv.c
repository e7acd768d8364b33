/// assignments.csv, unmatched.csv, regions.csv, summary.json, canton.log.
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "support/check.h"
#include "support/make_run.h"

static made_run made;

/// The whole of a small file; free() it.
static char *slurp(const char *name)
{
    FILE *f = fopen(test_path(name), "rb");
    if (!f) fail_msg("no %s", name);
    char *text = calloc(1 << 20, 1);
    const size_t n = fread(text, 1, (1 << 20) - 1, f);
    assert_true(n < (1 << 20) - 1);
    fclose(f);
    return text;
}

static void write_grid(int flags)
{
    ct_error err = {0};
    make_run(&made, 6, 2, 3, 5, flags);
    made.opt.output.overwrite = true;
    made.opt.output.layers = CT_LAYER_ASSIGNMENTS | CT_LAYER_REGIONS_CSV;
    const ct_context *ctx = test_context(2);
    ct_note_add(ctx->notes, CT_WARN, "read", 7, "odd rows in \"accounts\"");
    assert_ok(ct_write(&made.opt, ctx, &made.run, &err), err);
}

static int64_t count_lines(const char *text)
{
    int64_t n = 0;
    for (; *text; text++) n += *text == '\n';
    return n;
}

static void matched_and_unmatched_accounts_make_up_all(void **state)
{
    (void)state;
    write_grid(0);
    char *a = slurp("out/assignments.csv"), *u = slurp("out/unmatched.csv");
    assert_int_equal(count_lines(a) - 1 + count_lines(u) - 1, made.run.given.accounts.n);
    assert_int_equal(count_lines(u) - 1, 3);
    assert_contains(a, "account_id,region,territory\n");
    assert_contains(a, "\nA000001,R0001,1\n");
    assert_contains(a, "\nA000011,R0011,3\n");
    free(a);
    free(u);
    made_run_free(&made);
}

static void cells_are_quoted_only_when_they_must_be(void **state)
{
    (void)state;
    write_grid(0);
    char *a = slurp("out/assignments.csv");
    assert_contains(a, "\n\"A \"\"7\"\", K\xc3\xb6ln\",R0007,1\n");
    free(a);
    made_run_free(&made);
}

static void unmatched_accounts_come_with_line_reason_and_weight(void **state)
{
    (void)state;
    write_grid(0);
    char *u = slurp("out/unmatched.csv");
    assert_contains(u, "file,line,account_id,reason,count,revenue,code\n");
    assert_contains(u, "\naccounts.csv,62,A000060,neither coordinates nor code,1,60.05,\n");
    assert_contains(u, "\naccounts.csv,64,A000062,no region has this code,1,62.05,77777\n");
    free(u);
    made_run_free(&made);
}

static void regions_have_a_row_each_with_territory_name_and_measures(void **state)
{
    (void)state;
    write_grid(0);
    char *r = slurp("out/regions.csv");
    assert_int_equal(count_lines(r), 1 + made.run.given.regions.n);
    assert_contains(r, "code,territory,name,count,revenue\nR0000,1,S\xc3\xbc"
                       "d 1,5,");
    assert_contains(r, "\nR0003,2,,5,135.25\n"); // accounts 3, 15, 27, 39, 51: i + 0.05 each
    free(r);
    made_run_free(&made);
}

static void the_regions_of_a_segment_have_its_territories_and_levels(void **state)
{
    (void)state;
    ct_error err = {0};
    make_run(&made, 6, 2, 3, 5, 0);
    make_segments(&made, 6);
    made.opt.output.overwrite = true;
    assert_ok(ct_write(&made.opt, test_context(2), &made.run, &err), err);
    char *first = slurp("out/regions.csv"), *second = slurp("out/layer_hospitals/regions.csv");
    assert_contains(first, "code,territory,name,districts,count,revenue\n");
    assert_contains(first, "\nR0005,3,S\xc3\xbc"
                           "d 3,2,5,");
    assert_contains(second, "\nR0005,4,,2,5,");
    free(first);
    free(second);
    made_run_free(&made);
}

static double number(const cJSON *o, const char *name)
{
    const cJSON *v = cJSON_GetObjectItem(o, name);
    if (!cJSON_IsNumber(v)) fail_msg("no number %s", name);
    return v->valuedouble;
}

static void the_summary_is_json_with_the_figures(void **state)
{
    (void)state;
    write_grid(MAKE_INFEASIBLE);
    char *text = slurp("out/summary.json");
    cJSON *root = cJSON_Parse(text);
    assert_non_null(root);
    assert_string_equal(cJSON_GetObjectItem(root, "status")->valuestring, "infeasible");
    const cJSON *coverage = cJSON_GetObjectItem(root, "coverage");
    assert_near(number(coverage, "matched"), 60, 0);
    assert_near(number(coverage, "unmatched_outside_regions"), 1, 0);
    const cJSON *revenue = cJSON_GetArrayItem(cJSON_GetObjectItem(root, "measures"), 1);
    assert_near(number(revenue, "total"), (double)made.run.given.measures.item[1].total / 100,
                1e-9);
    const cJSON *note = cJSON_GetArrayItem(cJSON_GetObjectItem(root, "notes"), 0);
    assert_string_equal(cJSON_GetObjectItem(note, "text")->valuestring, "odd rows in \"accounts\"");
    const cJSON *options = cJSON_GetObjectItem(root, "options");
    assert_string_equal(cJSON_GetObjectItem(options, "regions")->valuestring, "grid.shp");
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(options, "measure")), 2);
    cJSON_Delete(root);
    free(text);
    made_run_free(&made);
}

static void the_log_repeats_the_notes(void **state)
{
    (void)state;
    write_grid(0);
    char *text = slurp("out/canton.log");
    assert_contains(text, "canton run --regions maps/grid.shp");
    assert_contains(text, "odd rows in \"accounts\"");
    free(text);
    made_run_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matched_and_unmatched_accounts_make_up_all),
        cmocka_unit_test(cells_are_quoted_only_when_they_must_be),
        cmocka_unit_test(unmatched_accounts_come_with_line_reason_and_weight),
        cmocka_unit_test(regions_have_a_row_each_with_territory_name_and_measures),
        cmocka_unit_test(the_regions_of_a_segment_have_its_territories_and_levels),
        cmocka_unit_test(the_summary_is_json_with_the_figures),
        cmocka_unit_test(the_log_repeats_the_notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
