/// Map colouring, DSATUR.
#include "kernels/measure/color.h"

#include <stdbool.h>

/// Is a before b?
static bool goes_first(const int64_t *indptr, const uint64_t *seen, int32_t a, int32_t b)
{
    const int shown_a = __builtin_popcountll(seen[a]), shown_b = __builtin_popcountll(seen[b]);
    if (shown_a != shown_b) return shown_a > shown_b;
    const int64_t degree_a = indptr[a + 1] - indptr[a], degree_b = indptr[b + 1] - indptr[b];
    return degree_a > degree_b || (degree_a == degree_b && a < b);
}

static int32_t choose(int32_t k, const int64_t *indptr, const uint64_t *seen, const int32_t *color)
{
    int32_t best = -1;
    for (int32_t j = 0; j < k; j++)
        if (color[j] < 0 && (best < 0 || goes_first(indptr, seen, j, best))) best = j;
    return best;
}

int32_t ctk_color(int32_t k, const int64_t *indptr, const int32_t *indices, uint64_t *seen,
                  int32_t *color)
{
    int32_t n_colors = 0;
    for (int32_t j = 0; j < k; j++) {
        seen[j] = 0;
        color[j] = -1;
    }
    for (int32_t step = 0; step < k; step++) {
        const int32_t j = choose(k, indptr, seen, color);
        const int32_t c = ~seen[j] == 0 ? 63 : __builtin_ctzll(~seen[j]);
        color[j] = c;
        if (c + 1 > n_colors) n_colors = c + 1;
        for (int64_t e = indptr[j]; e < indptr[j + 1]; e++) seen[indices[e]] |= (uint64_t)1 << c;
    }
    return n_colors;
}
