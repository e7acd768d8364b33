/// kernels/balance/descend: better without leaving the bands.
#include "kernels/balance/descend.h"

#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static void descent_lowers_the_objective_and_keeps_the_bands(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        oracle_problem t = oracle_problem_make(70, 5, 1, 0.4, seed);
        const double violation = ctk_draft_violation(&t.p, &t.d);
        const double objective = ctk_draft_objective(&t.p, &t.d);
        const int64_t moves = ctk_descend(&t.p, &t.d);
        assert_true(ctk_draft_violation(&t.p, &t.d) <= violation + 1e-12);
        assert_int_equal(moves > 0, ctk_draft_objective(&t.p, &t.d) < objective);
        assert_true(oracle_is_contiguous(&t.p, t.d.part));
        oracle_problem_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(descent_lowers_the_objective_and_keeps_the_bands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
