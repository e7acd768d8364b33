/// kernels/geom/dissolve through base/dissolve: the shapes that go wrong elsewhere.
#include "base/dissolve.h"

#include <math.h>

#include "tests/oracle/polygons.h"
#include "tests/oracle/rings.h"
#include "tests/support/check.h"

/// Dissolve and judge; with and without a list of segments the result must be as sound.
static ct_polygons dissolve(const ct_regions *r, const int32_t *part, int32_t k)
{
    ct_error err = {0};
    ct_graph with = {0}, without = {0};
    ct_polygons p = {0}, q = {0};
    layer_segments(r, &with);
    assert_ok(ct_dissolve(test_context(2), r, &with, r->xy, part, k, &p, &err), err);
    assert_ok(ct_dissolve(test_context(1), r, &without, r->xy, part, k, &q, &err), err);
    assert_int_equal(p.n_rings, q.n_rings);
    assert_int_equal(p.n_vertices, q.n_vertices);
    for (int32_t j = 0; j < k; j++) {
        const char *fault = oracle_fault(&p, j);
        if (fault != NULL) fail_msg("territory %d: %s", (int)j, fault);
        assert_near(oracle_area(p.xy, p.vertex_begin, p.ring_begin[j], p.ring_begin[j + 1]),
                    oracle_area(q.xy, q.vertex_begin, q.ring_begin[j], q.ring_begin[j + 1]), 1e-9);
    }
    ct_polygons_free(&q);
    free(with.segment);
    free(with.segment_left);
    free(with.segment_right);
    return p;
}

static double area(const ct_polygons *p, int32_t j)
{
    return oracle_area(p->xy, p->vertex_begin, p->ring_begin[j], p->ring_begin[j + 1]);
}

static int32_t holes(const ct_polygons *p, int32_t j)
{
    int32_t n = 0;
    for (int32_t r = p->ring_begin[j]; r < p->ring_begin[j + 1]; r++) n += p->is_hole[r];
    return n;
}

static int32_t rings(const ct_polygons *p, int32_t j)
{
    return p->ring_begin[j + 1] - p->ring_begin[j];
}

/// The grid whose rows are given as text: '0' + territory, '.' in no territory. First row on top.
static ct_polygons dissolve_picture(int32_t width, int32_t height, const char *picture, int32_t k)
{
    ct_regions r = layer_grid(width, height);
    ct_graph none = {0};
    int32_t part[400];
    for (int32_t i = 0; i < width * height; i++) {
        const char c = picture[(height - 1 - i / width) * width + i % width];
        part[i] = c == '.' ? -1 : c - '0';
    }
    ct_polygons p = dissolve(&r, part, k);
    assert_int_equal(p.n_repaired, 0);
    layer_free(&r, &none);
    return p;
}

static void one_region_keeps_its_ring(void **state)
{
    (void)state;
    ct_polygons p = dissolve_picture(1, 1, "0", 1);
    assert_int_equal(p.n_rings, 1);
    assert_int_equal(p.n_vertices, 5);
    assert_near(area(&p, 0), 1, 0);
    ct_polygons_free(&p);
}

static void vertices_inside_straight_borders_are_kept(void **state)
{
    (void)state;
    ct_polygons p = dissolve_picture(3, 1, "000", 1);
    assert_int_equal(p.n_rings, 1);
    assert_int_equal(p.n_vertices, 9);
    ct_polygons_free(&p);
}

static void a_territory_around_another_has_a_hole(void **state)
{
    (void)state;
    ct_polygons p = dissolve_picture(3, 3, "000010000", 2);
    assert_int_equal(rings(&p, 0), 2);
    assert_int_equal(holes(&p, 0), 1);
    assert_int_equal(rings(&p, 1), 1);
    assert_near(area(&p, 0), 8, 0);
    ct_polygons_free(&p);
}

static void cells_that_meet_in_a_corner_are_two_rings(void **state)
{
    (void)state;
    ct_polygons p = dissolve_picture(2, 2, "0110", 2);
    assert_int_equal(rings(&p, 0), 2);
    assert_int_equal(rings(&p, 1), 2);
    assert_int_equal(holes(&p, 0) + holes(&p, 1), 0);
    ct_polygons_free(&p);
}

