/// k balanced cells by recursive weighted inertial bisection.
#ifndef CTK_CLUSTER_BISECT_H
#define CTK_CLUSTER_BISECT_H

#include <stdint.h>

/// Cut n points into k cells whose weights are in proportion to `target`.
///
///   pos    [3 n]  all x, all y, all z
///   w      [n]    >= 0; when all of a piece are 0, its points count equally
///   target [k]    > 0
///   part   [n]    out, 0..k-1; every cell has at least one point when n >= k
///   work   ctk_bisect_work(n) bytes, aligned to 64
///
/// Each piece is cut across its principal axis of inertia where the weight divides as the targets
/// of its two halves do; a point that straddles the cut goes to the side that holds its middle.
/// Start 0 is plain; in a start > 0 the axis is turned about the normal by up to +-1 radian, and
/// the middle territory of an odd count changes sides at random, both keyed by (seed, start,
/// piece). Expected O(n log k). Ties by index. Simon 1991, doi:10.1016/0956-0521(91)90014-V.
void ctk_bisect(int32_t n, const double *pos, const double *w, int32_t k, const double *target,
                uint64_t seed, int32_t start, void *work, int32_t *part);

int64_t ctk_bisect_work(int32_t n);

#endif
