/// Segments of the layer: who shares which border.
#include <stdlib.h>

#include "graph/graph.h"
#include "kernels/geom/segments.h"
#include "kernels/geom/sphere.h"
#include "kernels/prim/offsets.h"

/// Arrays of one pass over the segments.
typedef struct work {
    ctk_match match;
    int32_t *scratch, *side;
    int64_t *n_extra, *chunk_begin;
    ctk_segments_stats stats;
} work;

static void work_free(work *w)
{
    free(w->match.tiles.x);
    free(w->match.begin);
    free(w->match.run);
    free(w->scratch);
    free(w->side);
    free(w->n_extra);
    free(w->chunk_begin);
}

static ct_status deal(const ct_graph_job *job, work *w, ct_error *err)
{
    const int32_t n_threads = job->ctx->n_threads;
    w->match = ctk_match_plan(&job->rings, false);
    ctk_match *m = &w->match;
    m->tiles.x = ct_array(ctk_match_tiles_size(m), sizeof *m->tiles.x, "segment tiles", err);
    m->begin = ct_array(ctk_match_begin_size(m), sizeof *m->begin, "segment tiles", err);
    if (!m->tiles.x || !m->begin) return CT_ERR_MEMORY;
    m->run = ct_array_whole(ctk_match_count(m, n_threads), sizeof *m->run, "segments", err);
    if (!m->run) return CT_ERR_MEMORY;
    ctk_match_deal(m, n_threads);
    return CT_OK;
}

/// side[] and the number of extra links.
static ct_status find_sides(const ct_graph_job *job, work *w, ct_error *err)
{
    const int32_t n_threads = job->ctx->n_threads;
    const int64_t words = ctk_groups_size(ctk_match_largest(&w->match));
    const int64_t n = job->rings.n_vertices;
    w->scratch = ct_array(n_threads * words, sizeof *w->scratch, "segment table", err);
    w->side = ct_array_whole(n, sizeof *w->side, "segment sides", err);
    w->n_extra = ct_array((int64_t)w->match.n_tiles + 1, sizeof *w->n_extra, "segment tiles", err);
    w->chunk_begin =
        ct_array(ctk_segments_n_chunks(n) + 1, sizeof *w->chunk_begin, "segment chunks", err);
    if (!w->scratch || !w->side || !w->n_extra || !w->chunk_begin) return CT_ERR_MEMORY;
    ctk_segments_sides(&w->match, w->scratch, n_threads, w->side, w->n_extra, &w->stats);
    return CT_OK;
}

/// Pairs that use a segment which the list of segments gives to others.
static ct_status add_extra(ct_graph_job *job, work *w, ct_links *links, ct_error *err)
{
    const int64_t sum = ctk_offsets(w->match.n_tiles, w->n_extra);
    if (sum == 0) return CT_OK;
    int32_t *vertex = ct_array(sum, sizeof *vertex, "overlapping borders", err);
    ct_status status = vertex ? ct_links_reserve(links, sum, err) : CT_ERR_MEMORY;
    if (!status) {
        job->is_odd = ct_arena_array(&job->arena, job->graph->n, 1, "overlapping borders", err);
        if (!job->is_odd) status = CT_ERR_MEMORY;
    }
    if (status) goto out;
    ctk_segments_extra(&w->match, w->scratch, job->ctx->n_threads, w->side, w->n_extra,
                       links->a + links->n, links->b + links->n, vertex);
    for (int64_t i = 0; i < sum; i++, links->n++) {
        const double *p = job->regions->lonlat + 2 * (int64_t)vertex[i];
        links->border_m[links->n] = ctk_segment_m(p[0], p[1], p[2], p[3]);
        links->kind[links->n] = CT_EDGE_BORDER;
        job->is_odd[links->a[links->n]] = job->is_odd[links->b[links->n]] = 1;
    }
out:
    free(vertex);
    return status;
}

static ct_status add_runs(const ct_graph_job *job, work *w, ct_links *links, ct_error *err)
{
    const int32_t n_threads = job->ctx->n_threads;
    const int64_t n = ctk_segments_run_count(&job->rings, w->side, n_threads, w->chunk_begin);
    const ct_status status = ct_links_reserve(links, n, err);
    if (status) return status;
    ctk_segments_runs(&job->rings, job->regions->lonlat, w->side, n_threads, w->chunk_begin,
                      links->a + links->n, links->b + links->n, links->border_m + links->n);
    for (int64_t i = 0; i < n; i++) links->kind[links->n + i] = CT_EDGE_BORDER;
    links->n += n;
    return CT_OK;
}

static ct_status list_segments(const ct_graph_job *job, work *w, ct_error *err)
{
    ct_graph *g = job->graph;
    const int32_t n_threads = job->ctx->n_threads;
    const int64_t n = ctk_segments_count(job->rings.n_vertices, w->side, n_threads, w->chunk_begin);
    g->segment = ct_array_whole(n, sizeof *g->segment, "segments", err);
    g->segment_left = ct_array_whole(n, sizeof *g->segment_left, "segments", err);
    g->segment_right = ct_array_whole(n, sizeof *g->segment_right, "segments", err);
    if (!g->segment || !g->segment_left || !g->segment_right) return CT_ERR_MEMORY;
    ctk_segments_list(&job->rings, w->side, n_threads, w->chunk_begin, g->segment, g->segment_left,
                      g->segment_right);
    g->n_segments = n;
    return CT_OK;
}

static void tell(const ct_graph_job *job, const ctk_segments_stats *s)
{
    ct_notes *notes = job->ctx->notes;
    if (s->n_seams > 0)
        ct_note_add(notes, CT_INFO, "graph", s->n_seams,
                    "{border segment lies inside one region (it uses it|border segments lie inside "
                    "one region (it uses them} twice); left out");
    if (s->n_overlaps > 0)
        ct_note_add(notes, CT_WARN, "graph", s->n_overlaps,
                    "{border segment has|border segments have} two polygons on the same side: they "
                    "overlap there");
    if (s->n_multiple > 0)
        ct_note_add(
            notes, CT_WARN, "graph", s->n_multiple,
            "{border segment is|border segments are} used more than twice: polygons overlap "
            "there");
}

ct_status ct_graph_borders(ct_graph_job *job, ct_links *links, ct_error *err)
{
    work w = {0};
    ct_status status = deal(job, &w, err);
    if (!status) status = ct_tick(job->ctx, "graph", 0.3, "segments");
    if (!status) status = find_sides(job, &w, err);
    if (!status) status = add_extra(job, &w, links, err);
    free(w.match.run);
    w.match.run = NULL;
    if (!status) status = ct_tick(job->ctx, "graph", 0.6, "borders");
    if (!status) status = add_runs(job, &w, links, err);
    if (!status) status = list_segments(job, &w, err);
    if (!status) tell(job, &w.stats);
    work_free(&w);
    return status;
}
