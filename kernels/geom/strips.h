/// Pieces of leftover boundary in a flat tree of lon/lat boxes, for questions about what lies
/// within metres of a segment.
///
/// A strip is up to CTK_STRIP_EDGES boundary segments of one region that follow each other in a
/// ring; one longer than 1/64 of the map stands alone, so that boxes are not much larger than what
/// is in them. Strips are sorted along a Morton curve of their boxes' middles (Morton 1966), and
/// level l + 1 has one box for every CTK_STRIP_FAN boxes of level l. Nothing is copied but boxes: 4
/// doubles for 8 segments. O(n log n), about 20 ns a segment.
///
/// Everything is in degrees, where a layer's segments are straight; metres are measured in the
/// plane that touches at the segment asked about: x = R cos(lat) dlon, y = R dlat. Questions within
/// 0.1 degree of a segment are good to 1e-3 of the distance below latitude 85.
#ifndef CTK_GEOM_STRIPS_H
#define CTK_GEOM_STRIPS_H

#include <stdint.h>

#include "kernels/geom/rect.h"

enum { CTK_STRIP_EDGES = 8, CTK_STRIP_FAN = 8, CTK_STRIP_LEVELS = 12 };

/// Boundary segments: edge e runs from vertex[e] to vertex[e] + 1, region[e] on its right.
typedef struct ctk_edges {
    int32_t n;
    const int32_t *vertex; ///< [n] ascending
    const int32_t *region; ///< [n]
    const double *lonlat;  ///< degrees, by vertex
} ctk_edges;

/// Caller's arrays, filled by ctk_strips_build().
typedef struct ctk_strips {
    ctk_edges edges;
    int32_t n;
    int32_t *begin; ///< [n + 1] edges of strip i
    int32_t *leaf;  ///< [n] strip at each place along the curve
    double *box;    ///< [4 * ctk_strips_boxes(n)] lon, lat lower then upper; level 0 by place
    int32_t *owner; ///< [ctk_strips_boxes(n)] region of all that is in the box, -1 = of several
    int32_t n_levels;
    int32_t level_begin[CTK_STRIP_LEVELS + 1];
} ctk_strips;

int32_t ctk_strips_count(const ctk_edges *e);
int64_t ctk_strips_boxes(int32_t n);
/// Scratch for ctk_strips_build(), uint64 words.
static inline int64_t ctk_strips_work(int32_t n)
{
    return 6 * (int64_t)n;
}

/// s->edges and n are set, arrays allocated; n >= 1.
void ctk_strips_build(ctk_strips *s, uint64_t *work, int32_t n_threads);

/// A walk over the strips whose box meets `box`: next() gives their places, -1 at the end, or when
/// it has looked at as many boxes as were left.
typedef struct ctk_strips_walk {
    const ctk_strips *s;
    double box[4];
    int64_t left; ///< boxes that may still be looked at; no end of them after seek()
    int32_t skip; ///< region whose strips are passed over; none after seek()
    int32_t top;
    int32_t stack[CTK_STRIP_FAN * CTK_STRIP_LEVELS];
    int8_t level[CTK_STRIP_FAN * CTK_STRIP_LEVELS];
} ctk_strips_walk;

void ctk_strips_seek(ctk_strips_walk *w, const ctk_strips *s, const double box[4]);
int32_t ctk_strips_next(ctk_strips_walk *w);

/// Box of edge e.
static inline void ctk_strips_edge_box(const ctk_edges *edges, int32_t e, double box[4])
{
    const double *p = edges->lonlat + 2 * (int64_t)edges->vertex[e];
    box[0] = p[0] < p[2] ? p[0] : p[2];
    box[1] = p[1] < p[3] ? p[1] : p[3];
    box[2] = p[0] < p[2] ? p[2] : p[0];
    box[3] = p[1] < p[3] ? p[3] : p[1];
}

/// Degrees of longitude and latitude that are at least `reach_m` anywhere in the box and 0.01
/// degree around it.
void ctk_strips_margin(const double box[4], double reach_m, double margin[2]);

static inline void ctk_strips_widen(const double *box, const double margin[2], double out[4])
{
    out[0] = box[0] - margin[0];
    out[1] = box[1] - margin[1];
    out[2] = box[2] + margin[0];
    out[3] = box[3] + margin[1];
}

static inline int ctk_strips_meet(const double *p, const double *q)
{
    return ctk_rects_meet(p, q);
}

#endif
