/// Cut arrays off a block of scratch, each on a cache line of its own.
#ifndef CTK_PRIM_CARVE_H
#define CTK_PRIM_CARVE_H

#include <stddef.h>
#include <stdint.h>

/// Counts when base is NULL, so that one function can both size and place its arrays.
typedef struct ctk_carver {
    char *base;
    int64_t used; ///< bytes so far; base must be aligned to 64
} ctk_carver;

static inline void *ctk_carve(ctk_carver *c, int64_t n, size_t size)
{
    void *p = c->base ? c->base + c->used : NULL;
    c->used += (n * (int64_t)size + 63) / 64 * 64;
    return p;
}

#endif
