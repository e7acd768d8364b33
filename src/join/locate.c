/// The point-in-polygon grid of a layer: the memory around kernels/geom/pip.h.
#include "join/locate.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/geom/pip_order.h"
#include "kernels/geom/ring.h"

ctk_pip_layer ct_locate_layer(const ct_regions *r)
{
    return (ctk_pip_layer){r->n,     r->n_rings, r->ring_begin, r->vertex_begin, r->ring_is_hole,
                           r->lonlat};
}

/// A root cell for every other vertex, within 4 kB .. 32 MB.
static int64_t choose_cells(int64_t n_vertices)
{
    const int64_t n = n_vertices / 2;
    return n < 1024 ? 1024 : n > (1 << 23) ? 1 << 23 : n;
}

/// The runs of borders in root cells, by chunks of vertices.
typedef struct runs {
    int64_t n_chunks, *begin, *n; ///< begin[n_chunks + 1], n[n_chunks]
    int32_t *ring_part;           ///< [n_rings]
    ctk_pip_record *record;       ///< untouched memory where the guess was too large
} runs;

static ct_status new_records(runs *r, ct_error *err)
{
    free(r->record);
    r->record = ct_array(r->begin[r->n_chunks], sizeof *r->record, "border runs", err);
    return r->record ? CT_OK : CT_ERR_MEMORY;
}

static ct_status find_runs(const ctk_pip_layer *layer, const ctk_pip *grid, int32_t n_threads,
                           runs *r, ct_error *err)
{
    ctk_pip_record_guess(layer, r->begin);
    ct_status status = new_records(r, err);
    if (status || ctk_pip_records(layer, grid, r->ring_part, r->begin, n_threads, r->record, r->n))
        return status;
    for (int64_t c = 0; c < r->n_chunks; c++) r->begin[c + 1] = r->begin[c] + r->n[c];
    status = new_records(r, err);
    if (!status) ctk_pip_records(layer, grid, r->ring_part, r->begin, n_threads, r->record, r->n);
    return status;
}

static ct_status sort_runs(const ctk_pip *grid, const runs *r, uint32_t *begin, ct_arena *arena,
                           ctk_pip_sorted *out, ct_error *err)
{
    int64_t n = 0;
    for (int64_t c = 0; c < r->n_chunks; c++) n += r->n[c];
    if (n > UINT32_MAX)
        return ct_fail(err, CT_ERR_INPUT, "the layer's borders cross %lld grid cells: too many",
                       (long long)n);
    ctk_pip_record *sorted = ct_arena_array(arena, n, sizeof *sorted, "sorted border runs", err);
    if (!sorted) return CT_ERR_MEMORY;
    ctk_pip_sort(grid, r->n_chunks, r->begin, r->n, r->record, sorted, begin);
    out->record = sorted;
    out->begin = begin;
    return CT_OK;
}

/// Layer -> records sorted by root cell; arrays in the arena.
static ct_status sort_records(const ctk_pip_layer *layer, const ctk_pip *grid, int32_t n_threads,
                              ct_arena *arena, ctk_pip_sorted *out, ct_error *err)
{
    const int64_t n_cells = (int64_t)grid->nx * grid->ny;
    runs r = {.n_chunks = ctk_pip_n_chunks(layer)};
    int32_t *part_region = ct_arena_array(arena, layer->n_rings, sizeof *part_region, "rings", err);
    uint32_t *begin = ct_arena_array(arena, n_cells + 1, sizeof *begin, "grid cells", err);
    r.ring_part = ct_arena_array(arena, layer->n_rings, sizeof *r.ring_part, "rings", err);
    r.begin = ct_arena_array(arena, r.n_chunks + 1, sizeof *r.begin, "chunks", err);
    r.n = ct_arena_array(arena, r.n_chunks, sizeof *r.n, "chunks", err);
    if (!part_region || !begin || !r.ring_part || !r.begin || !r.n) return CT_ERR_MEMORY;

    out->n_parts = ctk_pip_parts(layer, r.ring_part, part_region);
    out->part_region = part_region;
    ct_status status = find_runs(layer, grid, n_threads, &r, err);
    if (!status) status = sort_runs(grid, &r, begin, arena, out, err);
    free(r.record);
    return status;
}

static ct_status new_pool(ctk_pip *grid, int64_t n_words, ct_error *err)
{
    if (n_words >= CTK_PIP_LEAF)
        return ct_fail(err, CT_ERR_INPUT, "the layer's borders need %lld grid words: too many",
                       (long long)n_words);
    free(grid->pool);
    grid->pool = ct_array(n_words, sizeof *grid->pool, "grid cells", err);
    return grid->pool ? CT_OK : CT_ERR_MEMORY;
}

