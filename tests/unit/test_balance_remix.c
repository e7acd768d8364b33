/// kernels/balance/remix: trials keep plans contiguous and never make them worse.
#include "kernels/balance/remix.h"

#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static oracle_problem make_with(uint64_t seed, int32_t n_hands, int32_t measures)
{
    oracle_problem t = oracle_problem_make(120, 2 + (int32_t)(seed % 7), measures, 0.2, seed);
    oracle_problem_hands(&t, n_hands);
    ctk_remix *r = &t.remix;
    r->seed = seed;
    r->steps_per_region = 100;
    r->most = 4;
    r->slack = 10;
    r->hot = 30 * t.goal->spread_km2;
    r->cold = 0.1 * t.goal->spread_km2;
    r->pressure = 30 * t.goal->spread_km2;
    r->price = 20 * t.goal->spread_km2 * t.p.goal_mass[0];
    return t;
}

static oracle_problem make(uint64_t seed, int32_t n_hands)
{
    return make_with(seed, n_hands, 1);
}

static double value(const oracle_problem *t)
{
    return ctk_draft_objective(&t->p, &t->d) + t->remix.price * ctk_draft_violation(&t->p, &t->d);
}

static void a_round_never_makes_the_plan_worse_nor_tears_it(void **state)
{
    (void)state;
    int64_t kept = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        oracle_problem t = make(seed, 1);
        double last = value(&t);
        for (int32_t i = 0; i < 8; i++) {
            assert_true(ctk_remix_round(&t.p, &t.d, &t.sweep, &t.remix, false) > 0);
            const double now = value(&t);
            assert_true(now <= last + 1e-9 * last);
            kept += now < last;
            last = now;
            assert_true(oracle_is_sound(&t));
        }
        oracle_problem_free(&t);
    }
    assert_true(kept > 0);
}

/// Every other round a stir of up to seven territories that ends in polish.
static void trials_with_three_measures_bring_plans_inside_their_bands(void **state)
{
    (void)state;
    int32_t missed = 0, met = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        oracle_problem t = make_with(seed, 1, 3);
        ctk_remix *r = &t.remix;
        r->work[0].polish = &t.polish, r->polish_steps = 20;
        missed += ctk_draft_violation(&t.p, &t.d) > 0;
        for (int32_t i = 0; i < 20; i++) {
            const double last = value(&t);
            r->is_stir = i % 2 == 1, r->most = r->is_stir ? 7 : 4;
            ctk_remix_round(&t.p, &t.d, &t.sweep, r, true);
            assert_true(value(&t) <= last + 1e-9 * last);
            assert_true(oracle_is_sound(&t));
        }
        met += ctk_draft_violation(&t.p, &t.d) == 0;
        oracle_problem_free(&t);
    }
    assert_true(missed >= 15);
    assert_true(met >= 15);
}

static void only_what_misses_is_remixed_on_request(void **state)
{
    (void)state;
    oracle_problem t = make(5, 1);
    for (int32_t j = 0; j < t.p.k; j++) ((int64_t *)(uintptr_t)t.goal->lower)[j] = 0;
    for (int32_t j = 0; j < t.p.k; j++) ((int64_t *)(uintptr_t)t.goal->upper)[j] = INT64_MAX / 2;
    assert_int_equal(ctk_remix_round(&t.p, &t.d, &t.sweep, &t.remix, true), 0);
    oracle_problem_free(&t);
}

static void run(oracle_problem *t)
{
    for (int32_t i = 0; i < 6; i++) ctk_remix_round(&t->p, &t->d, &t->sweep, &t->remix, false);
}

static void any_number_of_threads_gives_the_same_plan(void **state)
{
    (void)state;
    oracle_problem one = make_with(6, 1, 3);
    run(&one);
    for (int32_t threads = 2; threads <= ORACLE_HANDS; threads++) {
        oracle_problem t = make_with(6, threads, 3);
        oracle_problem_share(&t, threads, run);
        assert_memory_equal(one.d.part, t.d.part, 120 * sizeof(int32_t));
        oracle_problem_free(&t);
    }
    oracle_problem_free(&one);
}

static void proposals_grow_with_a_small_trial_and_with_the_root_of_a_large_one(void **state)
{
    (void)state;
    const ctk_remix r = {.steps_per_region = 200};
    assert_int_equal(ctk_remix_steps(&r, 0), 0);
    assert_int_equal(ctk_remix_steps(&r, 100), 20000);
    assert_int_equal(ctk_remix_steps(&r, 400), 80000);
    assert_int_equal(ctk_remix_steps(&r, 40000), 800000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_round_never_makes_the_plan_worse_nor_tears_it),
        cmocka_unit_test(trials_with_three_measures_bring_plans_inside_their_bands),
        cmocka_unit_test(only_what_misses_is_remixed_on_request),
        cmocka_unit_test(proposals_grow_with_a_small_trial_and_with_the_root_of_a_large_one),
        cmocka_unit_test(any_number_of_threads_gives_the_same_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
