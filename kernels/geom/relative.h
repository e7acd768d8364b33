/// Relative neighbours among pieces of boundary: what lies next to each other across water.
///
/// Definition: two chains of different groups (ctk_boxtree chains; distances of chords in space,
/// km) are relative neighbours when no boundary lies nearer to both of their nearest points x, y
/// than these are to each other, that is, inside the lune max(|xz|, |yz|) < |xy| (Toussaint 1980,
/// doi:10.1016/0031-3203(80)90066-7, for points). Obvious way: every pair of chains against every
/// segment, O(n^3).
///
/// Why they are worth linking: the shortest link between any set of groups and the rest is among
/// them, since whatever lay in its lune would be nearer on one of the sides. So they hold every
/// minimum spanning tree, join what the tree joins, and are as few: like it they skip whatever has
/// something else on the way, but two coasts that face each other are linked wherever they come
/// close, and a row of islands also to what lies beside it.
///
/// Fast way: the chain that asks walks down the tree, nearest first. Of every chain it comes to it
/// keeps a point, the witness w. A node is skipped when w lies in every lune that could end there:
/// for each place y of the node and each x of the chain, |xw| < |xy| and |wy| < |xy|. With c the
/// centre and r the radius of the asking chain's box, |xy| >= |cy| - r, and
///     |cy|^2 - |wy|^2 = 2 (y - c).(w - c) - |w - c|^2
/// is linear in y, so that its least value over a box is exact, however large the node; where that
/// is above 2 r |cy|, |cy| - |wy| > r. The other half, |xw| < |xy|, holds by the corners of the two
/// boxes, or in the same way with the parts of chain and node changed. What is left is little more
/// than the answer; its lunes are looked into by a second walk.
///
/// Lunes are drawn in by a part of 1e-9 and by a micrometre, above rounding, so that points of the
/// two chains themselves never lie inside; skipping keeps the same margin. So the answer depends
/// neither on the order of the walk nor on who asks.
/// Cost about O(log n) for each relative neighbour of a chain. Of a chain in a heap, which touches
/// dozens of others or has thousands beside it that hide nothing, only the first are found.
#ifndef CTK_GEOM_RELATIVE_H
#define CTK_GEOM_RELATIVE_H

#include <stdint.h>

#include "kernels/geom/gap.h"

/// The relative neighbours of chain q, in order of the walk; chain_a = q.
///   group  [n chains] of each chain
///   found  [room] out
/// Returns their number; when that is more than `room`, the first of them are in found[].
int32_t ctk_relative(const ctk_boxtree *t, const int32_t *group, int32_t q, int32_t room,
                     ctk_gap *found);

#endif
