/// Rings for kernel tests: wild ones that meet in every odd way, and tidy grids of squares.
#ifndef CT_TESTS_MAKE_RINGS_H
#define CT_TESTS_MAKE_RINGS_H

#include "kernels/geom/rings.h"

typedef struct made_rings {
    ctk_rings view;
    int64_t *vertex_begin;
    int32_t *region, *ring_at;
    double *xy;
    int32_t n_regions;
} made_rings;

/// Closed walks of 3..9 steps between random points of a side x side lattice (a step may stand
/// still); consecutive rings often belong to one region. 0 is written as -0 now and then.
made_rings make_wild_rings(uint64_t seed, int32_t n_rings, int32_t n_regions, int32_t side);

/// columns x rows clockwise unit squares (scaled by `step`), a region each, row by row.
made_rings make_grid_rings(int32_t columns, int32_t rows, double step);

void made_rings_free(made_rings *m);

#endif
