/// Split keyed items at a weight, without sorting them.
#ifndef CTK_PRIM_SELECT_H
#define CTK_PRIM_SELECT_H

#include <stdint.h>

/// Items are ordered by (key, id); ids differ.
typedef struct ctk_keyed {
    double key, weight; ///< weight >= 0
    int32_t id;
} ctk_keyed;

/// Reorder item[0..n) so that the first p are those that come first in the order, and return p.
///
/// With W(q) the weight of the items before place q of the sorted order, the item at place q goes
/// left when q < least, or q < most and W(q) + weight / 2 < goal. The test is monotone in q, so a
/// quickselect that weighs what it passes finds the border: expected O(n).
/// least = most = r splits off the first r items. 0 <= least <= most <= n.
int32_t ctk_split(ctk_keyed *item, int32_t n, double goal, int32_t least, int32_t most);

#endif
