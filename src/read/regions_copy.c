/// Vertices of all records to their place in the regions.
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/regions.h"

enum { CHUNK = 64 }; ///< records a thread takes at a time

/// ring_begin of every region; first_ring[record] = where the rings of a record go. Records of one
/// region follow each other in the order of the file.
static void lay_out(const ct_record_plan *plan, ct_regions *out, int32_t *first_ring)
{
    for (int32_t i = 0; i < out->n_records; i++)
        if (out->record_region[i] >= 0)
            out->ring_begin[out->record_region[i] + 1] += plan[i].n_rings;
    for (int32_t r = 0; r < out->n; r++) out->ring_begin[r + 1] += out->ring_begin[r];
    for (int32_t i = 0; i < out->n_records; i++) {
        const int32_t region = out->record_region[i];
        if (region < 0) continue;
        first_ring[i] = out->ring_begin[region];
        out->ring_begin[region] += plan[i].n_rings;
    }
    for (int32_t r = out->n; r > 0; r--) out->ring_begin[r] = out->ring_begin[r - 1];
    out->ring_begin[0] = 0;
}

static void lay_out_vertices(const ct_record_plan *plan, const int32_t *first_ring, ct_regions *out)
{
    for (int32_t i = 0; i < out->n_records; i++) {
        if (out->record_region[i] < 0) continue;
        for (int32_t k = 0; k < plan[i].n_rings; k++) {
            const ct_ring_plan *r = &plan[i].ring[k];
            out->vertex_begin[first_ring[i] + k + 1] = r->n + r->is_open;
            out->ring_is_hole[first_ring[i] + k] = r->is_hole;
        }
    }
    for (int32_t r = 0; r < out->n_rings; r++) out->vertex_begin[r + 1] += out->vertex_begin[r];
    out->n_vertices = out->vertex_begin[out->n_rings];
}

void ct_copy_ring(const char *points, const ct_ring_plan *r, double *to)
{
    const char *from = points + 16 * (int64_t)r->first;
    if (!r->is_reversed) {
        memcpy(to, from, 16 * (size_t)r->n);
    } else {
        for (int64_t i = 0; i < r->n; i++) memcpy(to + 2 * i, from + 16 * (r->n - 1 - i), 16);
    }
    if (r->is_open) memcpy(to + 2 * (int64_t)r->n, to, 16);
}

static void copy_record(const ct_record_plan *plan, int32_t first_ring, ct_regions *out)
{
    const char *points = plan->anew ? (const char *)plan->anew : plan->polygon.points;
    ct_memory_take(out->xy + 2 * out->vertex_begin[first_ring], 16 * plan->n_vertices);
    for (int32_t k = 0; k < plan->n_rings; k++)
        ct_copy_ring(points, &plan->ring[k], out->xy + 2 * out->vertex_begin[first_ring + k]);
}

/// Records [begin, end), whose memory is then given back: nobody reads them again.
static void copy_records(const ct_layer_file *layer, int32_t begin, int32_t end,
                         const ct_record_plan *plan, const int32_t *first_ring, ct_regions *out)
{
    for (int32_t i = begin; i < end; i++)
        if (out->record_region[i] >= 0) copy_record(&plan[i], first_ring[i], out);
    ct_file_release(&layer->shp, layer->offset[begin],
                    layer->offset[end - 1] + layer->size[end - 1]);
}

static ct_status count_rings(const ct_layer_file *layer, const ct_record_plan *plan,
                             ct_regions *out, ct_error *err)
{
    int64_t n = 0;
    for (int32_t i = 0; i < out->n_records; i++)
        if (out->record_region[i] >= 0) n += plan[i].n_rings;
    if (n >= INT32_MAX)
        return ct_fail(err, CT_ERR_INPUT, "%s: too many rings: %lld", layer->path, (long long)n);
    out->n_rings = (int32_t)n;
    return CT_OK;
}

static ct_status allocate_vertices(const ct_layer_file *layer, ct_regions *out, ct_error *err)
{
    if (out->n_vertices >= INT32_MAX)
        return ct_fail(err, CT_ERR_INPUT, "%s: too many vertices: %lld", layer->path,
                       (long long)out->n_vertices);
    out->xy = ct_array_whole(2 * out->n_vertices, sizeof *out->xy, "vertices of regions", err);
    return out->xy ? CT_OK : CT_ERR_MEMORY;
}

ct_status ct_copy_rings(const ct_layer_file *layer, const ct_context *ctx,
                        const ct_record_plan *plan, ct_regions *out, ct_error *err)
{
    const int32_t n = out->n_records;
    ct_status s = count_rings(layer, plan, out, err);
    if (s) return s;
    out->ring_begin = ct_array((int64_t)out->n + 1, sizeof *out->ring_begin, "rings", err);
    out->vertex_begin =
        ct_array((int64_t)out->n_rings + 1, sizeof *out->vertex_begin, "rings", err);
    out->ring_is_hole = ct_array(out->n_rings, sizeof *out->ring_is_hole, "rings", err);
    int32_t *first_ring = ct_array(n, sizeof *first_ring, "records", err);
    if (!out->ring_begin || !out->vertex_begin || !out->ring_is_hole || !first_ring) {
        free(first_ring);
        return CT_ERR_MEMORY;
    }
    lay_out(plan, out, first_ring);
    lay_out_vertices(plan, first_ring, out);
    s = allocate_vertices(layer, out, err);
    if (!s) {
#pragma omp parallel for num_threads(ctx->n_threads) schedule(dynamic, 1)
        for (int32_t begin = 0; begin < n; begin += CHUNK)
            copy_records(layer, begin, n - begin < CHUNK ? n : begin + CHUNK, plan, first_ring,
                         out);
    }
    free(first_ring);
    return s;
}
