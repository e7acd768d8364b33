/// Tangles split where they meet: nothing touches any more, and nothing has moved.
#include <math.h>
#include <string.h>

#include "kernels/geom/net.h"
#include "oracle/net.h"
#include "support/check.h"
#include "support/make_web.h"

enum { CAPACITY = 20000 };

/// Rounds until nothing is left to do; each edge is tagged with itself before.
static ctk_net_state split(ctk_net *t, int32_t n_threads)
{
    ctk_net_state state = CTK_NET_SPLIT;
    for (int32_t e = 0; e < t->n_edges; e++) t->tag[e] = e;
    for (int32_t round = 0; state == CTK_NET_SPLIT && round < CTK_NET_ROUNDS; round++)
        state = ctk_net_split(t, round, n_threads);
    return state;
}

typedef struct edge {
    double ax, ay, bx, by;
} edge;

static edge edge_of(const ctk_net *t, int32_t e)
{
    const double *a = t->xy + 2 * t->from[e], *b = t->xy + 2 * t->to[e];
    return (edge){a[0], a[1], b[0], b[1]};
}

/// Piece p begins at `at`, lies on e, and goes on towards its end but for rounding; `at` follows.
static void assert_goes_on(edge e, edge p, double at[2])
{
    const double dx = e.bx - e.ax, dy = e.by - e.ay, length = hypot(dx, dy);
    const double rounding = 1e-12 * length * (length + 1);
    assert_true(p.ax == at[0] && p.ay == at[1]);
    assert_true((p.bx - p.ax) * dx + (p.by - p.ay) * dy > -rounding);
    assert_true(fabs((p.bx - e.ax) * dy - (p.by - e.ay) * dx) < rounding);
    at[0] = p.bx;
    at[1] = p.by;
}

static void pieces_touch_at_ends_only_and_follow_their_edge(void **state)
{
    (void)state;
    made_web m = make_web(CAPACITY);
    ctk_net *t = &m.web.net;
    edge *before = calloc(CAPACITY, sizeof *before);
    int64_t n_split = 0;
    for (uint64_t seed = 0; seed < 40; seed++) {
        made_web_clear(&m);
        made_web_tangle(&m, seed, 4 + (int32_t)seed / 2, 7, 1 + (int32_t)seed % 8);
        const int32_t n = t->n_edges;
        for (int32_t e = 0; e < n; e++) before[e] = edge_of(t, e);
        assert_int_equal(split(t, 1), CTK_NET_NODED);
        assert_false(oracle_net_touches(t));
        int32_t i = 0;
        for (int32_t e = 0; e < n; e++) { // pieces stand where their edge stood
            double at[2] = {before[e].ax, before[e].ay};
            for (; i < t->n_edges && t->tag[i] == e; i++, n_split++)
                assert_goes_on(before[e], edge_of(t, i), at);
            assert_true(at[0] == before[e].bx && at[1] == before[e].by);
        }
        assert_int_equal(i, t->n_edges);
        n_split -= n;
    }
    assert_true(n_split > 1000); // it had something to split
    free(before);
    made_web_free(&m);
}

static void what_does_not_touch_stays_as_it_is(void **state)
{
    (void)state;
    const uint8_t cells[9] = {1, 1, 1, 1, 0, 1, 1, 1, 1};
    made_web m = make_web(100);
    made_web_cells(&m, 3, cells);
    assert_int_equal(ctk_net_split(&m.web.net, 0, 1), CTK_NET_NODED);
    assert_int_equal(m.web.net.n_edges, 16);
    assert_int_equal(m.web.net.n_points, 16);
    made_web_clear(&m);
    assert_int_equal(ctk_net_split(&m.web.net, 0, 1), CTK_NET_NODED);
    made_web_free(&m);
}

