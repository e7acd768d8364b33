/// Regions of each territory. See members.h.
#include "kernels/balance/members.h"

#include <string.h>

void ctk_members_list(int32_t n, int32_t k, const int32_t *part, ctk_members *m)
{
    memset(m->head, -1, (size_t)k * sizeof *m->head);
    for (int32_t u = n - 1; u >= 0; u--) {
        m->next[u] = m->head[part[u]];
        m->head[part[u]] = u;
    }
}

int32_t ctk_members_merge(const ctk_members *m, int32_t n_territories, const int32_t *territory,
                          uint64_t *bits, int32_t *region)
{
    int32_t least = INT32_MAX, most = -1, n = 0;
    for (int32_t t = 0; t < n_territories; t++) {
        for (int32_t u = m->head[territory[t]]; u >= 0; u = m->next[u]) {
            bits[u / 64] |= UINT64_C(1) << u % 64;
            least = u < least ? u : least;
            most = u > most ? u : most;
        }
    }
    for (int32_t word = least / 64; word <= most / 64 && most >= 0; word++) {
        for (uint64_t left = bits[word]; left; left &= left - 1)
            region[n++] = word * 64 + __builtin_ctzll(left);
        bits[word] = 0;
    }
    return n;
}

void ctk_members_relist(ctk_members *m, int32_t n, const int32_t *region, const int32_t *part,
                        int32_t n_territories, const int32_t *territory)
{
    for (int32_t t = 0; t < n_territories; t++) m->head[territory[t]] = -1;
    for (int32_t i = n - 1; i >= 0; i--) {
        const int32_t j = territory[part[i]];
        m->next[region[i]] = m->head[j];
        m->head[j] = region[i];
    }
}
