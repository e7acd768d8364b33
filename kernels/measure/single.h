/// Where territories are one region wide, and which lie within one other.
#ifndef CTK_MEASURE_SINGLE_H
#define CTK_MEASURE_SINGLE_H

#include <stdbool.h>
#include <stdint.h>

/// A graph in compressed rows and what of it counts: edges whose kind is in `kinds` (bit 1 << kind)
/// between vertices of the same part.
typedef struct ctk_parted {
    int32_t n;
    const int64_t *indptr;  ///< [n + 1] symmetric, no loops
    const int32_t *indices; ///< [indptr[n]]
    const uint8_t *kind;    ///< [indptr[n]]
    uint32_t kinds;
    const int32_t *part; ///< [n] < 0 = in none
} ctk_parted;

/// is_single[v] = v has neighbours in its part and lies on no circle of it: each of its edges
/// there, cut, tears the part. The obvious way cuts each edge and looks, O(edges^2). A depth-first
/// search finds them at once: the edge into v is such a one when no other edge from below v reaches
/// above it (Tarjan 1974, doi:10.1016/0020-0190(74)90003-9).
///
///   work  ctk_single_work(n) bytes, aligned to 64.  O(n + edges)
void ctk_single(const ctk_parted *g, bool *is_single, void *work);

/// Single vertices of a part that touch are trees. For each of k parts the most vertices in single
/// file, the longest path of such a tree, 0 = none, and how many of its ends go on into what is
/// wider: with two it is a corridor, with one a finger. Of equal ones the one met first.
void ctk_single_file(const ctk_parted *g, const bool *is_single, int32_t k, int32_t *longest,
                     int32_t *n_wider, void *work);

/// Bytes of scratch of either.
int64_t ctk_single_work(int32_t n);

/// inside[j] = the part that alone lies between part j and the open, -1 = none does. One search
/// from the open over the graph of parts: what a child cannot leave but through v lies inside v.
///
///   begin [k + 1], touching   parts that touch each part, symmetric
///   is_open  [k]              reaches the end of the map
///   work     ctk_single_work(k + 1) bytes.  O(k + pairs).  Of nested ones the nearest; parts that
///            reach no open one lie inside none.
void ctk_inside(int32_t k, const int64_t *begin, const int32_t *touching, const bool *is_open,
                int32_t *inside, void *work);

#endif
