/// Options from text and back.
#include "support/check.h"

#include <string.h>

#include "base/options.h"

static ct_status apply(ct_options *opt, const char *const *pairs, int32_t n, ct_error *err)
{
    ct_setting s[16];
    for (int32_t i = 0; i < n; i++) {
        s[i] = (ct_setting){ct_option_find(pairs[2 * i]), pairs[2 * i + 1], pairs[2 * i], 0};
        assert_non_null(s[i].option);
    }
    *opt = ct_options_default();
    return ct_options_apply(s, n, opt, err);
}

static void a_tolerance_finds_its_measure_whatever_the_order(void **state)
{
    (void)state;
    ct_options o;
    ct_error err = {0};
    const char *const pairs[] = {"tolerance", "rev=3", "measure", "rev=column:revenue",
                                 "tolerance", "8",     "measure", "n=count"};
    assert_ok(apply(&o, pairs, 4, &err), err);
    assert_int_equal(o.n_measures, 2);
    assert_near(o.measure[0].tolerance_pct, 3, 0);
    assert_near(o.measure[1].tolerance_pct, 8, 0);
    assert_string_equal(o.measure[0].source, "revenue");
}

static void without_a_measure_accounts_are_counted(void **state)
{
    (void)state;
    ct_options o;
    ct_error err = {0};
    assert_ok(apply(&o, NULL, 0, &err), err);
    assert_int_equal(o.n_measures, 1);
    assert_int_equal(o.measure[0].kind, CT_COUNT);
    assert_near(o.measure[0].tolerance_pct, 5, 0);
}

static void a_wrong_value_names_the_option(void **state)
{
    (void)state;
    static const char *const bad[][2] = {{"k", "0"},           {"k", "2.5"},
                                         {"join", "x"},        {"measure", "a=b"},
                                         {"objective", "x"},   {"layers", "x"},
                                         {"seed", "-1"},       {"nearest", "-1"},
                                         {"tolerance", "-1"},  {"effort", "11"},
                                         {"capacity", "a"},    {"overwrite", "maybe"},
                                         {"tolerance", "q=1"}, {"objective", "inertia=0"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ct_options o;
        ct_error err = {0};
        assert_fails(apply(&o, bad[i], 1, &err), CT_ERR_USAGE, err);
        assert_contains(err.text, bad[i][0]);
    }
}

static void the_record_is_a_command_line_without_paths(void **state)
{
    (void)state;
    ct_options o;
    ct_error err = {0};
    char text[1024];
    const char *const pairs[] = {"regions",  "/a/b/zip codes.shp",
                                 "accounts", "x/y.csv",
                                 "k",        "20",
                                 "threads",  "7",
                                 "out",      "/tmp/z",
                                 "layers",   "all,-report",
                                 "measure",  "n=count"};
    assert_ok(apply(&o, pairs, 7, &err), err);
    const size_t n = ct_options_record(&o, text, sizeof text);
    assert_int_equal(n, strlen(text));
    assert_string_equal(text,
                        "canton run --regions 'zip codes.shp' --accounts y.csv --measure "
                        "n=count --tolerance n=5 --k 20 "
                        "--layers h5,territories,regions,bridges,assignments,accounts,problems");
    assert_int_equal(ct_options_record(&o, text, 10), n);
}

static void a_mixed_objective_is_parsed(void **state)
{
    (void)state;
    ct_options o;
    ct_error err = {0};
    const char *const pairs[] = {"objective", "inertia=1,border=0.2"};
    assert_ok(apply(&o, pairs, 1, &err), err);
    assert_near(o.objective.inertia, 1, 0);
    assert_near(o.objective.border, 0.2, 0);
    assert_near(o.objective.cut, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tolerance_finds_its_measure_whatever_the_order),
        cmocka_unit_test(without_a_measure_accounts_are_counted),
        cmocka_unit_test(a_wrong_value_names_the_option),
        cmocka_unit_test(the_record_is_a_command_line_without_paths),
        cmocka_unit_test(a_mixed_objective_is_parsed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
