/// kernels/balance/draft: what an O(1) move says against sums from scratch.
#include "kernels/balance/draft.h"

#include <math.h>

#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static void compare_moves(oracle_problem *t)
{
    for (int32_t u = 0; u < t->p.n; u++) {
        const int32_t a = t->d.part[u], b = (a + 1) % t->p.k;
        if (t->d.count[a] == 1) continue;
        const double before = ctk_draft_objective(&t->p, &t->d);
        const double cost = ctk_move_cost(&t->p, &t->d, u, b);
        ctk_draft_move(&t->p, &t->d, u, b);
        assert_true(oracle_sums_agree(&t->p, &t->d));
        const double after = ctk_draft_objective(&t->p, &t->d);
        assert_true(fabs(after - before - cost) <= 1e-9 * (fabs(before) + fabs(after)));
    }
}

static void the_cost_of_a_move_is_the_change_of_the_objective(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        oracle_problem t = oracle_problem_make(40, 2 + (int32_t)(seed % 5), 2, 0.1, seed);
        t.goal->per_km2 = seed % 3 == 1 ? 0 : 1;
        t.goal->per_m = seed % 2 == 1 ? 3 : 0;
        t.goal->per_edge = seed % 3 == 1 ? 500 : 0;
        if (seed % 4 > 1) oracle_problem_pull(&t, 1e5);
        compare_moves(&t);
        oracle_problem_free(&t);
    }
}

static void the_pull_is_its_price_at_both_edges_and_nothing_in_the_middle(void **state)
{
    (void)state;
    oracle_problem t = oracle_problem_make(30, 3, 2, 0.3, 4);
    const int64_t *lower = t.goal->lower + 2, *upper = t.goal->upper + 2;
    int64_t *even = (int64_t *)(uintptr_t)upper;
    for (int32_t i = 0; i < 2; i++) even[i] -= (upper[i] - lower[i]) % 2;
    oracle_problem_pull(&t, 7);
    const int64_t middle[2] = {(lower[0] + upper[0]) / 2, (lower[1] + upper[1]) / 2};
    const int64_t mixed[2] = {lower[0], upper[1]};
    assert_near(ctk_pull(&t.p, t.goal, 1, middle), 0, 0);
    assert_near(ctk_pull(&t.p, t.goal, 1, lower), 14, 1e-12);
    assert_near(ctk_pull(&t.p, t.goal, 1, mixed), 14, 1e-12);
    oracle_problem_free(&t);
}

static void violation_is_zero_exactly_inside_all_bands(void **state)
{
    (void)state;
    oracle_problem t = oracle_problem_make(30, 3, 2, 0.3, 4);
    int32_t missed = 0;
    for (int32_t i = 0; i < 6; i++)
        missed += t.d.total[i] < t.goal->lower[i] || t.d.total[i] > t.goal->upper[i];
    assert_int_equal(missed > 0, ctk_draft_violation(&t.p, &t.d) > 0);
    int64_t *upper = (int64_t *)(uintptr_t)t.goal->upper,
            *lower = (int64_t *)(uintptr_t)t.goal->lower;
    for (int32_t i = 0; i < 6; i++) upper[i] = lower[i] = t.d.total[i];
    assert_true(ctk_draft_violation(&t.p, &t.d) == 0);
    upper[3]--;
    assert_true(ctk_draft_violation(&t.p, &t.d) > 0);
    oracle_problem_free(&t);
}

static void stress_grows_where_a_band_is_missed_and_fades_elsewhere(void **state)
{
    (void)state;
    oracle_problem t = oracle_problem_make(30, 3, 2, 0.3, 4);
    int64_t *upper = (int64_t *)(uintptr_t)t.goal->upper,
            *lower = (int64_t *)(uintptr_t)t.goal->lower;
    for (int32_t i = 0; i < 6; i++) upper[i] = lower[i] = t.d.total[i];
    upper[3]--, lower[3]--;
    assert_true(ctk_draft_strain(&t.p, &t.d) == ctk_draft_violation(&t.p, &t.d));
    for (int32_t round = 0; round < 3; round++) ctk_draft_stress(&t.p, &t.d, 2, 0.5);
    for (int32_t i = 0; i < 6; i++) assert_true(t.d.stress[i] == (i == 3 ? 8 : 1));
    assert_true(ctk_draft_strain(&t.p, &t.d) == 8 * ctk_draft_violation(&t.p, &t.d));
    upper[3]++;
    ctk_draft_stress(&t.p, &t.d, 2, 0.5);
    assert_true(t.d.stress[3] == 4);
    ctk_draft_relax(&t.p, &t.d);
    assert_true(t.d.stress[3] == 1);
    oracle_problem_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cost_of_a_move_is_the_change_of_the_objective),
        cmocka_unit_test(the_pull_is_its_price_at_both_edges_and_nothing_in_the_middle),
        cmocka_unit_test(violation_is_zero_exactly_inside_all_bands),
        cmocka_unit_test(stress_grows_where_a_band_is_missed_and_fades_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
