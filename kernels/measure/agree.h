/// Which territory of one plan is which of another.
#ifndef CTK_MEASURE_AGREE_H
#define CTK_MEASURE_AGREE_H

#include <stdint.h>

/// Pair territories of two plans so that the weight that stays under its old name is greatest:
///
///     max sum over j of overlap(j, match[j]),   match[] one to one where it is not -1,
///     overlap(j, o) = sum of weight[i] over i with part[i] = j, other[i] = o
///
/// the assignment problem. Obvious way: all k! pairings. Here each territory is given a partner in
/// turn by the shortest augmenting path in reduced costs (Jonker, Volgenant 1987,
/// doi:10.1007/BF02278710), over the pairs that overlap; each territory may also stay alone, at no
/// gain. Whole numbers, so exact; ties go to the territories of the other plan with lower numbers.
/// Only pairs that share a region are matched, if need be of weight 0.
///
///   part    [n]  0..k-1, < 0 = in none        other  [n]  0..k_other-1, < 0 = in none
///   weight  [n]  >= 0, the sum below 2^62; NULL = each region counts 1
///   work         ctk_agree_work(n, k, k_other) bytes, aligned to 64
///   match   [k]  out
/// O(n + k * pairs of the territories that a path meets), a few neighbours where plans are alike.
void ctk_agree(int32_t n, const int32_t *part, int32_t k, const int32_t *other, int32_t k_other,
               const int64_t *weight, void *work, int32_t *match);
int64_t ctk_agree_work(int32_t n, int32_t k, int32_t k_other);

#endif
