/// Memory for the dissolve kernel: selects, retries what did not fit, packs.
#include "base/dissolve.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/geom/dissolve.h"

enum { MAX_EDGES = 1 << 28 };

/// Border segments, the graph's own or borrowed from the rings.
typedef struct segments {
    int64_t n;
    const int32_t *first, *left, *right;
} segments;

typedef struct work {
    ct_arena arena; ///< selection and slots; dies at the end
    ct_arena retry; ///< roomier slots
    segments seg;
    uint32_t *edge;
    ctk_dissolve_job *job; ///< [k]
    double *slot;          ///< vertices of the jobs, in their order
    bool has_retried;      ///< some have theirs elsewhere
    void *scratch;
} work;

/// Every edge of every ring, owned on one side: opposites cancel in the kernel.
static ct_status segments_of_rings(const ct_regions *r, work *w, ct_error *err)
{
    int32_t *first = ct_arena_array(&w->arena, r->n_vertices, sizeof *first, "ring edges", err);
    int32_t *left = ct_arena_array(&w->arena, r->n_vertices, sizeof *left, "ring edges", err);
    int32_t *right = ct_arena_array(&w->arena, r->n_vertices, sizeof *right, "ring edges", err);
    int64_t n = 0;
    if (first == NULL || left == NULL || right == NULL) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < r->n; i++)
        for (int32_t ring = r->ring_begin[i]; ring < r->ring_begin[i + 1]; ring++)
            for (int64_t v = r->vertex_begin[ring]; v + 1 < r->vertex_begin[ring + 1]; v++, n++) {
                first[n] = (int32_t)v;
                left[n] = i;
                right[n] = -1;
            }
    w->seg = (segments){n, first, left, right};
    return CT_OK;
}

/// Run-by-run counts -> places to write, territory after territory. Returns the number of edges.
static int64_t places(int32_t k, int64_t *count, ctk_dissolve_job *job)
{
    int64_t at = 0;
    for (int32_t j = 0; j < k; j++) {
        const int64_t begin = at;
        for (int run = 0; run < CTK_DISSOLVE_RUNS; run++) {
            const int64_t n = count[(int64_t)run * k + j];
            count[(int64_t)run * k + j] = at;
            at += n;
        }
        job[j].n_edges = at - begin <= MAX_EDGES ? (int32_t)(at - begin) : -1;
    }
    return at;
}

static ct_status select_edges(const ct_context *ctx, const int32_t *part, int32_t k, work *w,
                              ct_error *err)
{
    const segments *s = &w->seg;
    int64_t *count =
        ct_arena_array(&w->arena, (int64_t)CTK_DISSOLVE_RUNS * k, sizeof *count, "edges", err);
    w->job = ct_arena_array(&w->arena, k, sizeof *w->job, "territories", err);
    if (count == NULL || w->job == NULL) return CT_ERR_MEMORY;
    ctk_dissolve_count(s->n, s->left, s->right, part, k, count, ctx->n_threads);
    const int64_t n = places(k, count, w->job);
    w->edge = ct_arena_array(&w->arena, n, sizeof *w->edge, "border edges", err);
    if (w->edge == NULL) return CT_ERR_MEMORY;
    ctk_dissolve_select(s->n, s->first, s->left, s->right, part, k, count, w->edge, ctx->n_threads);
    int64_t at = 0;
    for (int32_t j = 0; j < k; j++) {
        if (w->job[j].n_edges < 0)
            return ct_fail(err, CT_ERR_INPUT,
                           "territory %d has more than %d border vertices; simplify the layer",
                           j + 1, MAX_EDGES);
        w->job[j].edge = w->edge + at;
        at += w->job[j].n_edges;
    }
    return CT_OK;
}

