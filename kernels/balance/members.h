/// The regions of each territory, ascending, as linked lists that a few territories can change
/// without the others.
#ifndef CTK_BALANCE_MEMBERS_H
#define CTK_BALANCE_MEMBERS_H

#include <stdint.h>

typedef struct ctk_members {
    int32_t *head; ///< [k] first region of a territory, -1 = none
    int32_t *next; ///< [n] next region of the same territory, -1 = none
} ctk_members;

/// List all regions. O(n + k).
void ctk_members_list(int32_t n, int32_t k, const int32_t *part, ctk_members *m);

/// Regions of the given territories, merged, ascending, into region[]; returns how many. bits:
/// scratch [n / 64 + 1], zero before and after. O(their regions + the stretch they span / 64).
int32_t ctk_members_merge(const ctk_members *m, int32_t n_territories, const int32_t *territory,
                          uint64_t *bits, int32_t *region);

/// List the regions region[0..n), ascending, anew: region[i] belongs to territory[part[i]].
void ctk_members_relist(ctk_members *m, int32_t n, const int32_t *region, const int32_t *part,
                        int32_t n_territories, const int32_t *territory);

#endif
