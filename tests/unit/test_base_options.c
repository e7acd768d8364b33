/// Options from text and back.
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "base/path.h"

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
    assert_int_equal(o.data.n_measures, 2);
    assert_near(o.target.tolerance_pct[0], 3, 0);
    assert_near(o.target.tolerance_pct[1], 8, 0);
    assert_string_equal(o.data.measure[0].source, "revenue");
}

static void without_a_measure_accounts_are_counted(void **state)
{
    (void)state;
    ct_options o;
    ct_error err = {0};
    assert_ok(apply(&o, NULL, 0, &err), err);
    assert_int_equal(o.data.n_measures, 1);
    assert_int_equal(o.data.measure[0].kind, CT_COUNT);
    assert_near(o.target.tolerance_pct[0], 5, 0);
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
                                         {"tolerance", "q=1"}, {"objective", "inertia=0"},
                                         {"max-bad", "101%"},  {"max-bad", "-1"},
                                         {"max-bad", "2.5"},   {"max-bad", "%"},
                                         {"decimal", ";"},     {"bad-number", "one"},
                                         {"negative", "one"},  {"duplicates", "all"},
                                         {"formulas", "no"},   {"shape", "11"},
                                         {"shape", "-1"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ct_options o;
        ct_error err = {0};
        assert_fails(apply(&o, bad[i], 1, &err), CT_ERR_USAGE, err);
        assert_contains(err.text, bad[i][0]);
    }
}

static void a_layer_misspelt_is_told_from_all_there_are(void **state)
{
    (void)state;
    ct_options o;
    ct_error err = {0};
    assert_fails(apply(&o, (const char *const[]){"layers", "h5,regoins"}, 1, &err), CT_ERR_USAGE,
                 err);
    assert_contains(err.text, "'regoins' is none of h5,territories,");
    assert_contains(err.text, "did you mean regions?");
    assert_ok(apply(&o, (const char *const[]){"layers", "all,-h5,-report"}, 1, &err), err);
    assert_int_equal(o.output.layers, CT_LAYER_ALL & ~(CT_LAYER_H5 | CT_LAYER_REPORT));
    assert_ok(apply(&o, (const char *const[]){"layers", "none"}, 1, &err), err);
    assert_int_equal(o.output.layers, 0);
    char *record = ct_options_record(&o, CT_VERB_RUN); // an empty list would not be taken back
    assert_contains(record, "--layers none");
    free(record);
    assert_ok(apply(&o, (const char *const[]){"layers", "h5,report"}, 1, &err), err);
    assert_int_equal(o.output.layers, CT_LAYER_H5 | CT_LAYER_REPORT);
}

static void the_record_is_a_command_that_a_shell_takes_back(void **state)
{
    (void)state;
    ct_options o;
    ct_error err = {0};
    const char *const pairs[] = {"regions",  "a/b/zip codes.shp",
                                 "accounts", "x/y.csv",
                                 "accounts", "-",
                                 "k",        "20",
                                 "threads",  "7",
                                 "out",      "it's",
                                 "layers",   "all,-report",
                                 "measure",  "n=count"};
    assert_ok(apply(&o, pairs, 8, &err), err);
    char *text = ct_options_record(&o, CT_VERB_RUN);
    assert_string_equal(text,
                        "canton run --regions 'a/b/zip codes.shp' --accounts x/y.csv --accounts=- "
                        "--measure n=count --tolerance n=5 --k 20 --out 'it'\\''s' "
                        "--layers h5,territories,regions,bridges,assignments,accounts,problems,"
                        "regions-csv "
                        "--overwrite");
    free(text);
}

static void a_record_has_only_what_its_verb_allows(void **state)
{
    (void)state;
    ct_options o;
    ct_error err = {0};
    const char *const pairs[] = {"regions", "r.shp", "k", "20", "current", "today.csv"};
    assert_ok(apply(&o, pairs, 3, &err), err);
    char *run = ct_options_record(&o, CT_VERB_RUN), *assess = ct_options_record(&o, CT_VERB_ASSESS);
    assert_string_equal(run, "canton run --regions r.shp --measure count=count --tolerance "
                             "count=5 --k 20");
    assert_string_equal(assess, "canton assess --regions r.shp --measure count=count --tolerance "
                                "count=5 --current today.csv");
    free(run);
    free(assess);
}

static void absolute_paths_are_recorded_as_seen_from_here(void **state)
{
    (void)state;
    static const char *const path[][2] = {
        {"b/c.csv", "b/c.csv"},
        {"../c.csv", "../c.csv"},
        {"-", "-"},
        {"/base/here/c.csv", "c.csv"},
        {"/base/c.csv", "../c.csv"},
        {"/base/hereabouts/c.csv", "../hereabouts/c.csv"},
        {"/c.csv", "../../c.csv"},
        {"/base/here", "."},
        {"/base", ".."},
        {"/base//./here/x/c.csv", "x/c.csv"},
    };
    for (size_t i = 0; i < sizeof path / sizeof *path; i++) {
        char out[64];
        ct_path_relative(path[i][0], "/base/here", out, sizeof out);
        assert_string_equal(out, path[i][1]);
    }
}

