/// Which vertices of a line can go: Douglas and Peucker's rule as a rank per vertex.
///
/// Douglas-Peucker at tolerance t keeps the vertex farthest from the chord of a piece when it is
/// farther than t, and goes on with the two halves. A vertex is therefore kept at tolerance t
/// exactly when the smallest such distance on its way down from the whole line, its own included,
/// is above t. That smallest distance is its rank: computed once, it answers every tolerance, and a
/// budget of vertices becomes a selection among ranks. Ranks only fall on the way down: where they
/// fall to a floor below which nobody asks, the whole piece is done. Source: Douglas, Peucker 1973,
/// doi:10.3138/FM57-6770-U75U-7727.
#ifndef CTK_GEOM_SIMPLIFY_H
#define CTK_GEOM_SIMPLIFY_H

#include <stdint.h>

/// Scratch of ctk_simplify_rank(), in int64_t.
static inline int64_t ctk_simplify_work(int64_t n)
{
    return 2 * n + 2;
}

/// rank[i]: the line without every vertex of rank <= t keeps within t of the original.
///
///   n     vertices, >= 2
///   xy    [2 * n] interleaved, plane units
///   floor ranks up to here are all given as 0; < 0 = wanted too
///   rank  [n]  out; plane units; infinite at both ends
///   work  [ctk_simplify_work(n)]
///
/// Cost O(n log m) for m vertices above the floor on lines as maps have them, O(n m) at worst. Ties
/// go to the vertex nearer to the beginning, so a line and its reverse may differ: give shared
/// borders one direction.
void ctk_simplify_rank(int64_t n, const double *restrict xy, double floor, double *restrict rank,
                       int64_t *restrict work);

#endif
