/// Rings and nesting of random sets of cells, against flood fills.
#include "kernels/geom/dissolve_web.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_web.h"

enum { SIDE = 24, CELLS = SIDE * SIDE };

typedef struct scene {
    made_web m;
    uint8_t inside[CELLS];
    int32_t label[CELLS], n_parts, n_cells; ///< parts: cells that share a side
} scene;

static void flood(scene *s, int32_t at, int32_t label)
{
    if (!s->inside[at] || s->label[at] >= 0) return;
    s->label[at] = label;
    if (at % SIDE > 0) flood(s, at - 1, label);
    if (at % SIDE < SIDE - 1) flood(s, at + 1, label);
    if (at >= SIDE) flood(s, at - SIDE, label);
    if (at < CELLS - SIDE) flood(s, at + SIDE, label);
}

/// The parts of the cells that are inside, and the web of their outline, chained.
static void chain_scene(scene *s)
{
    s->n_cells = s->n_parts = 0;
    for (int i = 0; i < CELLS; i++) s->n_cells += s->inside[i];
    memset(s->label, 0xff, sizeof s->label);
    for (int i = 0; i < CELLS; i++)
        if (s->inside[i] && s->label[i] < 0) flood(s, i, s->n_parts++);
    s->m = make_web(4 * CELLS);
    made_web_cells(&s->m, SIDE, s->inside);
    ctk_web_merge(&s->m.web);
    assert_int_equal(ctk_web_chain(&s->m.web), 0);
    ctk_web_rings(&s->m.web);
}

/// Each cell is inside with `share` in 10.
static void make_scene(scene *s, uint64_t seed, uint32_t share)
{
    ctk_rng r = ctk_rng_key(seed, 15, 0);
    for (int i = 0; i < CELLS; i++) s->inside[i] = ctk_rng_below(&r, 10) < share;
    chain_scene(s);
}

/// Every edge is in one ring, and no ring passes a point twice.
static void check_rings(const scene *s)
{
    const ctk_web *w = &s->m.web;
    assert_int_equal(w->ring_begin[w->n_rings], w->net.n_edges);
    int32_t *seen = calloc((size_t)w->net.n_points + 1, sizeof *seen);
    for (int32_t r = 0; r < w->n_rings; r++)
        for (int32_t i = w->ring_begin[r]; i < w->ring_begin[r + 1]; i++) {
            assert_true(seen[w->ring_point[i]] < r + 1);
            seen[w->ring_point[i]] = r + 1;
        }
    free(seen);
}

static void rings_are_simple_and_hold_the_area_of_the_cells(void **state)
{
    (void)state;
    static scene s;
    for (uint32_t seed = 0; seed < 60; seed++) {
        make_scene(&s, seed, 1 + seed % 10);
        const ctk_web *w = &s.m.web;
        double area = 0;
        int32_t n_outer = 0;
        check_rings(&s);
        for (int32_t r = 0; r < w->n_rings; r++) {
            area += w->ring_area[r];
            n_outer += w->ring_area[r] > 0;
        }
        assert_true(area == s.n_cells);
        assert_int_equal(n_outer, s.n_parts);
        made_web_free(&s.m);
    }
}

/// Leftmost, then lowest point of ring r.
static const double *low_point(const ctk_web *w, int32_t r)
{
    const double *low = NULL;
    for (int32_t i = w->ring_begin[r]; i < w->ring_begin[r + 1]; i++) {
        const double *p = w->net.xy + 2 * (int64_t)w->ring_point[i];
        if (!low || p[0] < low[0] || (p[0] == low[0] && p[1] < low[1])) low = p;
    }
    return low;
}

static int32_t label_at(const scene *s, double x, double y)
{
    return s->label[(int)y * SIDE + (int)x];
}

/// Returns the number of holes.
static int32_t check_owners(scene *s)
{
    const ctk_web *w = &s->m.web;
    int32_t n_holes = 0;
    assert_true(ctk_web_nest(&s->m.web));
    for (int32_t t = 0; t < w->n_traces; t++) {
        if (w->trace_shell[t] >= 0) continue;
        // west of its leftmost edge is the inside; the owner begins north-east of its own
        const double *p = w->net.xy + 2 * (int64_t)w->trace_low[t];
        const double *q = low_point(w, w->trace_owner[t]);
        assert_true(w->ring_area[w->trace_owner[t]] > 0);
        assert_int_equal(label_at(s, p[0] - 1, p[1]), label_at(s, q[0], q[1]));
        n_holes++;
    }
    return n_holes;
}

static void holes_belong_to_the_part_they_are_in(void **state)
{
    (void)state;
    static scene s;
    int32_t n_holes = 0;
    for (uint32_t seed = 0; seed < 60; seed++) {
        make_scene(&s, seed, 4 + seed % 6);
        n_holes += check_owners(&s);
        made_web_free(&s.m);
    }
    assert_true(n_holes > 100);
}

static void of_rings_within_rings_the_innermost_owns_the_hole(void **state)
{
    (void)state;
    static scene s;
    for (int i = 0; i < CELLS; i++) {
        const int x = i % SIDE, y = i / SIDE;
        const int u = x < SIDE - 1 - x ? x : SIDE - 1 - x, v = y < SIDE - 1 - y ? y : SIDE - 1 - y;
        s.inside[i] = (u < v ? u : v) % 2 == 0;
    }
    chain_scene(&s);
    assert_int_equal(s.n_parts, SIDE / 4);
    assert_int_equal(check_owners(&s), SIDE / 4);
    made_web_free(&s.m);
}

static void an_edge_without_successor_is_told(void **state)
{
    (void)state;
    made_web m = make_web(10);
    made_web_edge(&m, 0, 0, 1, 0);
    made_web_edge(&m, 1, 0, 1, 1);
    assert_int_equal(ctk_web_chain(&m.web), 2);
    made_web_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_are_simple_and_hold_the_area_of_the_cells),
        cmocka_unit_test(holes_belong_to_the_part_they_are_in),
        cmocka_unit_test(of_rings_within_rings_the_innermost_owns_the_hole),
        cmocka_unit_test(an_edge_without_successor_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
