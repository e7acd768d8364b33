/// kernels/balance/resplit: exact on small graphs.
#include "kernels/balance/resplit.h"

#include "tests/oracle/partition.h"
#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static void resplitting_everything_finds_a_plan_when_there_is_one(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 150; seed++) {
        const int32_t k = 2 + (int32_t)(seed % 3);
        oracle_problem t = oracle_problem_make(9, k, 1, 0.25, seed);
        ctk_rng rng = ctk_rng_key(seed, 2, 0);
        const bool exists = oracle_feasible(9, t.p.graph.indptr, t.p.graph.indices, k, 1,
                                            t.p.weight, t.goal->lower, t.goal->upper);
        ctk_resplit(&t.p, &t.d, 0, &rng, 1000000);
        assert_true(oracle_is_contiguous(&t.p, t.d.part));
        assert_int_equal(exists, ctk_draft_violation(&t.p, &t.d) == 0);
        oracle_problem_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resplitting_everything_finds_a_plan_when_there_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
