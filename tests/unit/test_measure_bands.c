/// ct_bands_build: exact bands for --k, --targets and --capacity.
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/prim/rng.h"
#include "tests/support/check.h"

/// One measure called pop with this total and number of decimals.
static ct_measures one_measure(int64_t total, int32_t decimals)
{
    ct_measures m = {.n = 1};
    strcpy(m.item[0].name, "pop");
    m.item[0].total = total;
    m.item[0].decimals = decimals;
    return m;
}

static ct_target_options options_for(int32_t k, double tolerance_pct)
{
    ct_target_options opt = ct_target_options_default();
    opt.k = k;
    opt.tolerance_pct[0] = tolerance_pct;
    return opt;
}

static ct_bands build_for(const ct_target_options *opt, const ct_case *given, const ct_context *ctx)
{
    ct_error err = {0};
    ct_inputs inputs = {0};
    ct_bands b = {0};
    assert_ok(ct_bands_build(opt, ctx, given, &b, &inputs, &err), err);
    ct_inputs_free(&inputs);
    return b;
}

static ct_bands build(const ct_target_options *opt, const ct_measures *m, const ct_context *ctx)
{
    const ct_case given = {.measures = *m};
    return build_for(opt, &given, ctx);
}

static void build_fails(const ct_target_options *opt, const ct_measures *m, ct_status status,
                        const char *part)
{
    ct_error err = {0};
    ct_inputs inputs = {0};
    ct_bands b = {0};
    const ct_case given = {.measures = *m};
    assert_fails(ct_bands_build(opt, test_context(1), &given, &b, &inputs, &err), status, err);
    assert_contains(err.text, part);
    assert_null(b.lower);
    ct_inputs_free(&inputs);
}

static void bounds_on_whole_numbers_are_inside(void **state)
{
    (void)state;
    const ct_measures m = one_measure(20000, 0);
    const ct_target_options opt = options_for(20, 5);
    ct_bands b = build(&opt, &m, test_context(1));
    assert_int_equal(b.k, 20);
    assert_int_equal(b.lower[19], 950);
    assert_int_equal(b.upper[19], 1050);
    assert_near(b.target[19], 1000, 0);
    assert_true(b.is_equal);
    assert_int_equal(b.name.n, 20);
    ct_bands_free(&b);
}

/// lower is the least integer v with v * k * 1e9 >= total * (1e9 - t), upper likewise.
static void bands_hold_exactly_the_values_within_tolerance(void **state)
{
    (void)state;
    ctk_rng rng = ctk_rng_key(1, 7, 0);
    for (int i = 0; i < 2000; i++) {
        const int64_t total = 1 + (int64_t)(ctk_rng_u64(&rng) >> (1 + ctk_rng_below(&rng, 60)));
        const int32_t k = 1 + (int32_t)ctk_rng_below(&rng, 1000);
        const int64_t tenths = ctk_rng_below(&rng, 300);
        const ct_measures m = one_measure(total, 2);
        const ct_target_options opt = options_for(k, (double)tenths / 10);
        ct_bands b = build(&opt, &m, test_context(1));
        const __int128 low = (__int128)total * (1000 - tenths),
                       high = (__int128)total * (1000 + tenths);
        const __int128 unit = (__int128)k * 1000;
        assert_true(b.lower[0] * unit >= low && (b.lower[0] - 1) * unit < low);
        if (b.upper[0] < INT64_MAX)
            assert_true(b.upper[0] * unit <= high && (b.upper[0] + 1) * unit > high);
        ct_bands_free(&b);
    }
}

static void a_band_between_two_whole_numbers_is_noted(void **state)
{
    (void)state;
    const ct_measures m = one_measure(105, 0);
    const ct_target_options opt = options_for(10, 4);
    const ct_context *ctx = test_context(1);
    ct_bands b = build(&opt, &m, ctx);
    assert_true(b.lower[0] > b.upper[0]);
    assert_int_equal(ctx->notes->n, 1);
    assert_int_equal(ctx->notes->item[0].count, 10);
    assert_contains(ctx->notes->item[0].text, "10.5");
    ct_bands_free(&b);
}

static void shares_divide_the_total_in_the_order_of_territories(void **state)
{
    (void)state;
    const ct_measures m = one_measure(1000, 0);
    ct_target_options opt = options_for(0, 10);
    opt.targets =
        test_file("targets.csv", "territory,name,share\n2,South,1.5\n1,North,0.5\n3,,0.50\n");
    ct_bands b = build(&opt, &m, test_context(1));
    assert_int_equal(b.k, 3);
    assert_false(b.is_equal);
    assert_near(b.target[0], 200, 1e-9);
    assert_int_equal(b.lower[0], 180);
    assert_int_equal(b.upper[0], 220);
    assert_int_equal(b.lower[1], 540);
    assert_int_equal(b.upper[1], 660);
    assert_int_equal(ct_string_length(&b.name, 1), 5);
    assert_memory_equal(ct_string(&b.name, 1), "South", 5);
    assert_int_equal(ct_string_length(&b.name, 2), 0);
    ct_bands_free(&b);
}

static void shares_without_end_are_rounded_finely(void **state)
{
    (void)state;
    const ct_measures m = one_measure(3000000000, 0);
    ct_target_options opt = options_for(2, 0.001);
    opt.targets = test_file("thirds.csv", "share\n0.33333333333333331\n0.66666666666666663\n");
    ct_bands b = build(&opt, &m, test_context(1));
    assert_near(b.target[0], 1e9, 1);
    assert_near(b.target[1], 2e9, 1);
    ct_bands_free(&b);
}

