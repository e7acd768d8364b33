/// Find equal segments (or equal vertices) of a whole layer, a cache-sized tile of the map at a
/// time.
///
/// Definition: two segments are equal when their end points are, in either direction, as exact
/// doubles (-0 equals 0). Zero-length segments are none. The obvious way sorts all of them.
///
/// Derivation: equal segments have equal middles, so they lie in the same tile (tiles.h). Vertices
/// that follow each other lie close together, so a tile's segments are not dealt one by one: they
/// are a list of runs, some hundred segments long, of which only first and length are kept. The
/// uses of a tile are grouped in an open-addressing table that fits the second-level cache, as the
/// coordinates do. And borders are shared over long stretches: when a segment is the reverse of an
/// earlier one, the next is tried against the one before that, which takes one comparison and no
/// hash. Order within a tile is input order for any number of threads.
///
/// Cost O(n); half the segments of a clean layer are never hashed. Memory: the runs, and the
/// scratch of one tile a thread.
#ifndef CTK_GEOM_MATCH_H
#define CTK_GEOM_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "kernels/geom/rings.h"
#include "kernels/geom/tiles.h"

/// Keys that follow each other in a ring and lie in one tile, zero-length segments among them.
typedef struct ctk_run {
    int32_t first, n; ///< vertices
    int32_t region;   ///< the ring where rings.region is NULL
} ctk_run;

typedef struct ctk_match {
    ctk_rings rings;
    bool is_points; ///< keys are vertices (each ring's last left out), not segments
    int32_t n_chunks, n_tiles, n_samples;
    ctk_tiles tiles; ///< of points and middles, doubled; x is the caller's
    int32_t *begin;  ///< [ctk_match_begin_size()] caller's; row t holds tile t's offset by chunk
    ctk_run *run;    ///< [ctk_match_count()] caller's
} ctk_match;

/// Numbers of chunks and tiles for this layer. The caller allocates tiles.x
/// [ctk_match_tiles_size()] and begin, calls ctk_match_count(), allocates run.
ctk_match ctk_match_plan(const ctk_rings *rings, bool is_points);
static inline int64_t ctk_match_tiles_size(const ctk_match *m)
{
    return ctk_tiles_size(m->tiles.n_slabs, m->tiles.n_rows) + 4 * (int64_t)m->n_samples;
}
int64_t ctk_match_begin_size(const ctk_match *m);

/// Lay out the tiles, and count the runs of each in every chunk. Returns their number.
int64_t ctk_match_count(ctk_match *m, int32_t n_threads);
/// Fill m->run.
void ctk_match_deal(const ctk_match *m, int32_t n_threads);

/// Runs [begin, end) of tile t are m->run[ctk_match_tile(m, t)], ....
static inline int32_t ctk_match_tile(const ctk_match *m, int32_t t)
{
    return m->begin[(int64_t)t * m->n_chunks];
}
/// Keys of the fullest tile.
int64_t ctk_match_largest(const ctk_match *m);

/// The uses of one tile and their groups.
typedef struct ctk_groups {
    int32_t n_uses, n_heads;
    int32_t *vertex; ///< [n_uses] first vertex of the key
    int32_t *region; ///< [n_uses]
    int32_t *head;   ///< [n_heads] first use of each group, ascending
    int32_t *next;   ///< [n_uses] next use of the same group, -1 = last
    int32_t *same;   ///< [n_uses] 1 = in the direction of the use before it, 0 = against it,
                     ///< CTK_MATCH_HEAD = there is none before it
    uint32_t *table; ///< [ctk_match_table_size(largest)]
} ctk_groups;
enum { CTK_MATCH_HEAD = -1 };

int64_t ctk_match_table_size(int64_t n_uses);
/// 32-bit words of scratch for one worker; ctk_groups_at() lays them out.
int64_t ctk_groups_size(int64_t largest);
ctk_groups ctk_groups_at(int32_t *words, int64_t largest);

/// Group the uses of a tile.
void ctk_match_group(const ctk_match *m, int32_t tile, ctk_groups *g);

/// work(user, tile, room for its groups) for all tiles, in parallel and in no order.
///   scratch  [n_threads * ctk_groups_size(ctk_match_largest(m))]
typedef void (*ctk_tile_work)(void *user, int32_t tile, ctk_groups *room);
void ctk_match_each(const ctk_match *m, int32_t *scratch, int32_t n_threads, ctk_tile_work work,
                    void *user);

/// Hash of the key that starts at vertex v; equal keys have equal hashes.
uint64_t ctk_match_hash(const ctk_match *m, int64_t v);

#endif
