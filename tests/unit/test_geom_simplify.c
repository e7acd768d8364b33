/// Line simplification against plain Douglas-Peucker.
#include "support/check.h"

#include <math.h>
#include <string.h>

#include "kernels/geom/simplify.h"
#include "kernels/prim/rng.h"

enum { N = 300 };

static double from_chord(const double *p, const double *a, const double *b)
{
    const double dx = b[0] - a[0], dy = b[1] - a[1], l2 = dx * dx + dy * dy;
    double t = l2 > 0 ? ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / l2 : 0;
    t = fmin(1, fmax(0, t));
    return hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/// The textbook recursion at one tolerance.
static void plain(const double *xy, int64_t first, int64_t last, double tolerance, uint8_t *keep)
{
    double most = -1;
    int64_t at = -1;
    for (int64_t i = first + 1; i < last; i++) {
        const double d = from_chord(xy + 2 * i, xy + 2 * first, xy + 2 * last);
        if (d > most + 1e-12) most = d, at = i;
    }
    if (at < 0 || most <= tolerance) return;
    keep[at] = 1;
    plain(xy, first, at, tolerance, keep);
    plain(xy, at, last, tolerance, keep);
}

static void random_walk(uint64_t seed, double *xy)
{
    ctk_rng r = ctk_rng_key(seed, 1, 0);
    xy[0] = xy[1] = 0;
    for (int i = 1; i < N; i++)
        for (int k = 0; k < 2; k++) xy[2 * i + k] = xy[2 * i - 2 + k] + ctk_rng_unit(&r) - 0.4;
}

static void ranks_above_a_tolerance_are_what_douglas_peucker_keeps(void **state)
{
    (void)state;
    static double xy[2 * N], rank[N];
    static int64_t work[2 * N + 2];
    for (uint64_t seed = 0; seed < 50; seed++) {
        random_walk(seed, xy);
        ctk_simplify_rank(N, xy, -1, rank, work);
        for (double tolerance = 0.01; tolerance < 10; tolerance *= 1.7) {
            uint8_t keep[N] = {0};
            plain(xy, 0, N - 1, tolerance, keep);
            keep[0] = keep[N - 1] = 1;
            for (int i = 0; i < N; i++) assert_int_equal(rank[i] > tolerance, keep[i]);
        }
    }
}

static void ranks_up_to_the_floor_are_zero_and_the_others_as_without(void **state)
{
    (void)state;
    static double xy[2 * N], rank[N], all[N];
    static int64_t work[2 * N + 2];
    for (uint64_t seed = 0; seed < 200; seed++) {
        const int64_t n = 2 + (int64_t)(seed * 7) % (N - 2);
        random_walk(seed, xy);
        ctk_simplify_rank(n, xy, -1, all, work);
        for (double floor = 0; floor < 10; floor = 2 * floor + 0.01) {
            ctk_simplify_rank(n, xy, floor, rank, work);
            for (int64_t i = 0; i < n; i++) assert_true(rank[i] == (all[i] > floor ? all[i] : 0));
        }
    }
}

static void of_equal_distances_the_first_ranks_highest(void **state)
{
    (void)state;
    static double xy[2 * N], rank[N];
    static int64_t work[2 * N + 2];
    for (int first = 1; first < N - 1; first++) {
        for (int i = 0; i < N; i++) xy[2 * i] = i, xy[2 * i + 1] = i >= first && i < N - 1;
        ctk_simplify_rank(N, xy, 0.5, rank, work);
        for (int i = 1; i < N - 1; i++) assert_true(i == first ? rank[i] == 1 : rank[i] < 1);
    }
}

static void a_straight_line_keeps_its_ends_only(void **state)
{
    (void)state;
    double xy[20], rank[10];
    int64_t work[22];
    for (int i = 0; i < 10; i++) xy[2 * i] = i, xy[2 * i + 1] = 2 * i;
    ctk_simplify_rank(10, xy, -1, rank, work);
    assert_true(isinf(rank[0]) && isinf(rank[9]));
    for (int i = 1; i < 9; i++) assert_near(rank[i], 0, 1e-12);
}

static void a_closed_line_keeps_its_farthest_point(void **state)
{
    (void)state;
    const double xy[] = {0, 0, 1, 0, 5, 5, 0, 1, 0, 0};
    double rank[5];
    int64_t work[12];
    ctk_simplify_rank(5, xy, -1, rank, work);
    assert_near(rank[2], sqrt(50), 1e-12);
    assert_true(rank[1] <= rank[2] && rank[3] <= rank[2]);
}

static void two_vertices_have_nothing_between(void **state)
{
    (void)state;
    const double xy[] = {0, 0, 1, 1};
    double rank[2] = {0};
    int64_t work[6];
    ctk_simplify_rank(2, xy, -1, rank, work);
    assert_true(isinf(rank[0]) && isinf(rank[1]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_above_a_tolerance_are_what_douglas_peucker_keeps),
        cmocka_unit_test(ranks_up_to_the_floor_are_zero_and_the_others_as_without),
        cmocka_unit_test(of_equal_distances_the_first_ranks_highest),
        cmocka_unit_test(a_straight_line_keeps_its_ends_only),
        cmocka_unit_test(a_closed_line_keeps_its_farthest_point),
        cmocka_unit_test(two_vertices_have_nothing_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
