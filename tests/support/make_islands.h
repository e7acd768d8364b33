/// Islands around a round mainland, as chains of boundary: what bridges are sought over.
#ifndef CT_TESTS_MAKE_ISLANDS_H
#define CT_TESTS_MAKE_ISLANDS_H

#include <stddef.h>

#include "kernels/geom/boxtree.h"

/// Chains of the mainland, which come first and are group 0, and of each island.
enum { MAKE_MAINLAND = 200000, MAKE_PER_ISLAND = 20 };

typedef struct made_islands {
    ctk_boxtree tree; ///< all but built
    int32_t *group;   ///< [chains] 0, then the islands
    uint64_t *work;   ///< of ctk_boxtree_build()
} made_islands;

/// Every array lives until the process ends.
made_islands make_islands(int32_t n_islands);

/// calloc that ends the process where there is no memory.
void *make_array(int64_t n, size_t size);

#endif
