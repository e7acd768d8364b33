/// The snap pass and the list of problems, on layers with a known flaw.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "tests/support/check.h"
#include "tests/support/make_graph.h"

static void build_ok(made_graph *s, double snap_m)
{
    s->opt.snap_m = snap_m;
    build_graph_ok(s);
}

static void assert_near_pair(const made_graph *s, const char *a, const char *b, double border_m,
                             double tolerance)
{
    const int64_t e = graph_pair(s, a, b);
    assert_true(e >= 0);
    assert_int_equal(s->g.kind[e], CT_EDGE_NEAR);
    assert_near(s->g.border_m[e], border_m, tolerance);
}

/// A long region west of two that meet it at a T; and one over the gap's width north of them.
static const made_rectangle junction[] = {{"a", 10.00, 50.00, 10.05, 50.10},
                                          {"b", 10.05, 50.00, 10.10, 50.04},
                                          {"c", 10.05, 50.04, 10.10, 50.10}};

static void a_t_junction_is_a_border_of_its_length(void **state)
{
    (void)state;
    made_graph s = make_graph(junction, 3);
    build_ok(&s, 0);
    assert_int_equal(graph_pair(&s, "a", "b"), -1);
    assert_near(s.g.snap_m, 0, 0);
    build_ok(&s, -1);
    assert_true(s.g.snap_m > 0);
    assert_near_pair(&s, "a", "b", ctk_distance_m(10.05, 50.00, 10.05, 50.04), 0.5);
    assert_near_pair(&s, "a", "c", ctk_distance_m(10.05, 50.04, 10.05, 50.10), 0.5);
    assert_int_equal(s.g.kind[graph_pair(&s, "b", "c")], CT_EDGE_BORDER);
    assert_int_equal(s.g.n_components, 1);
    assert_int_equal(s.g.n_problems, 0);
    assert_non_null(graph_note(&s, "--snap 0.1 m chosen: no sign"));
    made_graph_free(&s);
}

static void what_is_shared_by_snapping_is_no_outer_border(void **state)
{
    (void)state;
    made_graph s = make_graph(junction, 3);
    build_ok(&s, 5);
    const double outer = ctk_distance_m(10, 50, 10, 50.1) + ctk_distance_m(10, 50, 10.05, 50) +
                         ctk_distance_m(10, 50.1, 10.05, 50.1);
    assert_near(s.g.outer_m[0], outer, 2);
    made_graph_free(&s);
}

/// Nine squares of 0.05 degrees; those with a flaw are drawn `shift` degrees too wide on their
/// east.
static int32_t make_grid(made_rectangle *ring, char (*code)[8], double shift)
{
    for (int32_t i = 0; i < 9; i++) {
        const double x = 10 + 0.05 * (i % 3), y = 50 + 0.05 * (i / 3);
        code[i][0] = (char)('a' + i);
        const double east = 10 + 0.05 * (i % 3 + 1), north = 50 + 0.05 * (i / 3 + 1);
        ring[i] = (made_rectangle){code[i], x, y, east + (i == 4 ? shift : 0), north};
    }
    return 9;
}

static void assert_one_problem(double shift, ct_problem_kind kind, double snap_m)
{
    made_rectangle ring[9];
    char code[9][8] = {{0}};
    made_graph s = make_graph(ring, make_grid(ring, code, shift));
    build_ok(&s, snap_m);
    const double side = ctk_distance_m(10.1, 50.05, 10.1, 50.1);
    const double width = ctk_distance_m(10.1, 50.075, 10.1 + shift, 50.075);
    assert_near_pair(&s, "e", "f", side, 30 + width); // deep: half the outline
    assert_int_equal(s.g.n_components, 1);
    assert_int_equal(s.g.n_problems, 1);
    const ct_problem *x = &s.g.problem[0];
    assert_int_equal(x->kind, kind);
    assert_int_equal(x->is_covered, shift > 0);
    assert_int_equal(x->a, 4);
    assert_int_equal(x->b, 5);
    assert_near(x->area_m2, width * side, 0.01 * width * side);
    assert_near(x->width_m, width, 0.02 * width);
    assert_int_equal(x->n_vertices, 5);
    const double *p = s.g.problem_lonlat + 2 * x->vertex_begin;
    assert_memory_equal(p, p + 8, 2 * sizeof *p);
    assert_non_null(graph_note(&s, shift > 0 ? "place where regions overlap, "
                                             : "narrow gap between regions, "));
    made_graph_free(&s);
}

