/// Places along a Morton curve (Morton 1966), and items in their order.
///
/// The code of a cell is the bits of its column and row in turn: cells near each other in the code
/// are near each other on the map. Keys carry the code in their low 32 bits and an item in the high
/// ones; they are sorted by code in three stable passes of 11 bits, some 10 ns an item.
#ifndef CTK_GEOM_MORTON_H
#define CTK_GEOM_MORTON_H

#include <stdint.h>

/// 16 bits to every second bit.
static inline uint32_t ctk_morton_spread(uint32_t x)
{
    x = (x | x << 8) & 0x00ff00ffu;
    x = (x | x << 4) & 0x0f0f0f0fu;
    x = (x | x << 2) & 0x33333333u;
    return (x | x << 1) & 0x55555555u;
}

/// column, row < 2^16
static inline uint32_t ctk_morton_code(uint32_t column, uint32_t row)
{
    return ctk_morton_spread(column) | ctk_morton_spread(row) << 1;
}

static inline uint64_t ctk_morton_key(int32_t item, uint32_t code)
{
    return (uint64_t)(uint32_t)item << 32 | code;
}
static inline int32_t ctk_morton_item(uint64_t key)
{
    return (int32_t)(key >> 32);
}

/// key[n] by code, equal codes in the order they have; other[n] is scratch. Returns where they are.
static inline uint64_t *ctk_morton_sort(int64_t n, uint64_t *key, uint64_t *other)
{
    for (int shift = 0; shift < 33; shift += 11) {
        int64_t begin[2049] = {0};
        for (int64_t i = 0; i < n; i++) begin[1 + ((uint32_t)key[i] >> shift & 2047)]++;
        for (int b = 0; b < 2048; b++) begin[b + 1] += begin[b];
        for (int64_t i = 0; i < n; i++) other[begin[(uint32_t)key[i] >> shift & 2047]++] = key[i];
        uint64_t *const swap = key;
        key = other;
        other = swap;
    }
    return key;
}

#endif
