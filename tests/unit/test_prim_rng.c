/// Keyed random numbers: the published generator, even, and unrelated from key to key.
#include "kernels/prim/rng.h"

#include "support/check.h"

static void draws_are_those_of_splitmix64(void **state)
{
    (void)state;
    ctk_rng r = {0}; // the reference generator seeded with 0
    assert_true(ctk_rng_u64(&r) == 0xe220a8397b1dcdafu);
    assert_true(ctk_rng_u64(&r) == 0x6e789e6aa1b965f4u);
    assert_true(ctk_rng_u64(&r) == 0x06c45d188009454fu);
}

static void a_key_gives_the_same_stream_and_another_key_another(void **state)
{
    (void)state;
    const uint64_t key[4][3] = {{1, 2, 3}, {1, 2, 4}, {1, 3, 3}, {2, 2, 3}};
    for (int a = 0; a < 4; a++)
        for (int b = 0; b < 4; b++) {
            ctk_rng p = ctk_rng_key(key[a][0], key[a][1], key[a][2]);
            ctk_rng q = ctk_rng_key(key[b][0], key[b][1], key[b][2]);
            int same = 0;
            for (int i = 0; i < 100; i++) same += ctk_rng_u64(&p) == ctk_rng_u64(&q);
            assert_int_equal(same, a == b ? 100 : 0);
        }
}

static void numbers_below_n_are_even_and_units_stay_below_one(void **state)
{
    (void)state;
    enum { CELLS = 10, DRAWS = 100000 };
    int below[CELLS] = {0}, unit[CELLS] = {0};
    for (uint64_t item = 0; item < DRAWS; item++) { // the first draws of many streams
        ctk_rng r = ctk_rng_key(1, 0, item);
        const uint32_t i = ctk_rng_below(&r, CELLS);
        const double u = ctk_rng_unit(&r);
        assert_true(i < CELLS && u >= 0 && u < 1);
        below[i]++;
        unit[(int)(CELLS * u)]++;
        assert_int_equal(ctk_rng_below(&r, 1), 0);
    }
    for (int i = 0; i < CELLS; i++) { // five standard deviations
        assert_near(below[i], DRAWS / CELLS, 475);
        assert_near(unit[i], DRAWS / CELLS, 475);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_are_those_of_splitmix64),
        cmocka_unit_test(a_key_gives_the_same_stream_and_another_key_another),
        cmocka_unit_test(numbers_below_n_are_even_and_units_stay_below_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
