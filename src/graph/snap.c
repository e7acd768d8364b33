/// --snap: borders that lie side by side without sharing vertices.
#include <stdlib.h>

#include "graph/graph.h"
#include "kernels/geom/overlap.h"

/// Runs of pieces -> links with half their length: the two sides of a pair add up to its mean.
static ct_status add_runs(const ct_outline *o, const int64_t *begin, const int32_t *other,
                          const double *length_m, ct_links *near, ct_error *err)
{
    ct_status status = CT_OK;
    for (int32_t chain = 0; chain < o->tree.chains.n; chain++) {
        for (int64_t i = begin[chain]; i < begin[chain + 1] && !status;) {
            const int64_t first = i;
            double sum = 0.0;
            for (; i < begin[chain + 1] && other[i] == other[first]; i++) sum += length_m[i];
            if (other[first] >= 0)
                status = ct_links_add(near, o->region[chain], other[first], 0.5 * sum, CT_EDGE_NEAR,
                                      err);
        }
    }
    return status;
}

static ct_status sample(const ct_graph_job *job, const ct_outline *o, ct_links *near, ct_error *err)
{
    const ctk_boxtree *t = &o->tree;
    const double reach_km = job->opt->snap_m * 1e-3;
    ct_status status = CT_ERR_MEMORY;
    int32_t *label = ct_array(ctk_boxtree_nodes(t->chains.n), sizeof *label, "snap", err);
    int64_t *begin = ct_array((int64_t)t->chains.n + 1, sizeof *begin, "snap", err);
    int32_t *other = NULL;
    double *length_m = NULL;
    if (!label || !begin) goto out;
    const int64_t n = ctk_overlap_count(t, 0.5 * reach_km, begin);
    other = ct_array(n, sizeof *other, "snap", err);
    length_m = ct_array(n, sizeof *length_m, "snap", err);
    if (!other || !length_m) goto out;
    ctk_gap_labels(t, o->region, NULL, label);
    ctk_overlap_pieces(t, label, 0.5 * reach_km, reach_km, begin, job->ctx->n_threads, other,
                       length_m);
    status = add_runs(o, begin, other, length_m, near, err);
out:
    free(length_m);
    free(other);
    free(begin);
    free(label);
    return status;
}

/// Pairs with an overlap longer than the reach become links, and that much less is outer border.
static ct_status keep_long(const ct_graph_job *job, const ct_graph *near, ct_links *links,
                           ct_error *err)
{
    double *outer_m = job->graph->outer_m;
    ct_status status = CT_OK;
    for (int32_t a = 0; a < near->n && !status; a++) {
        for (int64_t e = near->indptr[a]; e < near->indptr[a + 1] && !status; e++) {
            const double border_m = near->border_m[e];
            if (border_m <= job->opt->snap_m) continue;
            outer_m[a] = outer_m[a] > border_m ? outer_m[a] - border_m : 0.0;
            if (a < near->indices[e])
                status = ct_links_add(links, a, near->indices[e], border_m, CT_EDGE_NEAR, err);
        }
    }
    return status;
}

ct_status ct_graph_snap(ct_graph_job *job, ct_links *links, ct_error *err)
{
    ct_outline o = {0};
    ct_links near = {0};
    ct_graph sum = {.n = job->graph->n};
    ct_status status = ct_outline_build(job->regions, job->graph->n_segments, job->graph->segment,
                                        job->graph->segment_left, job->graph->segment_right, NULL,
                                        0, job->ctx->n_threads, &o, err);
    if (!status && o.tree.chains.n > 0) status = sample(job, &o, &near, err);
    if (!status) status = ct_links_pack(&near, &sum, err);
    if (!status) status = keep_long(job, &sum, links, err);
    ct_graph_free(&sum);
    ct_links_free(&near);
    ct_outline_free(&o);
    return status;
}
