/// Sine and cosine in degrees against libm.
#include "kernels/prim/trig.h"

#include <math.h>

#include "support/check.h"

static const double DEG = 0.017453292519943295;

/// libm's answers near zero, where the angle is exact enough for it.
static void sine_and_cosine_agree_with_libm(void **state)
{
    (void)state;
    for (double d = -720; d <= 720; d += 0.01371) {
        double s, c;
        ctk_sincos_deg(d, &s, &c);
        const double r = remainder(d, 360.0) * DEG;
        assert_near(s, sin(r), 5e-16);
        assert_near(c, cos(r), 5e-16);
    }
}

static void right_angles_are_exact(void **state)
{
    (void)state;
    static const double sine[4] = {0, 1, 0, -1};
    for (int32_t q = -4000; q <= 4000; q++) {
        double s, c;
        ctk_sincos_deg(90.0 * q, &s, &c);
        assert_near(s, sine[q & 3], 0);
        assert_near(c, sine[(q + 1) & 3], 0);
    }
}

static void the_cosine_of_a_latitude_agrees_with_libm(void **state)
{
    (void)state;
    for (double d = -90; d <= 90; d += 0.00713) assert_near(ctk_cos_lat(d), cos(d * DEG), 4e-16);
    assert_near(ctk_cos_lat(0), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sine_and_cosine_agree_with_libm),
        cmocka_unit_test(right_angles_are_exact),
        cmocka_unit_test(the_cosine_of_a_latitude_agrees_with_libm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
