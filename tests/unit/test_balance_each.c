/// kernels/balance/each: every item once, every worker within its range.
#include "kernels/balance/each.h"

#include "tests/support/check.h"

enum { N = 500 };

typedef struct record {
    int32_t times[N], worker[N];
} record;

static void note(void *ctx, int32_t worker, int32_t item)
{
    record *x = ctx;
    x->times[item]++;
    x->worker[item] = worker;
}

static void every_item_is_done_once_by_a_worker_in_range(void **state)
{
    (void)state;
    for (int32_t threads = 1; threads <= 5; threads++) {
        for (int32_t n = 0; n <= N; n = 2 * n + 1) {
            record x = {0};
            ctk_each(n, threads, note, &x);
            for (int32_t i = 0; i < N; i++) {
                assert_int_equal(x.times[i], i < n);
                assert_in_range(x.worker[i], 0, threads - 1);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once_by_a_worker_in_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
