/// The hash of points.
#include "kernels/geom/point.h"

#include "support/check.h"

static void minus_zero_is_zero(void **state)
{
    (void)state;
    assert_true(ctk_point_hash(-0.0, 1) == ctk_point_hash(0.0, 1));
    assert_true(ctk_point_hash(1, -0.0) == ctk_point_hash(1, 0.0));
    assert_true(ctk_point_hash(1, 0) != ctk_point_hash(0, 1));
}

/// Coordinates of lattices end in zero bits. Thrown at random into twice as many slots, 6 to 9 of
/// 2^16 points share the fullest one.
static void lattices_spread_over_the_slots_of_a_table(void **state)
{
    (void)state;
    enum { SIDE = 256, SLOTS = 2 * SIDE * SIDE };
    static uint8_t high[SLOTS], low[SLOTS];
    const double step[3] = {1, 0x1p-20, 0.001};
    for (int k = 0; k < 3; k++) {
        int fullest = 0;
        memset(high, 0, sizeof high);
        memset(low, 0, sizeof low);
        for (int32_t i = 0; i < SIDE * SIDE; i++) {
            const uint64_t h = ctk_point_hash(step[k] * (i % SIDE), 50 + step[k] * (i / SIDE));
            const int a = ++high[(h >> 32) % SLOTS], b = ++low[h % SLOTS];
            fullest = a > fullest ? a : fullest;
            fullest = b > fullest ? b : fullest;
        }
        assert_in_range(fullest, 5, 10);
    }
}

static void edges_from_one_point_are_spread_over_the_table(void **state)
{
    (void)state;
    enum { N = 1000 };
    uint8_t n_in[N] = {0};
    for (int32_t b = 1; b < N; b++) {
        const uint32_t slot = ctk_pair_slot(0, b, N);
        assert_in_range(slot, 0, N - 1);
        assert_int_equal(n_in[slot]++, 0);
    }
    for (int32_t a = 0; a + 1 < N - 31; a++) assert_int_equal(ctk_pair_slot(a, a + 1, N), a + 31);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minus_zero_is_zero),
        cmocka_unit_test(lattices_spread_over_the_slots_of_a_table),
        cmocka_unit_test(edges_from_one_point_are_spread_over_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
