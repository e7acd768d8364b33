/// Into how many pieces each territory falls.
#ifndef CTK_MEASURE_PARTS_H
#define CTK_MEASURE_PARTS_H

#include <stdint.h>

/// count[j] = connected parts of territory j over edges whose kind is in `kinds` (bit 1 << kind).
///   part [n] 0..k-1, < 0 = in none      parent [n] scratch.  O(edges)
void ctk_parts(int32_t n, const int64_t *indptr, const int32_t *indices, const uint8_t *kind,
               uint32_t kinds, const int32_t *part, int32_t k, int32_t *parent, int32_t *count);

#endif
