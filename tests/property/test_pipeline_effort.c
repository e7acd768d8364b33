/// More effort goes on where less of it ends: on small maps no plan gets worse.
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/pipeline.h"
#include "tests/support/check.h"
#include "tests/support/make_scene.h"

enum { EFFORTS = 4 };

/// 1,000 maps where long tests are wanted.
static uint64_t many(void)
{
    return getenv("CANTON_LONG") ? 1000 : 20;
}

static double worth(const ct_solution *plan, const ct_terms *price)
{
    const ct_terms *t = &plan->terms;
    return price->inertia * t->inertia + price->border_m * t->border_m + price->cut * t->cut +
           price->off * t->off;
}

static ct_found solve(made_scene *s, int32_t effort, int32_t n_threads)
{
    ct_found found = {0};
    ct_error err = {0};
    s->opt.effort = effort;
    assert_ok(ct_pipeline_solve(&s->opt, test_context(n_threads), &s->given,
                                &(const ct_constraints){0}, &s->bands, 0, &found, &err),
              err);
    check_scene_plan(s, &found.solution, found.missed.status);
    return found;
}

/// By the prices of the least effort, which all the others begin with.
static void no_map_loses_by_effort(void **state)
{
    (void)state;
    int32_t n_found = 0, n_gains = 0;
    for (uint64_t seed = 0; seed < many(); seed++) {
        const int32_t most = seed % 10 == 9 ? 280 : 60;
        const int32_t n = 20 + (int32_t)(seed * 37) % most, k = 2 + (int32_t)(seed % 5);
        made_scene s = make_scene(n, k, 1 + (seed % 6 == 5), 0.1, seed % 5 != 4, seed);
        ct_found less = solve(&s, 1, 1);
        const ct_terms price = less.solution.price;
        for (int32_t e = 2; e <= EFFORTS; e++) {
            ct_found more = solve(&s, e, 1);
            assert_true(more.solution.feasible >= less.solution.feasible);
            if (less.solution.feasible) {
                const double was = worth(&less.solution, &price);
                const double is = worth(&more.solution, &price);
                if (is > was * (1 + 1e-12))
                    printf("# seed %d: effort %d is worse than %d: %g, %g\n", (int)seed, e, e - 1,
                           is, was);
                assert_true(is <= was * (1 + 1e-12));
                n_gains += is < was;
            }
            ct_solution_free(&less.solution);
            less = more;
        }
        n_found += less.solution.feasible;
        ct_solution_free(&less.solution);
        made_scene_free(&s);
    }
    printf("# %d maps with a plan, %d times a better one by more effort\n", n_found, n_gains);
    assert_true(n_found > (int32_t)many() / 2 && n_gains > 0);
}

/// Searches side by side are the same as one after the other.
static void threads_change_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 4; seed++) {
        made_scene s = make_scene(60 + 40 * (int32_t)seed, 5, 1, 0.05, true, seed);
        ct_found one = solve(&s, 3, 1);
        for (int32_t n_threads = 2; n_threads <= 7; n_threads += 5) {
            ct_found other = solve(&s, 3, n_threads);
            assert_memory_equal(one.solution.part, other.solution.part,
                                (size_t)one.solution.n * sizeof *one.solution.part);
            ct_solution_free(&other.solution);
        }
        ct_solution_free(&one.solution);
        made_scene_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_map_loses_by_effort),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
