/// Connected components of a symmetric graph, and the union of sets.
#ifndef CTK_GRAPH_COMPONENTS_H
#define CTK_GRAPH_COMPONENTS_H

#include <stdint.h>

/// Number the components: 0 has most vertices, ties go to the smallest vertex.
///   component  [n] out
///   size       [n] out, the first (return value) are set: vertices of each component
///   work       [3 * n + 1]
/// Breadth-first search with the output as queue, O(n + edges).
int32_t ctk_components(int32_t n, const int64_t *indptr, const int32_t *indices, int32_t *component,
                       int32_t *size, int32_t *work);

/// Root of x; halves the path. parent[x] = x for roots. The root of a union is the smaller id.
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
