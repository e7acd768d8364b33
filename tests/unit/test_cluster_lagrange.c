/// The Lagrangian bound against every medoid plan of a few points, and against its definition.
#include "support/check.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kernels/cluster/lagrange.h"
#include "kernels/prim/rng.h"
#include "support/cluster_fixture.h"

typedef struct cloud {
    int32_t n, k;
    double *pos, *w, *price, total, lower, upper, typical;
    ctk_blocks blocks;
    void *blocks_work, *work;
    ctk_lagrange l;
} cloud;

static double distance2(const cloud *c, int32_t i, int32_t j)
{
    double d2 = 0;
    for (int a = 0; a < 3; a++) {
        const double d = c->pos[a * c->n + i] - c->pos[a * c->n + j];
        d2 += d * d;
    }
    return d2;
}

static cloud cloud_new(uint64_t seed, int32_t n, int32_t k, double slack)
{
    cloud c = {.n = n, .k = k};
    ctk_rng r = ctk_rng_key(seed, 90, 0);
    c.pos = cluster_alloc(24 * (int64_t)n);
    c.w = cluster_alloc(8 * (int64_t)n);
    c.price = cluster_alloc(8 * (int64_t)n);
    for (int32_t i = 0; i < 3 * n; i++) c.pos[i] = 300 * ctk_rng_unit(&r);
    for (int32_t i = 0; i < n; i++) {
        c.w[i] = ctk_rng_below(&r, 6) ? 1 + (double)ctk_rng_below(&r, 20) : 0;
        c.total += c.w[i];
    }
    c.lower = c.total / k * (1 - slack);
    c.upper = c.total / k * (1 + slack);
    for (int32_t i = 0; i < n; i++) c.price[i] = 1e4 * (ctk_rng_unit(&r) - 0.2);
    c.blocks_work = cluster_alloc(ctk_blocks_work(n));
    ctk_blocks_build(n, c.pos, c.w, c.blocks_work, &c.blocks);
    return c;
}

static void start(cloud *c, double plan_value, int32_t n_threads)
{
    c->work = cluster_alloc(ctk_lagrange_work(&c->blocks, n_threads));
    ctk_lagrange_init(&c->blocks, c->k, n_threads, c->lower, c->upper, plan_value, c->price,
                      c->work, &c->l);
}

static void cloud_free(cloud *c)
{
    free(c->pos);
    free(c->w);
    free(c->price);
    free(c->blocks_work);
    free(c->work);
}

/// Cost of an assignment to k groups, each with the best of all regions as its centre.
static double medoid_cost(const cloud *c, const int32_t *part)
{
    double cost = 0;
    for (int32_t j = 0; j < c->k; j++) {
        double least = HUGE_VAL;
        for (int32_t m = 0; m < c->n; m++) {
            double sum = 0;
            for (int32_t i = 0; i < c->n; i++)
                if (part[i] == j) sum += c->w[i] * distance2(c, i, m);
            least = fmin(least, sum);
        }
        cost += least;
    }
    return cost;
}

/// Least cost of any plan inside the bands; HUGE_VAL = there is none. Centres may coincide and lie
/// in other territories, so that this is at most the medoid form.
static double optimum(const cloud *c)
{
    int32_t codes = 1, part[8];
    double best = HUGE_VAL;
    for (int32_t i = 0; i < c->n; i++) codes *= c->k;
    for (int32_t code = 0; code < codes; code++) {
        double weight[8] = {0};
        int32_t rest = code;
        for (int32_t i = 0; i < c->n; i++, rest /= c->k) {
            part[i] = rest % c->k;
            weight[part[i]] += c->w[i];
        }
        bool inside = true;
        for (int32_t j = 0; j < c->k; j++)
            inside = inside && weight[j] >= c->lower && weight[j] <= c->upper;
        if (inside) best = fmin(best, medoid_cost(c, part));
    }
    return best;
}

static void the_bound_is_never_above_the_best_plan(void **state)
{
    (void)state;
    int32_t feasible = 0, near = 0;
    for (uint64_t seed = 0; seed < 2500; seed++) {
        ctk_rng r = ctk_rng_key(seed, 91, 0);
        const int32_t k = 1 + (int32_t)ctk_rng_below(&r, 3);
        const int32_t n = k + 1 + (int32_t)ctk_rng_below(&r, k == 3 ? 4 : 5);
        cloud c = cloud_new(seed, n, k, 0.05 + 0.6 * ctk_rng_unit(&r));
        const double best = optimum(&c);
        if (best < HUGE_VAL && c.total > 0) {
            start(&c, best * (1 + ctk_rng_unit(&r)), 1);
            ctk_lagrange_rise(&c.l, 1 + (int32_t)ctk_rng_below(&r, 60));
            const double bound = ctk_lagrange_bound(&c.l);
            assert_true(isfinite(bound));
            assert_true(bound <= best);
            feasible++;
            near += bound >= 0.7 * best;
        }
        cloud_free(&c);
    }
    assert_true(feasible > 1000);
    assert_true(near > feasible / 3);
}

