/// Recursive bisection: k cells, as heavy as asked.
#include "support/check.h"

#include <math.h>
#include <string.h>

#include "kernels/cluster/bisect.h"
#include "support/cluster_fixture.h"
#include "tests/oracle/power_diagram.h"

enum { N = 3000, MOST_K = 3000 };
static double pos[3 * N], w[N], target[MOST_K];
static int32_t part[N], other[N], size[MOST_K];

static void cut(int32_t n, int32_t k, int32_t start, int32_t *out)
{
    void *work = cluster_alloc(ctk_bisect_work(n));
    ctk_bisect(n, pos, w, k, target, 9, start, work, out);
    free(work);
}

static void set_up(uint64_t seed, int32_t n)
{
    oracle_cloud(seed, n, pos, w);
    for (int32_t j = 0; j < MOST_K; j++) target[j] = 1;
}

static void check_not_empty(int32_t n, int32_t k)
{
    memset(size, 0, sizeof size);
    for (int32_t i = 0; i < n; i++) {
        assert_in_range(part[i], 0, k - 1);
        size[part[i]]++;
    }
    for (int32_t j = 0; j < k; j++) assert_true(size[j] > 0);
}

static void every_cell_has_a_point_whatever_the_weights(void **state)
{
    (void)state;
    const int32_t ns[] = {1, 2, 7, 100, N}, ks[] = {1, 2, 3, 7, 50, 99, 100, N};
    for (int kind = 0; kind < 3; kind++)
        for (int a = 0; a < 5; a++)
            for (int b = 0; b < 8; b++) {
                if (ks[b] > ns[a]) continue;
                set_up((uint64_t)a, ns[a]);
                for (int32_t i = 0; i < ns[a] && kind; i++) w[i] = kind == 2 && i == 0 ? 1e9 : 0;
                cut(ns[a], ks[b], b % 2, part);
                check_not_empty(ns[a], ks[b]);
            }
}

static void cells_weigh_what_their_targets_ask(void **state)
{
    (void)state;
    double weight[10] = {0}, total = 0;
    set_up(1, N);
    for (int32_t j = 0; j < 10; j++) target[j] = 1 + j % 3;
    for (int32_t i = 0; i < N; i++) w[i] = 1;
    for (int32_t start = 0; start < 5; start++) {
        memset(weight, 0, sizeof weight);
        cut(N, 10, start, part);
        for (int32_t i = 0; i < N; i++) weight[part[i]]++;
        total = 19; // sum of targets
        for (int32_t j = 0; j < 10; j++) assert_near(weight[j], N * target[j] / total, 3);
    }
}

static void the_same_start_is_the_same_cut_and_another_is_not(void **state)
{
    (void)state;
    set_up(2, N);
    cut(N, 20, 3, part);
    cut(N, 20, 3, other);
    assert_memory_equal(part, other, sizeof part);
    cut(N, 20, 4, other);
    assert_memory_not_equal(part, other, sizeof part);
}

static void a_long_cloud_is_cut_across(void **state)
{
    (void)state;
    set_up(3, 100);
    for (int32_t i = 0; i < 100; i++) {
        pos[i] = (i * 37) % 100;
        pos[100 + i] = 2 * pos[i] + i % 3;
        pos[200 + i] = i % 2;
        w[i] = 1;
    }
    cut(100, 2, 0, part);
    for (int32_t i = 0; i < 100; i++) // apart from what the width blurs
        if (fabs(pos[i] - 49.5) > 2)
            assert_int_equal(part[i] == part[0], (pos[i] < 49.5) == (pos[0] < 49.5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_has_a_point_whatever_the_weights),
        cmocka_unit_test(cells_weigh_what_their_targets_ask),
        cmocka_unit_test(the_same_start_is_the_same_cut_and_another_is_not),
        cmocka_unit_test(a_long_cloud_is_cut_across),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
