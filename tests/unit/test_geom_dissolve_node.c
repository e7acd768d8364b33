/// Tangles split where they meet: nothing touches any more, and nothing has moved.
#include "kernels/geom/noding.h"

#include <math.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_web.h"

enum { CAPACITY = 20000, N_POINTS = 100 };

static bool boxes_meet(const ctk_web *w, int32_t e, int32_t f)
{
    const double *a = w->xy + 2 * w->from[e], *b = w->xy + 2 * w->to[e];
    const double *c = w->xy + 2 * w->from[f], *d = w->xy + 2 * w->to[f];
    return fmin(a[0], b[0]) <= fmax(c[0], d[0]) && fmin(c[0], d[0]) <= fmax(a[0], b[0]) &&
           fmin(a[1], b[1]) <= fmax(c[1], d[1]) && fmin(c[1], d[1]) <= fmax(a[1], b[1]);
}

static void assert_noded(const ctk_web *w)
{
    for (int32_t e = 0; e < w->n_edges; e++) {
        assert_true(w->mult[e] > 0 && w->from[e] != w->to[e]);
        for (int32_t f = 0; f < e; f++)
            if (boxes_meet(w, e, f))
                assert_false(ctk_noding_touch(w->xy, w->from[e], w->to[e], w->from[f], w->to[f]));
    }
}

/// Points between the lattice lines; slanted edges pass them at 1e-3 or more, so that rounding of
/// crossings cannot move an edge over one.
static double odd_place(ctk_rng *r)
{
    return ctk_rng_below(r, 14) + 0.123456 + 0.5 * (double)ctk_rng_below(r, 2);
}

static void split_edges_touch_at_ends_only_and_wind_as_before(void **state)
{
    (void)state;
    made_web m = make_web(CAPACITY);
    for (uint64_t seed = 0; seed < 40; seed++) {
        double x[N_POINTS], y[N_POINTS];
        int winding[N_POINTS];
        ctk_rng r = ctk_rng_key(seed, 16, 0);
        made_web_clear(&m);
        made_web_tangle(&m, seed, 4 + (int32_t)seed / 2, 7, 1 + (int32_t)seed % 8);
        for (int i = 0; i < N_POINTS; i++) {
            x[i] = odd_place(&r);
            y[i] = odd_place(&r) + 0.0271;
            winding[i] = made_web_winding(&m.web, x[i], y[i]);
        }
        assert_int_equal(ctk_web_node(&m.web), 0);
        assert_noded(&m.web);
        for (int i = 0; i < N_POINTS; i++)
            assert_int_equal(made_web_winding(&m.web, x[i], y[i]), winding[i]);
    }
    made_web_free(&m);
}

static void what_does_not_touch_stays_as_it_is(void **state)
{
    (void)state;
    const uint8_t cells[9] = {1, 1, 1, 1, 0, 1, 1, 1, 1};
    made_web m = make_web(100);
    made_web_cells(&m, 3, cells);
    assert_int_equal(ctk_web_node(&m.web), 0);
    assert_int_equal(m.web.n_edges, 16);
    assert_int_equal(m.web.n_points, 16);
    made_web_free(&m);
}

static void a_web_without_room_says_so(void **state)
{
    (void)state;
    made_web m = make_web(64);
    for (int i = 1; i < 30; i++) { // 29 x 29 crossings
        made_web_edge(&m, i, 0, i, 30);
        made_web_edge(&m, 0, i, 30, i);
        if (m.web.n_points > 60) break;
    }
    assert_int_equal(ctk_web_node(&m.web), 1);
    made_web_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_edges_touch_at_ends_only_and_wind_as_before),
        cmocka_unit_test(what_does_not_touch_stays_as_it_is),
        cmocka_unit_test(a_web_without_room_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
