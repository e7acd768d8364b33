/// Points by their coordinates: the one hash of them; and pairs of points by their ids.
///
/// Equal places have equal hashes, -0.0 and 0.0 among them. Coordinates often end in zero bits, and
/// a product only carries upwards: they need the whole of splitmix64's finish. The hash is then
/// as good in any of its bits. Cost: about 2 ns.
#ifndef CTK_GEOM_POINT_H
#define CTK_GEOM_POINT_H

#include <string.h>

#include "kernels/prim/rng.h"

static inline uint64_t ctk_point_word(double x)
{
    const double z = x + 0.0; // -0.0 becomes 0.0
    uint64_t w;
    memcpy(&w, &z, sizeof w);
    return w;
}

static inline uint64_t ctk_point_hash(double x, double y)
{
    return ctk_mix64(ctk_point_word(x) * 0x9e3779b97f4a7c15u ^ ctk_point_word(y));
}

/// Slot of the points a < b among n. Edges along a ring, whose points follow each other, stand side
/// by side, and those from one point to all others are spread.
static inline uint32_t ctk_pair_slot(int32_t a, int32_t b, uint32_t n)
{
    return (uint32_t)(((uint64_t)a + 31 * (uint64_t)(b - a)) % n);
}

#endif
