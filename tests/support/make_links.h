/// Random links between few vertices, and the graph of them.
#ifndef CT_TESTS_MAKE_LINKS_H
#define CT_TESTS_MAKE_LINKS_H

#include <stdint.h>

enum { MADE_VERTICES = 40, MADE_LINKS = 150 };

typedef struct made_links {
    int32_t a[MADE_LINKS], b[MADE_LINKS], indices[2 * MADE_LINKS];
    double value[MADE_LINKS], out[2 * MADE_LINKS];
    uint8_t kind[MADE_LINKS], kind_out[2 * MADE_LINKS];
    int64_t work[4 * MADE_LINKS + MADE_VERTICES + 1], indptr[MADE_VERTICES + 1];
    int64_t n; ///< entries of the graph
} made_links;

/// Links of at most `spread` in id; some outer (b = -1), many repeated.
void make_links(made_links *s, uint64_t seed, uint32_t spread);
/// The graph of the links as they are now.
void pack_links(made_links *s);

#endif
