/// The order of a sweep, against an insertion sort.
#include "kernels/geom/sweep_order.h"

#include <stddef.h>

#include "kernels/prim/rng.h"
#include "support/check.h"

enum { MOST = 200 };

static bool is_before(const double *a, const double *b)
{
    if (a[0] != b[0]) return a[0] < b[0];
    return a[1] < b[1];
}

static void sort_slowly(const double *xy, const int32_t *point, int32_t n, int32_t *order)
{
    for (int32_t i = 0; i < n; i++) {
        int32_t k = i;
        for (; k > 0 && is_before(xy + 2 * point[i], xy + 2 * point[order[k - 1]]); k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
}

/// Coordinates are so few that many points lie above each other, and many are equal.
static void items_come_by_x_then_y_then_number(void **state)
{
    (void)state;
    double xy[2 * MOST];
    int32_t point[MOST], itself[MOST], a[MOST], b[MOST], expected[MOST];
    for (uint64_t seed = 0; seed < 300; seed++) {
        ctk_rng r = ctk_rng_key(seed, 7, 0);
        const int32_t n = (int32_t)ctk_rng_below(&r, MOST + 1);
        for (int32_t i = 0; i < n; i++) {
            xy[2 * i] = (double)ctk_rng_below(&r, 9) - 4;
            xy[2 * i + 1] = (double)ctk_rng_below(&r, 9) - 4;
            point[i] = (int32_t)ctk_rng_below(&r, (uint32_t)n);
            itself[i] = i;
        }
        int32_t *order = a, *other = b;
        ctk_sweep_sort(xy, point, n, &order, &other);
        sort_slowly(xy, point, n, expected);
        for (int32_t i = 0; i < n; i++) assert_int_equal(order[i], expected[i]);
        ctk_sweep_sort(xy, NULL, n, &order, &other);
        sort_slowly(xy, itself, n, expected);
        for (int32_t i = 0; i < n; i++) assert_int_equal(order[i], expected[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(items_come_by_x_then_y_then_number)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
