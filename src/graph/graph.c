/// The graph stage: shared borders, corners, given and near neighbours, components, bridges.
#include <stdlib.h>

#include "graph/graph.h"
#include "kernels/graph/components.h"

static ct_status check_input(const ct_graph_job *job, ct_error *err)
{
    const ct_regions *r = job->regions;
    if (r->is_point_layer && !ct_graph_is_given(job))
        return ct_fail(err, CT_ERR_USAGE,
                       "%s holds points, which have no borders: give the neighbours with "
                       "--adjacency F.csv",
                       r->path);
    if (r->n_vertices >= INT32_MAX - 8)
        return ct_fail(err, CT_ERR_INPUT, "%s: %lld vertices are too many (at most 2^31 - 9)",
                       r->path, (long long)r->n_vertices);
    return CT_OK;
}

/// The kernels' view of the layer.
static ct_status view_rings(ct_graph_job *job, ct_error *err)
{
    const ct_regions *r = job->regions;
    if (r->n_vertices == 0) return CT_OK;
    const int64_t n_index = ctk_rings_index_size(r->n_vertices);
    int32_t *region = ct_arena_array(&job->arena, r->n_rings, sizeof *region, "rings", err);
    int32_t *ring_at = ct_arena_array(&job->arena, n_index, sizeof *ring_at, "rings", err);
    if (!region || !ring_at) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < r->n; i++) {
        for (int32_t ring = r->ring_begin[i]; ring < r->ring_begin[i + 1]; ring++) region[ring] = i;
    }
    job->rings = (ctk_rings){r->n_vertices, r->n_rings, r->vertex_begin, region, r->xy, ring_at};
    ctk_rings_index(&job->rings, ring_at);
    return CT_OK;
}

/// Border shared with nobody, summed in the order of the links.
static ct_status sum_outer(ct_graph *g, const ct_links *links, ct_error *err)
{
    g->outer_m = ct_array(g->n, sizeof *g->outer_m, "outer borders", err);
    if (!g->outer_m) return CT_ERR_MEMORY;
    for (int64_t i = 0; i < links->n; i++) {
        if (links->b[i] < 0) g->outer_m[links->a[i]] += links->border_m[i];
    }
    return CT_OK;
}

/// Shared borders, each pair once, into the links and the graph.
static ct_status find_borders(ct_graph_job *job, ct_links *links, ct_error *err)
{
    ct_status status = CT_OK;
    if (job->rings.n_vertices > 0) status = ct_graph_borders(job, links, err);
    if (!status) status = sum_outer(job->graph, links, err);
    if (!status) status = ct_links_pack(links, job->graph, err);
    if (!status) ct_links_unpack(job->graph, links);
    return status;
}

/// Neighbours in the order of the options: borders, then the file or corners, then what is near.
static ct_status find_neighbours(ct_graph_job *job, ct_links *links, ct_error *err)
{
    const ct_graph_options *opt = job->opt;
    const bool is_given = ct_graph_is_given(job);
    ct_status status = find_borders(job, links, err);
    const int64_t n_borders = links->n;
    if (!status && is_given) status = ct_graph_given(job, links, err);
    if (!status && !is_given && opt->contiguity == CT_QUEEN)
        status = ct_graph_corners(job, links, err);
    if (!status && job->rings.n_vertices > 0 && !is_given && opt->snap_m != 0.0)
        status = ct_graph_snap(job, links, err);
    if (!status && (is_given || links->n > n_borders))
        status = ct_links_pack(links, job->graph, err);
    return status;
}

/// Components into the graph; *size [n_components] lives in the arena.
static ct_status find_components(ct_graph_job *job, int32_t **size, ct_error *err)
{
    ct_graph *g = job->graph;
    const int64_t n_work = 3 * (int64_t)g->n + 1;
    g->component = ct_array(g->n, sizeof *g->component, "components", err);
    *size = ct_arena_array(&job->arena, g->n, sizeof **size, "components", err);
    int32_t *work = ct_arena_array(&job->arena, n_work, sizeof *work, "components", err);
    if (!g->component || !*size || !work) return CT_ERR_MEMORY;
    g->n_components = ctk_components(g->n, g->indptr, g->indices, g->component, *size, work);
    return CT_OK;
}

static ct_status build(ct_graph_job *job, ct_error *err)
{
    ct_graph *out = job->graph;
    ct_links links = {0};
    int32_t *size = NULL;
    out->n = job->regions->n;
    ct_status status = check_input(job, err);
    if (!status) status = ct_tick(job->ctx, "graph", 0.0, "");
    if (!status) status = view_rings(job, err);
    if (!status) status = find_neighbours(job, &links, err);
    if (!status) status = find_components(job, &size, err);
    if (!status) status = ct_tick(job->ctx, "graph", 0.8, "bridges");
    if (!status) status = ct_graph_bridge(job, size, &links, err);
    if (!status && out->n_bridges > 0) status = ct_links_pack(&links, out, err);
    if (!status) ct_graph_tell(job, size);
    if (!status) status = ct_tick(job->ctx, "graph", 1.0, "");
    ct_links_free(&links);
    ct_arena_free(&job->arena);
    return status;
}

ct_status ct_graph_build(const ct_graph_options *opt, const ct_context *ctx,
                         const ct_regions *regions, ct_graph *out, ct_inputs *inputs, ct_error *err)
{
    ct_graph_job job = {.opt = opt, .ctx = ctx, .regions = regions, .inputs = inputs, .graph = out};
    return build(&job, err);
}

ct_status ct_graph_of_pairs(const ct_graph_options *opt, const ct_context *ctx,
                            const ct_regions *regions, const ct_pairs *pairs, ct_graph *out,
                            ct_inputs *inputs, ct_error *err)
{
    ct_graph_job job = {
        .opt = opt, .ctx = ctx, .regions = regions, .pairs = pairs, .inputs = inputs, .graph = out};
    return build(&job, err);
}
