/// kernels/measure/spread against sums over pairs.
#include "kernels/measure/spread.h"

#include <math.h>

#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { N = 400, K = 7 };

static void inertia_equals_the_mean_over_pairs(void **state)
{
    (void)state;
    double pos[3 * N], center[3 * K], inertia[K], mass[2 * K];
    int64_t weight[N];
    int32_t part[N];
    ctk_rng rng = ctk_rng_key(5, 1, 0);
    for (int32_t i = 0; i < N; i++) {
        double p[3];
        ctk_geocentric_km(8 + 0.01 * ctk_rng_unit(&rng), 50 + 0.01 * ctk_rng_unit(&rng), p);
        for (int a = 0; a < 3; a++) pos[a * N + i] = p[a];
        part[i] = (int32_t)ctk_rng_below(&rng, K + 1) - 1;
        weight[i] = part[i] == 3 ? 0 : ctk_rng_below(&rng, 1000);
    }
    ctk_spread(N, pos, weight, part, K, center, inertia, mass);
    for (int32_t j = 0; j < K; j++) { // sum w d^2 to the centre = sum over pairs w w d^2 / sum w
        long double pairs = 0, sum = 0;
        for (int32_t a = 0; a < N; a++) {
            if (part[a] != j) continue;
            sum += weight[a];
            for (int32_t b = 0; b < a; b++)
                for (int x = 0; x < 3 && part[b] == j; x++) {
                    const long double d = (long double)pos[x * N + a] - pos[x * N + b];
                    pairs += (long double)weight[a] * weight[b] * d * d;
                }
        }
        const double want = sum > 0 ? (double)(pairs / sum) : 0;
        assert_near(inertia[j], want, 1e-9 * want);
    }
    assert_near(hypot(center[3], hypot(center[K + 3], center[2 * K + 3])), CTK_EARTH_KM, 1e-3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inertia_equals_the_mean_over_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
