/// Connected components of a symmetric graph.
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

#endif
