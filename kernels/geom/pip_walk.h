/// A chain of segments cut into the runs that touch each cell of a grid, with the places where it
/// crosses the lines between the cells' references (see pip.h).
#ifndef CTK_GEOM_PIP_WALK_H
#define CTK_GEOM_PIP_WALK_H

#include "kernels/geom/pip.h"

/// A grid of nx x ny square cells from (x0, y0). Records get the cell j * stride + i + shift; with
/// shift = 1 and stride = nx + 1, cell j * stride is the line x = x0 from row j - 1 up to row j.
typedef struct ctk_pip_window {
    double x0, y0, h, inverse; ///< degrees
    double margin;             ///< cells reach this much further, in cells
    int32_t nx, ny, stride, shift;
} ctk_pip_window;

/// Records go to out[0 .. capacity); n counts those that do not fit as well.
typedef struct ctk_pip_sink {
    ctk_pip_record *out;
    int64_t n, capacity;
} ctk_pip_sink;

/// Segments first .. first + n - 1 of `part`. Each cell gets each segment within its margin exactly
/// once, in order; n <= 2^32 - 1.
void ctk_pip_walk(const ctk_pip_window *w, const double *lonlat, uint32_t first, uint32_t n,
                  uint32_t part, ctk_pip_sink *sink);

#endif
