/// Codes bit by bit, and the order against qsort.
#include "kernels/geom/morton.h"

#include "kernels/prim/rng.h"
#include "tests/support/check.h"

static void a_code_holds_the_bits_of_column_and_row_in_turn(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(1, 1, 0);
    for (int i = 0; i < 1000; i++) {
        const uint32_t x = ctk_rng_below(&r, 1 << 16), y = ctk_rng_below(&r, 1 << 16);
        const uint32_t code = ctk_morton_code(x, y);
        for (int b = 0; b < 16; b++) {
            assert_int_equal(code >> 2 * b & 1, x >> b & 1);
            assert_int_equal(code >> (2 * b + 1) & 1, y >> b & 1);
        }
    }
}

/// Codes, then items, which ascend before the sort.
static int compare(const void *x, const void *y)
{
    const uint64_t p = *(const uint64_t *)x << 32 | *(const uint64_t *)x >> 32;
    const uint64_t q = *(const uint64_t *)y << 32 | *(const uint64_t *)y >> 32;
    return (p > q) - (p < q);
}

static void keys_are_sorted_by_code_and_equal_ones_keep_their_order(void **state)
{
    (void)state;
    static uint64_t key[4000], other[4000], expected[4000];
    for (int32_t n = 0; n <= 4000; n = 2 * n + 1) {
        ctk_rng r = ctk_rng_key(2, 1, (uint64_t)n);
        const uint32_t most = n % 3 ? 100 : UINT32_MAX;
        for (int32_t i = 0; i < n; i++)
            expected[i] = key[i] = ctk_morton_key(i, ctk_rng_below(&r, most));
        qsort(expected, (size_t)n, sizeof *expected, compare);
        const uint64_t *sorted = ctk_morton_sort(n, key, other);
        for (int32_t i = 0; i < n; i++) {
            assert_true(sorted[i] == expected[i]);
            assert_in_range(ctk_morton_item(sorted[i]), 0, n - 1);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_holds_the_bits_of_column_and_row_in_turn),
        cmocka_unit_test(keys_are_sorted_by_code_and_equal_ones_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
