/// A point-in-polygon grid built step by step, its parts in sight.
#ifndef CT_TESTS_MAKE_PIP_H
#define CT_TESTS_MAKE_PIP_H

#include "kernels/geom/pip.h"
#include "tests/support/make_rings.h"

typedef struct made_pip {
    made_rings rings;
    ctk_pip_layer layer;
    ctk_pip grid; ///< root and pool by make_pip_pool()
    ctk_pip_sorted sorted;
    int32_t *ring_begin, *ring_part, *part_region;
    uint8_t *is_hole;
    int64_t n_chunks, *chunk_begin, *chunk_n, *row_begin, *row_words;
    ctk_pip_record *record, *by_cell;
    uint32_t *cell_begin;
    int64_t n_records;
    size_t work_size;
    void *work; ///< of 5 threads
} made_pip;

/// Wild rings (make_rings.h), every third one a hole, their lattice moved and stretched so that no
/// vertex lies on a line of the grid, nor a corner of the grid on a segment; frame, parts and
/// records sorted by cell.
made_pip make_wild_pip(uint64_t seed, int32_t n_rings, int32_t n_regions, int32_t side,
                       int64_t max_cells, int32_t n_threads);
/// The same of a tidy grid of squares; its lines may be lines of the grid as well.
made_pip make_grid_pip(int32_t columns, int32_t rows, double step, int64_t max_cells,
                       int32_t n_threads);

/// Root and pool, where the guess says they go.
void make_pip_pool(made_pip *m, int32_t n_threads);
void made_pip_free(made_pip *m);

/// Is (x, y) in part p by the even-odd rule? Every ring of the part, a ray to the left.
bool made_pip_part_holds(const made_pip *m, int32_t p, double x, double y);
/// The smallest region with such a part, -1 = none.
int32_t made_pip_region(const made_pip *m, double x, double y);

#endif
