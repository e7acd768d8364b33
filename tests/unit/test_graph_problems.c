/// What is said of overlaps and gaps.
#include "graph/problems.h"

#include <string.h>

#include "support/check.h"
#include "support/make_graph.h"

static const made_rectangle two[] = {{"a", 0, 0, 1, 1}, {"b", 1, 0, 2, 1}};

static const ct_output_options all = {.out = "out", .layers = CT_LAYER_ALL};

/// The one note about these problems, all of them overlaps of a and b.
static const ct_note *note_of(made_graph *s, const ct_output_options *output, int32_t n,
                              ct_problem *x)
{
    ct_graph g = {.problem = x, .n_problems = n};
    ct_context ctx = *test_context(1);
    ctx.output = output;
    ct_graph_job job = {.opt = &s->opt, .ctx = &ctx, .regions = &s->r, .graph = &g};
    ct_problems_tell(&job);
    assert_int_equal(ctx.notes->n, 1);
    assert_int_equal(ctx.notes->item[0].count, n);
    return &ctx.notes->item[0];
}

static ct_problem problem(double area_m2, double width_m)
{
    return (ct_problem){.b = 1, .area_m2 = area_m2, .width_m = width_m, .is_covered = true};
}

static void sizes_are_written_out_with_separators(void **state)
{
    (void)state;
    made_graph s = make_graph(two, 2);
    ct_problem x[] = {problem(7.456e7, 3963), problem(1e4, 0.0303)};
    assert_string_equal(note_of(&s, &all, 2, x)->text,
                        "places where regions overlap, 74.57 km2 in all, listed in problems.shp; "
                        "the largest, 74.56 km2 and 3,963 m wide, is that of a and b");
    x[0] = problem(1.2345e10, 99.94);
    assert_contains(note_of(&s, &all, 1, x)->text, "12,345 km2 and 99.9 m wide");
    assert_contains(note_of(&s, &all, 1, x + 1)->text, "10,000 m2 and 0.0303 m wide");
    x[0] = problem(363.9, 0.5);
    assert_contains(note_of(&s, &all, 1, x)->text, "364 m2 and 0.5 m wide");
    x[0] = problem(999999.7, 100);
    assert_contains(note_of(&s, &all, 1, x)->text, "1,000,000 m2 and 100 m wide");
    x[0] = problem(0.25, 0.0011);
    assert_contains(note_of(&s, &all, 1, x)->text, "0.25 m2 and 0.0011 m wide");
    made_graph_free(&s);
}

static void one_is_told_as_one(void **state)
{
    (void)state;
    made_graph s = make_graph(two, 2);
    ct_problem x = problem(4.14e6, 696);
    assert_string_equal(note_of(&s, &all, 1, &x)->text,
                        "place where regions overlap, 4.14 km2 and 696 m wide, that of a and b, "
                        "listed in problems.shp");
    x.is_covered = false;
    assert_contains(note_of(&s, &all, 1, &x)->text, "narrow gap between regions, 4.14 km2");
    made_graph_free(&s);
}

static void no_file_is_named_as_if_it_were_written(void **state)
{
    (void)state;
    made_graph s = make_graph(two, 2);
    ct_problem x = problem(4.14e6, 696);
    const ct_output_options few = {.out = "out",
                                   .layers = CT_LAYER_ALL & ~(uint32_t)CT_LAYER_PROBLEMS};
    assert_contains(note_of(&s, NULL, 1, &x)->text,
                    "which run and assess --out DIR list in problems");
    assert_contains(note_of(&s, &few, 1, &x)->text, "which --layers leaves out");
    assert_null(strstr(note_of(&s, &few, 1, &x)->text, "listed in"));
    made_graph_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_are_written_out_with_separators),
        cmocka_unit_test(one_is_told_as_one),
        cmocka_unit_test(no_file_is_named_as_if_it_were_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
