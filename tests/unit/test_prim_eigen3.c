/// Axes of symmetric 3 x 3 matrices against their definition.
#include "kernels/prim/eigen3.h"

#include <math.h>

#include "kernels/prim/rng.h"
#include "support/check.h"

static void axes_are_eigenvectors_by_falling_eigenvalue(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(4, 5, 6);
    for (int t = 0; t < 300; t++) {
        double m[6], axis[3][3], last = HUGE_VAL;
        for (int q = 0; q < 6; q++) m[q] = t % 3 && q % 2 ? 0 : ctk_rng_unit(&r) - 0.5;
        ctk_eigen3(m, axis);
        for (int e = 0; e < 3; e++) {
            const double *v = axis[e];
            double out[3] = {m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
                             m[1] * v[0] + m[3] * v[1] + m[4] * v[2],
                             m[2] * v[0] + m[4] * v[1] + m[5] * v[2]};
            double value = out[0] * v[0] + out[1] * v[1] + out[2] * v[2];
            for (int a = 0; a < 3; a++) assert_near(out[a], value * v[a], 1e-13);
            assert_near(v[0] * v[0] + v[1] * v[1] + v[2] * v[2], 1, 1e-13);
            assert_true(value <= last + 1e-13);
            last = value;
        }
    }
}

static void the_largest_component_of_an_axis_is_positive(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(4, 5, 7);
    for (int t = 0; t < 300; t++) {
        double m[6], axis[3][3];
        for (int q = 0; q < 6; q++) m[q] = ctk_rng_unit(&r) - 0.5;
        ctk_eigen3(m, axis);
        for (int e = 0; e < 3; e++) {
            int largest = 0;
            for (int a = 1; a < 3; a++)
                if (fabs(axis[e][a]) > fabs(axis[e][largest])) largest = a;
            assert_true(axis[e][largest] > 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(axes_are_eigenvectors_by_falling_eigenvalue),
        cmocka_unit_test(the_largest_component_of_an_axis_is_positive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