static void late_crossings_fall_on_the_grid(void **state)
{
    (void)state;
    const double grid = 0x1p-30; // 2^-40 of 2^10
    made_web m = make_web(100);
    ctk_net *t = &m.web.net;
    for (int late = 0; late < 2; late++) {
        made_web_clear(&m);
        made_web_edge(&m, 0, 0, 1023, 1);
        made_web_edge(&m, 0, 1, 1022, 0);
        assert_int_equal(ctk_net_split(t, late ? CTK_NET_ROUNDS - 1 : 0, 1), CTK_NET_SPLIT);
        assert_int_equal(t->n_points, 5);
        const double x = t->xy[2 * 4] / grid, y = t->xy[2 * 4 + 1] / grid;
        assert_int_equal(x == rint(x) && y == rint(y), late);
    }
    made_web_free(&m);
}

static void any_number_of_threads_splits_alike(void **state)
{
    (void)state;
    enum { WALKS = 600, MOST = 1 << 17 };
    made_web one = make_web(MOST), many = make_web(MOST);
    const ctk_net *a = &one.web.net, *b = &many.web.net;
    made_web_tangle(&one, 5, WALKS, 9, 400);
    assert_int_equal(split(&one.web.net, 1), CTK_NET_NODED);
    for (int32_t n_threads = 2; n_threads <= 5; n_threads++) {
        made_web_clear(&many);
        made_web_tangle(&many, 5, WALKS, 9, 400);
        assert_int_equal(split(&many.web.net, n_threads), CTK_NET_NODED);
        assert_true(a->n_edges == b->n_edges && a->n_points == b->n_points);
        assert_memory_equal(a->from, b->from, (size_t)a->n_edges * sizeof *a->from);
        assert_memory_equal(a->to, b->to, (size_t)a->n_edges * sizeof *a->to);
        assert_memory_equal(a->tag, b->tag, (size_t)a->n_edges * sizeof *a->tag);
        assert_memory_equal(a->xy, b->xy, 2 * (size_t)a->n_points * sizeof *a->xy);
    }
    made_web_free(&many);
    made_web_free(&one);
}

static void an_end_on_an_edge_splits_it_there_and_nowhere_else(void **state)
{
    (void)state;
    made_web m = make_web(100);
    ctk_net *t = &m.web.net;
    for (int i = 1; i < 200; i++) { // (x, y) is i of 200 parts along a slanted edge
        const double x = 3 * i, y = 0.25 * i;
        made_web_clear(&m);
        made_web_edge(&m, 0, 0, 600, 50);
        made_web_edge(&m, x + 1, y + 90, x, y);
        assert_int_equal(ctk_net_split(t, 0, 1), CTK_NET_SPLIT);
        assert_int_equal(t->n_points, 4);
        assert_int_equal(t->n_edges, 3);
        assert_true(t->to[0] == 3 && t->from[1] == 3);
        assert_int_equal(ctk_net_split(t, 1, 1), CTK_NET_NODED);
    }
    made_web_free(&m);
}

/// a edges cross b others.
static ctk_net_state split_crossings(int a, int b)
{
    made_web m = make_web(64);
    for (int i = 1; i <= a; i++) made_web_edge(&m, i, 0, i, 30);
    for (int i = 1; i <= b; i++) made_web_edge(&m, 0, i, 30, i);
    const ctk_net_state state = split(&m.web.net, 1);
    assert_in_range(m.web.net.n_edges, 0, 64);
    made_web_free(&m);
    return state;
}

static void a_net_without_room_says_so(void **state)
{
    (void)state;
    for (int a = 1; a < 16; a++)
        for (int b = 1; b < 16; b++) {
            const bool fits = a + b + 2 * a * b <= 64;
            assert_int_equal(split_crossings(a, b), fits ? CTK_NET_NODED : CTK_NET_FULL);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_touch_at_ends_only_and_follow_their_edge),
        cmocka_unit_test(what_does_not_touch_stays_as_it_is),
        cmocka_unit_test(an_end_on_an_edge_splits_it_there_and_nowhere_else),
        cmocka_unit_test(late_crossings_fall_on_the_grid),
        cmocka_unit_test(any_number_of_threads_splits_alike),
        cmocka_unit_test(a_net_without_room_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
