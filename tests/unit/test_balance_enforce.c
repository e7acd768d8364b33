/// kernels/balance/enforce: plans that know nothing of rules come inside them.
#include "kernels/balance/enforce.h"

#include <string.h>

#include "tests/oracle/plan_rules.h"
#include "tests/support/check.h"

enum { N = 90, K = 6, SEEDS = 48 };

/// A plan with rules that it keeps: 1 << kind, or all of them at kind 4.
static oracle_problem make(uint64_t seed, uint64_t kind, oracle_rules **rules)
{
    oracle_problem t = oracle_problem_make(N, K, 1, 0.1, seed);
    oracle_problem_hands(&t, 1);
    *rules = oracle_rules_make(&t, kind == 4 ? ORACLE_ALL_RULES : 1 << kind, seed);
    return t;
}

static bool enforce(oracle_problem *t)
{
    return ctk_enforce(&t->p, t->center_km, t->lambda, &t->d, &t->repair);
}

static void a_plan_inside_its_rules_is_left_as_it_is(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        oracle_rules *r;
        oracle_problem t = make(seed, seed % 5, &r);
        int32_t before[N];
        memcpy(before, t.d.part, sizeof before);
        assert_true(enforce(&t));
        assert_memory_equal(t.d.part, before, sizeof before);
        assert_true(oracle_rules_are_sound(r, &t));
        oracle_problem_free(&t);
    }
}

/// One region belongs to a territory that it does not touch, all others stay where they are.
static void what_no_shift_can_mend_is_said_to_be_broken(void **state)
{
    (void)state;
    int32_t n = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        oracle_problem t = oracle_problem_make(N, K, 1, 0.1, seed);
        int32_t only[N];
        for (int32_t u = 0; u < N; u++) only[u] = t.d.part[u];
        const int32_t u = (int32_t)(seed % N), far = (t.d.part[u] + 1) % K;
        only[u] = far; // all others must stay where they are
        const ctk_rules rules = {.only = only};
        t.p.rules = &rules;
        if (!ctk_draft_touches(&t.p, &t.d, u, far, -1)) {
            n++;
            assert_false(enforce(&t));
            assert_true(oracle_is_contiguous(&t.p, t.d.part));
            assert_int_equal(ctk_draft_broken(&t.p, &t.d), 1);
        }
        t.p.rules = NULL;
        oracle_problem_free(&t);
    }
    assert_true(n > SEEDS / 4);
}

/// Rules that some plan keeps, and a start that knows nothing of them.
static void starts_come_inside_the_rules_and_never_farther_out(void **state)
{
    (void)state;
    int32_t n = 0, inside = 0;
    for (uint64_t seed = 0; seed < 4 * SEEDS; seed++) {
        oracle_rules *r;
        oracle_problem t = make(seed, seed % 3, &r);
        ctk_rng rng = ctk_rng_key(seed, 5, 5);
        for (int32_t i = 0; i < 40; i++) {
            const int32_t u = (int32_t)ctk_rng_below(&rng, N);
            const int32_t b = t.d.part[t.p.graph.indices[t.p.graph.indptr[u]]];
            if (b != t.d.part[u] && ctk_draft_may_leave(&t.p, &t.d, u))
                ctk_draft_move(&t.p, &t.d, u, b);
        }
        const int64_t before = ctk_draft_broken(&t.p, &t.d);
        const bool is_inside = ctk_enforce(&t.p, t.center_km, t.lambda, &t.d, &t.repair);
        assert_true(oracle_is_sound(&t));
        assert_int_equal(is_inside, oracle_rules_hold(r, t.d.part));
        n += before > 0;
        inside += before > 0 && is_inside;
        oracle_problem_free(&t);
    }
    assert_true(n > 2 * SEEDS);
    assert_true(inside * 10 > 9 * n);
}

/// Labels that a rule names find the cells that hold its regions again, however they were dealt.
static void labels_go_to_the_cells_that_hold_their_regions(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        oracle_problem t = oracle_problem_make(N, 6, 1, 0.1, seed);
        const oracle_rules *r = oracle_rules_make(&t, ORACLE_ONLY, seed);
        int32_t none[N], dealt[N], before[N];
        for (int32_t u = 0; u < N; u++) {
            none[u] = -1, before[u] = t.d.part[u];
            dealt[u] = (int32_t)((uint64_t)t.d.part[u] + seed) % 6;
        }
        ctk_enforce_labels(&t.p, none, dealt, &t.repair);
        assert_true(oracle_rules_hold(r, dealt));
        for (int32_t u = 0; u < N; u++) dealt[u] = (int32_t)((uint64_t)before[u] + seed) % 6;
        ctk_enforce_labels(&t.p, before, dealt, &t.repair);
        assert_memory_equal(dealt, before, sizeof dealt);
        oracle_problem_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_inside_its_rules_is_left_as_it_is),
        cmocka_unit_test(what_no_shift_can_mend_is_said_to_be_broken),
        cmocka_unit_test(starts_come_inside_the_rules_and_never_farther_out),
        cmocka_unit_test(labels_go_to_the_cells_that_hold_their_regions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