/// Room for every clean result, in three arrays for all jobs.
static ct_status give_slots(int32_t k, work *w, ct_error *err)
{
    int64_t vertices = 0, rings = 0;
    for (int32_t j = 0; j < k; j++) {
        w->job[j].ring_capacity = w->job[j].n_edges / 3 + 1;
        w->job[j].vertex_capacity = w->job[j].n_edges + w->job[j].ring_capacity;
        vertices += w->job[j].vertex_capacity;
        rings += w->job[j].ring_capacity;
    }
    double *xy = w->slot = ct_array_whole(2 * vertices, sizeof *xy, "territory rings", err);
    int32_t *ring_end = ct_arena_array(&w->arena, rings, sizeof *ring_end, "territory rings", err);
    uint8_t *is_hole = ct_arena_array(&w->arena, rings, sizeof *is_hole, "territory rings", err);
    if (xy == NULL || ring_end == NULL || is_hole == NULL) return CT_ERR_MEMORY;
    for (int32_t j = 0; j < k; j++) {
        ctk_dissolve_job *job = &w->job[j];
        job->xy = xy;
        job->ring_end = ring_end;
        job->is_hole = is_hole;
        xy += 2 * (int64_t)job->vertex_capacity;
        ring_end += job->ring_capacity;
        is_hole += job->ring_capacity;
    }
    return CT_OK;
}

static ct_status give_room(ctk_dissolve_job *job, work *w, ct_error *err)
{
    w->has_retried = true;
    job->vertex_capacity = job->n_vertices;
    job->ring_capacity = job->n_rings;
    job->xy = ct_arena_array(&w->retry, 2 * (int64_t)job->n_vertices, sizeof(double),
                             "territory rings", err);
    job->ring_end =
        ct_arena_array(&w->retry, job->n_rings, sizeof(int32_t), "territory rings", err);
    job->is_hole = ct_arena_array(&w->retry, job->n_rings, 1, "territory rings", err);
    return job->xy == NULL || job->ring_end == NULL || job->is_hole == NULL ? CT_ERR_MEMORY : CT_OK;
}

/// Scratch capacity the jobs that are left ask for: 0 = all done. `last` = the capacity they had.
static ct_status prepare_round(int32_t k, int32_t last, work *w, int32_t *capacity, ct_error *err)
{
    *capacity = 0;
    for (int32_t j = 0; j < k; j++) {
        ctk_dissolve_job *job = &w->job[j];
        const ctk_dissolve_state s = job->state;
        int32_t need = 0;
        if (s == CTK_DISSOLVE_NEW) need = job->n_edges + job->n_edges / 8 + 256;
        if (s == CTK_DISSOLVE_MORE || s == CTK_DISSOLVE_ROOM) need = last;
        if (s == CTK_DISSOLVE_MORE) need = last > MAX_EDGES / 2 ? -1 : 2 * last;
        if (need < 0)
            return ct_fail(
                err, CT_ERR_INPUT,
                "the borders of territory %d cross each other too often; repair the layer", j + 1);
        if (s == CTK_DISSOLVE_ROOM && give_room(job, w, err) != CT_OK) return CT_ERR_MEMORY;
        if (need > *capacity) *capacity = need;
    }
    return CT_OK;
}

static ct_status run_rounds(const ct_context *ctx, const double *xy, int32_t k, work *w,
                            ct_error *err)
{
    int32_t capacity = 0, last = 0;
    while (true) {
        const ct_status status = prepare_round(k, last, w, &capacity, err);
        if (status != CT_OK || capacity == 0) return status;
        free(w->scratch);
        w->scratch = NULL;
        const size_t size = ctk_dissolve_work(capacity);
        w->scratch = ct_array(ctx->n_threads, size, "dissolve scratch", err);
        if (w->scratch == NULL) return CT_ERR_MEMORY;
        ctk_dissolve(xy, k, w->job, capacity, w->scratch, ctx->n_threads);
        last = capacity;
    }
}

