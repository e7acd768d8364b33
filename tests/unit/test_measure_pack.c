/// The bin packing bound against the best packing of a few items.
#include "support/check.h"

#include "kernels/measure/pack.h"
#include "kernels/prim/rng.h"

enum { MOST = 8 };

/// Fewest bins: item i goes to each bin there is, or to a new one.
static int64_t fewest(int64_t n, const int64_t *weight, int64_t capacity, int64_t i, int64_t *load,
                      int64_t used)
{
    if (i == n) return used;
    int64_t best = n;
    for (int64_t b = 0; b <= used && b < n; b++) {
        if (load[b] + weight[i] > capacity) continue;
        load[b] += weight[i];
        const int64_t bins = fewest(n, weight, capacity, i + 1, load, b == used ? used + 1 : used);
        if (bins < best) best = bins;
        load[b] -= weight[i];
    }
    return best;
}

static int falling(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

static void the_bound_is_never_above_the_best_packing(void **state)
{
    (void)state;
    int32_t exact = 0, better = 0;
    for (uint64_t seed = 0; seed < 3000; seed++) {
        ctk_rng r = ctk_rng_key(seed, 98, 0);
        const int64_t n = 1 + ctk_rng_below(&r, MOST), capacity = 10 + ctk_rng_below(&r, 90);
        int64_t weight[MOST], sum[MOST + 1], load[MOST + 1] = {0}, total = 0;
        for (int64_t i = 0; i < n; i++) {
            weight[i] = 1 + ctk_rng_below(&r, (uint32_t)capacity);
            total += weight[i];
        }
        qsort(weight, (size_t)n, sizeof *weight, falling);
        const int64_t bound = ctk_pack_bound(n, weight, capacity, sum);
        const int64_t best = fewest(n, weight, capacity, 0, load, 0);
        const int64_t by_weight = (total + capacity - 1) / capacity;
        assert_true(bound <= best);
        assert_true(bound >= by_weight);
        exact += bound == best;
        better += bound > by_weight;
    }
    assert_true(exact > 2700);
    assert_true(better > 300);
}

static void items_of_more_than_half_stand_alone(void **state)
{
    (void)state;
    const int64_t weight[] = {60, 60, 55, 51, 3};
    int64_t sum[6];
    assert_int_equal(ctk_pack_bound(5, weight, 100, sum), 4);
    assert_int_equal(ctk_pack_bound(0, weight, 100, sum), 0);
}

static void weights_near_the_end_of_the_range_do_not_overflow(void **state)
{
    (void)state;
    const int64_t capacity = INT64_MAX / 4 + 10;
    const int64_t weight[] = {INT64_MAX / 4, INT64_MAX / 4, INT64_MAX / 4, 100};
    int64_t sum[5];
    assert_int_equal(ctk_pack_bound(4, weight, capacity, sum), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bound_is_never_above_the_best_packing),
        cmocka_unit_test(items_of_more_than_half_stand_alone),
        cmocka_unit_test(weights_near_the_end_of_the_range_do_not_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
