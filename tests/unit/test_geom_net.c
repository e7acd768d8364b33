/// Points and edges of linework.
#include "kernels/geom/net.h"

#include <string.h>

#include "kernels/geom/point.h"
#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/forge_point.h"
#include "support/make_web.h"

static void equal_coordinates_have_one_id_and_minus_zero_is_zero(void **state)
{
    (void)state;
    made_web m = make_web(100);
    ctk_net *t = &m.web.net;
    ctk_rng r = ctk_rng_key(1, 1, 0);
    int32_t id[10][10], n = 0;
    memset(id, 0xff, sizeof id);
    for (int i = 0; i < 1000; i++) {
        const uint32_t x = ctk_rng_below(&r, 10), y = ctk_rng_below(&r, 10);
        const int32_t got = ctk_net_point(t, i % 2 && x == 0 ? -0.0 : x, y);
        if (id[y][x] < 0) id[y][x] = n++;
        assert_int_equal(got, id[y][x]);
        assert_true(t->xy[2 * got] == x && t->xy[2 * got + 1] == y);
    }
    assert_int_equal(t->n_points, 100);
    assert_int_equal(ctk_net_point(t, 0.5, 0.5), -1); // no room
    assert_int_equal(ctk_net_point(t, 3, 4), id[4][3]);
    made_web_free(&m);
}

static void points_of_equal_hash_are_told_apart(void **state)
{
    (void)state;
    const double p[2] = {3, 4};
    double q[2] = {3, 0};
    made_web m = make_web(16);
    forge_point(p, q);
    assert_true(ctk_point_hash(p[0], p[1]) == ctk_point_hash(q[0], q[1])); // the forgery works
    assert_int_equal(ctk_net_point(&m.web.net, p[0], p[1]), 0);
    assert_int_equal(ctk_net_point(&m.web.net, q[0], q[1]), 1);
    assert_int_equal(ctk_net_point(&m.web.net, p[0], p[1]), 0);
    made_web_free(&m);
}

static void edges_that_follow_each_other_or_meet_again_share_points(void **state)
{
    (void)state;
    static const double corner[5][2] = {{0, 0}, {0, 1}, {1, 1}, {1, 0}, {-0.0, 0}};
    made_web m = make_web(16);
    ctk_net *t = &m.web.net;
    for (int i = 0; i < 4; i++) assert_true(ctk_net_add(t, corner[i], corner[i + 1], 7 + i));
    assert_true(ctk_net_add(t, corner[2], corner[0], 3));
    assert_int_equal(t->n_points, 4);
    assert_int_equal(t->n_edges, 5);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(t->from[i], i);
        assert_int_equal(t->to[i], (i + 1) % 4);
        assert_int_equal(t->tag[i], 7 + i);
    }
    assert_true(t->from[4] == 2 && t->to[4] == 0);
    made_web_free(&m);
}

static void a_point_is_no_edge(void **state)
{
    (void)state;
    const double a[2] = {0.0, 3}, b[2] = {-0.0, 3};
    made_web m = make_web(16);
    assert_true(ctk_net_add(&m.web.net, a, b, 1));
    assert_int_equal(m.web.net.n_edges, 0);
    made_web_free(&m);
}

static void an_edge_without_room_is_refused(void **state)
{
    (void)state;
    made_web m = make_web(8);
    ctk_net *t = &m.web.net;
    for (int i = 0; i < 4; i++) {
        const double a[2] = {i, 0}, b[2] = {i, 1}, c[2] = {i + 1, 1};
        assert_true(ctk_net_add(t, a, b, 0));
        assert_int_equal(ctk_net_add(t, b, c, 0), i < 3); // there is no ninth point
    }
    made_web_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_coordinates_have_one_id_and_minus_zero_is_zero),
        cmocka_unit_test(points_of_equal_hash_are_told_apart),
        cmocka_unit_test(edges_that_follow_each_other_or_meet_again_share_points),
        cmocka_unit_test(a_point_is_no_edge),
        cmocka_unit_test(an_edge_without_room_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
