/// Queen contiguity: pairs of regions that meet in a point.
#include <stdlib.h>

#include "graph/graph.h"
#include "kernels/graph/corner.h"
#include "kernels/prim/offsets.h"

static ct_status add_links(const ct_graph_job *job, const ctk_match *m, int32_t *scratch,
                           int64_t *begin, ct_links *links, ct_error *err)
{
    const ct_graph *g = job->graph;
    const int32_t n_threads = job->ctx->n_threads;
    ctk_corner_count(m, g->indptr, g->indices, scratch, n_threads, begin);
    const int64_t sum = ctk_offsets(m->n_tiles, begin);
    const ct_status status = ct_links_reserve(links, sum, err);
    if (status) return status;
    ctk_corner_list(m, g->indptr, g->indices, scratch, n_threads, begin, links->a + links->n,
                    links->b + links->n);
    for (int64_t i = 0; i < sum; i++, links->n++) {
        links->border_m[links->n] = 0.0;
        links->kind[links->n] = CT_EDGE_CORNER;
    }
    return CT_OK;
}

ct_status ct_graph_corners(ct_graph_job *job, ct_links *links, ct_error *err)
{
    const int32_t n_threads = job->ctx->n_threads;
    ctk_match m = ctk_match_plan(&job->rings, true);
    ct_status status = CT_ERR_MEMORY;
    int32_t *scratch = NULL;
    int64_t *begin = ct_array((int64_t)m.n_tiles + 1, sizeof *begin, "vertex tiles", err);
    m.begin = ct_array(ctk_match_begin_size(&m), sizeof *m.begin, "vertex tiles", err);
    m.tiles.x = ct_array(ctk_match_tiles_size(&m), sizeof *m.tiles.x, "vertex tiles", err);
    if (!begin || !m.begin || !m.tiles.x) goto out;
    m.run = ct_array(ctk_match_count(&m, n_threads), sizeof *m.run, "vertices", err);
    if (!m.run) goto out;
    ctk_match_deal(&m, n_threads);
    scratch = ct_array(n_threads * ctk_groups_size(ctk_match_largest(&m)), sizeof *scratch,
                       "vertex table", err);
    if (!scratch) goto out;
    status = add_links(job, &m, scratch, begin, links, err);
out:
    free(scratch);
    free(m.run);
    free(m.tiles.x);
    free(m.begin);
    free(begin);
    return status;
}
