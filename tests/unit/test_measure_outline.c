/// kernels/measure/outline on squares of one degree.
#include "kernels/measure/outline.h"

#include <math.h>

#include "kernels/geom/sphere.h"
#include "tests/support/check.h"

static void one_degree_squares_have_known_perimeters(void **state)
{
    (void)state;
    const int32_t ring_begin[] = {0, 1, 1, 2};
    const int64_t vertex_begin[] = {0, 5, 10};
    const double xy[] = {0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 179, 60, 179, 61, 180, 61, 180, 60, 179, 60};
    const double degree = CTK_EARTH_KM * 1e3 * CTK_DEG;
    double one[3], many[3];
    ctk_perimeters(3, ring_begin, vertex_begin, xy, one, 1);
    assert_near(one[0] / degree, 3 + cos(CTK_DEG), 1e-4);
    assert_near(one[1], 0, 0);
    assert_near(one[2] / degree, 2 + cos(60 * CTK_DEG) + cos(61 * CTK_DEG), 1e-4);
    for (int32_t t = 2; t <= 5; t++) {
        ctk_perimeters(3, ring_begin, vertex_begin, xy, many, t);
        assert_memory_equal(many, one, sizeof one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_degree_squares_have_known_perimeters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
