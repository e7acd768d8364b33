/// Disjoint sets against labels that are rewritten at every union.
#include "kernels/prim/sets.h"

#include "kernels/prim/rng.h"
#include "tests/support/check.h"

enum { N = 60 };

static void relabel(int32_t *label, int32_t from, int32_t to)
{
    for (int32_t i = 0; i < N; i++)
        if (label[i] == from) label[i] = to;
}

static void a_root_is_the_smallest_of_its_set(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        ctk_rng r = ctk_rng_key(seed, 1, 2);
        int32_t parent[N], label[N];
        for (int32_t i = 0; i < N; i++) parent[i] = label[i] = i;
        for (int32_t step = 0; step < N; step++) {
            const int32_t x = (int32_t)ctk_rng_below(&r, N), y = (int32_t)ctk_rng_below(&r, N);
            const int32_t a = label[x], b = label[y];
            assert_int_equal(ctk_unite(parent, x, y), a != b);
            relabel(label, a < b ? b : a, a < b ? a : b);
            for (int32_t i = 0; i < N; i += 7) assert_int_equal(ctk_find(parent, i), label[i]);
        }
    }
}

static void the_order_of_unions_does_not_matter(void **state)
{
    (void)state;
    int32_t there[N], back[N];
    for (int32_t i = 0; i < N; i++) there[i] = back[i] = i;
    for (int32_t i = 0; i + 3 < N; i++) ctk_unite(there, i, i + 3);
    for (int32_t i = N - 4; i >= 0; i--) ctk_unite(back, i + 3, i);
    for (int32_t i = 0; i < N; i++) {
        assert_int_equal(ctk_find(there, i), i % 3);
        assert_int_equal(ctk_find(back, i), i % 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_root_is_the_smallest_of_its_set),
        cmocka_unit_test(the_order_of_unions_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
