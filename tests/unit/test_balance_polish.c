/// kernels/balance/polish: balance without tearing.
#include "kernels/balance/polish.h"

#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static void polish_never_tears_and_never_gets_worse(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        oracle_problem t = oracle_problem_make(60, 4, 1 + (int32_t)(seed % 2), 0.1, seed);
        ctk_rng rng = ctk_rng_key(seed, 1, 0);
        const double before = ctk_draft_violation(&t.p, &t.d);
        ctk_polish_open(&t.p, &t.d, &t.polish);
        for (int32_t part = 0; part < 5; part++) ctk_polish_run(&t.p, &t.d, &rng, 10, &t.polish);
        ctk_polish_close(&t.p, &t.d, &t.polish);
        const double after = ctk_draft_violation(&t.p, &t.d);
        assert_true(after == t.polish.best);
        assert_true(after <= before);
        assert_true(oracle_is_contiguous(&t.p, t.d.part));
        oracle_problem_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(polish_never_tears_and_never_gets_worse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
