/// From equal segments to borders: who lies on either side of every distinct segment of a layer.
///
/// Definition. A ring edge is a directed edge of its region, interior on its right (outer rings
/// run clockwise, holes the other way). A segment with exactly two uses in opposite directions by
/// different regions is a border of the two. Every other case is odd, and is settled so that the
/// directed edges of any set of regions still add up to its outline:
///   - two opposite uses by the same region (an inner seam) cancel: neither is listed;
///   - of what is left, opposite uses of different regions are listed as borders, pair by pair in
///     input order;
///   - each use still left (two regions on the same side: they overlap) is listed alone.
/// For an exact outline in odd places a consumer cancels opposite edges of the same territory.
/// All pairs of different regions that use a segment are neighbours (rook contiguity), also where
/// the list does not show it; those pairs are given as extra links.
///
/// Of more than 64 uses of a segment each is linked to the next one only: n regions on each other
/// would make n^2 pairs.
///
/// Cost O(n) + O(uses^2) per odd segment.
#ifndef CTK_GEOM_SEGMENTS_H
#define CTK_GEOM_SEGMENTS_H

#include "kernels/geom/match.h"

/// Values of side[v] besides a region id.
enum {
    CTK_SIDE_NONE = -1,   ///< listed, and nobody else uses the segment
    CTK_SIDE_SHARED = -2, ///< listed alone, though other regions use the segment too
    CTK_SIDE_ABSENT = -3  ///< not listed: starts no segment, or listed by an earlier use
};

typedef struct ctk_segments_stats {
    int64_t n_distinct; ///< different segments
    int64_t n_seams;    ///< of these: with opposite uses by the same region
    int64_t n_overlaps; ///< two uses in the same direction
    int64_t n_multiple; ///< more than two uses
} ctk_segments_stats;

/// side[v] for every vertex: the region on the other side of segment v -> v + 1, or a code above.
///   m        dealt (ctk_match_deal), segments not points
///   scratch  [n_threads * ctk_groups_size(ctk_match_largest(m))]
///   side     [n_vertices] out
///   n_extra  [n_tiles + 1] out   extra links by tile
void ctk_segments_sides(const ctk_match *m, int32_t *scratch, int32_t n_threads, int32_t *side,
                        int64_t *n_extra, ctk_segments_stats *stats);

/// The extra links: pairs a < b and the segment's vertex, in order of tile and first use.
///   extra_begin  [n_tiles + 1] exclusive prefix sums of n_extra
void ctk_segments_extra(const ctk_match *m, int32_t *scratch, int32_t n_threads,
                        const int32_t *side, const int64_t *extra_begin, int32_t *a, int32_t *b,
                        int32_t *vertex);

enum { CTK_SEGMENTS_CHUNK = 1 << 18 };
static inline int64_t ctk_segments_n_chunks(int64_t n_vertices)
{
    return (n_vertices + CTK_SEGMENTS_CHUNK - 1) / CTK_SEGMENTS_CHUNK;
}

/// Listed segments in order of vertex. count: fills chunk_begin[n_chunks + 1], returns their
/// number.
int64_t ctk_segments_count(int64_t n_vertices, const int32_t *side, int32_t n_threads,
                           int64_t *chunk_begin);
void ctk_segments_list(const ctk_rings *g, const int32_t *side, int32_t n_threads,
                       const int64_t *chunk_begin, int32_t *segment, int32_t *left, int32_t *right);

/// Borders as runs: consecutive listed segments of a ring with the same other side, and their
/// length (ctk_segment_m). Runs end at chunk borders, so sums do not depend on threads.
///   a, b      regions a < b; b = -1 where nobody is on the other side (a is the owner then)
///   border_m  length of the run
int64_t ctk_segments_run_count(const ctk_rings *g, const int32_t *side, int32_t n_threads,
                               int64_t *chunk_begin);
void ctk_segments_runs(const ctk_rings *g, const double *lonlat, const int32_t *side,
                       int32_t n_threads, const int64_t *chunk_begin, int32_t *a, int32_t *b,
                       double *border_m);

#endif
