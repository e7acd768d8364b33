/// pipeline: which of two plans found is handed on.
#include "pipeline/pipeline.h"

#include "tests/support/check.h"

static const ct_terms price = {1, 1, 1, 1};

static ct_found found(bool feasible, int64_t n_broken, double worst_pct)
{
    return (ct_found){.solution = {.feasible = feasible, .n_broken = n_broken},
                      .worst_pct = worst_pct};
}

/// In falling order; each beats all behind it, and none itself.
static void bands_and_rules_then_rules_then_the_smaller_miss(void **state)
{
    (void)state;
    const ct_found order[] = {found(true, 0, 0),  found(false, 0, 0.1), found(false, 0, 7),
                              found(false, 1, 0), found(false, 1, 2),   found(false, 3, 0)};
    const int n = sizeof order / sizeof *order;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            assert_int_equal(ct_found_is_better(&order[i], &order[j], &price), i < j);
}

/// Of plans as good as each other in all else the objective tells, at the price that is given.
static void then_the_objective(void **state)
{
    (void)state;
    ct_found a = found(true, 0, 0), b = a;
    a.solution.terms = (ct_terms){.inertia = 10, .border_m = 5, .cut = 3, .off = 1};
    b.solution.terms = (ct_terms){.inertia = 11, .border_m = 4, .cut = 2, .off = 0};
    const ct_terms dear[] = {{1, 0, 0, 0}, {1, 2, 0, 0}, {1, 0, 2, 0}, {1, 0, 0, 2}};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(ct_found_is_better(&a, &b, &dear[i]), i == 0);
        assert_int_equal(ct_found_is_better(&b, &a, &dear[i]), i != 0);
        assert_false(ct_found_is_better(&a, &a, &dear[i]));
    }
    b.sum_pct = 1;
    assert_true(ct_found_is_better(&a, &b, &dear[3]));
}

/// Half of all searches are of effort 1, and each effort comes once it has been earned twice.
static void searches_grow_as_luby_has_it(void **state)
{
    (void)state;
    const int32_t first[] = {1, 1, 2, 1, 1, 2, 3, 1, 1, 2, 1, 1, 2, 3, 4};
    int32_t count[11] = {0};
    for (int32_t i = 0; i < 15; i++) assert_int_equal(ct_portfolio_effort(i), first[i]);
    for (int32_t i = 0; i < 511; i++) count[ct_portfolio_effort(i)]++;
    for (int32_t e = 1; e <= 9; e++) assert_int_equal(count[e], 512 >> e);
    assert_int_equal(ct_portfolio_effort((1 << 20) - 2), 10);
}

/// More effort, smaller maps and bands that are met: never fewer.
static void portfolios_hold_each_other(void **state)
{
    (void)state;
    for (int32_t n = 1; n <= 1000; n++)
        for (int32_t e = 0; e <= 10; e++) {
            const int32_t size = ct_portfolio_size(n, e, false);
            assert_true(size >= 1 && size <= ct_portfolio_size(n, e, true));
            assert_true(ct_portfolio_size(n, e, true) >= ct_portfolio_size(n + 1, e, true));
            if (e == 10) continue;
            assert_true(size <= ct_portfolio_size(n, e + 1, false));
            assert_true(ct_portfolio_size(n, e, true) <= ct_portfolio_size(n, e + 1, true));
        }
    assert_true(ct_portfolio_is_small(300));
    assert_false(ct_portfolio_is_small(3000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_and_rules_then_rules_then_the_smaller_miss),
        cmocka_unit_test(then_the_objective),
        cmocka_unit_test(searches_grow_as_luby_has_it),
        cmocka_unit_test(portfolios_hold_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
