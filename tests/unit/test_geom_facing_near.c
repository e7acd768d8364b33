/// Which edges have another region's near, where their boxes lie on each other by the thousand.
#include <string.h>

#include "kernels/geom/facing.h"
#include "support/check.h"
#include "support/make_strips.h"

enum { N = 3000, EDGES = 4 * N };

static made_strips one;
static uint8_t near[EDGES], more[EDGES];

/// Squares a degree apart, and two regions of them five metres apart.
static void of_thousands_of_nested_squares_only_those_in_reach_are_near(void **state)
{
    (void)state;
    memset(&one, 0, sizeof one);
    make_strips_nest(&one, N, false, false);
    for (int32_t i = 0; i < 2 * one.n_points; i++) one.lonlat[i] *= 60.0 / N;
    const int32_t at = 5 * (N - 100); // the ring of region 100, drawn again around it
    for (int32_t i = 0; i < 10; i++) {
        const double to = one.lonlat[2 * at + i];
        one.lonlat[2 * (at - 5) + i] = to + (to < 0 ? -5e-5 : 5e-5);
    }
    make_strips_build(&one);
    assert_int_equal(one.s.n, EDGES - 3 * (N / 64)); // the smallest squares are strips of four
    assert_int_equal(ctk_facing_near(&one.s, 10, 1, near), 8);
    for (int32_t t = 2; t <= 5; t++) {
        assert_int_equal(ctk_facing_near(&one.s, 10, t, more), 8);
        assert_memory_equal(more, near, (size_t)one.s.n);
    }
}

static void where_too_many_boxes_meet_all_edges_count_as_near(void **state)
{
    (void)state;
    memset(&one, 0, sizeof one);
    make_strips_nest(&one, N, true, false);
    for (int32_t i = 0; i < 2 * one.n_points; i++) one.lonlat[i] *= 30.0 / N;
    make_strips_build(&one);
    const int64_t n = ctk_facing_near(&one.s, 10, 1, near);
    assert_in_range(n, EDGES / 2, EDGES);
    for (int32_t t = 2; t <= 5; t++) {
        assert_int_equal(ctk_facing_near(&one.s, 10, t, more), n);
        assert_memory_equal(more, near, (size_t)one.s.n);
    }
}

static void a_region_is_not_near_itself_however_its_boxes_lie(void **state)
{
    (void)state;
    memset(&one, 0, sizeof one);
    make_strips_nest(&one, N, true, true);
    for (int32_t e = 0; e < one.n_edges; e++) one.region[e] = 1;
    make_strips_build(&one);
    assert_int_equal(ctk_facing_near(&one.s, 10, 1, near), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_thousands_of_nested_squares_only_those_in_reach_are_near),
        cmocka_unit_test(where_too_many_boxes_meet_all_edges_count_as_near),
        cmocka_unit_test(a_region_is_not_near_itself_however_its_boxes_lie),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
