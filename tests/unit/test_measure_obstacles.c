/// ct_bands_explain and ct_capacity_least: what arithmetic says before anything is solved.
#include "support/check.h"

#include <string.h>

#include "base/memory.h"

enum { N = 8, MOST_K = 8 };

/// A path of eight regions a..h, cut where asked, one measure called pop.
typedef struct scene {
    ct_target_options opt;
    ct_case given;
    ct_bands bands;
    int64_t indptr[N + 1], weight[N], lower[MOST_K], upper[MOST_K];
    int32_t indices[2 * N];
    double target[MOST_K];
} scene;

static scene *make_scene(const int64_t *weight, int32_t k, double tolerance_pct, int32_t cut_behind)
{
    scene *s = calloc(1, sizeof *s);
    ct_strings_builder codes = {0};
    ct_error err = {0};
    int64_t arcs = 0;
    for (int32_t i = 0; i < N; i++) {
        assert_ok(ct_strings_add(&codes, &"abcdefgh"[i], 1, &err), err);
        if (i > 0 && i - 1 != cut_behind) s->indices[arcs++] = i - 1;
        if (i < N - 1 && i != cut_behind) s->indices[arcs++] = i + 1;
        s->indptr[i + 1] = arcs;
        s->weight[i] = weight[i];
        s->given.measures.item[0].total += weight[i];
    }
    s->given.regions.n = s->given.graph.n = N;
    s->given.regions.code = codes.s;
    s->given.graph.indptr = s->indptr;
    s->given.graph.indices = s->indices;
    s->given.measures.n = 1;
    s->given.measures.n_regions = N;
    s->given.measures.item[0].region = s->weight;
    strcpy(s->given.measures.item[0].name, "pop");
    s->opt = ct_target_options_default();
    s->opt.k = k;
    s->opt.tolerance_pct[0] = tolerance_pct;
    return s;
}

static void free_scene(scene *s)
{
    ct_bands_free(&s->bands);
    ct_strings_free(&s->given.regions.code);
    free(s);
}

/// Reasons found; the notes are in the context of the test.
static int32_t explain(scene *s, const ct_context *ctx)
{
    ct_error err = {0};
    ct_inputs none = {0};
    assert_ok(ct_bands_build(&s->opt, ctx, &s->given, &s->bands, &none, &err), err);
    int32_t n = -1;
    assert_ok(ct_bands_explain(ctx, &s->given, &s->bands, &n, &err), err);
    return n;
}

static void bands_that_can_be_met_say_nothing(void **state)
{
    (void)state;
    const int64_t weight[N] = {10, 10, 10, 10, 10, 10, 10, 10};
    const ct_context *ctx = test_context(1);
    scene *s = make_scene(weight, 4, 5, -1);
    assert_int_equal(explain(s, ctx), 0);
    assert_int_equal(ctx->notes->n, 0);
    free_scene(s);
}

/// total 1600, k = 4: target 400, upper 440. 1600 * 1.1 / 700 = 2.51, 700 / 400 = 1.75.
static void a_region_over_the_band_is_named_with_what_would_hold_it(void **state)
{
    (void)state;
    const int64_t weight[N] = {100, 200, 700, 50, 50, 100, 100, 300};
    const ct_context *ctx = test_context(1);
    scene *s = make_scene(weight, 4, 10, -1);
    assert_int_equal(explain(s, ctx), 1);
    assert_int_equal(ctx->notes->item[0].count, 1);
    const char *text = ctx->notes->item[0].text;
    assert_contains(text,
                    "region c holds 700, a territory may hold at most 440 (target 400 + 10 %)");
    assert_contains(text, "it fits up to --k 2 or from --tolerance pop=75.01");
    free_scene(s);
    s = make_scene(weight, 4, 75.01, -1);
    assert_int_equal(explain(s, test_context(1)), 0);
    free_scene(s);
    s = make_scene(weight, 2, 30, -1);
    assert_int_equal(explain(s, test_context(1)), 0);
    free_scene(s);
}

/// Two parts of 30 and 50 and bands 18 .. 22: 30 is one and a half territories.
static void a_part_that_fits_no_whole_number_is_told(void **state)
{
    (void)state;
    const int64_t weight[N] = {10, 10, 10, 10, 10, 10, 10, 10};
    const ct_context *ctx = test_context(1);
    scene *s = make_scene(weight, 4, 10, 2);
    assert_int_equal(explain(s, ctx), 1);
    assert_contains(ctx->notes->item[0].text, "from d on hold 50 of pop: no whole number");
    assert_contains(ctx->notes->item[1].text, "from a on hold 30 of pop: no whole number");
    free_scene(s);
}

