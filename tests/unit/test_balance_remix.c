/// kernels/balance/remix: trials keep plans contiguous and never make them worse.
#include "kernels/balance/remix.h"

#include "kernels/cluster/bisect.h"
#include "tests/oracle/partition_problem.h"
#include "tests/support/check.h"

static ctk_remix make_remix(oracle_problem *t, void **owned)
{
    const size_t n = (size_t)t->p.n, k = (size_t)t->p.k;
    ctk_remix r = {.steps_per_region = 100, .anneal = t->anneal, .repair = t->repair};
    r.hot = 30 * t->p.spread_km2;
    r.cold = 0.1 * t->p.spread_km2;
    r.pressure = 30 * t->p.spread_km2;
    r.price = 20 * t->p.spread_km2 * t->p.goal_mass[0];
    r.open = owned[0] = calloc(k, 1);
    r.before = owned[1] = calloc(n, 4);
    r.region = owned[2] = calloc(n, 4);
    r.cut = owned[3] = calloc(n, 4);
    r.pos = owned[4] = calloc(3 * n, 8);
    r.mass = owned[5] = calloc(n, 8);
    r.center_km = owned[6] = calloc(3 * k, 8);
    r.lambda = owned[7] = calloc(k, 8);
    r.bisect = owned[8] = aligned_alloc(64, (size_t)(ctk_bisect_work((int32_t)n) + 63) / 64 * 64);
    return r;
}

static void a_trial_never_makes_the_plan_worse_nor_tears_it(void **state)
{
    (void)state;
    int64_t kept = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        oracle_problem t = oracle_problem_make(90, 2 + (int32_t)(seed % 5), 1, 0.2, seed);
        void *owned[9];
        ctk_remix r = make_remix(&t, owned);
        ctk_rng rng = ctk_rng_key(seed, 0, 0);
        double last = 1e300;
        for (int32_t i = 0; i < 12; i++) {
            assert_true(ctk_remix_try(&t.p, &t.d, &rng, &r) > 0);
            const double now =
                ctk_draft_objective(&t.p, &t.d) + r.price * ctk_draft_violation(&t.p, &t.d);
            assert_true(now <= last);
            last = now;
            assert_true(oracle_is_contiguous(&t.p, t.d.part));
        }
        kept += r.n_kept;
        for (int32_t i = 0; i < 9; i++) free(owned[i]);
        oracle_problem_free(&t);
    }
    assert_true(kept > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trial_never_makes_the_plan_worse_nor_tears_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
