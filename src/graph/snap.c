/// --snap: borders that were drawn twice, from what exact matching left over.
#include <math.h>
#include <stdlib.h>

#include "graph/graph.h"
#include "kernels/graph/csr.h"
#include "kernels/prim/chunks.h"
#include "kernels/prim/offsets.h"

/// Pairs that face each other over less than this many snap distances, or metres, only touch at a
/// corner.
static const double LEAST_LENGTH = 3.0, LEAST_M = 5.0;

static void leftovers_free(ct_leftovers *l)
{
    ctk_strips *s = &l->strips;
    free((void *)(uintptr_t)s->edges.vertex);
    free((void *)(uintptr_t)s->edges.region);
    free(s->begin);
    free(s->leaf);
    free(s->box);
    free(s->owner);
    free(l->near);
    free(l->near_strip);
    free(l->stretch);
    *l = (ct_leftovers){0};
}

/// Unshared segments by chunk of segments: first counted, then listed.
typedef struct collecting {
    const ct_graph *g;
    int64_t *begin; ///< [chunks + 1]
    int32_t *vertex, *region;
} collecting;

static void count_unshared(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    collecting *c = user;
    int64_t n = 0;
    for (int64_t s = begin; s < end; s++) n += c->g->segment_right[s] < 0;
    c->begin[chunk] = n;
}

static void list_unshared(void *user, int64_t chunk, int64_t begin, int64_t end)
{
    collecting *c = user;
    int64_t at = c->begin[chunk];
    for (int64_t s = begin; s < end; s++) {
        if (c->g->segment_right[s] >= 0) continue;
        c->vertex[at] = c->g->segment[s];
        c->region[at++] = c->g->segment_left[s];
    }
}

static ct_status collect(const ct_graph_job *job, ct_leftovers *l, ct_error *err)
{
    enum { CHUNK = 1 << 16 };
    const int64_t n_segments = job->graph->n_segments,
                  n_chunks = ctk_chunks_count(n_segments, CHUNK);
    collecting c = {.g = job->graph};
    c.begin = ct_array(n_chunks + 1, sizeof *c.begin, "unshared border", err);
    if (!c.begin) return CT_ERR_MEMORY;
    ctk_chunks(n_segments, CHUNK, job->ctx->n_threads, count_unshared, &c);
    const int64_t n = ctk_offsets(n_chunks, c.begin);
    c.vertex = ct_array_whole(n, sizeof *c.vertex, "unshared border", err);
    c.region = ct_array_whole(n, sizeof *c.region, "unshared border", err);
    l->strips.edges = (ctk_edges){(int32_t)n, c.vertex, c.region, job->regions->lonlat};
    const bool has_memory = c.vertex && c.region;
    if (has_memory) ctk_chunks(n_segments, CHUNK, job->ctx->n_threads, list_unshared, &c);
    free(c.begin);
    return has_memory ? CT_OK : CT_ERR_MEMORY;
}

static ct_status build_strips(const ct_graph_job *job, ctk_strips *s, ct_error *err)
{
    s->n = ctk_strips_count(&s->edges);
    if (s->n == 0) return CT_OK;
    uint64_t *work = ct_array_whole(ctk_strips_work(s->n), sizeof *work, "unshared border", err);
    s->begin = ct_array((int64_t)s->n + 1, sizeof *s->begin, "unshared border", err);
    s->leaf = ct_array(s->n, sizeof *s->leaf, "unshared border", err);
    s->box = ct_array_whole(4 * ctk_strips_boxes(s->n), sizeof *s->box, "unshared border", err);
    s->owner = ct_array_whole(ctk_strips_boxes(s->n), sizeof *s->owner, "unshared border", err);
    const bool ok = work && s->begin && s->leaf && s->box && s->owner;
    if (ok) ctk_strips_build(s, work, job->ctx->n_threads);
    free(work);
    return ok ? CT_OK : CT_ERR_MEMORY;
}

/// The edges whose bits are set, strip by strip.
static void list_near(const ct_leftovers *l, const uint8_t *bits)
{
    const ctk_strips *s = &l->strips;
    int32_t at = 0;
    for (int32_t i = 0; i < s->n; i++) {
        for (int32_t k = 0; bits[i] >> k; k++) {
            if (!(bits[i] >> k & 1)) continue;
            l->near[at] = s->begin[i] + k;
            l->near_strip[at++] = i;
        }
    }
}

static ct_status find_near(const ct_graph_job *job, ct_leftovers *l, ct_error *err)
{
    ct_status status = CT_ERR_MEMORY;
    uint8_t *bits = ct_array(l->strips.n, sizeof *bits, "snap", err);
    if (!bits) return CT_ERR_MEMORY;
    l->n_near = (int32_t)ctk_facing_near(&l->strips, job->graph->snap_m, job->ctx->n_threads, bits);
    l->near = ct_array(l->n_near, sizeof *l->near, "snap", err);
    l->near_strip = ct_array(l->n_near, sizeof *l->near_strip, "snap", err);
    if (l->near && l->near_strip) {
        list_near(l, bits);
        status = CT_OK;
    }
    free(bits);
    return status;
}