static void an_overlap_is_listed_with_its_area_and_regions(void **state)
{
    (void)state;
    assert_one_problem(1e-3, CT_PROBLEM_OVERLAP, 10); // 71 m deep: wider than the distance
    assert_one_problem(1e-4, CT_PROBLEM_SLIVER, 10);
}

static void a_gap_is_listed_with_its_area_and_regions(void **state)
{
    (void)state;
    assert_one_problem(-1e-4, CT_PROBLEM_SLIVER, 10);
}

static void a_gap_between_corners_that_differ_by_rounding_is_closed(void **state)
{
    (void)state;
    made_rectangle ring[9];
    char code[9][8] = {{0}};
    made_graph s = make_graph(ring, make_grid(ring, code, -1e-4));
    for (int64_t v = 0; v < s.r.n_vertices; v += 3) s.r.xy[2 * v + 1] *= 1 + 2e-16;
    build_ok(&s, 10);
    assert_int_equal(s.g.n_problems, 1);
    assert_int_equal(s.g.n_components, 1);
    made_graph_free(&s);
}

static void a_wide_gap_is_nobodys_problem(void **state)
{
    (void)state;
    made_rectangle ring[9];
    char code[9][8] = {{0}};
    made_graph s = make_graph(ring, make_grid(ring, code, -1e-3));
    build_ok(&s, 10);
    assert_int_equal(s.g.n_problems, 0);
    assert_int_equal(graph_pair(&s, "e", "f"), -1);
    made_graph_free(&s);
}

static void a_region_inside_another_overlaps_it_wholly(void **state)
{
    (void)state;
    const made_rectangle ring[] = {{"in", 10.02, 50.02, 10.03, 50.03},
                                   {"out", 10.00, 50.00, 10.05, 50.05},
                                   {"side", 10.05, 50.00, 10.10, 50.05}};
    made_graph s = make_graph(ring, 3);
    build_ok(&s, -1);
    assert_int_equal(s.g.n_problems, 1);
    const ct_problem *x = &s.g.problem[0];
    assert_int_equal(x->kind, CT_PROBLEM_OVERLAP);
    assert_int_equal(x->a, 0);
    assert_int_equal(x->b, 1);
    assert_near(x->area_m2, s.r.area_m2[0], 1);
    assert_int_equal(s.g.kind[graph_pair(&s, "in", "out")], CT_EDGE_NEAR);
    assert_int_equal(s.g.n_components, 1);
    made_graph_free(&s);
}

static made_rectangle *new_rings(int32_t n)
{
    made_rectangle *ring = calloc((size_t)n, sizeof *ring);
    if (!ring) abort();
    return ring;
}

static void name(made_rectangle *ring, char *code, int32_t i)
{
    snprintf(code, 8, "%05u", (unsigned)i % 100000U);
    ring->code = code;
}

/// n regions of one place, each `step` degrees wider than the one before on every side.
static int32_t problems_of_pile(int32_t n, double step)
{
    made_rectangle *ring = new_rings(n);
    char(*code)[8] = calloc((size_t)n, sizeof *code);
    if (!code) abort();
    for (int32_t i = 0; i < n; i++) {
        ring[i] = (made_rectangle){NULL, -step * i, -step * i, 1 + step * i, 1 + step * i};
        name(&ring[i], code[i], i);
    }
    made_graph s = make_graph(ring, n);
    build_ok(&s, 10);
    const int32_t n_problems = s.g.n_problems;
    made_graph_free(&s);
    free(ring);
    free(code);
    return n_problems;
}

static void of_thousands_of_regions_on_each_other_each_is_listed_with_the_next(void **state)
{
    (void)state;
    assert_int_equal(problems_of_pile(3000, 0.001), 2999);
    assert_int_equal(problems_of_pile(3000, 0.0), 2999);
}

