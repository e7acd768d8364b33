/// Polygons of territories from the border segments of their regions.
///
/// A directed edge v -> v + 1 of the region that owns vertex v has the region on its RIGHT (outer
/// rings run clockwise); the reverse edge bounds the region on the other side. A territory is what
/// lies to the right of the edges whose two sides belong to different territories: no union of
/// areas is computed, edges are selected and chained.
///
/// Rings: arriving at a point with the interior on the right, go on along the first outgoing edge
/// counter-clockwise from the way back. That stays in one wedge of the interior, so a trace is one
/// boundary component of one connected open face; cut at the points it visits twice it falls into
/// simple rings that touch in points only, which is what OGC 06-103r4 (6.1.11) asks for. A trace
/// without an outer ring bounds holes; they belong to the smallest outer ring around its leftmost
/// point.
///
/// Dirty layers (rings that cross themselves, overlapping regions) are found out exactly: two edges
/// touch other than at end points (noding.h), two traces want one edge, or a trace lies at a
/// winding number where it cannot. Such a territory takes the long way: its edges are split where
/// they meet (intersections rounded to doubles, repeated until nothing touches), equal edges merged
/// with their multiplicity, the winding number of every face found by walking the web, and the
/// edges kept that have winding > 0 on one side and <= 0 on the other.
/// Lobes wound the wrong way round (one half of a bow-tie) count as outside. Other rules than that
/// always go the long way: they are for single regions whose rings cross.
///
/// Cost: selection ~ n_segments; a territory of E edges O(E log E), about 0.1 us an edge when
/// clean.
#ifndef CTK_GEOM_DISSOLVE_H
#define CTK_GEOM_DISSOLVE_H

#include <stddef.h>
#include <stdint.h>

#include "kernels/geom/rule.h"

/// Segments are counted and copied in this many equal runs, whatever the number of threads.
enum { CTK_DISSOLVE_RUNS = 64 };

/// Edges of every territory, run by run: count[run * k + j].
///   left, right  [n_segments] regions, right -1 = none      terr [n regions] 0..k-1, < 0 = none
void ctk_dissolve_count(int64_t n_segments, const int32_t *left, const int32_t *right,
                        const int32_t *terr, int32_t k, int64_t *count, int32_t n_threads);

/// The edges, territory by territory in segment order: edge = 2 * vertex + (1 if reversed).
///   next  [RUNS * k]  in: where run r writes its first edge of territory j; destroyed
void ctk_dissolve_select(int64_t n_segments, const int32_t *segment, const int32_t *left,
                         const int32_t *right, const int32_t *terr, int32_t k, int64_t *next,
                         uint32_t *edge, int32_t n_threads);

typedef enum ctk_dissolve_state {
    CTK_DISSOLVE_NEW,      ///< not done yet
    CTK_DISSOLVE_CLEAN,    ///< selected and chained
    CTK_DISSOLVE_REPAIRED, ///< took the long way
    CTK_DISSOLVE_UNSOUND,  ///< still touches itself after the last round of splitting
    CTK_DISSOLVE_OPEN,     ///< edges that do not close: the segments are no region borders
    CTK_DISSOLVE_MORE,     ///< needs more scratch
    CTK_DISSOLVE_ROOM      ///< needs room for n_vertices and n_rings
} ctk_dissolve_state;

/// One territory. Holes stand behind their outer ring; rings are closed (first vertex repeated).
typedef struct ctk_dissolve_job {
    const uint32_t *edge; ///< [n_edges]
    int32_t n_edges;
    ctk_dissolve_rule rule;
    int32_t vertex_capacity,
        ring_capacity;           ///< n_edges * 4 / 3 and n_edges / 3 hold every clean result
    double *xy;                  ///< out [2 * vertex_capacity]
    int32_t *ring_end;           ///< out [ring_capacity] number of vertices up to the end of ring r
    uint8_t *is_hole;            ///< out [ring_capacity]
    int32_t n_vertices, n_rings; ///< out
    ctk_dissolve_state state;    ///< jobs that are not NEW, MORE or ROOM are left alone
} ctk_dissolve_job;

/// Bytes of scratch for one thread; capacity >= n_edges of every job, at most 2^28.
size_t ctk_dissolve_work(int32_t capacity);

/// Do all jobs. xy: [2 * n] vertices of the layer. scratch: n_threads * ctk_dissolve_work(capacity)
/// bytes, aligned for doubles, any content.
void ctk_dissolve(const double *xy, int32_t n_jobs, ctk_dissolve_job *job, int32_t capacity,
                  void *scratch, int32_t n_threads);

#endif
