/// kernels/balance/patch_rules: the rules of the map in the numbers of a patch.
#include <string.h>

#include "kernels/balance/patch.h"
#include "tests/oracle/plan_rules.h"
#include "tests/support/check.h"

enum { N = 40, K = 5 };

static oracle_problem make(uint64_t seed, int32_t kinds)
{
    oracle_problem t = oracle_problem_make(N, K, 1, 0.3, seed);
    oracle_problem_hands(&t, 2);
    oracle_rules_make(&t, kinds, seed);
    return t;
}

/// What a patch allows, the map allows too; of rules without budgets also the reverse.
static void a_patch_asks_the_rules_of_the_map(void **state)
{
    (void)state;
    int32_t n_allowed = 0, n_refused = 0;
    for (uint64_t seed = 0; seed < 60; seed++) {
        oracle_problem t = make(seed, seed % 8 == 0 ? ORACLE_ALL_RULES : 1 << seed % 4);
        ctk_patch *x = &t.sweep.hand[0].patch;
        const int32_t team[] = {3, 1, 4};
        ctk_patch_open(&t.p, &t.d, &t.sweep.members, 3, team, x);
        for (int32_t i = 0; i < x->p.n; i++) {
            for (int32_t b = 0; b < 3; b++) {
                if (b == x->d.part[i]) continue;
                const bool here = ctk_draft_may_join(&x->p, &x->d, i, b);
                const bool there = ctk_draft_may_join(&t.p, &t.d, x->region[i], team[b]);
                assert_true(there || !here);
                if (!t.p.rules->from) assert_int_equal(here, there);
                n_allowed += here, n_refused += !here;
            }
        }
        ctk_patch_drop(x);
        for (int32_t j = 0; j < K && t.p.rules->from; j++)
            assert_int_equal(x->own_rules.spent_each[j], 0);
        oracle_problem_free(&t);
    }
    assert_true(n_allowed > 100 && n_refused > 100);
}

/// What patches that are open at once have left to spend is no more than the map has left, for the
/// whole and for each purse.
static void open_patches_never_share_out_more_than_is_left(void **state)
{
    (void)state;
    int64_t shared = 0;
    for (uint64_t seed = 0; seed < 60; seed++) {
        oracle_problem t = make(seed, ORACLE_BUDGET);
        const ctk_rules *r = t.p.rules;
        const int32_t one[] = {0, 3}, two[] = {4, 1, 2};
        ctk_patch *x[2] = {&t.sweep.hand[0].patch, &t.sweep.hand[1].patch};
        int64_t left = r->budget - t.d.spent.all;
        ctk_patch_open(&t.p, &t.d, &t.sweep.members, 2, one, x[0]);
        ctk_patch_open(&t.p, &t.d, &t.sweep.members, 3, two, x[1]);
        for (int32_t i = 0; i < 2; i++) {
            const int64_t here = x[i]->p.rules->budget - x[i]->d.spent.all;
            assert_true(here >= 0);
            left -= here;
            shared += here;
        }
        assert_true(left >= 0);
        for (int32_t j = 0; j < r->n_purses; j++) {
            int64_t purse = r->budget_each[j] - t.d.spent.each[j];
            for (int32_t i = 0; i < 2; i++)
                purse -= x[i]->p.rules->budget_each[j] - x[i]->d.spent.each[j];
            assert_true(purse >= 0);
        }
        ctk_patch_drop(x[0]);
        ctk_patch_drop(x[1]);
        oracle_problem_free(&t);
    }
    assert_true(shared > 0); // or nothing is shown
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_patch_asks_the_rules_of_the_map),
        cmocka_unit_test(open_patches_never_share_out_more_than_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
