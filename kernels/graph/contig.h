/// May region u leave its territory: do the regions that stay remain connected?
///
/// Definition: let S be the territory of u without u. u may leave iff S is not empty and the graph
/// induced by S is connected. As the territory was connected before, S is connected iff the
/// neighbours of u in S are connected in S.
///
/// Derivation of the fast form: neighbours of u that touch each other form a ring around u. For
/// every CSR position p of u, bit q of ring[p] says that the neighbours at positions p and q touch.
/// Flooding that ring within S is a few operations on one 64-bit word; when it reaches every
/// neighbour in S the answer is yes. Otherwise the groups the flood found grow in lockstep, breadth
/// first, until they have met (yes) or one has nothing left to grow (no): the cost is bounded by
/// the smaller side of the cut, not by the territory. Degree > 63 skips the ring. Always exact.
///
/// King, Jacobson, Sewell, Cho 2012, doi:10.1287/opre.1120.1083 (geo-graphs).
#ifndef CTK_GRAPH_CONTIG_H
#define CTK_GRAPH_CONTIG_H

#include <stdbool.h>
#include <stdint.h>

/// Symmetric CSR without loops, with the ring of each position.
typedef struct ctk_ringed {
    int32_t n;
    const int64_t *indptr;  ///< [n + 1]
    const int32_t *indices; ///< [indptr[n]]
    const uint64_t *ring;   ///< [indptr[n]] see above; unused where the degree is > 63
} ctk_ringed;

/// Scratch of one thread; its content means nothing between calls.
typedef struct ctk_contig_work {
    uint64_t *mark;   ///< [n] stamps, all <= base; zero before the first call
    int32_t *queue;   ///< [n]
    int32_t *parent;  ///< [largest degree + 1] union-find over groups
    int32_t *pending; ///< [largest degree + 1] queued regions of a group
    uint64_t base;    ///< 0 before the first call
} ctk_contig_work;

/// Fill ring[indptr[n]]. position: scratch [n_threads * n]. O(sum of squared degrees).
void ctk_contig_rings(int32_t n, const int64_t *indptr, const int32_t *indices, int32_t n_threads,
                      int32_t *position, uint64_t *ring);

/// True iff u may leave its territory part[u]. Exact whenever that territory is connected.
bool ctk_contig_may_leave(const ctk_ringed *g, const int32_t *part, int32_t u,
                          ctk_contig_work *work);

/// The same within `limit` regions around u: a "no" may be wrong, a "yes" never is. For searches
/// that can do without a move: the slowest tests are the ones that end in no. Where the ring joins
/// all neighbours of u, it alone decides: on maps 24 of 25 such noes are right. The others are
/// rings with a gap, where two neighbours meet in no more than a corner and the way from one to the
/// other leads over the region behind it: around_corners has these searched too, without which
/// plans of few cut edges have a tenth more of them.
bool ctk_contig_may_leave_near(const ctk_ringed *g, const int32_t *part, int32_t u, int32_t limit,
                               bool around_corners, ctk_contig_work *work);

#endif