static ct_status find_stretches(const ct_graph_job *job, ct_leftovers *l, ct_error *err)
{
    const int32_t n_threads = job->ctx->n_threads;
    const double reach_m = job->graph->snap_m;
    int64_t *begin = ct_array((int64_t)l->n_near + 1, sizeof *begin, "snap", err);
    if (!begin) return CT_ERR_MEMORY;
    int32_t n_left;
    l->n_stretches =
        ctk_facing_count(&l->strips, l->n_near, l->near, reach_m, n_threads, begin, &n_left);
    if (n_left > 0)
        ct_note_add(
            job->ctx->notes, CT_WARN, "graph", n_left,
            "{piece of border has|pieces of border have} too many others around to be held "
            "against all of them: regions that only face each other there are no neighbours");
    l->stretch = ct_array(l->n_stretches, sizeof *l->stretch, "snap", err);
    if (l->stretch)
        ctk_facing_list(&l->strips, l->n_near, l->near, reach_m, n_threads, begin, l->stretch);
    free(begin);
    return l->stretch ? CT_OK : CT_ERR_MEMORY;
}

/// The length of a pair is the mean of its two sides.
static ct_status add_stretches(const ct_leftovers *l, ct_links *facing, ct_error *err)
{
    const int32_t *region = l->strips.edges.region;
    ct_status status = ct_links_reserve(facing, l->n_stretches, err);
    for (int64_t i = 0; i < l->n_stretches && !status; i++) {
        const ctk_stretch *t = &l->stretch[i];
        status =
            ct_links_add(facing, region[t->edge], t->other, 0.5 * t->length_m, CT_EDGE_NEAR, err);
    }
    return status;
}

static double length_in(const ct_graph *g, int32_t a, int32_t b)
{
    const int64_t e = ctk_csr_find(g->indptr, g->indices, a, b);
    return e < 0 ? 0.0 : g->border_m[e];
}

/// A pair a < b becomes a link, and that much less is outer border.
static ct_status keep(const ct_graph_job *job, int32_t a, int32_t b, double border_m,
                      ct_links *links, ct_error *err)
{
    double *outer_m = job->graph->outer_m;
    outer_m[a] = fmax(outer_m[a] - border_m, 0.0);
    outer_m[b] = fmax(outer_m[b] - border_m, 0.0);
    return ct_links_add(links, a, b, border_m, CT_EDGE_NEAR, err);
}

/// Pairs that face each other for long enough, or overlap deeply: the longer of the two counts.
static ct_status keep_long(const ct_graph_job *job, const ct_graph *facing, const ct_graph *deep,
                           ct_links *links, ct_error *err)
{
    const double least_m = fmax(LEAST_LENGTH * job->graph->snap_m, LEAST_M);
    ct_status status = CT_OK;
    for (int32_t a = 0; a < facing->n && !status; a++) {
        for (int64_t e = facing->indptr[a]; e < facing->indptr[a + 1] && !status; e++) {
            const int32_t b = facing->indices[e];
            const double border_m = fmax(facing->border_m[e], length_in(deep, a, b));
            if (b > a && border_m > least_m) status = keep(job, a, b, border_m, links, err);
        }
        for (int64_t e = deep->indptr[a]; e < deep->indptr[a + 1] && !status; e++) {
            const int32_t b = deep->indices[e];
            if (b > a && length_in(facing, a, b) == 0.0 && deep->border_m[e] > least_m)
                status = keep(job, a, b, deep->border_m[e], links, err);
        }
    }
    return status;
}

/// Pairs and problems, once strips and distance are settled.
static ct_status look(ct_graph_job *job, ct_leftovers *l, ct_links *links, ct_error *err)
{
    ct_links near = {0}, far = {0};
    ct_graph facing = {.n = job->graph->n}, deep = {.n = job->graph->n};
    ct_status status = find_near(job, l, err);
    if (!status) status = find_stretches(job, l, err);
    if (!status) status = add_stretches(l, &near, err);
    if (!status) status = ct_graph_problems(job, l, &far, err);
    if (!status) status = ct_links_pack(&near, &facing, err);
    if (!status) status = ct_links_pack(&far, &deep, err);
    if (!status) status = keep_long(job, &facing, &deep, links, err);
    ct_graph_rows_free(&facing);
    ct_graph_rows_free(&deep);
    ct_links_free(&near);
    ct_links_free(&far);
    return status;
}

ct_status ct_graph_snap(ct_graph_job *job, ct_links *links, ct_error *err)
{
    ct_leftovers l = {0};
    job->graph->snap_m = job->opt->snap_m;
    ct_status status = ct_tick(job->ctx, "graph", 0.7, "unshared borders");
    if (!status) status = collect(job, &l, err);
    if (!status) status = build_strips(job, &l.strips, err);
    if (!status && l.strips.n > 0 && job->opt->snap_m < 0.0)
        status = ct_snap_choose(job, &l, &job->graph->snap_m, err);
    if (!status && l.strips.n > 0) status = look(job, &l, links, err);
    if (job->graph->snap_m < 0.0) job->graph->snap_m = 0.0;
    leftovers_free(&l);
    return status;
}
