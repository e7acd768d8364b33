/// The bundle method on functions whose maximum is known.
#include "support/check.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/cluster/bundle.h"
#include "kernels/prim/rng.h"
#include "support/cluster_fixture.h"

enum { N = 12 };

/// D(u) = -sum_i w_i s_i |u_i - top_i|: concave, piecewise linear, 0 at its maximum.
typedef struct roof {
    double w[N], steep[N], top[N];
} roof;

static double roof_at(const roof *f, const double *u, double *slope)
{
    double sum = 0;
    for (int32_t i = 0; i < N; i++) {
        sum -= f->w[i] * f->steep[i] * fabs(u[i] - f->top[i]);
        slope[i] = u[i] < f->top[i] ? f->steep[i] : -f->steep[i];
    }
    return sum;
}

static void the_top_of_a_roof_is_found(void **state)
{
    (void)state;
    double *work = cluster_alloc(8 * ctk_bundle_work(N));
    const uint64_t seeds = getenv("CANTON_LONG") ? 30 : 4;
    for (uint64_t seed = 0; seed < seeds; seed++) {
        roof f;
        ctk_bundle b;
        ctk_rng r = ctk_rng_key(seed, 96, 0);
        double u[N] = {0}, slope[N];
        for (int32_t i = 0; i < N; i++) {
            f.w[i] = 0.1 + 10 * ctk_rng_unit(&r);
            f.steep[i] = 0.1 + ctk_rng_unit(&r);
            f.top[i] = 20 * ctk_rng_unit(&r) - 10;
        }
        const double first = roof_at(&f, u, slope);
        ctk_bundle_init(N, f.w, u, first, slope, -first, work, &b);
        for (int32_t round = 0; round < 300; round++) {
            const double before = b.value;
            ctk_bundle_next(&b, u);
            ctk_bundle_add(&b, u, roof_at(&f, u, slope), slope);
            assert_true(b.value >= before);
            assert_near(roof_at(&f, b.center, slope), b.value, 1e-9);
        }
        assert_true(b.value > 1e-3 * first);
    }
    free(work);
}

/// At the maximum the pieces promise nothing more.
static void a_flat_function_stays_where_it_is(void **state)
{
    (void)state;
    double *work = cluster_alloc(8 * ctk_bundle_work(N)), u[N] = {0}, w[N], slope[N] = {0};
    ctk_bundle b;
    for (int32_t i = 0; i < N; i++) w[i] = 1;
    ctk_bundle_init(N, w, u, 5, slope, 1, work, &b);
    for (int32_t round = 0; round < 10; round++) {
        ctk_bundle_next(&b, u);
        ctk_bundle_add(&b, u, 5, slope);
        for (int32_t i = 0; i < N; i++) assert_near(u[i], 0, 0);
    }
    assert_near(b.value, 5, 0);
    free(work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_top_of_a_roof_is_found),
        cmocka_unit_test(a_flat_function_stays_where_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
