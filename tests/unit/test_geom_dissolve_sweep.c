/// What the sweep tells of edges, points and rings of cells, against the cells beside them.
#include <string.h>

#include "kernels/geom/dissolve_web.h"
#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_web.h"

enum { SIDE = 20, CELLS = SIDE * SIDE, ROUNDS = 60 };

static made_web random_cells(uint64_t seed, uint8_t *inside)
{
    ctk_rng r = ctk_rng_key(seed, 31, 0);
    for (int i = 0; i < CELLS; i++) inside[i] = ctk_rng_below(&r, 10) < 2 + seed % 7;
    made_web m = make_web(4 * CELLS);
    made_web_cells(&m, SIDE, inside);
    ctk_web_merge(&m.web);
    return m;
}

static int cell_at(const uint8_t *inside, double x, double y)
{
    const int i = (int)(x + 1) - 1, k = (int)(y + 1) - 1;
    return i >= 0 && k >= 0 && i < SIDE && k < SIDE && inside[k * SIDE + i];
}

static void the_cells_below_above_and_west_wind(void **state)
{
    (void)state;
    uint8_t inside[CELLS];
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        made_web m = random_cells(seed, inside);
        const ctk_web *w = &m.web;
        ctk_web_stars(&m.web);
        ctk_web_sweep(&m.web);
        for (int32_t e = 0; e < w->net.n_edges; e++) {
            const double *a = w->net.xy + 2 * w->net.from[e], *b = w->net.xy + 2 * w->net.to[e];
            const double x = 0.5 * (a[0] + b[0]), y = 0.5 * (a[1] + b[1]);
            const double dx = a[0] == b[0] ? 0.5 : 0,
                         dy = a[0] == b[0] ? 0 : -0.5; // below, or right
            assert_int_equal(w->under[e], cell_at(inside, x + dx, y + dy));
            assert_int_equal(w->above[e], cell_at(inside, x - dx, y - dy));
        }
        for (int32_t p = 0; p < w->net.n_points; p++) {
            if (w->stars.degree[p] == 0) continue;
            const double *v = w->net.xy + 2 * p;
            assert_int_equal(w->west[p], cell_at(inside, v[0] - 0.5, v[1] + 0.5));
        }
        made_web_free(&m);
    }
}

/// The smallest outer ring around the place north-east of the first point of ring r, by all rings.
static int32_t oracle_outer(const ctk_web *w, int32_t r, double x, double y)
{
    int32_t best = -1;
    for (int32_t k = 0; k < w->n_rings; k++) {
        int is_in = 0;
        if (k == r || w->ring_area[k] < 0) continue;
        for (int32_t i = w->ring_begin[k]; i < w->ring_begin[k + 1]; i++) {
            const int32_t j = i + 1 < w->ring_begin[k + 1] ? i + 1 : w->ring_begin[k];
            const double *a = w->net.xy + 2 * w->ring_point[i];
            const double *b = w->net.xy + 2 * w->ring_point[j];
            if (a[0] < x && (a[1] > y) != (b[1] > y)) is_in = !is_in;
        }
        if (is_in && (best < 0 || w->ring_area[k] < w->ring_area[best])) best = k;
    }
    return best;
}

static void the_outer_ring_around_is_the_smallest_one(void **state)
{
    (void)state;
    uint8_t inside[CELLS];
    int32_t n_inner = 0;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        made_web m = random_cells(seed, inside);
        const ctk_web *w = &m.web;
        assert_int_equal(ctk_web_chain(&m.web), 0);
        assert_true(ctk_web_rings(&m.web));
        ctk_web_stars(&m.web);
        ctk_web_sweep(&m.web);
        ctk_web_surround(&m.web);
        for (int32_t r = 0; r < w->n_rings; r++) {
            double x = SIDE,
                   y = SIDE; // below its first edge: right of a corner, and a little lower
            for (int32_t i = w->ring_begin[r]; i < w->ring_begin[r + 1]; i++) {
                const double *p = w->net.xy + 2 * w->ring_point[i];
                if (p[0] > x || (p[0] == x && p[1] > y)) continue;
                x = p[0];
                y = p[1];
            }
            assert_int_equal(w->ring_outer[r], oracle_outer(w, r, x + 0.5, y - 0.5));
            n_inner += w->ring_outer[r] >= 0;
        }
        made_web_free(&m);
    }
    assert_true(n_inner > 100);
}

static void the_edge_between_two_points_is_found_in_a_star(void **state)
{
    (void)state;
    enum { N = 40 };
    made_web m = make_web(2 * N);
    for (int32_t i = 0; i < N; i++) made_web_edge(&m, 0, 0, i % 2 ? i : -i, 17 - i);
    ctk_web_stars(&m.web);
    for (int32_t e = 0; e < N; e++)
        assert_int_equal(ctk_web_between(&m.web, m.web.net.from[e], m.web.net.to[e]), e);
    made_web_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cells_below_above_and_west_wind),
        cmocka_unit_test(the_outer_ring_around_is_the_smallest_one),
        cmocka_unit_test(the_edge_between_two_points_is_found_in_a_star),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
