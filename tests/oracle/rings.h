/// Small layers put together ring by ring, for tests of what is done with them.
#ifndef CT_ORACLE_RINGS_H
#define CT_ORACLE_RINGS_H

#include "canton/case.h"

/// An empty layer with room for n regions and n_vertices vertices; add with layer_ring().
ct_regions layer_new(int32_t n, int64_t n_vertices);
/// Append a ring of `count` corners (closed here) to region `region`, which must not go down.
void layer_ring(ct_regions *r, int32_t region, int32_t count, const double *corners);
/// Append the clockwise rectangle.
void layer_box(ct_regions *r, int32_t region, double x0, double y0, double x1, double y1);
/// width * height unit cells, region y * width + x.
ct_regions layer_grid(int32_t width, int32_t height);

/// Border segments of a layer, found by comparing all pairs of edges; equal and third uses alone.
void layer_segments(const ct_regions *r, ct_graph *g);
void layer_free(ct_regions *r, ct_graph *g);

#endif
