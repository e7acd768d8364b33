/// Webs that touch are told from webs that do not, against all pairs.
#include <math.h>

#include "kernels/prim/rng.h"
#include "oracle/net.h"
#include "support/check.h"
#include "support/make_web.h"

enum { CAPACITY = 8192 };

static bool touches(ctk_web *w)
{
    return ctk_web_touches(w, w->net.from, w->net.to);
}

/// A ring around (x, y), n vertices at distances between `in` and 1, every other ring the other way
/// round, begun anywhere.
static void add_star(made_web *m, ctk_rng *r, int32_t n, double x, double y, double in)
{
    double p[2 * 600];
    const int32_t shift = (int32_t)ctk_rng_below(r, (uint32_t)n);
    const bool back = ctk_rng_below(r, 2);
    for (int32_t i = 0; i < n; i++) {
        const double d = in + (1 - in) * ctk_rng_unit(r), a = 2 * 3.14159265358979 * i / n;
        const int32_t at = (i + shift) % n;
        p[2 * at] = x + d * cos(a);
        p[2 * at + 1] = y + d * sin(a);
    }
    for (int32_t k = 0; k < n; k++) {
        const int32_t i = back ? n - 1 - k : k, j = (i + 1) % n;
        made_web_edge(m, p[2 * i], p[2 * i + 1], p[2 * j], p[2 * j + 1]);
    }
}

static void rings_apart_do_not_touch_and_one_point_on_another_does(void **state)
{
    (void)state;
    made_web m = make_web(CAPACITY);
    for (uint64_t seed = 0; seed < 300; seed++) {
        ctk_rng r = ctk_rng_key(seed, 3, 0);
        const int32_t n = 3 + (int32_t)ctk_rng_below(&r, 500);
        const double in = seed % 3 == 0 ? 0.999 : seed % 3 == 1 ? 0.9 : 0.2;
        made_web_clear(&m);
        for (int i = 0; i < 3; i++) add_star(&m, &r, n, 2.5 * i, 0.1 * i, in);
        ctk_web_merge(&m.web);
        assert_false(touches(&m.web));
        assert_false(oracle_net_touches(&m.web.net));
        // a needle whose tip is a vertex's neighbourhood, then the middle of an edge
        const int32_t e = (int32_t)ctk_rng_below(&r, (uint32_t)m.web.net.n_edges);
        const double *a = m.web.net.xy + 2 * m.web.net.from[e],
                     *b = m.web.net.xy + 2 * m.web.net.to[e];
        const double x = a[0] + 0.5 * (b[0] - a[0]), y = a[1] + 0.5 * (b[1] - a[1]);
        made_web_edge(&m, 100, 100, x + (x - 100) * 1e-3, y + (y - 100) * 1e-3);
        assert_true(oracle_net_touches(&m.web.net));
        assert_true(touches(&m.web));
    }
    made_web_free(&m);
}

/// Fill an empty web at random.
typedef void (*drawer)(made_web *m, uint64_t seed);

/// The answer is the oracle's, and neither of the two is rare.
static void judge_random_webs(uint64_t n, drawer draw)
{
    made_web m = make_web(CAPACITY);
    uint64_t touching = 0;
    for (uint64_t seed = 0; seed < n; seed++) {
        made_web_clear(&m);
        draw(&m, seed);
        ctk_web_merge(&m.web);
        const bool found = touches(&m.web);
        assert_int_equal(found, oracle_net_touches(&m.web.net));
        touching += found;
    }
    assert_true(touching > n / 10 && touching < n * 9 / 10);
    made_web_free(&m);
}

static void draw_tangle(made_web *m, uint64_t seed)
{
    ctk_rng r = ctk_rng_key(seed, 4, 0);
    const int32_t walks = 1 + (int32_t)ctk_rng_below(&r, 3);
    made_web_tangle(m, seed, walks, 3 + (int32_t)(seed % 9), 1 + (int32_t)(seed % 60));
}

/// Steps of one random walk, on a lattice or off it, straight for a while: chains that fold back
/// upon themselves inside a run, between runs, and far away.
static void draw_walk(made_web *m, uint64_t seed)
{
    ctk_rng r = ctk_rng_key(seed, 5, 0);
    const int32_t n = 1 + (int32_t)ctk_rng_below(&r, seed % 4 == 0 ? 200 : 20);
    const bool lattice = seed % 2, back = seed % 5 == 0;
    double x = 0, y = 0, turn = 0;
    for (int32_t i = 0; i < n; i++) {
        turn += 1.2 * (ctk_rng_unit(&r) - 0.5);
        const double u =
            lattice ? x + (double)ctk_rng_below(&r, 4) - (seed % 3 ? 0 : 1) : x + cos(turn);
        const double v = lattice ? y + (double)ctk_rng_below(&r, 3) - 1 : y + sin(turn);
        if (u == x && v == y) continue;
        if (back)
            made_web_edge(m, u, v, x, y);
        else
            made_web_edge(m, x, y, u, v);
        x = u;
        y = v;
    }
}

static void random_webs_are_judged_as_by_all_pairs(void **state)
{
    (void)state;
    judge_random_webs(3000, draw_tangle);
}

static void random_chains_are_judged_as_by_all_pairs(void **state)
{
    (void)state;
    judge_random_webs(4000, draw_walk);
}

static void an_empty_web_does_not_touch(void **state)
{
    (void)state;
    made_web m = make_web(CAPACITY);
    assert_false(touches(&m.web));
    made_web_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_apart_do_not_touch_and_one_point_on_another_does),
        cmocka_unit_test(random_webs_are_judged_as_by_all_pairs),
        cmocka_unit_test(random_chains_are_judged_as_by_all_pairs),
        cmocka_unit_test(an_empty_web_does_not_touch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
