/// How far leftover borders of different regions run side by side.
///
/// Definition: a chain segment of length L is sampled at the middles of n = ceil(L / step) equal
/// pieces (at most CTK_OVERLAP_PIECES); a piece belongs to the region, other than the segment's
/// own, whose boundary is nearest to its middle, if that is within `reach`. The overlap of a and b
/// is the length of a's pieces that belong to b. Error of a run: about one piece at either end.
/// Cost O(pieces log n).
#ifndef CTK_GEOM_OVERLAP_H
#define CTK_GEOM_OVERLAP_H

#include "kernels/geom/gap.h"

enum { CTK_OVERLAP_PIECES = 16 };

/// Pieces of every chain: begin[n chains + 1] out, exclusive prefix sums; returns their number.
int64_t ctk_overlap_count(const ctk_boxtree *t, double step_km, int64_t *begin);

/// The region each piece belongs to, -1 = none, and its length.
///   label  [ctk_boxtree_nodes(n)] ctk_gap_labels() of chains.region
void ctk_overlap_pieces(const ctk_boxtree *t, const int32_t *label, double step_km, double reach_km,
                        const int64_t *begin, int32_t n_threads, int32_t *other, double *length_m);

#endif