/// Twelve single regions of 10 and bands 36 .. 44.
static void parts_beyond_ten_are_counted(void **state)
{
    (void)state;
    enum { PARTS = 12 };
    int64_t weight[PARTS], indptr[PARTS + 1] = {0};
    const ct_context *ctx = test_context(1);
    ct_error err = {0};
    ct_strings_builder codes = {0};
    const int64_t some[N] = {10, 10, 10, 10, 10, 10, 10, 10};
    scene *s = make_scene(some, 3, 10, -1);
    for (int32_t i = 0; i < PARTS; i++) {
        weight[i] = 10;
        assert_ok(ct_strings_add(&codes, &"abcdefghijkl"[i], 1, &err), err);
    }
    ct_strings_free(&s->given.regions.code);
    s->given.regions.code = codes.s;
    s->given.regions.n = s->given.graph.n = s->given.measures.n_regions = PARTS;
    s->given.graph.indptr = indptr;
    s->given.measures.item[0].region = weight;
    s->given.measures.item[0].total = 10 * PARTS;
    assert_int_equal(explain(s, ctx), 1);
    assert_int_equal(ctx->notes->n, 11);
    assert_int_equal(ctx->notes->item[10].count, 2);
    assert_string_equal(ctx->notes->item[10].text,
                        "more unconnected parts fit no whole number of territories in the band of "
                        "pop either, from k, l on");
    free_scene(s);
}

/// A path cut at d: 19 on one side, 39 on the other, and bands 20 .. 22. One side is no territory,
/// the other one and 17 over, and d itself weighs 5. At f it is the same with 34 and 19.
static void a_region_on_which_too_much_hangs_is_named(void **state)
{
    (void)state;
    const int64_t weight[N] = {6, 6, 7, 5, 10, 10, 10, 9};
    const ct_context *ctx = test_context(1);
    scene *s = make_scene(weight, 3, 5, -1);
    assert_int_equal(explain(s, ctx), 1);
    assert_int_equal(ctx->notes->n, 2);
    assert_contains(ctx->notes->item[0].text, "region d would have to hold 41 of pop, and 22 is");
    assert_contains(ctx->notes->item[1].text, "region f would have to hold 41 of pop, and 22 is");
    free_scene(s);
    s = make_scene(weight, 3, 20, -1);
    assert_int_equal(explain(s, test_context(1)), 0);
    free_scene(s);
}

static void weight_granularity_and_parts_bound_the_number(void **state)
{
    (void)state;
    const int64_t weight[N] = {60, 60, 1, 60, 60, 1, 1, 1};
    ct_error err = {0};
    ct_capacity c;
    scene *s = make_scene(weight, 0, 10, 6);
    s->opt.capacity = 100;
    assert_ok(ct_capacity_least(&s->opt, test_context(1), &s->given, &c, &err), err);
    assert_int_equal(c.by_weight, 3);
    assert_int_equal(c.by_granularity, 4);
    assert_int_equal(c.by_components, 5);
    assert_int_equal(c.least, 5);
    assert_int_equal(c.n_heavy, 0);
    free_scene(s);
}

static void a_region_over_the_capacity_is_named(void **state)
{
    (void)state;
    const int64_t weight[N] = {60, 60, 1, 160, 60, 1, 1, 1};
    const ct_context *ctx = test_context(1);
    ct_error err = {0};
    ct_capacity c;
    scene *s = make_scene(weight, 0, 10, -1);
    s->opt.capacity = 100;
    assert_ok(ct_capacity_least(&s->opt, ctx, &s->given, &c, &err), err);
    assert_int_equal(c.n_heavy, 1);
    assert_int_equal(c.by_granularity, 4);
    assert_contains(ctx->notes->item[1].text, "(d: 160 of 100)");
    assert_contains(ctx->notes->item[1].text, "--capacity pop=160");
    free_scene(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_that_can_be_met_say_nothing),
        cmocka_unit_test(a_region_over_the_band_is_named_with_what_would_hold_it),
        cmocka_unit_test(a_part_that_fits_no_whole_number_is_told),
        cmocka_unit_test(parts_beyond_ten_are_counted),
        cmocka_unit_test(a_region_on_which_too_much_hangs_is_named),
        cmocka_unit_test(weight_granularity_and_parts_bound_the_number),
        cmocka_unit_test(a_region_over_the_capacity_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
