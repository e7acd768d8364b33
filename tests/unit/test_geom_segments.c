/// Sides of segments against an oracle that compares every pair of them.
#include "kernels/geom/segments.h"

#include <math.h>
#include <string.h>

#include "kernels/geom/sphere.h"
#include "kernels/prim/offsets.h"
#include "support/forge_point.h"
#include "tests/support/check.h"
#include "tests/support/make_match.h"
#include "tests/support/make_rings.h"

/// Everything the kernel says about a layer.
typedef struct result {
    int64_t n, n_extra, n_runs;
    int32_t *side, *segment, *left, *right, *extra_a, *extra_b, *extra_vertex, *run_a, *run_b;
    double *run_m;
    ctk_segments_stats stats;
} result;

static void *new_array(int64_t n, size_t size)
{
    void *p = calloc((size_t)n + 1, size);
    assert_non_null(p);
    return p;
}

static void list(const ctk_rings *g, int32_t n_threads, result *r)
{
    int64_t *begin = new_array(ctk_segments_n_chunks(g->n_vertices) + 1, sizeof *begin);
    r->n = ctk_segments_count(g->n_vertices, r->side, n_threads, begin);
    r->segment = new_array(r->n, sizeof *r->segment);
    r->left = new_array(r->n, sizeof *r->left);
    r->right = new_array(r->n, sizeof *r->right);
    ctk_segments_list(g, r->side, n_threads, begin, r->segment, r->left, r->right);
    r->n_runs = ctk_segments_run_count(g, r->side, n_threads, begin);
    r->run_a = new_array(r->n_runs, sizeof *r->run_a);
    r->run_b = new_array(r->n_runs, sizeof *r->run_b);
    r->run_m = new_array(r->n_runs, sizeof *r->run_m);
    ctk_segments_runs(g, g->xy, r->side, n_threads, begin, r->run_a, r->run_b, r->run_m);
    free(begin);
}

static result run(const ctk_rings *g, int32_t n_threads)
{
    result r = {0};
    made_match d = make_match(g, false, n_threads);
    const ctk_match *m = &d.m;
    int64_t *extra = new_array(m->n_tiles + 1, sizeof *extra);
    r.side = new_array(g->n_vertices, sizeof *r.side);
    ctk_segments_sides(m, d.scratch, n_threads, r.side, extra, &r.stats);
    r.n_extra = ctk_offsets(m->n_tiles, extra);
    r.extra_a = new_array(r.n_extra, sizeof *r.extra_a);
    r.extra_b = new_array(r.n_extra, sizeof *r.extra_b);
    r.extra_vertex = new_array(r.n_extra, sizeof *r.extra_vertex);
    ctk_segments_extra(m, d.scratch, n_threads, r.side, extra, r.extra_a, r.extra_b,
                       r.extra_vertex);
    list(g, n_threads, &r);
    made_match_free(&d);
    free(extra);
    return r;
}

static void result_free(result *r)
{
    free(r->side);
    free(r->segment);
    free(r->left);
    free(r->right);
    free(r->extra_a);
    free(r->extra_b);
    free(r->extra_vertex);
    free(r->run_a);
    free(r->run_b);
    free(r->run_m);
}

/// Segments v -> v+1 of a layer; -1 = v starts none.
static bool is_segment(const ctk_rings *g, int64_t v)
{
    const double *p = g->xy + 2 * v;
    return v < g->vertex_begin[ctk_ring_of(g, v) + 1] - 1 && (p[0] != p[2] || p[1] != p[3]);
}

/// +1 the same direction, -1 opposite, 0 different segments.
static int compare(const ctk_rings *g, int64_t v, int64_t u)
{
    const double *p = g->xy + 2 * v, *q = g->xy + 2 * u;
    if (p[0] == q[0] && p[1] == q[1] && p[2] == q[2] && p[3] == q[3]) return 1;
    return p[0] == q[2] && p[1] == q[3] && p[2] == q[0] && p[3] == q[1] ? -1 : 0;
}

/// Directed uses of v's segment by region r, as the rings have them and as the list has them.
static void check_balance(const ctk_rings *g, const result *r, int64_t v, int32_t region)
{
    int rings = 0, listed = 0;
    for (int64_t u = 0; u < g->n_vertices; u++) {
        if (is_segment(g, u) && ctk_region_of(g, u) == region) rings += compare(g, v, u);
    }
    for (int64_t s = 0; s < r->n; s++) {
        const int d = compare(g, v, r->segment[s]);
        listed += (r->left[s] == region ? d : 0) - (r->right[s] == region ? d : 0);
    }
    assert_int_equal(listed, rings);
}

