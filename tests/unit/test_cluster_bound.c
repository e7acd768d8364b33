/// The dual bound against every assignment of a few points.
#include "support/check.h"

#include <math.h>
#include <stdbool.h>

#include "kernels/cluster/bound.h"
#include "kernels/prim/rng.h"
#include "support/cluster_fixture.h"

enum { N = 9, K = 3 };

static double cost_to(const cluster_fixture *f, int32_t i, int32_t j)
{
    double d2 = 0;
    for (int a = 0; a < 3; a++) {
        double d = f->pos[a * N + i] - f->center[a * K + j];
        d2 += d * d;
    }
    return f->w[i] * d2;
}

/// Least cost to the centres of any assignment inside the bands; HUGE_VAL = there is none.
static double optimum(const cluster_fixture *f, const double *lower, const double *upper)
{
    double best = HUGE_VAL;
    for (int32_t code = 0; code < 19683; code++) { // 3^9
        double weight[K] = {0}, cost = 0;
        int32_t c = code;
        for (int32_t i = 0; i < N; i++, c /= K) {
            weight[c % K] += f->w[i];
            cost += cost_to(f, i, c % K);
        }
        bool inside = true;
        for (int32_t j = 0; j < K; j++)
            if (weight[j] < lower[j] || weight[j] > upper[j]) inside = false;
        if (inside) best = fmin(best, cost);
    }
    return best;
}

/// D at lambda + s, from its definition.
static double dual_at(const cluster_fixture *f, const double *lower, const double *upper, double s)
{
    double sum = 0;
    for (int32_t i = 0; i < N; i++) {
        double low = HUGE_VAL;
        for (int32_t j = 0; j < K; j++)
            low = fmin(low, cost_to(f, i, j) - f->w[i] * (f->lambda[j] + s));
        sum += low;
    }
    for (int32_t j = 0; j < K; j++) {
        double v = f->lambda[j] + s;
        sum += lower[j] * fmax(v, 0) - upper[j] * fmax(-v, 0);
    }
    return sum;
}

static void no_powers_lift_the_bound_above_the_optimum(void **state)
{
    (void)state;
    int32_t feasible = 0;
    for (uint64_t seed = 0; seed < 60; seed++) {
        cluster_fixture f = cluster_fixture_new(seed, N, K, 1);
        ctk_rng r = ctk_rng_key(seed, 80, 0);
        double lower[K], upper[K], work[K], shift;
        for (int32_t j = 0; j < K; j++) {
            lower[j] = f.total / K * (0.3 + 0.5 * ctk_rng_unit(&r));
            upper[j] = f.total / K * (1.2 + ctk_rng_unit(&r));
        }
        double best = optimum(&f, lower, upper);
        feasible += best < HUGE_VAL;
        for (int32_t t = 0; t < 20; t++) {
            for (int32_t j = 0; j < K; j++) f.lambda[j] = 1e6 * (ctk_rng_unit(&r) - 0.5);
            double value = ctk_power_hard(&f.power, &f.at);
            double bound = ctk_bound_shift(K, f.lambda, lower, upper, value, f.total, work, &shift);
            assert_near(bound, dual_at(&f, lower, upper, shift), 1e-9 * fabs(bound) + 1e-6);
            assert_true(bound <= best * (1 + 1e-12));
            for (double s = -2e6; s <= 2e6; s += 1e5)
                assert_true(dual_at(&f, lower, upper, s) <= bound + 1e-9 * fabs(bound) + 1);
        }
        cluster_fixture_free(&f);
    }
    assert_true(feasible > 10);
}

static void bands_that_cannot_hold_the_total_give_no_bound(void **state)
{
    (void)state;
    double lambda[2] = {0, 0}, lower[2] = {6, 6}, upper[2] = {8, 8}, work[2], shift;
    assert_true(ctk_bound_shift(2, lambda, lower, upper, 1, 11, work, &shift) == -HUGE_VAL);
    assert_true(ctk_bound_shift(2, lambda, lower, upper, 1, 17, work, &shift) == -HUGE_VAL);
    assert_true(ctk_bound_shift(2, lambda, lower, upper, 1, 14, work, &shift) > -HUGE_VAL);
}

/// D at lambda + s on the cells of the part, with its best common shift.
static double part_at(cluster_fixture *f, const double *lower, const double *upper,
                      const uint8_t *part, double s)
{
    double best = -HUGE_VAL;
    for (int32_t j = 0; j < K; j++) f->lambda[j] += part[j] ? s : 0;
    for (int32_t j = 0; j < K; j++)
        best = fmax(best, dual_at(f, lower, upper, -f->lambda[j])); // concave, its corners there
    for (int32_t j = 0; j < K; j++) f->lambda[j] -= part[j] ? s : 0;
    return best;
}

/// Two centres and their points stand together, the third and its ones `far` off.
static void move_away(cluster_fixture *f, double far)
{
    for (int32_t i = 0; i < N; i++) f->pos[i] += i % K == 0 ? far : 0;
    f->center[0] += far;
}

static void no_other_shift_of_a_part_lifts_the_bound_more(void **state)
{
    (void)state;
    int32_t n_lifted = 0;
    for (uint64_t seed = 0; seed < 40; seed++) {
        cluster_fixture f = cluster_fixture_new(seed, N, K, 1);
        ctk_rng r = ctk_rng_key(seed, 81, 0);
        const uint8_t part[K] = {1, seed % 2 == 1, 0};
        double lower[K], upper[K], work[2 * K], inside[N], outside[N];
        move_away(&f, 3000);
        for (int32_t j = 0; j < K; j++) {
            lower[j] = f.total / K * (0.3 + 0.5 * ctk_rng_unit(&r));
            upper[j] = f.total / K * (1.2 + ctk_rng_unit(&r));
            f.lambda[j] = 1e6 * (ctk_rng_unit(&r) - 0.5);
        }
        for (int32_t i = 0; i < N; i++) {
            inside[i] = outside[i] = HUGE_VAL;
            for (int32_t j = 0; j < K; j++) {
                double *least = part[j] ? &inside[i] : &outside[i];
                if (f.w[i] > 0) *least = fmin(*least, cost_to(&f, i, j) / f.w[i] - f.lambda[j]);
            }
            if (!(f.w[i] > 0)) inside[i] = outside[i] = 0;
        }
        const double reach = 1e8, before = part_at(&f, lower, upper, part, 0);
        const double s = ctk_bound_part(N, f.w, inside, outside, K, f.lambda, part, lower, upper,
                                        f.total, reach, work);
        const double bound = part_at(&f, lower, upper, part, s);
        assert_true(bound >= before);
        assert_true(bound <= optimum(&f, lower, upper) * (1 + 1e-12));
        for (double t = -reach; t <= reach; t += reach / 500)
            assert_true(part_at(&f, lower, upper, part, t) <= bound + 1e-9 * fabs(bound) + 1);
        n_lifted += bound > before + 1;
        cluster_fixture_free(&f);
    }
    assert_true(n_lifted > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_powers_lift_the_bound_above_the_optimum),
        cmocka_unit_test(no_other_shift_of_a_part_lifts_the_bound_more),
        cmocka_unit_test(bands_that_cannot_hold_the_total_give_no_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
