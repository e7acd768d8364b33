/// A square map for tests of kernels that cut maps: a graph, blocks, bands, settlers.
#ifndef CT_TESTS_MAKE_MAP_H
#define CT_TESTS_MAKE_MAP_H

#include "kernels/cluster/settle.h"

typedef struct made_map {
    int32_t n, k;
    double *pos, *w, *limit;
    int64_t *indptr;
    int32_t *indices;
    ctk_map map;
    ctk_blocks blocks;
    ctk_quota quota; ///< k equal shares, 2 per cent either way
    void *blocks_work;
} made_map;

/// side x side points about 1 km apart, moved a little so that nothing ties, four neighbours each,
/// weights 0.5 .. 1.5.
made_map *make_map(uint64_t seed, int32_t side, int32_t k);
void made_map_free(made_map *m);

/// A layout of m's size: centres on random points, powers 0, all points in cell 0.
ctk_layout make_layout(const made_map *m, uint64_t seed);
void made_layout_free(ctk_layout *l);

/// Its centres as kernels take them.
ctk_centers made_centers(const made_map *m, const ctk_layout *l);

/// Every point to its nearest centre, mended: whole cells of any weight.
void make_whole_cells(const made_map *m, ctk_layout *l);

/// blocks x blocks square cells instead, k of them; part[n] = the cell of each point.
void make_square_cells(const made_map *m, int32_t blocks, ctk_layout *l, int32_t *part);

/// side x side vertices that have lost four in ten of their links, in compressed rows:
/// indptr[n + 1], indices[4 * n].
void make_torn_grid(int32_t side, int64_t *indptr, int32_t *indices);

/// A settler and its scratch, to be freed.
void *make_settler(const made_map *m, ctk_settler *out);

#endif