static int by_key(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/// V_c by sorting all regions.
static double knapsack_value(const cloud *c, const double *price, int32_t center)
{
    double(*item)[2] = cluster_alloc(16 * (int64_t)c->n), weight = 0, sum = 0;
    for (int32_t i = 0; i < c->n; i++) {
        item[i][0] = distance2(c, i, center) - price[i];
        item[i][1] = c->w[i];
    }
    qsort(item, (size_t)c->n, sizeof *item, by_key);
    for (int32_t i = 0; i < c->n; i++) {
        const double most = item[i][0] < 0 ? c->upper : c->lower;
        const double take = fmin(item[i][1], fmax(0, most - weight));
        sum += take * item[i][0];
        weight += take;
    }
    free(item);
    return sum;
}

/// D(u) from its definition at the prices the state keeps.
static double dual_value(const cloud *c)
{
    double *price = cluster_alloc(8 * (int64_t)c->n), *v = cluster_alloc(8 * (int64_t)c->n);
    double sum = 0;
    for (int32_t p = 0; p < c->n; p++) {
        const int32_t i = c->blocks.order[p];
        price[i] = c->l.bundle.center[p];
        sum += c->w[i] * price[i];
    }
    for (int32_t m = 0; m < c->n; m++) v[m] = knapsack_value(c, price, m);
    qsort(v, (size_t)c->n, sizeof *v, by_key);
    for (int32_t j = 0; j < c->k; j++) sum += v[j];
    free(price);
    free(v);
    return sum;
}

static void lazy_values_agree_with_the_definition(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        cloud c = cloud_new(seed, 40 + 190 * (int32_t)(seed % 3), 2 + (int32_t)seed, 0.04);
        start(&c, 1e6 * c.total / 50, 1);
        double last = -HUGE_VAL;
        for (int32_t round = 1; round < 60; round += 7) {
            ctk_lagrange_rise(&c.l, 7);
            const double value = c.l.bundle.value;
            assert_near(value, dual_value(&c), 1e-9 * fabs(value));
            assert_true(value >= last);
            last = value;
        }
        const double bound = ctk_lagrange_bound(&c.l);
        assert_true(bound <= last && bound > last - 1e-7 * fabs(last) - 1e-3);
        cloud_free(&c);
    }
}

static void prices_are_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    cloud one = cloud_new(7, 700, 9, 0.02);
    start(&one, 1e4 * one.total, 1);
    ctk_lagrange_rise(&one.l, 60);
    const double bound = ctk_lagrange_bound(&one.l);
    for (int32_t threads = 2; threads <= 5; threads++) {
        cloud c = cloud_new(7, 700, 9, 0.02);
        start(&c, 1e4 * c.total, threads);
        ctk_lagrange_rise(&c.l, 60);
        assert_memory_equal(c.l.bundle.center, one.l.bundle.center, 700 * sizeof(double));
        const double again = ctk_lagrange_bound(&c.l);
        assert_memory_equal(&again, &bound, sizeof bound);
        cloud_free(&c);
    }
    cloud_free(&one);
}

/// Two towns of equal weight, k = 2: each is its own territory and the optimum is known.
static void two_towns_are_solved_to_the_optimum(void **state)
{
    (void)state;
    cloud c = cloud_new(3, 40, 2, 0.001);
    double best = 0;
    c.total = 40;
    c.lower = c.upper = 20;
    for (int32_t i = 0; i < 40; i++) {
        c.w[i] = 1;
        for (int a = 0; a < 3; a++) c.pos[a * 40 + i] /= 300;
        if (i >= 20) c.pos[i] += 1000;
    }
    ctk_blocks_build(40, c.pos, c.w, c.blocks_work, &c.blocks);
    for (int32_t town = 0; town < 2; town++) {
        double least = HUGE_VAL;
        for (int32_t m = 20 * town; m < 20 * town + 20; m++) {
            double sum = 0;
            for (int32_t i = 20 * town; i < 20 * town + 20; i++) sum += distance2(&c, i, m);
            least = fmin(least, sum);
        }
        best += least;
    }
    for (int32_t i = 0; i < 40; i++) c.price[i] = best / 40;
    start(&c, best * 1.1, 1);
    ctk_lagrange_rise(&c.l, 400);
    const double bound = ctk_lagrange_bound(&c.l);
    assert_true(bound <= best);
    assert_true(bound >= best * 0.999);
    cloud_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bound_is_never_above_the_best_plan),
        cmocka_unit_test(lazy_values_agree_with_the_definition),
        cmocka_unit_test(prices_are_the_same_for_any_number_of_threads),
        cmocka_unit_test(two_towns_are_solved_to_the_optimum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
