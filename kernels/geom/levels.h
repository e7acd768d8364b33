/// The levels of a flat tree: n leaves, then the nodes above them, each over `fan` that follow each
/// other, up to one root.
#ifndef CTK_GEOM_LEVELS_H
#define CTK_GEOM_LEVELS_H

#include <stdint.h>

enum { CTK_MOST_LEVELS = 33 }; ///< of any tree with a fan of 4 or more

/// The number of levels, at least 1. begin[levels + 1]: the first node of each, leaves at 0, and
/// what comes behind the root.
static inline int ctk_levels(int64_t n, int64_t fan, int64_t *begin)
{
    int levels = 0;
    begin[0] = 0;
    for (;; n = (n + fan - 1) / fan) {
        begin[levels + 1] = begin[levels] + n;
        levels++;
        if (n <= 1) return levels;
    }
}

/// Nodes of all levels.
static inline int64_t ctk_levels_size(int64_t n, int64_t fan)
{
    int64_t begin[CTK_MOST_LEVELS + 1];
    return begin[ctk_levels(n, fan, begin)];
}

#endif
