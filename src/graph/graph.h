/// Shared by the files of the graph stage.
#ifndef CT_GRAPH_GRAPH_H
#define CT_GRAPH_GRAPH_H

#include "base/memory.h"
#include "canton.h"
#include "kernels/geom/facing.h"
#include "kernels/geom/gap.h"
#include "kernels/geom/rings.h"

/// What the stage is working on.
typedef struct ct_graph_job {
    const ct_graph_options *opt;
    const ct_context *ctx;
    const ct_regions *regions;
    const ct_pairs *pairs; ///< neighbours in place of a file's, NULL = none
    ct_inputs *inputs;
    ct_graph *graph;
    ct_arena arena;  ///< small arrays that live as long as the stage
    ctk_rings rings; ///< the layer's rings; n_vertices = 0 in a point layer
    uint8_t *is_odd; ///< [n regions] uses a segment with more than two uses; NULL = none does
} ct_graph_job;

/// Links before they become rows of the graph: a < b, or b = -1 for border with nobody.
typedef struct ct_links {
    int64_t n, capacity;
    int32_t *a, *b;
    double *border_m;
    uint8_t *kind;
} ct_links;

/// Room for `extra` more links.
ct_status ct_links_reserve(ct_links *l, int64_t extra, ct_error *err);
ct_status ct_links_add(ct_links *l, int32_t a, int32_t b, double border_m, ct_edge_kind kind,
                       ct_error *err);
void ct_links_free(ct_links *l);
/// Rows of the graph (indptr, indices, border_m, kind) from the links; replaces what was there.
ct_status ct_links_pack(const ct_links *l, ct_graph *g, ct_error *err);
void ct_graph_rows_free(ct_graph *g);
/// The links from the rows they were packed to, each pair once; what lies outside is dropped.
void ct_links_unpack(const ct_graph *g, ct_links *l);

/// Distinct segments into the graph; shared borders and outer borders appended to the links.
ct_status ct_graph_borders(ct_graph_job *job, ct_links *links, ct_error *err);
/// Pairs that share a vertex only. The graph has its rook neighbours.
ct_status ct_graph_corners(ct_graph_job *job, ct_links *links, ct_error *err);
/// Are neighbours named, by a file or by pairs, rather than found?
static inline bool ct_graph_is_given(const ct_graph_job *job)
{
    return job->pairs || job->opt->adjacency;
}
/// The neighbours that are named. The graph has its rook neighbours, for their border lengths.
ct_status ct_graph_given(ct_graph_job *job, ct_links *links, ct_error *err);
/// --snap: pairs whose leftover borders run side by side; overlaps and gaps into the graph.
ct_status ct_graph_snap(ct_graph_job *job, ct_links *links, ct_error *err);

/// Border that is shared with nobody, vertex by vertex.
typedef struct ct_leftovers {
    ctk_strips strips;
    int32_t n_near;       ///< edges within the snap distance of another region's, by their boxes
    int32_t *near;        ///< [n_near] ascending
    int32_t *near_strip;  ///< [n_near] their strips
    int64_t n_stretches;  ///< parts that face another region
    ctk_stretch *stretch; ///< [n_stretches] by edge
} ct_leftovers;

/// The snap distance for this layer, m, from its own statistics; a note says which and why.
ct_status ct_snap_choose(const ct_graph_job *job, const ct_leftovers *l, double *snap_m,
                         ct_error *err);
/// Overlaps and gaps around the stretches into job->graph; a link for each overlap too deep for
/// facing borders.
ct_status ct_graph_problems(ct_graph_job *job, const ct_leftovers *l, ct_links *deep,
                            ct_error *err);
/// Bridges and near pairs between the components of the graph.
ct_status ct_graph_bridge(ct_graph_job *job, const int32_t *component_size, ct_links *links,
                          ct_error *err);
/// Pairs of --bridges F.csv: a < b, in file order, repeated pairs once.
ct_status ct_graph_bridge_pairs(ct_graph_job *job, ct_links *pairs, ct_error *err);

/// Notes about the finished graph.
void ct_graph_tell(const ct_graph_job *job, const int32_t *component_size);

/// A tree over pieces of boundary.
typedef struct ct_outline {
    ctk_boxtree tree;
    int32_t *region;      ///< [tree.chains.n]
    int32_t *vertex;      ///< [tree.chains.n] first vertex of the chain, -1 = a region's centre
    int64_t *first_point; ///< [tree.chains.n + 1]
    double *point;
} ct_outline;

/// Boundary of the segments (right may be NULL: all of them count; or < 0 ones do). Each region of
/// `lone` is added as the point of its centre.
ct_status ct_outline_build(const ct_regions *regions, int64_t n_segments, const int32_t *segment,
                           const int32_t *left, const int32_t *right, const int32_t *lone,
                           int32_t n_lone, int32_t n_threads, ct_outline *out, ct_error *err);
/// Outer boundary of the layer; components (regions themselves when component is NULL) that have
/// none stand in by the centres of their regions.
ct_status ct_outline_layer(const ct_graph_job *job, const int32_t *component, int32_t n_components,
                           ct_outline *out, ct_error *err);
void ct_outline_free(ct_outline *o);
/// lon/lat of a point of the outline, exact at vertices.
void ct_outline_lonlat(const ct_outline *o, const ct_regions *regions, int32_t chain, int64_t point,
                       double s, double *lon_deg, double *lat_deg);
/// A bridge from a gap between two chains; reason left empty.
ct_bridge ct_outline_bridge(const ct_outline *o, const ct_regions *regions, const ctk_gap *gap,
                            ct_edge_kind kind);

/// Links between relative neighbours (kernels/geom/relative.h) of different groups: the shortest of
/// each pair of regions, in their order, reason left empty. Regions of group 0 are found by others.
///   group  [o->tree.chains.n] of each chain
///   *out   [*n_out] the caller's to free
ct_status ct_graph_relatives(const ct_graph_job *job, const ct_outline *o, const int32_t *group,
                             ct_bridge **out, int64_t *n_out, ct_error *err);

#endif