static void shares_may_have_decimal_commas_and_percent_signs(void **state)
{
    (void)state;
    static const char *const text[] = {"share\n0.125\n0.875\n", "n;share\na;0,125\nb;0,875\n",
                                       "share\n12.5%\n87.5 %\n", "n;share\na;12,5 %\nb;87,5%\n"};
    const ct_measures m = one_measure(1000, 0);
    ct_target_options opt = options_for(2, 1);
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        opt.targets = test_file("shares.csv", text[i]);
        ct_bands b = build(&opt, &m, test_context(1));
        assert_near(b.target[0], 125, 1e-9);
        assert_near(b.target[1], 875, 1e-9);
        ct_bands_free(&b);
    }
    opt.targets = test_file("mixed.csv", "share\n50%\n0.5\n");
    build_fails(&opt, &m, CT_ERR_INPUT, "1 of 2 shares are written with %");
    opt.targets = test_file("thousands.csv", "n;share\na;1,500\nb;2\n");
    build_fails(&opt, &m, CT_ERR_INPUT, "thousands.csv:2: share '1,500' is not a number");
}

static void bad_targets_are_named_by_line(void **state)
{
    (void)state;
    const ct_measures m = one_measure(1000, 0);
    ct_target_options opt = options_for(0, 10);
    opt.targets = test_file("t1.csv", "territory,share\n1,5\n2,none\n");
    build_fails(&opt, &m, CT_ERR_INPUT, ".csv:3: share 'none'");
    opt.targets = test_file("t2.csv", "territory,share\n1,5\n2,-1\n");
    build_fails(&opt, &m, CT_ERR_INPUT, ".csv:3: share '-1'");
    opt.targets = test_file("t3.csv", "territory,share\n1,5\n1,5\n");
    build_fails(&opt, &m, CT_ERR_INPUT, ".csv:3: territory '1' is there twice");
    opt.targets = test_file("t4.csv", "territory,share\n1,5\n3,5\n");
    build_fails(&opt, &m, CT_ERR_INPUT, ".csv:3: territory '3' is not in range");
    opt.targets = test_file("t5.csv", "territory,name\n1,5\n");
    build_fails(&opt, &m, CT_ERR_INPUT, "share");
    opt.targets = test_file("t6.csv", "share\n1\n1\n");
    opt.k = 3;
    build_fails(&opt, &m, CT_ERR_USAGE, "--k 3");
}

static void capacity_finds_the_least_number(void **state)
{
    (void)state;
    const ct_context *ctx = test_context(1);
    const ct_measures m = one_measure(100001, 2);
    ct_target_options opt = options_for(0, 5);
    opt.capacity = 100.01;
    ct_bands b = build(&opt, &m, ctx);
    assert_int_equal(b.k, 10);
    assert_int_equal(b.upper[9], 10001);
    assert_int_equal(b.lower[9], 1000); // a tenth of the target 10000.1
    ct_bands_free(&b);
    opt.capacity = 100;
    b = build(&opt, &m, ctx);
    assert_int_equal(b.k, 11);
    ct_bands_free(&b);
    opt.capacity = 0.001;
    build_fails(&opt, &m, CT_ERR_USAGE, "raise the capacity");
}

static void a_capacity_holds_for_any_number(void **state)
{
    (void)state;
    const ct_measures m = one_measure(100001, 2);
    ct_target_options opt = options_for(25, 5);
    opt.capacity = 100.01;
    ct_bands b = build(&opt, &m, test_context(1));
    assert_int_equal(b.k, 25);
    assert_int_equal(b.upper[24], 10001);
    assert_int_equal(b.lower[24], 400);
    ct_bands_free(&b);
    const ct_case apart = {.measures = m, .graph.is_apart = true};
    b = build_for(&opt, &apart, test_context(1));
    assert_int_equal(b.lower[0], 0);
    ct_bands_free(&b);
}

static void more_territories_than_regions_are_refused(void **state)
{
    (void)state;
    ct_measures m = one_measure(100, 0);
    ct_target_options opt = options_for(7, 5);
    m.n_regions = 7;
    ct_bands b = build(&opt, &m, test_context(1));
    ct_bands_free(&b);
    m.n_regions = 6;
    build_fails(&opt, &m, CT_ERR_INPUT, "7 territories of 6 regions");
}

static void nothing_to_divide_is_bad_input(void **state)
{
    (void)state;
    const ct_measures m = one_measure(0, 0);
    ct_target_options opt = options_for(3, 5);
    build_fails(&opt, &m, CT_ERR_INPUT, "measure 'pop' is 0");
    const ct_measures some = one_measure(5, 0);
    opt.k = 0;
    build_fails(&opt, &some, CT_ERR_USAGE, "how many territories");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_on_whole_numbers_are_inside),
        cmocka_unit_test(bands_hold_exactly_the_values_within_tolerance),
        cmocka_unit_test(a_band_between_two_whole_numbers_is_noted),
        cmocka_unit_test(shares_divide_the_total_in_the_order_of_territories),
        cmocka_unit_test(shares_without_end_are_rounded_finely),
        cmocka_unit_test(shares_may_have_decimal_commas_and_percent_signs),
        cmocka_unit_test(bad_targets_are_named_by_line),
        cmocka_unit_test(capacity_finds_the_least_number),
        cmocka_unit_test(a_capacity_holds_for_any_number),
        cmocka_unit_test(more_territories_than_regions_are_refused),
        cmocka_unit_test(nothing_to_divide_is_bad_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
