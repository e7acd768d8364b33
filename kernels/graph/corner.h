/// Corner neighbours: pairs of regions that share a vertex but no segment (queen contiguity).
///
/// Definition: all pairs of different regions among the rings that pass a point, without those the
/// graph has already. Cost O(vertices) + O(uses^2) per point. Points come from ctk_match_* with
/// is_points; two passes, so that the caller can size the output.
#ifndef CTK_GRAPH_CORNER_H
#define CTK_GRAPH_CORNER_H

#include "kernels/geom/match.h"

/// Count, then store, the links a < b; a pair that meets at several points comes several times.
///   m        dealt, is_points
///   scratch  [n_threads * ctk_groups_size(ctk_match_largest(m))]
///   begin    [n_tiles + 1] count: out, links by tile; list: in, their exclusive prefix sums
void ctk_corner_count(const ctk_match *m, const int64_t *indptr, const int32_t *indices,
                      int32_t *scratch, int32_t n_threads, int64_t *begin);
void ctk_corner_list(const ctk_match *m, const int64_t *indptr, const int32_t *indices,
                     int32_t *scratch, int32_t n_threads, const int64_t *begin, int32_t *a,
                     int32_t *b);

#endif
