/// Find equal segments (or equal vertices) of a whole layer by hashing, a cache-sized part at a
/// time.
///
/// Definition: two segments are equal when their end points are, in either direction, as exact
/// doubles (-0 equals 0). Zero-length segments are none. The obvious way sorts all of them.
///
/// Derivation: the hash of a point is a mix of its two words; the hash of a segment is the mix of
/// the sum over its ends, which does not see the direction, and costs one point hash a vertex.
/// Equal keys have equal hashes, so the uses are first dealt into parts by the top bits of the
/// hash (a two-pass radix partition that keeps input order: Manegold, Boncz, Kersten 2002,
/// doi:10.1109/TKDE.2002.1019210), and each part is grouped in an open-addressing table that fits
/// the second-level cache. Order within a part is input order for any number of threads.
///
/// Coordinates of a part's uses are scattered over the whole layer, two cache misses a match. So a
/// group can be formed by the 64-bit hashes alone, for a caller that confirms every match later in
/// an order that is kinder to memory, and asks for exact groups should one ever prove false.
///
/// Cost O(n). Memory 12 bytes a segment and the tables.
#ifndef CTK_GEOM_MATCH_H
#define CTK_GEOM_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "kernels/geom/rings.h"

/// One use of a key.
typedef struct ctk_use {
    uint32_t hash_low, hash_high;
    uint32_t vertex; ///< first vertex; the top bit tells directions apart
} ctk_use;

typedef struct ctk_match {
    ctk_rings rings;
    bool is_points; ///< keys are vertices (each ring's last left out), not segments
    int32_t n_chunks, n_parts, part_bits;
    int64_t *begin; ///< [ctk_match_begin_size()] caller's; row p holds part p's offset by chunk
    ctk_use *use;   ///< [ctk_match_count()] caller's
} ctk_match;

/// Number of chunks and parts for this layer; begin and use still to be set by the caller.
ctk_match ctk_match_plan(const ctk_rings *rings, bool is_points);
int64_t ctk_match_begin_size(const ctk_match *m);

/// Count the uses of every part in every chunk and turn counts into offsets. Returns their number.
int64_t ctk_match_count(const ctk_match *m, int32_t n_threads);
/// Fill m->use.
void ctk_match_deal(const ctk_match *m, int32_t n_threads);

static inline int64_t ctk_match_part(const ctk_match *m, int32_t p)
{
    return m->begin[(int64_t)p * m->n_chunks];
}
/// Uses of the largest part.
int64_t ctk_match_largest(const ctk_match *m);

/// Scratch of ctk_match_group() for parts of up to `largest` uses.
typedef struct ctk_groups {
    int32_t n_heads;
    int32_t *head;  ///< [largest] first use of each group, ascending, counted from the part's begin
    int32_t *next;  ///< [largest] next use of the same group, -1 = last
    int32_t *same;  ///< [largest] of a use that has one before it: 1 = in the same direction
    int32_t *table; ///< [ctk_match_table_size(largest)]
} ctk_groups;

int64_t ctk_match_table_size(int64_t n_uses);
/// int32 words of scratch for one worker; ctk_groups_at() lays them out.
int64_t ctk_groups_size(int64_t largest);
ctk_groups ctk_groups_at(int32_t *words, int64_t largest);

/// Group the uses of part p; by hashes alone unless `exact`.
void ctk_match_group(const ctk_match *m, int32_t p, bool exact, ctk_groups *g);

/// Vertex of use i of part p.
static inline int64_t ctk_match_vertex(const ctk_match *m, int32_t p, int32_t i)
{
    return m->use[ctk_match_part(m, p) + i].vertex & INT32_MAX;
}

#endif
