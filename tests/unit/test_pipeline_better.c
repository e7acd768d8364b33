/// pipeline: which of two plans found is handed on.
#include "pipeline/pipeline.h"

#include "tests/support/check.h"

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
            assert_int_equal(ct_found_is_better(&order[i], &order[j]), i < j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_and_rules_then_rules_then_the_smaller_miss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