/// Sorted records -> cells. The guessed pool is untouched memory where it is not used.
static ct_status fill_cells(ctk_pip *grid, const ctk_pip_sorted *in, int32_t n_threads,
                            ct_arena *arena, ct_error *err)
{
    const size_t work_size = ctk_pip_work(grid, in);
    void *work = ct_arena_array(arena, n_threads, work_size, "scratch of the grid", err);
    int64_t *row = ct_arena_array(arena, grid->ny + 1, sizeof *row, "grid rows", err);
    int64_t *words = ct_arena_array(arena, grid->ny, sizeof *words, "grid rows", err);
    grid->root = ct_array_whole((int64_t)grid->nx * grid->ny, sizeof *grid->root, "grid", err);
    if (!work || !row || !words || !grid->root) return CT_ERR_MEMORY;

    const int64_t guess = ctk_pip_pool_guess(grid, in, row);
    if (guess >= CTK_PIP_LEAF) memset(row, 0, (size_t)(grid->ny + 1) * sizeof *row);
    ct_status status = new_pool(grid, row[grid->ny], err);
    if (status || ctk_pip_pool(grid, in, row, n_threads, work, work_size, words)) return status;
    for (int32_t j = 0; j < grid->ny; j++) row[j + 1] = row[j] + words[j];
    status = new_pool(grid, row[grid->ny], err);
    if (!status) ctk_pip_pool(grid, in, row, n_threads, work, work_size, words);
    return status;
}

/// Points to be looked up; n < 0 = not known.
typedef struct points {
    int64_t n;
    const double *lon, *lat;
} points;

/// A sample will do: it says where a finer grid pays, not what is in it.
static ct_status expect(const ctk_pip *grid, const points *p, int32_t n_threads, ct_arena *arena,
                        ctk_pip_sorted *out, ct_error *err)
{
    enum { ENOUGH = 1 << 21 };
    if (p->n < 0) return CT_OK;
    uint32_t *expected =
        ct_arena_array(arena, (int64_t)grid->nx * grid->ny, sizeof *expected, "grid cells", err);
    if (!expected) return CT_ERR_MEMORY;
    ctk_pip_expect(grid, p->n, p->lon, p->lat, 1 + p->n / ENOUGH, n_threads, expected);
    out->expected = expected;
    return CT_OK;
}

static ct_status build(const ctk_pip_layer *layer, int64_t max_cells, const points *p,
                       int32_t n_threads, ctk_pip *out, ct_error *err)
{
    ct_arena arena = {0};
    ctk_pip_sorted sorted = {0};
    const int64_t n_vertices = layer->vertex_begin[layer->n_rings];
    ctk_pip_frame(layer, max_cells ? max_cells : choose_cells(n_vertices), n_threads, out);
    ct_status status = sort_records(layer, out, n_threads, &arena, &sorted, err);
    if (!status) status = expect(out, p, n_threads, &arena, &sorted, err);
    if (!status) status = fill_cells(out, &sorted, n_threads, &arena, err);
    ct_arena_free(&arena);
    if (status) ct_locate_free(out);
    return status;
}

ct_status ct_locate_build(const ctk_pip_layer *layer, int64_t max_cells, int32_t n_threads,
                          ctk_pip *out, ct_error *err)
{
    const points unknown = {-1, NULL, NULL};
    return build(layer, max_cells, &unknown, n_threads, out, err);
}

ct_status ct_locate_build_for(const ctk_pip_layer *layer, int64_t max_cells, int64_t n,
                              const double *lon, const double *lat, int32_t n_threads, ctk_pip *out,
                              ct_error *err)
{
    const points p = {n, lon, lat};
    return build(layer, max_cells, &p, n_threads, out, err);
}

bool ct_locate_is_inside(const ct_regions *g, int32_t region, double lon, double lat)
{
    bool is_in = false; // the part: an outer ring and the holes behind it
    for (int32_t r = g->ring_begin[region]; r < g->ring_begin[region + 1]; r++) {
        const int64_t first = g->vertex_begin[r], n = g->vertex_begin[r + 1] - first;
        const int side = ctk_ring_locate(n, g->lonlat + 2 * first, lon, lat);
        if (is_in && !g->ring_is_hole[r]) return true;
        if (side == 0) return false;
        if (side > 0) is_in = !is_in;
    }
    return is_in;
}

ct_status ct_locate_find(const ctk_pip *grid, int64_t n, const double *lon, const double *lat,
                         int32_t n_threads, int32_t *region, ct_error *err)
{
    enum { FEW = 1 << 16 }; // below, sorting by place brings no neighbours together
    if (n < FEW) {
        ctk_pip_find(grid, n, lon, lat, n_threads, region);
        return CT_OK;
    }
    const size_t work_size = ctk_pip_order_work(n, n_threads);
    void *work = ct_array_whole(n_threads, work_size, "points by place", err);
    if (!work) return CT_ERR_MEMORY;
    ctk_pip_find_ordered(grid, n, lon, lat, n_threads, work, work_size, region);
    free(work);
    return CT_OK;
}

void ct_locate_free(ctk_pip *grid)
{
    free(grid->root);
    free(grid->pool);
    grid->root = grid->pool = NULL;
}
