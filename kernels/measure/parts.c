/// Connected parts of territories by union of sets.
#include "kernels/measure/parts.h"

#include "kernels/prim/sets.h"

void ctk_parts(int32_t n, const int64_t *indptr, const int32_t *indices, const uint8_t *kind,
               uint32_t kinds, const int32_t *part, int32_t k, int32_t *parent, int32_t *count)
{
    for (int32_t j = 0; j < k; j++) count[j] = 0;
    for (int32_t v = 0; v < n; v++) {
        parent[v] = v;
        if (part[v] >= 0) count[part[v]]++;
    }
    for (int32_t v = 0; v < n; v++)
        for (int64_t e = indptr[v]; e < indptr[v + 1]; e++) {
            const int32_t u = indices[e];
            if (u < v && part[u] == part[v] && part[v] >= 0 && (kinds >> kind[e] & 1) != 0)
                count[part[v]] -= ctk_unite(parent, u, v);
        }
}
