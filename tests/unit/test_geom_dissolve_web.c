/// Edges and rays of a web, against whole numbers and all pairs.
#include "kernels/geom/dissolve_web.h"

#include "kernels/prim/rng.h"
#include "oracle/net.h"
#include "support/check.h"
#include "support/make_web.h"

static void equal_edges_are_summed_and_opposite_ones_vanish(void **state)
{
    (void)state;
    enum { N = 9, M = 60 };
    made_web m = make_web(M);
    ctk_web *w = &m.web;
    for (uint64_t seed = 0; seed < 100; seed++) {
        int net[N][N] = {{0}}, n_left = 0;
        ctk_rng r = ctk_rng_key(seed, 2, 0);
        ctk_web_clear(w);
        for (int p = 0; p < N; p++) ctk_net_point(&w->net, p, 0);
        for (w->net.n_edges = 0; w->net.n_edges < M; w->net.n_edges++) {
            const int32_t a = (int32_t)ctk_rng_below(&r, N), b = (int32_t)ctk_rng_below(&r, N);
            w->net.from[w->net.n_edges] = a;
            w->net.to[w->net.n_edges] = b;
            w->net.tag[w->net.n_edges] = 1 + (int32_t)ctk_rng_below(&r, 3);
            net[a][b] += w->net.tag[w->net.n_edges];
            net[b][a] -= w->net.tag[w->net.n_edges];
        }
        ctk_web_merge(w);
        for (int32_t e = 0; e < w->net.n_edges; e++) {
            int *sum = &net[w->net.from[e]][w->net.to[e]];
            assert_true(w->net.from[e] != w->net.to[e] && *sum > 0);
            assert_int_equal(w->net.tag[e], *sum);
            *sum = net[w->net.to[e]][w->net.from[e]] = 0; // each pair once
        }
        for (int a = 0; a < N; a++)
            for (int b = 0; b < N; b++) n_left += a != b && net[a][b] != 0;
        assert_int_equal(n_left, 0);
    }
    made_web_free(&m);
}

static void the_index_lists_the_edges_of_a_point_in_order(void **state)
{
    (void)state;
    made_web m = make_web(500);
    made_web_tangle(&m, 3, 60, 4, 3);
    ctk_web *w = &m.web;
    int32_t n = 0;
    ctk_web_index(w);
    for (int32_t p = 0; p < w->net.n_points; p++)
        for (int32_t e = w->head[p], last = -1; e >= 0; last = e, e = w->link[e], n++) {
            assert_int_equal(w->net.from[e], p);
            assert_true(e > last);
        }
    assert_int_equal(n, w->net.n_edges);
    made_web_free(&m);
}

static void a_noded_web_is_merged_and_winds_as_before(void **state)
{
    (void)state;
    enum { N_PLACES = 100 };
    made_web m = make_web(20000);
    for (uint64_t seed = 0; seed < 40; seed++) {
        double x[N_PLACES], y[N_PLACES];
        int winding[N_PLACES];
        made_web_clear(&m);
        made_web_tangle(&m, seed, 4 + (int32_t)seed / 2, 7, 1 + (int32_t)seed % 8);
        made_web_places(seed, N_PLACES, x, y);
        for (int i = 0; i < N_PLACES; i++) winding[i] = made_web_winding(&m.web, x[i], y[i]);
        assert_int_equal(ctk_web_node(&m.web), 0);
        assert_false(oracle_net_touches(&m.web.net));
        for (int32_t e = 0; e < m.web.net.n_edges; e++) assert_true(m.web.net.tag[e] > 0);
        for (int i = 0; i < N_PLACES; i++)
            assert_int_equal(made_web_winding(&m.web, x[i], y[i]), winding[i]);
    }
    made_web_free(&m);
}

static void a_web_without_room_says_so(void **state)
{
    (void)state;
    made_web m = make_web(64);
    for (int i = 1; i < 16; i++) { // 15 x 15 crossings
        made_web_edge(&m, i, 0, i, 30);
        made_web_edge(&m, 0, i, 30, i);
    }
    assert_int_equal(ctk_web_node(&m.web), 1);
    made_web_free(&m);
}

/// By y, then id: the place of each point in a sorted list.
static int32_t rank(const ctk_web *w, const int32_t *point, int32_t n, int32_t i)
{
    int32_t before = 0;
    for (int32_t j = 0; j < n; j++) {
        const double d = w->net.xy[2 * point[j] + 1] - w->net.xy[2 * point[i] + 1];
        before += d < 0 || (d == 0 && j < i);
    }
    return before;
}

static void rays_are_sorted_by_height_then_id(void **state)
{
    (void)state;
    enum { N = 80 };
    made_web m = make_web(N);
    for (int32_t n = 0; n <= N; n += 1 + n / 3) {
        int32_t id[N], point[N];
        ctk_rng r = ctk_rng_key((uint64_t)n, 5, 0);
        ctk_web_clear(&m.web);
        for (int32_t p = 0; p < n; p++) ctk_net_point(&m.web.net, p, ctk_rng_below(&r, 9));
        for (int32_t i = 0; i < n; i++) {
            id[i] = i;
            point[i] = n - 1 - i;
        }
        ctk_web_sort_rays(&m.web, n, id, point);
        for (int32_t i = 0; i < n; i++) assert_int_equal(rank(&m.web, point, n, id[i]), i);
        for (int32_t i = 0; i < n; i++) point[i] = n - 1 - id[i]; // the points in that order
        for (int y = -1; y < 10; y++) {
            const int32_t first = ctk_web_first_ray(&m.web, n, point, y);
            for (int32_t i = 0; i < n; i++)
                assert_int_equal(i >= first, m.web.net.xy[2 * point[i] + 1] >= y);
        }
    }
    made_web_free(&m);
}

/// Lattice points: -1, 0, 1 = p lies right of, on, left of a -> b.
static int side_of(const double *a, const double *b, const double *p)
{
    const double d = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
    return (d > 0) - (d < 0);
}

static void a_ray_counts_the_edges_strictly_left_of_its_point(void **state)
{
    (void)state;
    enum { SIDE = 7, N = SIDE * SIDE };
    made_web m = make_web(N);
    const ctk_web *w = &m.web;
    int32_t p[N];
    for (int32_t i = 0; i < N; i++) p[i] = ctk_net_point(&m.web.net, i % SIDE, (double)(i / SIDE));
    for (int32_t a = 0; a < N; a++)
        for (int32_t b = 0; b < N; b++) {
            int32_t acc[N] = {0};
            if (a == b) continue;
            ctk_web_cast(w, N, p, a, b, 3, acc);
            const double *A = w->net.xy + 2 * a, *B = w->net.xy + 2 * b;
            const double *low = A[1] < B[1] ? A : B, *high = A[1] < B[1] ? B : A;
            for (int32_t i = 0; i < N; i++) {
                const double *q = w->net.xy + 2 * i;
                const bool meets = q[1] >= low[1] && q[1] < high[1] && side_of(low, high, q) < 0;
                assert_int_equal(acc[i], !meets ? 0 : low == A ? 3 : -3);
            }
        }
    made_web_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_edges_are_summed_and_opposite_ones_vanish),
        cmocka_unit_test(the_index_lists_the_edges_of_a_point_in_order),
        cmocka_unit_test(a_noded_web_is_merged_and_winds_as_before),
        cmocka_unit_test(a_web_without_room_says_so),
        cmocka_unit_test(rays_are_sorted_by_height_then_id),
        cmocka_unit_test(a_ray_counts_the_edges_strictly_left_of_its_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