static void a_ring_that_closes_on_itself_becomes_shell_and_hole(void **state)
{
    (void)state;
    // The 0s run around the middle and meet again in the corner between (1,1) and (2,2) only.
    ct_polygons p = dissolve_picture(4, 4,
                                     "0000"
                                     "0110"
                                     "010."
                                     "0000",
                                     2);
    assert_int_equal(holes(&p, 0), 1);
    assert_int_equal(rings(&p, 0), 2);
    ct_polygons_free(&p);
}

static void a_hole_may_touch_its_shell(void **state)
{
    (void)state;
    ct_polygons p = dissolve_picture(4, 4,
                                     "1000"
                                     "0100"
                                     "0000"
                                     "0000",
                                     2);
    assert_int_equal(holes(&p, 0), 1);
    assert_int_equal(rings(&p, 0), 2);
    assert_near(area(&p, 0), 14, 0);
    ct_polygons_free(&p);
}

static void a_ring_of_holes_cuts_the_inside_off(void **state)
{
    (void)state;
    // The 1s touch in corners all the way round the middle 0: a shell of its own inside one hole.
    ct_polygons p = dissolve_picture(5, 5,
                                     "00000"
                                     "00100"
                                     "01010"
                                     "00100"
                                     "00000",
                                     2);
    assert_int_equal(rings(&p, 0), 3);
    assert_int_equal(holes(&p, 0), 1);
    assert_int_equal(rings(&p, 1), 4);
    assert_near(area(&p, 0), 21, 0);
    ct_polygons_free(&p);
}

static void islands_in_lakes_nest(void **state)
{
    (void)state;
    ct_polygons p = dissolve_picture(7, 7,
                                     "0000000"
                                     "0111110"
                                     "0100010"
                                     "0101010"
                                     "0100010"
                                     "0111110"
                                     "0000000",
                                     2);
    assert_int_equal(rings(&p, 0), 4);
    assert_int_equal(holes(&p, 0), 2);
    assert_int_equal(rings(&p, 1), 3);
    assert_int_equal(holes(&p, 1), 1);
    ct_polygons_free(&p);
}

static void a_checkerboard_is_all_corners(void **state)
{
    (void)state;
    char picture[101];
    for (int i = 0; i < 100; i++) picture[i] = (char)('0' + (i / 10 + i) % 2);
    ct_polygons p = dissolve_picture(10, 10, picture, 2);
    assert_int_equal(p.n_rings, 100);
    assert_near(area(&p, 0), 50, 0);
    ct_polygons_free(&p);
}

static void an_empty_territory_has_no_rings(void **state)
{
    (void)state;
    ct_polygons p = dissolve_picture(2, 1, "02", 4);
    assert_int_equal(rings(&p, 1), 0);
    assert_int_equal(rings(&p, 3), 0);
    assert_int_equal(p.n_rings, 2);
    ct_polygons_free(&p);
}

static void no_vertex_on_minus_zero_is_lost(void **state)
{
    (void)state;
    ct_regions r = layer_new(2, 10);
    ct_graph none = {0};
    layer_box(&r, 0, -1, 0, -0.0, 1);
    layer_box(&r, 1, 0.0, -0.0, 1, 1);
    ct_polygons p = dissolve(&r, (const int32_t[]){0, 0}, 1);
    assert_int_equal(p.n_rings, 1);
    assert_int_equal(p.n_repaired, 0);
    ct_polygons_free(&p);
    layer_free(&r, &none);
}

static void overlapping_regions_are_covered_once(void **state)
{
    (void)state;
    ct_regions r = layer_new(2, 10);
    ct_graph none = {0};
    layer_box(&r, 0, 0, 0, 4, 4);
    layer_box(&r, 1, 2, 2, 6, 6);
    ct_polygons p = dissolve(&r, (const int32_t[]){0, 0}, 1);
    assert_int_equal(p.n_rings, 1);
    assert_int_equal(p.n_repaired, 1);
    assert_int_equal(p.n_vertices, 9);
    assert_near(area(&p, 0), 28, 0);
    ct_polygons_free(&p);
    layer_free(&r, &none);
}

