/// Balanced powers for fixed centres.
#include "support/check.h"

#include <math.h>

#include "kernels/cluster/newton.h"
#include "kernels/prim/rng.h"
#include "support/cluster_fixture.h"

enum { K = 20, N = 6000 };

/// Uniform points in a square of 1000 km, centres on a jittered 5 x 4 grid.
static cluster_fixture new_square(uint64_t seed)
{
    cluster_fixture f = cluster_fixture_new(seed, N, K, 1);
    ctk_rng r = ctk_rng_key(seed, 79, 0);
    f.total = N;
    for (int32_t i = 0; i < N; i++) {
        for (int a = 0; a < 2; a++) f.pos[a * N + i] = 1000 * ctk_rng_unit(&r);
        f.pos[2 * N + i] = 0;
        f.w[i] = 1;
    }
    for (int32_t j = 0; j < K; j++) {
        f.center[j] = 100 + 200 * (j % 5) + 80 * (ctk_rng_unit(&r) - 0.5);
        f.center[K + j] = 125 + 250 * (j / 5) + 80 * (ctk_rng_unit(&r) - 0.5);
        f.center[2 * K + j] = 0;
        f.lambda[j] = 0;
    }
    ctk_blocks_build(N, f.pos, f.w, f.blocks_work, f.blocks);
    return f;
}

static double balance(cluster_fixture *f, const double *lower, const double *target,
                      const double *upper)
{
    double *work = cluster_alloc(8 * ctk_newton_work(K));
    ctk_quota quota = {lower, target, upper};
    ctk_newton_plan plan = {0.32, 0.0204, 20, 0.005, 1e-9, 0};
    double left = ctk_newton(&f->power, f->center, &quota, &plan, work, f->lambda);
    free(work);
    return left;
}

static void every_smoothed_cell_is_within_one_percent(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 8; seed++) {
        cluster_fixture f = new_square(seed);
        double target[K];
        for (int32_t j = 0; j < K; j++) target[j] = f.total / K;
        assert_true(balance(&f, target, target, target) < 0.01);
        for (int32_t j = 0; j < K; j++) assert_near(f.power.mass[j], target[j], 0.01 * target[j]);
        cluster_fixture_free(&f);
    }
}

static void unequal_targets_are_met_as_well(void **state)
{
    (void)state;
    cluster_fixture f = new_square(3);
    double target[K];
    for (int32_t j = 0; j < K; j++) target[j] = f.total / K * (j % 2 ? 1.5 : 0.5);
    assert_true(balance(&f, target, target, target) < 0.01);
    cluster_fixture_free(&f);
}

static void bands_are_kept_and_used(void **state)
{
    (void)state;
    cluster_fixture f = new_square(4);
    double lower[K], target[K], upper[K], spread = 0;
    for (int32_t j = 0; j < K; j++) {
        target[j] = f.total / K;
        lower[j] = 0.95 * target[j];
        upper[j] = 1.05 * target[j];
    }
    balance(&f, lower, target, upper);
    for (int32_t j = 0; j < K; j++) {
        assert_true(f.power.mass[j] > lower[j] - 0.01 * target[j]);
        assert_true(f.power.mass[j] < upper[j] + 0.01 * target[j]);
        spread = fmax(spread, fabs(f.power.mass[j] - target[j]));
    }
    assert_true(spread > 0.03 * target[0]);
    cluster_fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_smoothed_cell_is_within_one_percent),
        cmocka_unit_test(unequal_targets_are_met_as_well),
        cmocka_unit_test(bands_are_kept_and_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
