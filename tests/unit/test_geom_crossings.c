/// The sweep for edges that touch, against all pairs.
#include "kernels/geom/crossings.h"

#include <math.h>
#include <string.h>

#include "kernels/geom/net.h"
#include "kernels/geom/noding.h"
#include "kernels/prim/rng.h"
#include "oracle/net.h"
#include "support/check.h"
#include "support/make_web.h"

enum { CAPACITY = 40000 };

static int32_t find(ctk_net *t, int32_t capacity)
{
    return ctk_crossings_find(&t->crossings, t->n_points, t->n_edges, t->from, t->to, t->xy,
                              capacity, t->pair);
}

static void assert_pairs_touch(const ctk_net *t, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        const int32_t e = t->pair[2 * i], f = t->pair[2 * i + 1];
        assert_true(e != f);
        assert_true(ctk_noding_touch(t->xy, t->from[e], t->to[e], t->from[f], t->to[f]));
    }
}

/// Edges between the points of a small lattice: on each other, through points, across.
static void draw(made_web *m, uint64_t seed)
{
    ctk_rng r = ctk_rng_key(seed, 41, 0);
    const uint32_t side = 2 + (uint32_t)seed % 12, n = 1 + (uint32_t)seed % 40;
    made_web_clear(m);
    for (uint32_t i = 0; i < n; i++) {
        const double x = ctk_rng_below(&r, side), y = ctk_rng_below(&r, side);
        const double u = ctk_rng_below(&r, side), v = ctk_rng_below(&r, side);
        if (x != u || y != v) made_web_edge(m, x, y, u, v);
    }
}

static void nothing_is_found_exactly_where_nothing_touches(void **state)
{
    (void)state;
    made_web m = make_web(CAPACITY);
    int32_t n_clean = 0;
    for (uint64_t seed = 0; seed < 4000; seed++) {
        draw(&m, seed);
        const int32_t n = find(&m.web.net, CAPACITY);
        assert_int_equal(n > 0, oracle_net_touches(&m.web.net));
        assert_in_range(n, 0, CAPACITY);
        assert_pairs_touch(&m.web.net, n);
        n_clean += n == 0;
    }
    assert_in_range(n_clean, 300, 3700);
    made_web_free(&m);
}

/// Splits by the sweep alone until nothing touches; edges are what the tree's pairs make of them.
static void split_by_sweep(ctk_net *t)
{
    for (int32_t round = 0; round < CTK_NET_ROUNDS; round++) {
        const int32_t n = find(t, t->capacity);
        assert_in_range(n, 0, t->capacity);
        if (ctk_net_split_at(t, n, round) == CTK_NET_NODED) return;
    }
    fail_msg("still touching");
}

static int compare_edges(const void *x, const void *y)
{
    return memcmp(x, y, 4 * sizeof(double));
}

/// The distinct edges, by the coordinates of their ends.
static int32_t list_edges(const ctk_net *t, double (*edge)[4])
{
    int32_t n = 0;
    for (int32_t e = 0; e < t->n_edges; e++) {
        const double *a = t->xy + 2 * t->from[e], *b = t->xy + 2 * t->to[e];
        const bool is_first = a[0] < b[0] || (a[0] == b[0] && a[1] < b[1]);
        memcpy(edge[e], is_first ? a : b, 16);
        memcpy(edge[e] + 2, is_first ? b : a, 16);
    }
    qsort(edge, (size_t)t->n_edges, sizeof *edge, compare_edges);
    for (int32_t e = 0; e < t->n_edges; e++)
        if (n == 0 || compare_edges(edge[n - 1], edge[e]) != 0) memmove(edge[n++], edge[e], 32);
    return n;
}

/// Lines whose crossings are multiples of 1/2: nothing is rounded, so all ways come to one end.
static void draw_rounded(made_web *m, uint64_t seed)
{
    ctk_rng r = ctk_rng_key(seed, 42, 0);
    made_web_clear(m);
    for (uint32_t i = 0; i < 3 + seed % 60; i++) {
        const double x = ctk_rng_below(&r, 12), y = ctk_rng_below(&r, 12);
        const double step = 1 + ctk_rng_below(&r, 9);
        const uint32_t way = ctk_rng_below(&r, 4);
        made_web_edge(m, x, y, way == 1 ? x : x + step,
                      way == 0   ? y
                      : way == 3 ? y - step
                                 : y + step);
    }
}

static void the_pieces_are_those_that_the_tree_leads_to(void **state)
{
    (void)state;
    made_web one = make_web(CAPACITY), other = make_web(CAPACITY);
    double(*a)[4] = calloc(CAPACITY, sizeof *a), (*b)[4] = calloc(CAPACITY, sizeof *b);
    for (uint64_t seed = 0; seed < 600; seed++) {
        draw_rounded(&one, seed);
        draw_rounded(&other, seed);
        split_by_sweep(&one.web.net);
        ctk_net_state state_of_tree = CTK_NET_SPLIT;
        for (int32_t round = 0; state_of_tree == CTK_NET_SPLIT; round++)
            state_of_tree = ctk_net_split(&other.web.net, round, 1);
        assert_int_equal(state_of_tree, CTK_NET_NODED);
        const int32_t n = list_edges(&one.web.net, a);
        assert_int_equal(list_edges(&other.web.net, b), n);
        assert_memory_equal(a, b, (size_t)n * sizeof *a);
    }
    free(a);
    free(b);
    made_web_free(&one);
    made_web_free(&other);
}

static void tangles_come_apart(void **state)
{
    (void)state;
    made_web m = make_web(CAPACITY);
    for (uint64_t seed = 0; seed < 60; seed++) {
        made_web_clear(&m);
        made_web_tangle(&m, seed, 4 + (int32_t)seed, 7, 1 + (int32_t)seed % 8);
        split_by_sweep(&m.web.net);
        assert_false(oracle_net_touches(&m.web.net));
    }
    made_web_free(&m);
}

static void more_pairs_than_there_is_room_for_are_said(void **state)
{
    (void)state;
    made_web m = make_web(CAPACITY);
    for (int32_t i = 0; i < 30; i++) { // 900 crossings
        made_web_edge(&m, -1, i, 30, i + 0.25);
        made_web_edge(&m, i, -1, i + 0.25, 30);
    }
    assert_int_equal(find(&m.web.net, CAPACITY), 900);
    for (int32_t capacity = 0; capacity < 900; capacity += 89)
        assert_int_equal(find(&m.web.net, capacity), capacity + 1);
    made_web_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_found_exactly_where_nothing_touches),
        cmocka_unit_test(the_pieces_are_those_that_the_tree_leads_to),
        cmocka_unit_test(tangles_come_apart),
        cmocka_unit_test(more_pairs_than_there_is_room_for_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
