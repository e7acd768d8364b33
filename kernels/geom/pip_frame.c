/// Point in polygon: the root of the grid, and the runs of segments in each of its cells.
#include <math.h>
#include <string.h>

#include "kernels/geom/pip_walk.h"
#include "kernels/geom/rect.h"

static int64_t n_vertices_of(const ctk_pip_layer *layer)
{
    return layer->vertex_begin[layer->n_rings];
}

int64_t ctk_pip_n_chunks(const ctk_pip_layer *layer)
{
    return (n_vertices_of(layer) + CTK_PIP_CHUNK - 1) / CTK_PIP_CHUNK;
}

static void bounds(const ctk_pip_layer *layer, int32_t n_threads, double box[4])
{
    const int64_t n = n_vertices_of(layer), n_chunks = ctk_pip_n_chunks(layer);
    ctk_rect_put(ctk_rect_of(0, NULL), box);
#pragma omp parallel for num_threads(n_threads)
    for (int64_t c = 0; c < n_chunks; c++) {
        const int64_t begin = c * CTK_PIP_CHUNK, size = n - begin;
        const ctk_rect r =
            ctk_rect_of(size < CTK_PIP_CHUNK ? size : CTK_PIP_CHUNK, layer->lonlat + 2 * begin);
#pragma omp critical
        ctk_rect_put(ctk_rect_join(ctk_rect_at(box), r), box);
    }
}

void ctk_pip_frame(const ctk_pip_layer *layer, int64_t max_cells, int32_t n_threads, ctk_pip *out)
{
    double box[4], nx, ny;
    bounds(layer, n_threads, box);
    // The smallest power of two that keeps to max_cells, and to 2^-28 so that 2^9 degrees, the
    // root's bits and CTK_PIP_BITS fit a double: corners of cells are exact.
    int e = -29;
    do {
        out->h = ldexp(1.0, ++e);
        out->x0 = (ceil(box[0] / out->h) - 1) * out->h; // left of every vertex
        out->y0 = (ceil(box[1] / out->h) - 1) * out->h;
        nx = floor((box[2] - out->x0) / out->h) + 1;
        ny = floor((box[3] - out->y0) / out->h) + 1;
    } while (nx * ny > (double)max_cells && nx * ny > 4);
    out->inverse = 1.0 / out->h;
    out->nx = (int32_t)nx;
    out->ny = (int32_t)ny;
    out->lonlat = layer->lonlat;
    out->root = out->pool = NULL;
}

int32_t ctk_pip_parts(const ctk_pip_layer *layer, int32_t *ring_part, int32_t *part_region)
{
    int32_t n = 0;
    for (int32_t i = 0; i < layer->n_regions; i++)
        for (int32_t r = layer->ring_begin[i]; r < layer->ring_begin[i + 1]; r++) {
            if (r == layer->ring_begin[i] || !layer->ring_is_hole[r]) part_region[n++] = i;
            ring_part[r] = n - 1;
        }
    return n;
}

static ctk_pip_window root_window(const ctk_pip *g)
{
    return (ctk_pip_window){g->x0, g->y0, g->h, g->inverse, 0x1p-32, g->nx, g->ny, g->nx, 0};
}

/// Ring of vertex v: the last that begins at or before it.
static int32_t ring_at(const ctk_pip_layer *layer, int64_t v)
{
    int32_t lo = 0, hi = layer->n_rings;
    while (hi - lo > 1) {
        const int32_t mid = lo + (hi - lo) / 2;
        if (layer->vertex_begin[mid] <= v)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

static void walk_chunk(const ctk_pip_layer *layer, const ctk_pip_window *w,
                       const int32_t *ring_part, int64_t c, ctk_pip_sink *sink)
{
    const int64_t n = n_vertices_of(layer), begin = c * CTK_PIP_CHUNK;
    const int64_t end = begin + CTK_PIP_CHUNK < n ? begin + CTK_PIP_CHUNK : n;
    for (int32_t r = ring_at(layer, begin); r < layer->n_rings; r++) {
        int64_t first = layer->vertex_begin[r], last = layer->vertex_begin[r + 1] - 1;
        if (first >= end) break;
        if (first < begin) first = begin;
        if (last > end) last = end;
        if (first < last)
            ctk_pip_walk(w, layer->lonlat, (uint32_t)first, (uint32_t)(last - first),
                         (uint32_t)ring_part[r], sink);
    }
}

int64_t ctk_pip_record_guess(const ctk_pip_layer *layer, int64_t *chunk_begin)
{
    const int64_t n_chunks = ctk_pip_n_chunks(layer);
    for (int64_t c = 0; c <= n_chunks; c++) chunk_begin[c] = c * CTK_PIP_CHUNK;
    return chunk_begin[n_chunks];
}

bool ctk_pip_records(const ctk_pip_layer *layer, const ctk_pip *grid, const int32_t *ring_part,
                     const int64_t *chunk_begin, int32_t n_threads, ctk_pip_record *record,
                     int64_t *chunk_n)
{
    const int64_t n_chunks = ctk_pip_n_chunks(layer);
    const ctk_pip_window w = root_window(grid);
#pragma omp parallel for schedule(dynamic) num_threads(n_threads)
    for (int64_t c = 0; c < n_chunks; c++) {
        ctk_pip_sink sink = {record + chunk_begin[c], 0, chunk_begin[c + 1] - chunk_begin[c]};
        walk_chunk(layer, &w, ring_part, c, &sink);
        chunk_n[c] = sink.n;
    }
    bool fits = true;
    for (int64_t c = 0; c < n_chunks; c++)
        fits = fits && chunk_n[c] <= chunk_begin[c + 1] - chunk_begin[c];
    return fits;
}

void ctk_pip_sort(const ctk_pip *grid, int64_t n_chunks, const int64_t *chunk_begin,
                  const int64_t *chunk_n, const ctk_pip_record *record, ctk_pip_record *sorted,
                  uint32_t *begin)
{
    const int64_t n_cells = (int64_t)grid->nx * grid->ny;
    memset(begin, 0, (size_t)(n_cells + 1) * sizeof *begin);
    for (int64_t c = 0; c < n_chunks; c++)
        for (int64_t i = 0; i < chunk_n[c]; i++) begin[record[chunk_begin[c] + i].cell]++;
    uint32_t sum = 0;
    for (int64_t c = 0; c <= n_cells; c++) begin[c] = sum += begin[c];
    for (int64_t c = n_chunks; c-- > 0;)
        for (int64_t i = chunk_begin[c] + chunk_n[c]; i-- > chunk_begin[c];)
            sorted[--begin[record[i].cell]] = record[i];
}

void ctk_pip_expect(const ctk_pip *grid, int64_t n, const double *lon_deg, const double *lat_deg,
                    int64_t step, int32_t n_threads, uint32_t *expected)
{
#pragma omp parallel for num_threads(n_threads)
    for (int64_t i = 0; i < n; i += step) {
        const double u = (lon_deg[i] - grid->x0) * grid->inverse;
        const double v = (lat_deg[i] - grid->y0) * grid->inverse;
        if (!(u >= 0.0 && u < grid->nx && v >= 0.0 && v < grid->ny)) continue;
        uint32_t *at = expected + (size_t)(int32_t)v * (size_t)grid->nx + (int32_t)u;
#pragma omp atomic
        *at += (uint32_t)step;
    }
}
