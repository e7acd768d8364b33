/// A set of small whole numbers that tells the next lower and the next higher of them.
///
/// A bit for each number, and above each 64 words a word of bits that say which of them are not
/// zero, up to one word. Everything O(log n / log 64).
#ifndef CTK_PRIM_BITS_H
#define CTK_PRIM_BITS_H

#include <stdint.h>

#include "kernels/prim/carve.h"

enum { CTK_BITS_LEVELS = 6 };

typedef struct ctk_bits {
    int n_levels;
    uint64_t *level[CTK_BITS_LEVELS];
} ctk_bits;

/// Room for 0 .. n - 1, n >= 1; clear it with ctk_bits_clear().
static inline void ctk_bits_carve(ctk_bits *b, int64_t n, ctk_carver *c)
{
    b->n_levels = 0;
    do {
        n = (n + 63) / 64;
        b->level[b->n_levels++] = ctk_carve(c, n, sizeof **b->level);
    } while (n > 1);
}

static inline void ctk_bits_clear(ctk_bits *b, int64_t n)
{
    for (int l = 0; l < b->n_levels; l++) {
        n = (n + 63) / 64;
        for (int64_t i = 0; i < n; i++) b->level[l][i] = 0;
    }
}

static inline int ctk_bits_has(const ctk_bits *b, int32_t x)
{
    return (int)(b->level[0][x >> 6] >> (x & 63) & 1);
}

/// x enters when it is out, and leaves when it is in.
static inline void ctk_bits_toggle(ctk_bits *b, int32_t x)
{
    b->level[0][x >> 6] ^= (uint64_t)1 << (x & 63);
    for (int l = 1; l < b->n_levels; l++) {
        x >>= 6;
        const uint64_t bit = (uint64_t)1 << (x & 63);
        if (b->level[l - 1][x])
            b->level[l][x >> 6] |= bit;
        else
            b->level[l][x >> 6] &= ~bit;
    }
}

/// The highest number below x, -1 = none.
static inline int32_t ctk_bits_before(const ctk_bits *b, int32_t x)
{
    for (int l = 0; l < b->n_levels; l++, x >>= 6) {
        uint64_t word = b->level[l][x >> 6] & (((uint64_t)1 << (x & 63)) - 1);
        if (!word) continue;
        x = (x & ~63) + 63 - __builtin_clzll(word);
        while (l-- > 0) x = 64 * x + 63 - __builtin_clzll(b->level[l][x]);
        return x;
    }
    return -1;
}

/// The lowest number above x, -1 = none.
static inline int32_t ctk_bits_after(const ctk_bits *b, int32_t x)
{
    for (int l = 0; l < b->n_levels; l++, x >>= 6) {
        uint64_t word = b->level[l][x >> 6] & ~(((uint64_t)2 << (x & 63)) - 1);
        if (!word) continue;
        x = (x & ~63) + __builtin_ctzll(word);
        while (l-- > 0) x = 64 * x + __builtin_ctzll(b->level[l][x]);
        return x;
    }
    return -1;
}

#endif
