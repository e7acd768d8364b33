/// Weighted quickselect.
#include "kernels/prim/select.h"

#include <stdbool.h>

#include "kernels/prim/rng.h"

static bool comes_first(const ctk_keyed *a, const ctk_keyed *b)
{
    return a->key < b->key || (a->key == b->key && a->id < b->id);
}

static void swap(ctk_keyed *a, ctk_keyed *b)
{
    ctk_keyed t = *a;
    *a = *b;
    *b = t;
}

/// Median of three places drawn from (lo, hi), moved to item[lo].
static void choose_pivot(ctk_keyed *item, int32_t lo, int32_t hi)
{
    ctk_rng r = ctk_rng_key(0, (uint64_t)lo, (uint64_t)hi);
    uint32_t size = (uint32_t)(hi - lo);
    ctk_keyed *a = item + lo + ctk_rng_below(&r, size), *b = item + lo + ctk_rng_below(&r, size);
    ctk_keyed *c = item + lo + ctk_rng_below(&r, size), *t;
    if (comes_first(b, a)) {
        t = a;
        a = b;
        b = t;
    }
    ctk_keyed *median = comes_first(c, a) ? a : comes_first(c, b) ? c : b;
    swap(item + lo, median);
}

/// Partition item[lo..hi) around a pivot; returns its place.
static int32_t partition(ctk_keyed *item, int32_t lo, int32_t hi)
{
    choose_pivot(item, lo, hi);
    ctk_keyed pivot = item[lo];
    int32_t i = lo, j = hi;
    for (;;) {
        do i++;
        while (i < hi && comes_first(item + i, &pivot));
        do j--;
        while (comes_first(&pivot, item + j));
        if (i >= j) break;
        swap(item + i, item + j);
    }
    swap(item + lo, item + j);
    return j;
}

int32_t ctk_split(ctk_keyed *item, int32_t n, double goal, int32_t least, int32_t most)
{
    int32_t lo = 0, hi = n;
    double passed = 0; // weight of item[0..lo)
    while (lo < hi) {
        int32_t p = partition(item, lo, hi);
        double before = passed;
        for (int32_t i = lo; i < p; i++) before += item[i].weight;
        if (p < least || (p < most && before + 0.5 * item[p].weight < goal)) {
            passed = before + item[p].weight;
            lo = p + 1;
        } else {
            hi = p;
        }
    }
    return lo;
}
