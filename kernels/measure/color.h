/// Few colours for a map so that neighbours differ.
///
/// DSATUR: colour next the vertex whose neighbours show most different colours, then the one with
/// most neighbours, then the first; with the first colour its neighbours lack. Exact for
/// bipartite graphs; planar maps get 4 to 6. O(k^2 + edges). Brelaz 1979,
/// doi:10.1145/359094.359101.
#ifndef CTK_MEASURE_COLOR_H
#define CTK_MEASURE_COLOR_H

#include <stdint.h>

/// color[k] out, 0..63 (64 different neighbours' colours share 63). Returns how many are used.
///   indptr [k + 1], indices   symmetric CSR without loops        seen [k] scratch
int32_t ctk_color(int32_t k, const int64_t *indptr, const int32_t *indices, uint64_t *seen,
                  int32_t *color);

#endif