static void a_limit_is_a_share_or_a_number(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double pct;
        int64_t rows;
        bool is_told;
    } CASE[] = {
        {"2.5%", 2.5, 0, true},
        {"0%", 0, 0, true},
        {"200", -1, 200, true},
        {"0", -1, 0, true},
        {"1%", 1, 0, true}}; // without it the codes that a layer lacks have a limit of their own
    const ct_option *o = ct_option_find("max-bad");
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        ct_options opt;
        ct_error err = {0};
        char text[32];
        const char *const pair[] = {"max-bad", CASE[i].text};
        assert_ok(apply(&opt, pair, 1, &err), err);
        assert_near(opt.data.max_bad.pct, CASE[i].pct, 0);
        assert_int_equal(opt.data.max_bad.rows, CASE[i].rows);
        assert_int_equal(ct_option_text(&opt, o, 0, text, sizeof text), CASE[i].is_told);
        assert_string_equal(text, CASE[i].text);
    }
}

static void a_mixed_objective_is_parsed(void **state)
{
    (void)state;
    ct_options o;
    ct_error err = {0};
    const char *const pairs[] = {"objective", "inertia=1,border=0.2"};
    assert_ok(apply(&o, pairs, 1, &err), err);
    assert_near(o.solve.objective.inertia, 1, 0);
    assert_near(o.solve.objective.border, 0.2, 0);
    assert_near(o.solve.objective.cut, 0, 0);
}

static void the_shape_is_in_force_until_an_objective_is_given(void **state)
{
    (void)state;
    ct_options o;
    ct_error err = {0};
    assert_ok(apply(&o, NULL, 0, &err), err);
    assert_true(ct_objective_of(&o.solve).border > 0);
    assert_ok(apply(&o, (const char *const[]){"shape", "0"}, 1, &err), err);
    assert_near(ct_objective_of(&o.solve).inertia, 1, 0);
    assert_near(ct_objective_of(&o.solve).border, 0, 0);
    assert_ok(apply(&o, (const char *const[]){"shape", "10"}, 1, &err), err);
    assert_near(ct_objective_of(&o.solve).border, 1, 0);
    assert_ok(apply(&o, (const char *const[]){"shape", "10", "objective", "cut"}, 2, &err), err);
    assert_near(ct_objective_of(&o.solve).inertia, 0, 0);
    assert_near(ct_objective_of(&o.solve).border, 0, 0);
    assert_near(ct_objective_of(&o.solve).cut, 1, 0);
}

static void shape_and_objective_are_recorded_when_they_are_not_the_usual_ones(void **state)
{
    (void)state;
    static const struct {
        const char *pair[2], *said;
    } CASE[] = {{{"objective", "inertia"}, " --objective inertia=1,border=0,cut=0"},
                {{"shape", "3.5"}, " --shape 3.5"},
                {{"shape", "0"}, " --shape 0"},
                {{"effort", "5"}, ""}};
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        ct_options o;
        ct_error err = {0};
        assert_ok(apply(&o, CASE[i].pair, 1, &err), err);
        char *text = ct_options_record(&o, CT_VERB_RUN);
        char whole[200];
        snprintf(whole, sizeof whole, "canton run --measure count=count --tolerance count=5%s",
                 CASE[i].said);
        assert_string_equal(text, whole);
        free(text);
    }
}

static void a_layer_can_be_looked_at_without_accounts(void **state)
{
    (void)state;
    ct_error err = {0};
    ct_options opt = ct_options_default();
    opt.data.regions = "zips.shp";
    assert_ok(ct_options_check(&opt, CT_VERB_VALIDATE, &err), err);
    opt.target.capacity = 5;
    assert_fails(ct_options_check(&opt, CT_VERB_VALIDATE, &err), CT_ERR_USAGE, err);
    opt.target.capacity = 0;
    opt.target.k = 3;
    assert_fails(ct_options_check(&opt, CT_VERB_RUN, &err), CT_ERR_USAGE, err);
    assert_contains(err.text, "counts accounts");
    opt.data.accounts[opt.data.n_accounts++] = "accounts.csv";
    assert_ok(ct_options_check(&opt, CT_VERB_RUN, &err), err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tolerance_finds_its_measure_whatever_the_order),
        cmocka_unit_test(without_a_measure_accounts_are_counted),
        cmocka_unit_test(a_wrong_value_names_the_option),
        cmocka_unit_test(a_layer_misspelt_is_told_from_all_there_are),
        cmocka_unit_test(the_record_is_a_command_that_a_shell_takes_back),
        cmocka_unit_test(a_record_has_only_what_its_verb_allows),
        cmocka_unit_test(absolute_paths_are_recorded_as_seen_from_here),
        cmocka_unit_test(a_limit_is_a_share_or_a_number),
        cmocka_unit_test(a_mixed_objective_is_parsed),
        cmocka_unit_test(the_shape_is_in_force_until_an_objective_is_given),
        cmocka_unit_test(shape_and_objective_are_recorded_when_they_are_not_the_usual_ones),
        cmocka_unit_test(a_layer_can_be_looked_at_without_accounts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
