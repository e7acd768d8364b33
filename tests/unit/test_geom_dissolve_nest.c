/// Owners of traces by rays against those by a sweep.
#include <string.h>

#include "kernels/geom/dissolve_web.h"
#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_web.h"

enum { SIDE = 20, CELLS = SIDE * SIDE };

/// The web of random cells, some of them twice or the wrong way round, chained as far as it goes.
static made_web random_web(uint64_t seed)
{
    uint8_t inside[CELLS];
    ctk_rng r = ctk_rng_key(seed, 32, 0);
    for (int i = 0; i < CELLS; i++) inside[i] = ctk_rng_below(&r, 10) < 2 + seed % 7;
    made_web m = make_web(8 * CELLS);
    made_web_cells(&m, SIDE, inside);
    if (seed % 3 == 0) { // a ring the wrong way round
        made_web_edge(&m, -1, -1, SIDE + 1, -1);
        made_web_edge(&m, SIDE + 1, -1, SIDE + 1, SIDE + 1);
        made_web_edge(&m, SIDE + 1, SIDE + 1, -1, -1);
    }
    ctk_web_merge(&m.web);
    return m;
}

static void rays_and_the_sweep_agree(void **state)
{
    (void)state;
    int32_t owner[4 * CELLS], n_clean = 0, n_owned = 0;
    for (uint64_t seed = 0; seed < 90; seed++) {
        made_web m = random_web(seed);
        ctk_web *w = &m.web;
        assert_int_equal(ctk_web_chain(w), 0);
        assert_true(ctk_web_rings(w));
        assert_false(w->has_stars);
        const bool is_clean = ctk_web_nest(w);
        memcpy(owner, w->trace_owner, (size_t)w->n_traces * sizeof *owner);
        assert_int_equal(ctk_web_chain(w), 0);
        assert_true(ctk_web_rings(w));
        w->has_stars = true; // asks for the sweep
        assert_int_equal(ctk_web_nest(w), is_clean);
        for (int32_t t = 0; is_clean && t < w->n_traces; t++) {
            assert_int_equal(w->trace_owner[t], owner[t]);
            n_owned += w->trace_shell[t] < 0;
        }
        n_clean += is_clean;
        made_web_free(&m);
    }
    assert_int_equal(n_clean, 60);
    assert_true(n_owned > 100);
}

/// Triangles that meet in a point: more edges leave it than are held against each other.
static void triangles_around_a_point_are_rings_of_their_own(void **state)
{
    (void)state;
    enum { N = 100 };
    made_web m = make_web(8 * N);
    for (int32_t i = 0; i < N; i++) {
        const double x = 3 * i - N, y = 50; // clockwise about the point below
        made_web_edge(&m, 0, 0, x, y);
        made_web_edge(&m, x, y, x + 2, y);
        made_web_edge(&m, x + 2, y, 0, 0);
    }
    assert_int_equal(ctk_web_chain(&m.web), 0);
    assert_true(m.web.has_stars);
    assert_true(ctk_web_rings(&m.web));
    assert_true(ctk_web_nest(&m.web));
    assert_int_equal(m.web.n_rings, N);
    assert_int_equal(m.web.n_traces, N);
    for (int32_t r = 0; r < N; r++) assert_true(m.web.ring_area[r] == 50);
    made_web_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rays_and_the_sweep_agree),
        cmocka_unit_test(triangles_around_a_point_are_rings_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
