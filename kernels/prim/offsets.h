/// From how many there are of each to where each begins.
#ifndef CTK_PRIM_OFFSETS_H
#define CTK_PRIM_OFFSETS_H

#include <stdint.h>

/// count[0..n) becomes the sum of those before it; count[n] (set here) and the result are the sum
/// of all.
static inline int64_t ctk_offsets(int64_t n, int64_t *count)
{
    int64_t sum = 0;
    for (int64_t i = 0; i < n; i++) {
        const int64_t own = count[i];
        count[i] = sum;
        sum += own;
    }
    return count[n] = sum;
}

#endif
