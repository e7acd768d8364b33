/// Strips of boundary for tests and benches.
#ifndef CT_TESTS_MAKE_STRIPS_H
#define CT_TESTS_MAKE_STRIPS_H

#include <stdbool.h>

#include "kernels/geom/strips.h"

enum { MADE_STRIPS_EDGES = 1 << 17 };

/// Begin with zeros.
typedef struct made_strips {
    ctk_strips s;
    int32_t n_points, n_edges;
    double lonlat[4 * MADE_STRIPS_EDGES], box[8 * MADE_STRIPS_EDGES];
    int32_t vertex[MADE_STRIPS_EDGES], region[MADE_STRIPS_EDGES], begin[MADE_STRIPS_EDGES + 1];
    int32_t leaf[MADE_STRIPS_EDGES], owner[2 * MADE_STRIPS_EDGES];
    uint64_t work[6 * MADE_STRIPS_EDGES];
} made_strips;

void make_strips_point(made_strips *s, double x, double y);
/// The points from `first` on are a ring.
void make_strips_ring(made_strips *s, int32_t first, int32_t region);
void make_strips_build(made_strips *s);

/// n rings of four around each other, of regions n to 1: squares of 2, 4, .. to a side, or on their
/// corners; every other one is a hole when they alternate.
void make_strips_nest(made_strips *s, int32_t n, bool is_turned, bool alternates);

#endif