static ct_status take_counts(int32_t k, const work *w, ct_polygons *out, ct_error *err)
{
    int64_t rings = 0;
    for (int32_t j = 0; j < k; j++) {
        const ctk_dissolve_job *job = &w->job[j];
        if (job->state == CTK_DISSOLVE_OPEN)
            return ct_fail(err, CT_ERR_INTERNAL, "the borders of territory %d do not close", j + 1);
        rings += job->n_rings;
        out->n_vertices += job->n_vertices;
        out->n_repaired +=
            job->state == CTK_DISSOLVE_REPAIRED || job->state == CTK_DISSOLVE_UNSOUND;
        out->n_unsound += job->state == CTK_DISSOLVE_UNSOUND;
    }
    if (rings >= INT32_MAX)
        return ct_fail(err, CT_ERR_INPUT, "the territories have too many rings");
    out->n = k;
    out->n_rings = (int32_t)rings;
    return CT_OK;
}

/// Vertices of all jobs without gaps: pushed together where they lie, unless some lie elsewhere.
static ct_status pack_vertices(int32_t k, work *w, ct_polygons *out, ct_error *err)
{
    const int64_t n = out->n_vertices;
    out->xy = w->has_retried ? ct_array(2 * n, sizeof *out->xy, "territory rings", err) : w->slot;
    if (out->xy == NULL) return CT_ERR_MEMORY;
    double *to = out->xy;
    for (int32_t j = 0; j < k; j++) {
        memmove(to, w->job[j].xy, 2 * (size_t)w->job[j].n_vertices * sizeof *to);
        to += 2 * (int64_t)w->job[j].n_vertices;
    }
    if (w->has_retried) return CT_OK;
    double *shrunk = n ? realloc(w->slot, 2 * (size_t)n * sizeof *shrunk) : NULL;
    if (shrunk) out->xy = shrunk;
    w->slot = NULL;
    return CT_OK;
}

static ct_status pack(int32_t k, work *w, ct_polygons *out, ct_error *err)
{
    ct_status status = take_counts(k, w, out, err);
    if (status != CT_OK) return status;
    out->ring_begin = ct_array((int64_t)k + 1, sizeof *out->ring_begin, "territory rings", err);
    out->vertex_begin =
        ct_array((int64_t)out->n_rings + 1, sizeof *out->vertex_begin, "territory rings", err);
    out->is_hole = ct_array(out->n_rings, sizeof *out->is_hole, "territory rings", err);
    if (out->ring_begin == NULL || out->vertex_begin == NULL || out->is_hole == NULL)
        return CT_ERR_MEMORY;
    int64_t vertex = 0;
    int32_t ring = 0;
    for (int32_t j = 0; j < k; j++) {
        const ctk_dissolve_job *job = &w->job[j];
        out->ring_begin[j] = ring;
        memcpy(out->is_hole + ring, job->is_hole, (size_t)job->n_rings);
        for (int32_t r = 0; r < job->n_rings; r++)
            out->vertex_begin[++ring] = vertex + job->ring_end[r];
        vertex += job->n_vertices;
    }
    out->ring_begin[k] = ring;
    return pack_vertices(k, w, out, err);
}

ct_status ct_dissolve(const ct_context *ctx, const ct_regions *regions, const ct_graph *graph,
                      const double *xy, const int32_t *part, int32_t k, ct_polygons *out,
                      ct_error *err)
{
    work w = {0};
    ct_status status = CT_OK;
    w.seg =
        (segments){graph->n_segments, graph->segment, graph->segment_left, graph->segment_right};
    if (w.seg.n == 0) status = segments_of_rings(regions, &w, err);
    if (status == CT_OK) status = select_edges(ctx, part, k, &w, err);
    if (status == CT_OK) status = give_slots(k, &w, err);
    if (status == CT_OK) status = run_rounds(ctx, xy, k, &w, err);
    if (status == CT_OK) status = pack(k, &w, out, err);
    free(w.scratch);
    free(w.slot);
    ct_arena_free(&w.retry);
    ct_arena_free(&w.arena);
    if (status != CT_OK) ct_polygons_free(out);
    return status;
}

void ct_polygons_free(ct_polygons *p)
{
    if (p == NULL) return;
    free(p->ring_begin);
    free(p->vertex_begin);
    free(p->xy);
    free(p->is_hole);
    *p = (ct_polygons){0};
}
