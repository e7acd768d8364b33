/// The point-in-polygon grid of a layer: the memory around kernels/geom/pip.h.
#include "join/locate.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "kernels/geom/pip_order.h"

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

/// Layer -> records sorted by root cell; arrays in the arena.
static ct_status sort_records(const ctk_pip_layer *layer, const ctk_pip *grid, int32_t n_threads,
                              ct_arena *arena, ctk_pip_sorted *out, ct_error *err)
{
    const int64_t n_chunks = ctk_pip_n_chunks(layer), n_cells = (int64_t)grid->nx * grid->ny;
    ctk_pip_record *record = NULL, *sorted;
    ct_status status = CT_ERR_MEMORY;
    int32_t *ring_part = ct_arena_array(arena, layer->n_rings, sizeof *ring_part, "rings", err);
    int32_t *part_region = ct_arena_array(arena, layer->n_rings, sizeof *part_region, "rings", err);
    int64_t *chunk = ct_arena_array(arena, n_chunks + 1, sizeof *chunk, "chunks", err);
    uint32_t *begin = ct_arena_array(arena, n_cells + 1, sizeof *begin, "grid cells", err);
    if (!ring_part || !part_region || !chunk || !begin) goto out;

    out->n_parts = ctk_pip_parts(layer, ring_part, part_region);
    const int64_t n = ctk_pip_record_count(layer, grid, ring_part, n_threads, chunk);
    if (n > UINT32_MAX) {
        status = ct_fail(err, CT_ERR_INPUT, "the layer's borders cross %lld grid cells: too many",
                         (long long)n);
        goto out;
    }
    record = ct_array(n, sizeof *record, "border runs", err);
    sorted = ct_arena_array(arena, n, sizeof *sorted, "sorted border runs", err);
    if (!record || !sorted) goto out;
    ctk_pip_records(layer, grid, ring_part, chunk, n_threads, record);
    ctk_pip_sort(grid, n, record, sorted, begin);
    out->record = sorted;
    out->begin = begin;
    out->part_region = part_region;
    status = CT_OK;
out:
    free(record);
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
    grid->root = ct_array((int64_t)grid->nx * grid->ny, sizeof *grid->root, "grid", err);
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

ct_status ct_locate_build(const ctk_pip_layer *layer, int64_t max_cells, int32_t n_threads,
                          ctk_pip *out, ct_error *err)
{
    ct_arena arena = {0};
    ctk_pip_sorted sorted = {0};
    const int64_t n_vertices = layer->vertex_begin[layer->n_rings];
    ctk_pip_frame(layer, max_cells ? max_cells : choose_cells(n_vertices), n_threads, out);
    ct_status status = sort_records(layer, out, n_threads, &arena, &sorted, err);
    if (!status) status = fill_cells(out, &sorted, n_threads, &arena, err);
    ct_arena_free(&arena);
    if (status) ct_locate_free(out);
    return status;
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
    void *work = ct_array(n_threads, work_size, "points by place", err);
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