/// A region of n strips, and between each two of them a region with another one in it: so often is
/// the first one asked whether it holds a point that all are held against each other instead.
static void what_takes_too_much_to_ask_for_is_found_all_the_same(void **state)
{
    (void)state;
    enum { N = 9000 };
    made_rectangle *ring = new_rings(3 * N);
    char(*code)[8] = calloc(2 * N, sizeof *code);
    if (!code) abort();
    for (int32_t i = 0; i < N; i++) {
        const double y = 1e-3 * i;
        ring[i] = (made_rectangle){"big", 0, y, 10, y + 2e-4};
        ring[N + i] = (made_rectangle){NULL, 5, y + 4e-4, 5.001, y + 9e-4};
        ring[2 * N + i] = (made_rectangle){NULL, 5.0004, y + 5e-4, 5.0006, y + 8e-4};
        name(&ring[N + i], code[i], i);
        name(&ring[2 * N + i], code[N + i], N + i);
    }
    made_graph s = make_graph(ring, 3 * N);
    build_ok(&s, 1);
    assert_int_equal(s.g.n_problems, N);
    made_graph_free(&s);
    free(ring);
    free(code);
}

/// Two regions of `n` strips each, across each other.
static void build_strips(made_graph *s, int32_t n)
{
    made_rectangle *ring = malloc(2 * (size_t)n * sizeof *ring);
    if (!ring) abort();
    for (int32_t i = 0; i < n; i++) {
        const double a = (i + 0.25) / n, b = (i + 0.75) / n;
        ring[i] = (made_rectangle){"a", a, 0, b, 1};
        ring[n + i] = (made_rectangle){"b", 0, a, 1, b};
    }
    *s = make_graph(ring, 2 * n);
    build_ok(s, 10);
    free(ring);
}

static void overlaps_are_listed_or_it_is_said_that_they_are_not(void **state)
{
    (void)state;
    made_graph s;
    build_strips(&s, 20);
    assert_int_equal(s.g.n_problems, 400);
    assert_null(graph_note(&s, "too tangled"));
    made_graph_free(&s);
    build_strips(&s, 400); // 640,000 crossings, more than there is room for
    assert_int_equal(s.g.n_problems, 0);
    assert_non_null(graph_note(&s, "too tangled to be listed"));
    made_graph_free(&s);
}

static void corners_do_not_become_neighbours(void **state)
{
    (void)state;
    const made_rectangle ring[] = {{"sw", 10.00, 50.00, 10.05, 50.05},
                                   {"ne", 10.0501, 50.0501, 10.10, 50.10}};
    made_graph s = make_graph(ring, 2);
    build_ok(&s, 20);
    assert_int_equal(s.g.kind[graph_pair(&s, "sw", "ne")], CT_EDGE_BRIDGE);
    made_graph_free(&s);
}

/// Many squares, each with its own error of up to `error` degrees on every side.
static int32_t make_sloppy(made_rectangle *ring, char (*code)[8], double error)
{
    ctk_rng rng = ctk_rng_key(4, 0, 0);
    for (int32_t i = 0; i < 400; i++) {
        const double x = 10 + 0.05 * (i % 20), y = 45 + 0.05 * (i / 20);
        double e[4];
        for (int k = 0; k < 4; k++) e[k] = error * (2 * ctk_rng_unit(&rng) - 1);
        code[i][0] = (char)('a' + i / 26);
        code[i][1] = (char)('a' + i % 26);
        const double east = 10 + 0.05 * (i % 20 + 1), north = 45 + 0.05 * (i / 20 + 1);
        ring[i] = (made_rectangle){code[i], x + e[0], y + e[1], east + e[2], north + e[3]};
    }
    return 400;
}

static void the_layer_itself_says_how_far_to_snap(void **state)
{
    (void)state;
    made_rectangle ring[400];
    char code[400][8] = {{0}};
    for (double error = 1e-6; error < 2e-4; error *= 10) {
        made_graph s = make_graph(ring, make_sloppy(ring, code, error));
        build_ok(&s, -1);
        assert_true(s.g.snap_m > 2 * error * 111e3 && s.g.snap_m < 60);
        assert_int_equal(s.g.n_components, 1);
        assert_int_equal(s.g.indptr[400], 2 * 2 * 19 * 20); // the grid's, no corners
        assert_non_null(graph_note(&s, "of the unshared border runs within"));
        assert_true(s.g.n_problems > 300);
        for (int32_t i = 1; i < s.g.n_problems; i++)
            assert_true(s.g.problem[i].area_m2 <= s.g.problem[i - 1].area_m2);
        made_graph_free(&s);
    }
}