static void a_region_inside_another_vanishes(void **state)
{
    (void)state;
    ct_regions r = layer_new(2, 10);
    ct_graph none = {0};
    layer_box(&r, 0, 0, 0, 4, 4);
    layer_box(&r, 1, 1, 1, 2, 2);
    ct_polygons p = dissolve(&r, (const int32_t[]){0, 0}, 1);
    assert_int_equal(p.n_rings, 1);
    assert_int_equal(p.n_unsound, 0);
    assert_near(area(&p, 0), 16, 0);
    ct_polygons_free(&p);
    layer_free(&r, &none);
}

static void two_equal_regions_are_one_outline(void **state)
{
    (void)state;
    ct_regions r = layer_new(2, 10);
    ct_graph none = {0};
    layer_box(&r, 0, 0, 0, 4, 4);
    layer_box(&r, 1, 0, 0, 4, 4);
    ct_polygons p = dissolve(&r, (const int32_t[]){0, 0}, 1);
    assert_int_equal(p.n_vertices, 5);
    ct_polygons_free(&p);
    layer_free(&r, &none);
}

static void a_t_junction_closes_without_a_slit(void **state)
{
    (void)state;
    ct_regions r = layer_new(3, 15);
    ct_graph none = {0};
    layer_box(&r, 0, 0, 0, 4, 4);
    layer_box(&r, 1, 4, 0, 6, 1);
    layer_box(&r, 2, 4, 1, 6, 4);
    ct_polygons p = dissolve(&r, (const int32_t[]){0, 0, 0}, 1);
    assert_int_equal(p.n_rings, 1);
    assert_near(area(&p, 0), 24, 0);
    ct_polygons_free(&p);
    layer_free(&r, &none);
}

static void of_a_bow_tie_the_clockwise_half_stays(void **state)
{
    (void)state;
    ct_regions r = layer_new(1, 5);
    ct_graph none = {0};
    layer_ring(&r, 0, 4, (const double[]){0, 0, 0, 4, 8, 0, 8, 4});
    ct_polygons p = dissolve(&r, (const int32_t[]){0}, 1);
    assert_int_equal(p.n_rings, 1);
    assert_near(area(&p, 0), 8, 0);
    ct_polygons_free(&p);
    layer_free(&r, &none);
}

static void a_spike_leaves_no_trace(void **state)
{
    (void)state;
    ct_regions r = layer_new(1, 8);
    ct_graph none = {0};
    layer_ring(&r, 0, 6, (const double[]){0, 0, 0, 4, 4, 4, 9, 4, 4, 4, 4, 0});
    ct_polygons p = dissolve(&r, (const int32_t[]){0}, 1);
    assert_int_equal(p.n_vertices, 5);
    ct_polygons_free(&p);
    layer_free(&r, &none);
}

static void edges_that_do_not_close_are_an_error(void **state)
{
    (void)state;
    ct_regions r = layer_grid(2, 2);
    ct_graph g = {0};
    ct_polygons p = {0};
    ct_error err = {0};
    layer_segments(&r, &g);
    g.n_segments--;
    const int32_t part[4] = {0, 0, 0, 0};
    assert_fails(ct_dissolve(test_context(1), &r, &g, r.xy, part, 1, &p, &err), CT_ERR_INTERNAL,
                 err);
    layer_free(&r, &g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_region_keeps_its_ring),
        cmocka_unit_test(vertices_inside_straight_borders_are_kept),
        cmocka_unit_test(a_territory_around_another_has_a_hole),
        cmocka_unit_test(cells_that_meet_in_a_corner_are_two_rings),
        cmocka_unit_test(a_ring_that_closes_on_itself_becomes_shell_and_hole),
        cmocka_unit_test(a_hole_may_touch_its_shell),
        cmocka_unit_test(a_ring_of_holes_cuts_the_inside_off),
        cmocka_unit_test(islands_in_lakes_nest),
        cmocka_unit_test(a_checkerboard_is_all_corners),
        cmocka_unit_test(an_empty_territory_has_no_rings),
        cmocka_unit_test(no_vertex_on_minus_zero_is_lost),
        cmocka_unit_test(overlapping_regions_are_covered_once),
        cmocka_unit_test(a_region_inside_another_vanishes),
        cmocka_unit_test(two_equal_regions_are_one_outline),
        cmocka_unit_test(a_t_junction_closes_without_a_slit),
        cmocka_unit_test(of_a_bow_tie_the_clockwise_half_stays),
        cmocka_unit_test(a_spike_leaves_no_trace),
        cmocka_unit_test(edges_that_do_not_close_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
