/// Disjoint sets: who belongs together, while more and more do.
///
/// parent[x] = x for the root of a set, and at the start for all. The root of a union is the
/// smaller of the two, so that the roots do not depend on the order of the unions. Paths are halved
/// on the way: near constant cost (Tarjan, van Leeuwen 1984, doi:10.1145/62.2160).
#ifndef CTK_PRIM_SETS_H
#define CTK_PRIM_SETS_H

#include <stdint.h>

static inline int32_t ctk_find(int32_t *parent, int32_t x)
{
    while (parent[x] != x) x = parent[x] = parent[parent[x]];
    return x;
}

/// Join the sets of x and y; 0 = they were one already.
static inline int ctk_unite(int32_t *parent, int32_t x, int32_t y)
{
    x = ctk_find(parent, x);
    y = ctk_find(parent, y);
    if (x == y) return 0;
    if (x < y)
        parent[y] = x;
    else
        parent[x] = y;
    return 1;
}

#endif
