/// Points, edges and rays of a web, against whole numbers and all pairs.
#include "kernels/geom/dissolve_web.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"
#include "support/make_web.h"

static void equal_coordinates_have_one_id_and_minus_zero_is_zero(void **state)
{
    (void)state;
    made_web m = make_web(100);
    ctk_rng r = ctk_rng_key(1, 1, 0);
    int32_t id[10][10], n = 0;
    memset(id, 0xff, sizeof id);
    for (int i = 0; i < 1000; i++) {
        const uint32_t x = ctk_rng_below(&r, 10), y = ctk_rng_below(&r, 10);
        const int32_t got = ctk_web_point(&m.web, i % 2 && x == 0 ? -0.0 : x, y);
        if (id[y][x] < 0) id[y][x] = n++;
        assert_int_equal(got, id[y][x]);
        assert_true(m.web.xy[2 * got] == x && m.web.xy[2 * got + 1] == y);
    }
    assert_int_equal(m.web.n_points, 100);
    assert_int_equal(ctk_web_point(&m.web, 0.5, 0.5), -1); // no room
    assert_int_equal(ctk_web_point(&m.web, 3, 4), id[4][3]);
    made_web_free(&m);
}

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
        for (int p = 0; p < N; p++) ctk_web_point(w, p, 0);
        for (w->n_edges = 0; w->n_edges < M; w->n_edges++) {
            const int32_t a = (int32_t)ctk_rng_below(&r, N), b = (int32_t)ctk_rng_below(&r, N);
            w->from[w->n_edges] = a;
            w->to[w->n_edges] = b;
            w->mult[w->n_edges] = 1 + (int32_t)ctk_rng_below(&r, 3);
            net[a][b] += w->mult[w->n_edges];
            net[b][a] -= w->mult[w->n_edges];
        }
        ctk_web_merge(w);
        for (int32_t e = 0; e < w->n_edges; e++) {
            int *sum = &net[w->from[e]][w->to[e]];
            assert_true(w->from[e] != w->to[e] && *sum > 0);
            assert_int_equal(w->mult[e], *sum);
            *sum = net[w->to[e]][w->from[e]] = 0; // each pair once
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
    for (int32_t p = 0; p < w->n_points; p++)
        for (int32_t e = w->head[p], last = -1; e >= 0; last = e, e = w->link[e], n++) {
            assert_int_equal(w->from[e], p);
            assert_true(e > last);
        }
    assert_int_equal(n, w->n_edges);
    made_web_free(&m);
}

/// Degrees counter-clockwise from the west, [0, 360).
static double from_west(double dx, double dy)
{
    const double a = atan2(dy, dx) * 57.29577951308232;
    return a == 180 ? 0 : a + 180;
}

static void angles_grow_counter_clockwise_from_the_west(void **state)
{
    (void)state;
    enum { SIDE = 9, N = SIDE * SIDE, V = N / 2 };
    made_web m = make_web(N);
    for (int p = 0; p < N; p++) ctk_web_point(&m.web, p % SIDE, (double)(p / SIDE));
    for (int32_t a = 0; a < N; a++)
        for (int32_t b = 0; b < N; b++) {
            if (a == V || b == V) continue;
            const double p = from_west(a % SIDE - SIDE / 2, (double)(a / SIDE - SIDE / 2));
            const double q = from_west(b % SIDE - SIDE / 2, (double)(b / SIDE - SIDE / 2));
            const int order = ctk_web_angle(&m.web, V, a, b);
            assert_int_equal((order > 0) - (order < 0), fabs(p - q) < 1e-9 ? 0 : p > q ? 1 : -1);
        }
    made_web_free(&m);
}

/// By y, then id: the place of each point in a sorted list.
static int32_t rank(const ctk_web *w, const int32_t *point, int32_t n, int32_t i)
{
    int32_t before = 0;
    for (int32_t j = 0; j < n; j++) {
        const double d = w->xy[2 * point[j] + 1] - w->xy[2 * point[i] + 1];
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
        for (int32_t p = 0; p < n; p++) ctk_web_point(&m.web, p, ctk_rng_below(&r, 9));
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
                assert_int_equal(i >= first, m.web.xy[2 * point[i] + 1] >= y);
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
    for (int32_t i = 0; i < N; i++) p[i] = ctk_web_point(&m.web, i % SIDE, (double)(i / SIDE));
    for (int32_t a = 0; a < N; a++)
        for (int32_t b = 0; b < N; b++) {
            int32_t acc[N] = {0};
            if (a == b) continue;
            ctk_web_cast(w, N, p, a, b, 3, acc);
            const double *A = w->xy + 2 * a, *B = w->xy + 2 * b;
            const double *low = A[1] < B[1] ? A : B, *high = A[1] < B[1] ? B : A;
            for (int32_t i = 0; i < N; i++) {
                const double *q = w->xy + 2 * i;
                const bool meets = q[1] >= low[1] && q[1] < high[1] && side_of(low, high, q) < 0;
                assert_int_equal(acc[i], !meets ? 0 : low == A ? 3 : -3);
            }
        }
    made_web_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_coordinates_have_one_id_and_minus_zero_is_zero),
        cmocka_unit_test(equal_edges_are_summed_and_opposite_ones_vanish),
        cmocka_unit_test(the_index_lists_the_edges_of_a_point_in_order),
        cmocka_unit_test(angles_grow_counter_clockwise_from_the_west),
        cmocka_unit_test(rays_are_sorted_by_height_then_id),
        cmocka_unit_test(a_ray_counts_the_edges_strictly_left_of_its_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