static void check_neighbours(const ctk_rings *g, const result *r, int32_t n)
{
    char *want = new_array((int64_t)n * n, 1), *got = new_array((int64_t)n * n, 1);
    for (int64_t v = 0; v < g->n_vertices; v++) {
        for (int64_t u = 0; u < g->n_vertices && is_segment(g, v); u++) {
            const int32_t a = ctk_region_of(g, v), b = ctk_region_of(g, u);
            if (a < b && is_segment(g, u) && compare(g, v, u)) want[a * n + b] = 1;
        }
    }
    for (int64_t i = 0; i < r->n_runs; i++) {
        if (r->run_b[i] >= 0) got[r->run_a[i] * n + r->run_b[i]] = 1;
    }
    for (int64_t i = 0; i < r->n_extra; i++) got[r->extra_a[i] * n + r->extra_b[i]] = 1;
    assert_memory_equal(got, want, (size_t)n * (size_t)n);
    free(want);
    free(got);
}

/// A segment is lone exactly when one region uses it.
static void check_codes(const ctk_rings *g, const result *r)
{
    for (int64_t v = 0; v < g->n_vertices; v++) {
        bool others = false;
        if (!is_segment(g, v)) assert_int_equal(r->side[v], CTK_SIDE_ABSENT);
        if (r->side[v] == CTK_SIDE_ABSENT) continue;
        for (int64_t u = 0; u < g->n_vertices; u++) {
            if (is_segment(g, u) && compare(g, v, u))
                others |= ctk_region_of(g, u) != ctk_region_of(g, v);
        }
        assert_int_equal(r->side[v] == CTK_SIDE_NONE, !others);
    }
}

static void directed_edges_of_every_region_add_up_in_wild_layers(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        made_rings m = make_wild_rings(seed, 12, 5, seed % 2 ? 2 : 3);
        result r = run(&m.view, 1);
        for (int64_t v = 0; v < m.view.n_vertices; v++) {
            for (int32_t region = 0; is_segment(&m.view, v) && region < 5; region++)
                check_balance(&m.view, &r, v, region);
        }
        check_codes(&m.view, &r);
        result_free(&r);
        made_rings_free(&m);
    }
}

static void neighbours_are_all_pairs_that_share_a_segment(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        made_rings m = make_wild_rings(1000 + seed, 30, 12, 3 + (int32_t)(seed % 4));
        result r = run(&m.view, 1);
        check_neighbours(&m.view, &r, 12);
        result_free(&r);
        made_rings_free(&m);
    }
}

static void a_grid_has_its_segments_and_borders_once(void **state)
{
    (void)state;
    enum { W = 150, H = 130 }; // several tiles
    made_rings m = make_grid_rings(W, H, 0.01);
    result r = run(&m.view, 2);
    int64_t n_inner = 0;
    for (int64_t s = 0; s < r.n; s++) {
        n_inner += r.right[s] >= 0;
        assert_true(s == 0 || r.segment[s - 1] < r.segment[s]);
    }
    assert_int_equal(r.n, W * (H + 1) + H * (W + 1));
    assert_int_equal(r.stats.n_distinct, r.n);
    assert_int_equal(n_inner, W * (H - 1) + H * (W - 1));
    assert_int_equal(r.n_extra, 0);
    assert_int_equal(r.stats.n_seams + r.stats.n_overlaps + r.stats.n_multiple, 0);
    result_free(&r);
    made_rings_free(&m);
}

static void runs_hold_the_whole_length_of_the_borders(void **state)
{
    (void)state;
    made_rings m = make_grid_rings(40, 30, 0.01);
    result r = run(&m.view, 1);
    double runs = 0, all = 0;
    for (int64_t i = 0; i < r.n_runs; i++) runs += r.run_m[i];
    for (int64_t s = 0; s < r.n; s++) {
        const double *p = m.xy + 2 * r.segment[s];
        all += ctk_segment_m(p[0], p[1], p[2], p[3]);
    }
    assert_near(runs, all, 1e-9 * all);
    assert_true(r.n_runs < r.n); // the outer corners make longer runs
    result_free(&r);
    made_rings_free(&m);
}

