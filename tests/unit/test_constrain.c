/// ct_constrain: rows of rules to arrays.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/support/check.h"

enum { N = 5 };

typedef struct scene {
    ct_case given;
    ct_rule_options opt;
    ct_constraints found;
    ct_inputs inputs;
    ct_error err;
} scene;

static void open_scene(scene *s)
{
    ct_strings_builder codes = {0};
    *s = (scene){.opt = ct_rule_options_default()};
    for (int i = 0; i < N; i++)
        assert_ok(ct_strings_add(&codes, &"abcde"[i], 1, &s -> err), s->err);
    s->given.regions.n = s->given.graph.n = N;
    s->given.regions.code = codes.s;
}

static void close_scene(scene *s)
{
    ct_strings_free(&s->given.regions.code);
    ct_constraints_free(&s->found);
    ct_inputs_free(&s->inputs);
}

static ct_status constrain(scene *s)
{
    return ct_constrain(&s->opt, test_context(1), &s->given, NULL, &s->found, &s->inputs, &s->err);
}

static void without_files_there_is_no_rule(void **state)
{
    (void)state;
    scene s;
    open_scene(&s);
    assert_ok(constrain(&s), s.err);
    assert_int_equal(s.found.n_units, N);
    assert_null(s.found.apart);
    assert_null(s.found.forbid);
    assert_null(s.found.only);
    assert_true(s.found.budget == INT64_MAX);
    close_scene(&s);
}

/// The pairs of the file, whichever way round and however often they stand there.
static void pairs_are_symmetric_ascending_and_listed_once(void **state)
{
    (void)state;
    static const int64_t begin[N + 1] = {0, 2, 3, 3, 4, 4};
    static const int32_t apart[] = {1, 3, 0, 0};
    scene s;
    open_scene(&s);
    s.opt.apart = test_file("apart.csv", "a,b\nd,a\na,b\na,d\nb,a\n");
    assert_ok(constrain(&s), s.err);
    assert_memory_equal(s.found.apart_begin, begin, sizeof begin);
    assert_memory_equal(s.found.apart, apart, sizeof apart);
    assert_int_equal(s.inputs.n, 1);
    close_scene(&s);
}

static void territories_are_found_by_name_or_number(void **state)
{
    (void)state;
    static const int64_t begin[N + 1] = {0, 2, 2, 3, 3, 3};
    static const int32_t forbid[] = {0, 1, 1};
    ct_strings_builder names = {0};
    scene s;
    open_scene(&s);
    assert_ok(ct_strings_add(&names, "North", 5, &s.err), s.err);
    assert_ok(ct_strings_add(&names, "", 0, &s.err), s.err);
    const ct_bands bands = {.k = 2, .name = names.s, .is_shared = true};
    s.opt.forbid = test_file("forbid.csv", "code,territory\na,2\na,North\nc,2\na,1\n");
    assert_ok(ct_constrain(&s.opt, test_context(1), &s.given, &bands, &s.found, &s.inputs, &s.err),
              s.err);
    assert_memory_equal(s.found.forbid_begin, begin, sizeof begin);
    assert_memory_equal(s.found.forbid, forbid, sizeof forbid);
    assert_true(s.found.has_identity);
    ct_constraints_free(&s.found);
    s.opt.forbid = test_file("wrong.csv", "code,territory\na,1\nb,South\n");
    assert_fails(
        ct_constrain(&s.opt, test_context(1), &s.given, &bands, &s.found, &s.inputs, &s.err),
        CT_ERR_INPUT, s.err);
    assert_contains(s.err.text, ":3: no territory of --targets is called 'South'");
    ct_strings_free(&names.s);
    close_scene(&s);
}

static void territories_without_names_are_not_named_in_rules(void **state)
{
    (void)state;
    scene s;
    open_scene(&s);
    s.opt.forbid = test_file("forbid.csv", "code,territory\na,1\n");
    assert_fails(constrain(&s), CT_ERR_USAGE, s.err);
    assert_contains(s.err.text, "--targets");
    close_scene(&s);
}

static void a_wrong_row_is_named(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"a,b\na,x\n", ":2: no region has the code 'x' (--apart)"},
        {"a,b\na,b\n\nc,c\n", ":4: a region cannot be apart from itself"},
        {"a,c\na,b\n", "no column 'b'"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        scene s;
        open_scene(&s);
        s.opt.apart = test_file("bad.csv", bad[i][0]);
        assert_fails(constrain(&s), CT_ERR_INPUT, s.err);
        assert_contains(s.err.text, bad[i][1]);
        assert_null(s.found.apart_begin);
        close_scene(&s);
    }
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    ct_status status = CT_ERR_MEMORY;
    for (int64_t n = 0; status == CT_ERR_MEMORY; n++) {
        scene s;
        open_scene(&s);
        s.opt.apart = test_file("apart.csv", "a,b\nd,a\na,b\n");
        ct_memory_fail_after = n;
        status = constrain(&s);
        ct_memory_fail_after = -1;
        close_scene(&s);
    }
    assert_int_equal(status, CT_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_files_there_is_no_rule),
        cmocka_unit_test(pairs_are_symmetric_ascending_and_listed_once),
        cmocka_unit_test(territories_are_found_by_name_or_number),
        cmocka_unit_test(territories_without_names_are_not_named_in_rules),
        cmocka_unit_test(a_wrong_row_is_named),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
