/// What is kept of a tangle bounds exactly the ground with winding above zero.
#include "kernels/geom/dissolve_web.h"

#include "support/check.h"
#include "support/make_web.h"

enum { CAPACITY = 20000, N_POINTS = 100 };

/// As many edges leave each point as arrive, each once.
static void assert_closed(const ctk_web *w)
{
    int32_t *balance = calloc((size_t)w->net.n_points + 1, sizeof *balance);
    for (int32_t e = 0; e < w->net.n_edges; e++) {
        assert_int_equal(w->net.tag[e], 1);
        balance[w->net.from[e]]++;
        balance[w->net.to[e]]--;
    }
    for (int32_t p = 0; p < w->net.n_points; p++) assert_int_equal(balance[p], 0);
    free(balance);
}

static void winding_becomes_one_where_it_was_positive(void **state)
{
    (void)state;
    int n_deep = 0, n_negative = 0;
    made_web m = make_web(CAPACITY);
    for (uint64_t seed = 0; seed < 60; seed++) {
        double x[N_POINTS], y[N_POINTS];
        int winding[N_POINTS];
        made_web_clear(&m);
        made_web_tangle(&m, seed, 2 + (int32_t)seed / 2, 7, 1 + (int32_t)seed % 8);
        made_web_places(seed, N_POINTS, x, y);
        for (int i = 0; i < N_POINTS; i++) {
            winding[i] = made_web_winding(&m.web, x[i], y[i]);
            n_deep += winding[i] > 1;
            n_negative += winding[i] < 0;
        }
        assert_int_equal(ctk_web_node(&m.web), 0);
        ctk_web_hull(&m.web);
        assert_closed(&m.web);
        for (int i = 0; i < N_POINTS; i++)
            assert_int_equal(made_web_winding(&m.web, x[i], y[i]), winding[i] > 0);
    }
    assert_true(n_deep > 100 && n_negative > 100); // it had something to flatten
    made_web_free(&m);
}

static void nothing_is_kept_of_rings_wound_backwards(void **state)
{
    (void)state;
    made_web m = make_web(100);
    made_web_edge(&m, 0, 0, 4, 0);
    made_web_edge(&m, 4, 0, 4, 4);
    made_web_edge(&m, 4, 4, 0, 0);
    assert_int_equal(ctk_web_node(&m.web), 0);
    ctk_web_hull(&m.web);
    assert_int_equal(m.web.net.n_edges, 0);
    made_web_free(&m);
}

static void separate_parts_and_rings_within_rings_are_told_apart(void **state)
{
    (void)state;
    uint8_t cells[49];
    for (int i = 0; i < 49; i++) // rings within rings: 0 in the outermost, then alternating
        cells[i] = (i % 7 % 6 == 0 || i / 7 % 6 == 0) ||
                   (i % 7 >= 2 && i % 7 <= 4 && i / 7 >= 2 && i / 7 <= 4 && i != 24);
    made_web m = make_web(1000);
    made_web_cells(&m, 7, cells);
    const int32_t n = m.web.net.n_edges;
    assert_int_equal(ctk_web_node(&m.web), 0);
    ctk_web_hull(&m.web);
    assert_int_equal(m.web.net.n_edges, n);
    for (int i = 0; i < 49; i++)
        assert_int_equal(made_web_winding(&m.web, i % 7 + 0.5, i / 7 + 0.5), cells[i]);
    made_web_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(winding_becomes_one_where_it_was_positive),
        cmocka_unit_test(nothing_is_kept_of_rings_wound_backwards),
        cmocka_unit_test(separate_parts_and_rings_within_rings_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
