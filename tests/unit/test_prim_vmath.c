/// exp and log against libm.
#include "kernels/prim/vmath.h"

#include <math.h>

#include "support/check.h"

static void exp_and_log_agree_with_libm(void **state)
{
    (void)state;
    for (double t = 0; t < 60; t += 0.0137) assert_near(ctk_exp_neg(t) / exp(-t), 1.0, 2e-14);
    for (double z = 1; z < 1e6; z *= 1.00137)
        assert_near(ctk_log_ge1(z), log(z), 1e-14 * (1 + log(z)));
    assert_near(ctk_exp_neg(0), 1, 0);
    assert_near(ctk_log_ge1(1), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_and_log_agree_with_libm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