static void the_same_bytes_for_any_number_of_threads(void **state)
{
    (void)state;
    made_rings m = make_wild_rings(42, 60000, 900, 90);
    result one = run(&m.view, 1);
    assert_true(one.n_extra > 0 && one.stats.n_seams > 0 && one.stats.n_multiple > 0);
    for (int32_t t = 2; t <= 5; t++) {
        result r = run(&m.view, t);
        assert_int_equal(r.n, one.n);
        assert_int_equal(r.n_extra, one.n_extra);
        assert_int_equal(r.n_runs, one.n_runs);
        assert_memory_equal(r.segment, one.segment, (size_t)r.n * sizeof *r.segment);
        assert_memory_equal(r.left, one.left, (size_t)r.n * sizeof *r.left);
        assert_memory_equal(r.right, one.right, (size_t)r.n * sizeof *r.right);
        assert_memory_equal(r.extra_a, one.extra_a, (size_t)r.n_extra * sizeof *r.extra_a);
        assert_memory_equal(r.extra_b, one.extra_b, (size_t)r.n_extra * sizeof *r.extra_b);
        assert_memory_equal(r.run_m, one.run_m, (size_t)r.n_runs * sizeof *r.run_m);
        assert_memory_equal(&r.stats, &one.stats, sizeof r.stats);
        result_free(&r);
    }
    result_free(&one);
    made_rings_free(&m);
}

static void two_equal_polygons_are_neighbours_and_both_stay_listed(void **state)
{
    (void)state;
    made_rings m = make_grid_rings(2, 1, 1.0);
    memcpy(m.xy + 10, m.xy, 10 * sizeof *m.xy);
    result r = run(&m.view, 1);
    assert_int_equal(r.n, 8);
    assert_int_equal(r.n_extra, 4);
    assert_int_equal(r.stats.n_overlaps, 4);
    for (int64_t s = 0; s < r.n; s++) assert_int_equal(r.right[s], -1);
    result_free(&r);
    made_rings_free(&m);
}

/// Hundreds of regions on each side of one border, those of one side first.
static void of_a_crowd_on_both_sides_of_a_border_each_has_a_neighbour(void **state)
{
    (void)state;
    enum { N = 500 };
    made_rings m = make_grid_rings(2 * N, 1, 1.0);
    for (int32_t i = 1; i < 2 * N; i++)
        for (int32_t k = 0; k < 10; k++)
            m.xy[10 * i + k] = m.xy[k] + (i >= N && k % 2 == 0 ? 1.0 : 0.0);
    result r = run(&m.view, 1);
    int32_t n_shared = 0, seen[2 * N] = {0};
    for (int64_t s = 0; s < r.n; s++) {
        if (r.right[s] < 0) continue;
        assert_int_equal(seen[r.left[s]]++ + seen[r.right[s]]++, 0);
        n_shared++;
    }
    assert_int_equal(n_shared, N);
    assert_int_equal(r.stats.n_multiple, 7);
    result_free(&r);
    made_rings_free(&m);
}

static void segments_of_equal_hash_are_told_apart(void **state)
{
    (void)state;
    made_rings m = make_grid_rings(4, 1, 1.0);
    // squares 0 and 3 lie apart; now the latter starts at a forged twin of the former's corner and
    // goes on where that one goes on
    double *p = m.xy, *q = m.xy + 2 * 15;
    forge_point(p, q);
    memcpy(q + 8, q, 2 * sizeof *q);
    memcpy(q + 2, p + 2, 2 * sizeof *q);
    const ctk_match plan = ctk_match_plan(&m.view, false);              // of one tile
    assert_true(ctk_match_hash(&plan, 0) == ctk_match_hash(&plan, 15)); // the forgery works
    result r = run(&m.view, 1);
    assert_int_equal(r.stats.n_distinct, r.n);
    assert_int_equal(r.n, 14); // 10 of three squares in a row, 4 of the twin
    check_neighbours(&m.view, &r, 4);
    check_codes(&m.view, &r);
    result_free(&r);
    made_rings_free(&m);
}

static void an_empty_layer_has_no_segments(void **state)
{
    (void)state;
    made_rings m = make_grid_rings(0, 0, 1.0);
    result r = run(&m.view, 3);
    assert_int_equal(r.n, 0);
    assert_int_equal(r.n_runs, 0);
    result_free(&r);
    made_rings_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directed_edges_of_every_region_add_up_in_wild_layers),
        cmocka_unit_test(neighbours_are_all_pairs_that_share_a_segment),
        cmocka_unit_test(a_grid_has_its_segments_and_borders_once),
        cmocka_unit_test(runs_hold_the_whole_length_of_the_borders),
        cmocka_unit_test(the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(two_equal_polygons_are_neighbours_and_both_stay_listed),
        cmocka_unit_test(of_a_crowd_on_both_sides_of_a_border_each_has_a_neighbour),
        cmocka_unit_test(segments_of_equal_hash_are_told_apart),
        cmocka_unit_test(an_empty_layer_has_no_segments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
