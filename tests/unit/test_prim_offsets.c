/// Where each begins.
#include "kernels/prim/offsets.h"

#include "kernels/prim/rng.h"
#include "support/check.h"

static void each_begins_behind_those_before_it(void **state)
{
    (void)state;
    enum { N = 50 };
    for (int64_t n = 0; n <= N; n++) {
        int64_t count[N + 2], begin[N + 2];
        ctk_rng r = ctk_rng_key((uint64_t)n, 0, 0);
        for (int64_t i = 0; i < N + 2; i++) begin[i] = count[i] = ctk_rng_below(&r, 4);
        const int64_t sum = ctk_offsets(n, begin);
        assert_int_equal(begin[0], 0);
        for (int64_t i = 0; i < n; i++) assert_int_equal(begin[i + 1] - begin[i], count[i]);
        assert_int_equal(begin[n], sum);
        assert_int_equal(begin[n + 1], count[n + 1]); // nothing behind the sum is touched
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_begins_behind_those_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
