/// Breadth-first labels in order of smallest vertex, then renumbered by size.
#include "kernels/graph/components.h"

#include <string.h>

/// Label everything reachable from `seed`; returns how many that is.
static int32_t flood(const int64_t *indptr, const int32_t *indices, int32_t seed, int32_t label,
                     int32_t *component, int32_t *queue)
{
    int32_t head = 0, tail = 0;
    component[seed] = label;
    queue[tail++] = seed;
    while (head < tail) {
        const int32_t v = queue[head++];
        for (int64_t e = indptr[v]; e < indptr[v + 1]; e++) {
            const int32_t u = indices[e];
            if (component[u] >= 0) continue;
            component[u] = label;
            queue[tail++] = u;
        }
    }
    return tail;
}

int32_t ctk_components(int32_t n, const int64_t *indptr, const int32_t *indices, int32_t *component,
                       int32_t *size, int32_t *work)
{
    int32_t *queue = work, *first_size = work + n, *begin = work + 2 * (int64_t)n, count = 0;
    for (int32_t v = 0; v < n; v++) component[v] = -1;
    for (int32_t v = 0; v < n; v++) {
        if (component[v] >= 0) continue;
        first_size[count] = flood(indptr, indices, v, count, component, queue);
        count++;
    }
    // stable counting sort by size, largest first: begin[n - size] is the next number of that size
    memset(begin, 0, ((size_t)n + 1) * sizeof *begin);
    for (int32_t c = 0; c < count; c++) begin[n - first_size[c]]++;
    for (int32_t i = 0, sum = 0; i <= n; i++) {
        const int32_t k = begin[i];
        begin[i] = sum;
        sum += k;
    }
    int32_t *number = queue;
    for (int32_t c = 0; c < count; c++) {
        number[c] = begin[n - first_size[c]]++;
        size[number[c]] = first_size[c];
    }
    for (int32_t v = 0; v < n; v++) component[v] = number[component[v]];
    return count;
}
