/// Boxes worked on by both axes at once are what four plain comparisons say.
#include "kernels/geom/rect.h"

#include "kernels/prim/rng.h"
#include "support/check.h"

enum { ROUNDS = 20000 };

/// A box with corners on a coarse grid, so that many share a side or a corner.
static void draw_box(ctk_rng *r, double b[4])
{
    for (int k = 0; k < 2; k++) {
        b[k] = (double)ctk_rng_below(r, 8) - 4.0;
        b[k + 2] = b[k] + (double)ctk_rng_below(r, 4);
    }
}

static bool meet(const double *p, const double *q)
{
    return p[0] <= q[2] && q[0] <= p[2] && p[1] <= q[3] && q[1] <= p[3];
}

static void boxes_meet_where_a_point_is_in_both(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(1, 0, 0);
    int32_t n_meet = 0;
    for (int i = 0; i < ROUNDS; i++) {
        double p[4], q[4];
        draw_box(&r, p);
        draw_box(&r, q);
        assert_int_equal(ctk_rects_meet(p, q), meet(p, q));
        n_meet += meet(p, q);
    }
    assert_in_range(n_meet, ROUNDS / 10, ROUNDS * 9 / 10);
}

static double low(double a, double b)
{
    return a < b ? a : b;
}

static double high(double a, double b)
{
    return a > b ? a : b;
}

static void joins_and_common_parts_are_those_of_each_axis(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(2, 0, 0);
    for (int i = 0; i < ROUNDS; i++) {
        double p[4], q[4], join[4], common[4], around[4];
        draw_box(&r, p);
        draw_box(&r, q);
        ctk_rect_put(ctk_rect_join(ctk_rect_at(p), ctk_rect_at(q)), join);
        ctk_rect_put(ctk_rect_common(ctk_rect_at(p), ctk_rect_at(q)), common);
        ctk_rect_put(ctk_rect_around(p, q), around);
        for (int k = 0; k < 2; k++) {
            assert_true(join[k] == low(p[k], q[k]) && join[k + 2] == high(p[k + 2], q[k + 2]));
            assert_true(common[k] == high(p[k], q[k]) && common[k + 2] == low(p[k + 2], q[k + 2]));
            assert_true(around[k] == low(p[k], q[k]) && around[k + 2] == high(p[k], q[k]));
        }
    }
}

static void the_box_of_points_passes_over_what_is_no_number(void **state)
{
    (void)state;
    const double xy[] = {NAN, NAN, 3, 7, NAN, 9, -2, NAN, 1, 8};
    double box[4];
    ctk_rect_put(ctk_rect_of(5, xy), box);
    assert_true(box[0] == -2 && box[1] == 7 && box[2] == 3 && box[3] == 9);
    ctk_rect_put(ctk_rect_of(1, xy), box);
    assert_true(box[0] > box[2] && box[1] > box[3]);
    ctk_rect_put(ctk_rect_join(ctk_rect_of(0, NULL), ctk_rect_of(1, xy + 2)), box);
    assert_true(box[0] == 3 && box[1] == 7 && box[2] == 3 && box[3] == 7);
}

static void a_corner_is_beyond_another_axis_by_axis(void **state)
{
    (void)state;
    for (int x = -1; x <= 1; x++)
        for (int y = -1; y <= 1; y++)
            assert_int_equal(ctk_corner_beyond(ctk_corner_of(x, y), ctk_corner_of(0, 0)),
                             (x > 0 ? 1 : 0) + (y > 0 ? 2 : 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_meet_where_a_point_is_in_both),
        cmocka_unit_test(joins_and_common_parts_are_those_of_each_axis),
        cmocka_unit_test(the_box_of_points_passes_over_what_is_no_number),
        cmocka_unit_test(a_corner_is_beyond_another_axis_by_axis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
