/// Lengths of segments, several at a time, against one at a time.
#include "kernels/geom/lengths.h"

#include "kernels/geom/sphere.h"
#include "kernels/prim/rng.h"
#include "support/check.h"

enum { N = 700 };

/// A walk with steps of up to `step` degrees.
static void make_line(uint64_t seed, double step, double *lonlat)
{
    ctk_rng r = ctk_rng_key(seed, 1, 1);
    lonlat[0] = lonlat[1] = 10;
    for (int32_t i = 2; i < 2 * (N + 1); i++)
        lonlat[i] = lonlat[i - 2] + step * (ctk_rng_unit(&r) - 0.5);
}

static void every_length_is_that_of_its_segment(void **state)
{
    (void)state;
    double p[2 * (N + 1)], m[N];
    for (uint64_t seed = 0; seed < 40; seed++) {
        make_line(seed, seed % 2 ? 1e-3 : 0.201, p); // without and with long segments
        for (int64_t n = 0; n <= N; n += 1 + n / 3) {
            ctk_segment_lengths(n, p, m);
            for (int64_t i = 0; i < n; i++) {
                const double *q = p + 2 * i;
                assert_near(m[i], ctk_segment_m(q[0], q[1], q[2], q[3]), 0);
            }
        }
    }
}

static void a_line_is_the_sum_of_its_segments_front_to_back(void **state)
{
    (void)state;
    double p[2 * (N + 1)];
    make_line(7, 0.15, p);
    for (int64_t n = 0; n <= N; n++) {
        double sum = 0;
        for (int64_t i = 0; i < n; i++)
            sum += ctk_segment_m(p[2 * i], p[2 * i + 1], p[2 * i + 2], p[2 * i + 3]);
        assert_near(ctk_line_length_m(n, p), sum, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_length_is_that_of_its_segment),
        cmocka_unit_test(a_line_is_the_sum_of_its_segments_front_to_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
