/// Balanced Lloyd iterations.
#include "support/check.h"

#include <math.h>
#include <string.h>

#include "kernels/cluster/bisect.h"
#include "kernels/cluster/finish.h"
#include "kernels/cluster/lloyd.h"
#include "support/cluster_fixture.h"

enum { N = 3000, K = 24, STARTS = 3 };

typedef struct outcome {
    int32_t part[STARTS * N];
    double center[STARTS * 3 * K], lambda[STARTS * K], inertia[STARTS], first_inertia[STARTS];
} outcome;

static void solve(int32_t n_workers, int32_t n_inner, outcome *o)
{
    cluster_fixture f = cluster_fixture_new(8, N, K, n_inner);
    double target[K], centroid[STARTS * 3 * K], weight[STARTS * K];
    double *newton = cluster_alloc(8 * n_workers * ctk_newton_work(K));
    void *work[8], *cutting = cluster_alloc(ctk_bisect_work(N));
    ctk_lloyd start[STARTS] = {0};
    ctk_power power[8];
    for (int32_t j = 0; j < K; j++) target[j] = f.total / K;
    for (int32_t t = 0; t < n_workers; t++) {
        work[t] = cluster_alloc(ctk_power_work(f.blocks, K, n_inner));
        ctk_power_init(f.blocks, K, n_inner, work[t], power + t);
    }
    ctk_quota quota = {target, target, target};
    for (int32_t s = 0; s < STARTS; s++) {
        start[s].center = o->center + s * 3 * K;
        start[s].lambda = o->lambda + s * K;
        start[s].centroid = centroid + s * 3 * K;
        start[s].weight = weight + s * K;
        start[s].most_iterations = s == 1 ? 2 : 12;
        ctk_bisect(N, f.pos, f.w, K, target, 1, s, cutting, o->part + s * N);
        ctk_lloyd_seed(f.blocks, K, o->part + s * N, start + s);
        o->first_inertia[s] = ctk_inertia(N, f.pos, f.w, K, o->part + s * N, newton);
    }
    for (int round = 0; round < 12; round++)
        ctk_lloyd_round(STARTS, start, &quota, n_workers, power, newton, o->part);
    for (int32_t s = 0; s < STARTS; s++) {
        assert_true(start[s].done);
        o->inertia[s] = start[s].inertia;
        double scratch[5 * K];
        assert_near(ctk_inertia(N, f.pos, f.w, K, o->part + s * N, scratch), start[s].inertia,
                    1e-9 * start[s].inertia);
    }
    for (int32_t t = 0; t < n_workers; t++) free(work[t]);
    free(newton);
    free(cutting);
    cluster_fixture_free(&f);
}

static void iterations_lower_the_inertia_of_the_seed(void **state)
{
    (void)state;
    static outcome o;
    solve(1, 1, &o);
    for (int32_t s = 0; s < STARTS; s++) assert_true(o.inertia[s] < 0.95 * o.first_inertia[s]);
}

static void neither_threads_nor_their_nesting_change_a_byte(void **state)
{
    (void)state;
    static outcome a, b;
    solve(1, 1, &a);
    for (int32_t threads = 2; threads <= 5; threads++) {
        solve(threads, 1, &b);
        assert_memory_equal(&a, &b, sizeof a);
        solve(1, threads, &b);
        assert_memory_equal(&a, &b, sizeof a);
    }
}

static void an_empty_cell_takes_the_nearest_point_that_can_be_spared(void **state)
{
    (void)state;
    double pos[15] = {0, 1, 2, 3, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    double center[12] = {1, 10, 11, 2.9, 0, 0, 0, 0, 0, 0, 0, 0};
    int32_t part[5] = {0, 0, 0, 0, 1}, count[4];
    assert_int_equal(ctk_fill_empty(5, pos, 4, center, count, part), 2);
    assert_int_equal(part[4], 1); // the last of its cell stays
    assert_int_equal(part[3], 2);
    assert_int_equal(part[2], 3);
    for (int j = 1; j < 4; j++) assert_int_equal(count[j], 1);
    assert_int_equal(ctk_fill_empty(5, pos, 4, center, count, part), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(iterations_lower_the_inertia_of_the_seed),
        cmocka_unit_test(neither_threads_nor_their_nesting_change_a_byte),
        cmocka_unit_test(an_empty_cell_takes_the_nearest_point_that_can_be_spared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
