/// The current alignment as a plan.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "canton/stages.h"
#include "support/check.h"

static ct_error err;
static const ct_context *ctx;

/// Four regions: 00501, 02116, 10001, 94110.
static ct_regions regions(void)
{
    static int64_t offset[] = {0, 5, 10, 15, 20};
    static char bytes[] = "00501021161000194110";
    return (ct_regions){.n = 4, .code = {4, offset, bytes, 0}};
}

static ct_status read_text(const char *text, ct_solution *plan, ct_strings *names)
{
    const ct_regions r = regions();
    ct_today_options o = {.current = test_file("current.csv", text)};
    ctx = test_context(1);
    return ct_read_current(&o, ctx, &r, plan, names, NULL, &err);
}

static void release(ct_solution *plan, ct_strings *names)
{
    free(plan->part);
    ct_strings_free(names);
}

static bool is_noted(const char *part)
{
    for (int32_t i = 0; i < ctx->notes->n; i++)
        if (strstr(ctx->notes->item[i].text, part)) return true;
    return false;
}

static void territories_are_sorted_by_name(void **state)
{
    (void)state;
    ct_solution p;
    ct_strings names;
    assert_ok(
        read_text("code,territory\n94110,West\n00501,East\n10001,East\n02116,North\n", &p, &names),
        err);
    const int32_t want[] = {0, 1, 0, 2};
    assert_int_equal(p.n, 4);
    assert_int_equal(p.k, 3);
    assert_memory_equal(p.part, want, sizeof want);
    assert_int_equal(names.n, 3);
    assert_memory_equal(names.bytes, "EastNorthWest", 13);
    assert_true(isnan(p.lower_bound));
    release(&p, &names);
}

static void whole_numbers_are_sorted_by_value(void **state)
{
    (void)state;
    ct_solution p;
    ct_strings names;
    assert_ok(read_text("ZIP;Terr\n94110;10\n00501;9\n10001;9\n02116;100\n", &p, &names), err);
    const int32_t want[] = {0, 2, 0, 1};
    assert_memory_equal(p.part, want, sizeof want);
    assert_memory_equal(names.bytes, "910100", 6);
    assert_true(is_noted("territories are whole numbers"));
    release(&p, &names);
}

static void regions_without_a_territory_are_refused(void **state)
{
    (void)state;
    ct_solution p;
    ct_strings names;
    assert_fails(read_text("code,territory\n94110,1\n00501,\n", &p, &names), CT_ERR_INPUT, err);
    assert_contains(err.text, "3 of 4 regions have no territory: '00501', '02116', '10001'");
    assert_null(p.part);
}

static void unknown_codes_are_noted(void **state)
{
    (void)state;
    ct_solution p;
    ct_strings names;
    const char *good = "code,territory\n94110,1\n00501,1\n10001,1\n02116,1\n";
    char text[256];
    snprintf(text, sizeof text, "%s99999,2\nx2116,2\n", good);
    assert_ok(read_text(text, &p, &names), err);
    assert_int_equal(p.k, 1);
    assert_true(is_noted("codes that no region has (first '99999' in line 6)"));
    assert_false(is_noted("leading zeros"));
    release(&p, &names);
}

static void lost_zeros_are_given_back(void **state)
{
    (void)state;
    ct_solution p;
    ct_strings names;
    assert_ok(read_text("code,territory\n94110,1\n501,2\n10001,1\n2116,2\n", &p, &names), err);
    const int32_t want[] = {1, 1, 0, 0};
    assert_memory_equal(p.part, want, sizeof want);
    assert_true(is_noted("codes given their leading zeros back (first '501' in line 3)"));
    assert_false(is_noted("no region has"));
    release(&p, &names);
    assert_fails(read_text("code,territory\n02116,1\n2116,2\n", &p, &names), CT_ERR_INPUT, err);
    assert_contains(err.text, "current.csv:3: code '2116' is in territory '2', but in '1' in line");
}

static void zeros_that_two_regions_could_have_lost_are_not_guessed(void **state)
{
    (void)state;
    static int64_t offset[] = {0, 3, 5};
    static char bytes[] = "00707";
    const ct_regions r = {.n = 2, .code = {2, offset, bytes, 0}};
    ct_today_options o = {.current =
                              test_file("current.csv", "code,territory\n07,1\n007,1\n7,2\n")};
    ct_solution p;
    ct_strings names;
    ctx = test_context(1);
    assert_ok(ct_read_current(&o, ctx, &r, &p, &names, NULL, &err), err);
    assert_int_equal(p.k, 1);
    assert_true(is_noted("code that no region has (first '7' in line 4)"));
    release(&p, &names);
}

static void one_region_in_two_territories_is_refused(void **state)
{
    (void)state;
    ct_solution p;
    ct_strings names;
    assert_fails(
        read_text("code,territory\n94110,A\n00501,A\n10001,A\n02116,A\n00501,B\n", &p, &names),
        CT_ERR_INPUT, err);
    assert_contains(err.text, "current.csv:6: code '00501' is in territory 'B', but in 'A' in "
                              "line 3");
}

static void missing_files_and_columns_are_refused(void **state)
{
    (void)state;
    ct_solution p;
    ct_strings names;
    assert_fails(read_text("code,owner\n94110,A\n", &p, &names), CT_ERR_INPUT, err);
    assert_contains(err.text, "no column 'territory'");
    const ct_regions r = regions();
    ct_today_options o = {0};
    assert_fails(ct_read_current(&o, ctx, &r, &p, &names, NULL, &err), CT_ERR_USAGE, err);
}

static void failing_allocations_leave_nothing(void **state)
{
    (void)state;
    ct_status s = CT_ERR_MEMORY;
    int64_t n = 0;
    for (; s == CT_ERR_MEMORY; n++) {
        ct_solution p;
        ct_strings names;
        ct_memory_fail_after = n;
        s = read_text("code,territory\n94110,A\n00501,A\n10001,B\n02116,B\n", &p, &names);
        ct_memory_fail_after = -1;
        if (s) assert_null(p.part);
        release(&p, &names);
    }
    assert_ok(s, err);
    assert_true(n > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(territories_are_sorted_by_name),
        cmocka_unit_test(whole_numbers_are_sorted_by_value),
        cmocka_unit_test(regions_without_a_territory_are_refused),
        cmocka_unit_test(unknown_codes_are_noted),
        cmocka_unit_test(lost_zeros_are_given_back),
        cmocka_unit_test(zeros_that_two_regions_could_have_lost_are_not_guessed),
        cmocka_unit_test(one_region_in_two_territories_is_refused),
        cmocka_unit_test(missing_files_and_columns_are_refused),
        cmocka_unit_test(failing_allocations_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
