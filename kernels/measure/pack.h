/// How many bins items need at least: the bound L2 of bin packing.
#ifndef CTK_MEASURE_PACK_H
#define CTK_MEASURE_PACK_H

#include <stdint.h>

/// For a threshold t <= C / 2 let J1 be the items over C - t, J2 the others over C / 2, and J3 the
/// others that weigh at least t. No item of J1 or J2 shares a bin with another of them, and none of
/// J3 fits beside one of J1, so that
///
///     bins >= |J1| + |J2| + max(0, ceil((sum J3 - (|J2| C - sum J2)) / C)).
///
/// The largest value over all t is returned; t = 0 makes it at least ceil(sum / C).
///
///   weight  [n] falling, 0 <= weight <= capacity, sum < 2^63
///   sum     [n + 1] scratch
/// Cost O(n). Martello, Toth 1990, doi:10.1016/0166-218X(90)90094-S.
int64_t ctk_pack_bound(int64_t n, const int64_t *weight, int64_t capacity, int64_t *sum);

#endif