static void a_clean_layer_stays_as_it_is(void **state)
{
    (void)state;
    made_rectangle ring[400];
    char code[400][8] = {{0}};
    made_graph s = make_graph(ring, make_sloppy(ring, code, 0));
    build_ok(&s, 0);
    const int64_t m = s.g.indptr[400];
    double *border_m = malloc((size_t)m * sizeof *border_m);
    memcpy(border_m, s.g.border_m, (size_t)m * sizeof *border_m);
    build_ok(&s, -1);
    assert_int_equal(s.g.indptr[400], m);
    assert_memory_equal(s.g.border_m, border_m, (size_t)m * sizeof *border_m);
    assert_int_equal(s.g.n_problems, 0);
    free(border_m);
    made_graph_free(&s);
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    made_rectangle ring[400];
    char code[400][8] = {{0}};
    made_graph s = make_graph(ring, make_sloppy(ring, code, 2e-5));
    assert_ok(build_graph(&s, 1), s.err);
    ct_graph one = s.g;
    const size_t m = (size_t)one.indptr[one.n];
    for (int32_t t = 2; t <= 5; t++) {
        s.g = (ct_graph){0};
        assert_ok(build_graph(&s, t), s.err);
        assert_memory_equal(s.g.indices, one.indices, m * sizeof *one.indices);
        assert_memory_equal(s.g.border_m, one.border_m, m * sizeof *one.border_m);
        assert_memory_equal(s.g.outer_m, one.outer_m, (size_t)one.n * sizeof *one.outer_m);
        assert_near(s.g.snap_m, one.snap_m, 0);
        assert_int_equal(s.g.n_problems, one.n_problems);
        for (int32_t i = 0; i < one.n_problems; i++) {
            const ct_problem *x = &s.g.problem[i], *y = &one.problem[i];
            assert_near(x->area_m2, y->area_m2, 0);
            assert_int_equal(x->vertex_begin, y->vertex_begin);
            assert_memory_equal(s.g.problem_lonlat + 2 * x->vertex_begin,
                                one.problem_lonlat + 2 * y->vertex_begin,
                                2 * (size_t)x->n_vertices * sizeof(double));
        }
        ct_graph_free(&s.g);
    }
    ct_graph_free(&one);
    made_graph_free(&s);
}

static void every_failing_allocation_is_reported_and_nothing_leaks(void **state)
{
    (void)state;
    made_rectangle ring[9];
    char code[9][8] = {{0}};
    made_graph s = make_graph(ring, make_grid(ring, code, 1e-3));
    s.opt.snap_m = -1;
    build_graph_starved(&s);
    made_graph_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_t_junction_is_a_border_of_its_length),
        cmocka_unit_test(what_is_shared_by_snapping_is_no_outer_border),
        cmocka_unit_test(an_overlap_is_listed_with_its_area_and_regions),
        cmocka_unit_test(a_gap_is_listed_with_its_area_and_regions),
        cmocka_unit_test(a_gap_between_corners_that_differ_by_rounding_is_closed),
        cmocka_unit_test(a_wide_gap_is_nobodys_problem),
        cmocka_unit_test(a_region_inside_another_overlaps_it_wholly),
        cmocka_unit_test(of_thousands_of_regions_on_each_other_each_is_listed_with_the_next),
        cmocka_unit_test(what_takes_too_much_to_ask_for_is_found_all_the_same),
        cmocka_unit_test(overlaps_are_listed_or_it_is_said_that_they_are_not),
        cmocka_unit_test(corners_do_not_become_neighbours),
        cmocka_unit_test(the_layer_itself_says_how_far_to_snap),
        cmocka_unit_test(a_clean_layer_stays_as_it_is),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(every_failing_allocation_is_reported_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
