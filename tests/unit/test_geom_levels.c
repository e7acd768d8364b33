/// Levels of flat trees.
#include "kernels/geom/levels.h"

#include "support/check.h"

static void every_node_but_the_root_has_one_parent(void **state)
{
    (void)state;
    for (int64_t fan = 4; fan <= 16; fan *= 2)
        for (int64_t n = 1; n < 5000; n += 1 + n / 7) {
            int64_t begin[CTK_MOST_LEVELS + 1];
            const int levels = ctk_levels(n, fan, begin);
            assert_int_equal(begin[1] - begin[0], n);
            assert_int_equal(begin[levels] - begin[levels - 1], 1);
            for (int l = 1; l < levels; l++) {
                const int64_t below = begin[l] - begin[l - 1], own = begin[l + 1] - begin[l];
                assert_true(own * fan >= below && (own - 1) * fan < below);
            }
            assert_int_equal(ctk_levels_size(n, fan), begin[levels]);
        }
}

static void nothing_is_one_level_of_nothing(void **state)
{
    (void)state;
    int64_t begin[CTK_MOST_LEVELS + 1];
    assert_int_equal(ctk_levels(0, 8, begin), 1);
    assert_int_equal(ctk_levels_size(0, 8), 0);
}

static void the_largest_tree_has_room(void **state)
{
    (void)state;
    int64_t begin[CTK_MOST_LEVELS + 1];
    assert_in_range(ctk_levels((int64_t)1 << 62, 4, begin), 1, CTK_MOST_LEVELS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_node_but_the_root_has_one_parent),
        cmocka_unit_test(nothing_is_one_level_of_nothing),
        cmocka_unit_test(the_largest_tree_has_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
