/// Weighted selection against sorting.
#include "kernels/prim/select.h"

#include <string.h>

#include "kernels/prim/rng.h"
#include "support/check.h"

static int by_key(const void *a, const void *b)
{
    const ctk_keyed *p = a, *q = b;
    if (p->key != q->key) return p->key < q->key ? -1 : 1;
    return (p->id > q->id) - (p->id < q->id);
}

/// The definition of ctk_split(), on sorted items.
static int32_t split_sorted(const ctk_keyed *sorted, int32_t n, double goal, int32_t least,
                            int32_t most)
{
    double before = 0;
    for (int32_t q = 0; q < n; before += sorted[q++].weight)
        if (!(q < least || (q < most && before + sorted[q].weight / 2 < goal))) return q;
    return n;
}

static void split_finds_what_sorting_finds(void **state)
{
    (void)state;
    ctk_rng r = ctk_rng_key(1, 2, 3);
    for (int t = 0; t < 3000; t++) {
        ctk_keyed item[40], sorted[40];
        int32_t n = 1 + (int32_t)ctk_rng_below(&r, 40), total = 0, left = 0;
        for (int32_t i = 0; i < n; i++) {
            item[i] = (ctk_keyed){ctk_rng_below(&r, 12), ctk_rng_below(&r, 5), i};
            total += (int32_t)item[i].weight;
        }
        memcpy(sorted, item, sizeof item);
        qsort(sorted, (size_t)n, sizeof *sorted, by_key);
        int32_t least = (int32_t)ctk_rng_below(&r, (uint32_t)n + 1);
        int32_t most = least + (int32_t)ctk_rng_below(&r, (uint32_t)(n - least) + 1);
        double goal = total * ctk_rng_unit(&r);
        int32_t p = ctk_split(item, n, goal, least, most);
        assert_int_equal(p, split_sorted(sorted, n, goal, least, most));
        for (int32_t i = 0; i < p; i++) left += by_key(item + i, sorted + p - 1) <= 0;
        assert_int_equal(left, p);
    }
}

static void nothing_is_split_into_nothing(void **state)
{
    (void)state;
    ctk_keyed one = {1, 2, 3};
    assert_int_equal(ctk_split(&one, 0, 0, 0, 0), 0);
    assert_int_equal(ctk_split(&one, 1, 0, 0, 1), 0);
    assert_int_equal(ctk_split(&one, 1, 1.5, 0, 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_finds_what_sorting_finds),
        cmocka_unit_test(nothing_is_split_into_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
