/// kernels/graph/rules: the predicate says what a plain check of the plan after the move says.
#include "kernels/graph/rules.h"

#include <string.h>

#include "tests/oracle/plan_rules.h"
#include "tests/support/check.h"

enum { N = 40, K = 5 };

static oracle_problem make(uint64_t seed)
{
    oracle_problem t = oracle_problem_make(N, K, 1, 0.3, seed);
    oracle_problem_hands(&t, 1);
    return t;
}

static int32_t kinds_of(uint64_t seed)
{
    return seed % 8 == 0 ? ORACLE_ALL_RULES : 1 << seed % 4;
}

/// From a plan that keeps the rules, so that what is broken after the move is broken by it.
static void a_move_is_allowed_exactly_when_the_plan_after_it_keeps_all_rules(void **state)
{
    (void)state;
    int32_t n_allowed = 0, n_refused = 0;
    for (uint64_t seed = 0; seed < 40; seed++) {
        oracle_problem t = make(seed);
        const oracle_rules *r = oracle_rules_make(&t, kinds_of(seed), seed);
        assert_true(oracle_rules_are_sound(r, &t));
        for (int32_t u = 0; u < N; u++) {
            const int32_t a = t.d.part[u];
            for (int32_t b = 0; b < K; b++) {
                if (b == a) continue;
                const bool may = ctk_draft_may_join(&t.p, &t.d, u, b);
                t.d.part[u] = b;
                assert_int_equal(may, oracle_rules_hold(r, t.d.part));
                t.d.part[u] = a;
                n_allowed += may, n_refused += !may;
            }
        }
        oracle_problem_free(&t);
    }
    assert_true(n_allowed > 1000 && n_refused > 1000);
}

static void an_exchange_is_allowed_exactly_when_the_plan_after_it_keeps_all_rules(void **state)
{
    (void)state;
    int32_t n_allowed = 0, n_refused = 0;
    for (uint64_t seed = 0; seed < 40; seed++) {
        oracle_problem t = make(seed);
        const oracle_rules *r = oracle_rules_make(&t, kinds_of(seed), seed);
        for (int32_t i = 0; i < N * N; i++) {
            const int32_t u = i / N, v = i % N, a = t.d.part[u], b = t.d.part[v];
            if (a == b) continue;
            const bool may = ctk_rules_allow_exchange(&r->rules, t.d.part, &t.d.spent, u, v);
            t.d.part[u] = b, t.d.part[v] = a;
            assert_int_equal(may, oracle_rules_hold(r, t.d.part));
            t.d.part[u] = a, t.d.part[v] = b;
            n_allowed += may, n_refused += !may;
        }
        assert_true(oracle_rules_are_sound(r, &t));
        oracle_problem_free(&t);
    }
    assert_true(n_allowed > 1000 && n_refused > 1000);
}

static void a_set_is_allowed_exactly_when_the_plan_after_it_keeps_all_rules(void **state)
{
    (void)state;
    int32_t n_allowed = 0, n_refused = 0;
    for (uint64_t seed = 0; seed < 400; seed++) {
        oracle_problem t = make(seed);
        const oracle_rules *r = oracle_rules_make(&t, kinds_of(seed), seed);
        int32_t part[N], set[N], n = 0;
        const int32_t a = (int32_t)(seed % K), b = (a + 1) % K;
        memcpy(part, t.d.part, sizeof part);
        for (int32_t u = 0; u < N && n < 3; u++)
            if (part[u] == a) set[n++] = u, part[u] = b;
        const bool may = ctk_rules_allow_all(&r->rules, t.d.part, &t.d.spent, n, set, b);
        assert_int_equal(may, oracle_rules_hold(r, part));
        assert_true(oracle_rules_are_sound(r, &t));
        n_allowed += may, n_refused += !may;
        oracle_problem_free(&t);
    }
    assert_true(n_allowed > 20 && n_refused > 20);
}

static void what_is_spent_follows_every_move(void **state)
{
    (void)state;
    oracle_problem t = make(3);
    const oracle_rules *r = oracle_rules_make(&t, ORACLE_BUDGET, 3);
    ctk_rng rng = ctk_rng_key(3, 0, 0);
    for (int32_t i = 0; i < 3000; i++) {
        const int32_t u = (int32_t)ctk_rng_below(&rng, N), b = (int32_t)ctk_rng_below(&rng, K);
        if (b == t.d.part[u] || t.d.count[t.d.part[u]] == 1) continue;
        if (!ctk_draft_may_join(&t.p, &t.d, u, b)) continue;
        ctk_draft_move(&t.p, &t.d, u, b);
        assert_true(oracle_rules_are_sound(r, &t));
    }
    oracle_problem_free(&t);
}

static void broken_counts_regions_pairs_and_budgets(void **state)
{
    (void)state;
    const int32_t only[] = {1, -1, -1, -1}, forbid[] = {0}, apart[] = {3, 2}, from[] = {0, 0, 0, 0};
    const int64_t forbid_begin[] = {0, 0, 1, 1, 1}, apart_begin[] = {0, 0, 0, 1, 2};
    const int64_t moved[] = {5, 5, 5, 5}, each[] = {10, 0};
    const ctk_rules r = {.only = only,
                         .forbid_begin = forbid_begin,
                         .forbid = forbid,
                         .apart_begin = apart_begin,
                         .apart = apart,
                         .from = from,
                         .purse = from,
                         .moved = moved,
                         .budget = 10,
                         .budget_each = each,
                         .n_purses = 2};
    const int32_t kept[] = {1, 1, 0, 1}, none[] = {0, 0, 0, 0}, dear[] = {1, 1, 1, 1};
    int64_t spent_each[2];
    ctk_spent spent = {.each = spent_each};
    ctk_rules_sum(&r, 4, kept, &spent);
    assert_int_equal(spent.all, 15);
    assert_int_equal(ctk_rules_broken(&r, 4, kept, &spent), 2);
    ctk_rules_sum(&r, 4, none, &spent);
    assert_int_equal(ctk_rules_broken(&r, 4, none, &spent), 3);
    ctk_rules_sum(&r, 4, dear, &spent);
    assert_int_equal(ctk_rules_broken(&r, 4, dear, &spent), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_move_is_allowed_exactly_when_the_plan_after_it_keeps_all_rules),
        cmocka_unit_test(an_exchange_is_allowed_exactly_when_the_plan_after_it_keeps_all_rules),
        cmocka_unit_test(a_set_is_allowed_exactly_when_the_plan_after_it_keeps_all_rules),
        cmocka_unit_test(what_is_spent_follows_every_move),
        cmocka_unit_test(broken_counts_regions_pairs_and_budgets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
