/// ct_certify: the plan in the medoid form and its bound.
#include "support/check.h"

#include <math.h>
#include <string.h>

#include "kernels/prim/rng.h"
#include "support/cluster_fixture.h"

enum { N = 60, K = 3 };

/// Regions at random, the first measure with one decimal, territories by thirds of the list.
typedef struct layer {
    ct_case given;
    ct_bands bands;
    ct_solution plan;
} layer;

static layer layer_new(uint64_t seed)
{
    layer l = {.given = {.regions.n = N, .measures.n = 1}, .bands = {.k = K, .n_measures = 1}};
    ctk_rng r = ctk_rng_key(seed, 95, 0);
    l.given.regions.pos_km = cluster_alloc(3 * N * 8);
    l.given.measures.item[0].region = cluster_alloc(N * 8);
    l.given.measures.item[0].decimals = 1;
    l.bands.lower = cluster_alloc(K * 8);
    l.bands.upper = cluster_alloc(K * 8);
    l.plan = (ct_solution){.n = N, .k = K, .part = cluster_alloc(N * 4)};
    for (int32_t i = 0; i < 3 * N; i++) l.given.regions.pos_km[i] = 4000 + 500 * ctk_rng_unit(&r);
    for (int32_t i = 0; i < N; i++) {
        l.given.measures.item[0].region[i] = ctk_rng_below(&r, 1000);
        l.given.measures.item[0].total += l.given.measures.item[0].region[i];
        l.plan.part[i] = i * K / N;
    }
    for (int32_t j = 0; j < K; j++) l.bands.upper[j] = l.given.measures.item[0].total;
    return l;
}

static void layer_free(layer *l)
{
    free(l->given.regions.pos_km);
    free(l->given.measures.item[0].region);
    free(l->bands.lower);
    free(l->bands.upper);
    free(l->plan.part);
}

static ct_certificate certify(const layer *l, int32_t n_threads)
{
    ct_solve_options opt = ct_solve_options_default();
    ct_certificate c = {0};
    ct_error err = {0};
    opt.effort = 1;
    assert_ok(ct_certify(&opt, test_context(n_threads), &l->given, &l->bands, &l->plan, &c, &err),
              err);
    return c;
}

static double medoid_by_trying(const layer *l)
{
    double sum = 0;
    for (int32_t j = 0; j < K; j++) {
        double least = HUGE_VAL;
        for (int32_t m = 0; m < N; m++) {
            double cost = 0;
            for (int32_t i = 0; i < N; i++)
                for (int axis = 0; axis < 3 && l->plan.part[i] == j; axis++) {
                    const double *p = l->given.regions.pos_km + axis * N;
                    cost += 0.1 * (double)l->given.measures.item[0].region[i] * (p[i] - p[m]) *
                            (p[i] - p[m]);
                }
            if (l->plan.part[m] == j) least = fmin(least, cost);
        }
        sum += least;
    }
    return sum;
}

static void the_medoid_form_has_the_best_region_of_each_territory(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        layer l = layer_new(seed);
        const ct_certificate c = certify(&l, 1);
        const double expected = medoid_by_trying(&l);
        assert_near(c.medoid, expected, 1e-9 * expected);
        assert_true(c.bound > 0 && c.bound <= c.medoid);
        layer_free(&l);
    }
}

static void certificates_are_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    layer l = layer_new(5);
    const ct_certificate one = certify(&l, 1);
    for (int32_t t = 2; t <= 5; t++) {
        const ct_certificate c = certify(&l, t);
        assert_memory_equal(&c.bound, &one.bound, sizeof c.bound);
        assert_memory_equal(&c.medoid, &one.medoid, sizeof c.medoid);
    }
    layer_free(&l);
}

static void bands_that_cannot_hold_the_total_have_no_bound(void **state)
{
    (void)state;
    layer l = layer_new(1);
    for (int32_t j = 0; j < K; j++) l.bands.upper[j] = l.given.measures.item[0].total / K - 10;
    const ct_certificate c = certify(&l, 1);
    assert_true(c.is_asked && isnan(c.bound) && c.medoid > 0);
    layer_free(&l);
}

static void a_tighter_band_lifts_the_bound(void **state)
{
    (void)state;
    layer l = layer_new(2);
    const double loose = certify(&l, 1).bound;
    for (int32_t j = 0; j < K; j++) {
        l.bands.lower[j] = l.given.measures.item[0].total / K - 10;
        l.bands.upper[j] = l.given.measures.item[0].total / K + 10;
    }
    assert_true(certify(&l, 1).bound > loose);
    layer_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_medoid_form_has_the_best_region_of_each_territory),
        cmocka_unit_test(certificates_are_the_same_for_any_number_of_threads),
        cmocka_unit_test(bands_that_cannot_hold_the_total_have_no_bound),
        cmocka_unit_test(a_tighter_band_lifts_the_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
