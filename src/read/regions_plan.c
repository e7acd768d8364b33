/// All records: their rings in parallel, then those that are tangled.
#include <omp.h>
#include <stdlib.h>

#include "base/memory.h"
#include "read/regions.h"

enum { CHUNK = 64 }; ///< records a thread takes at a time

/// Sizes of the largest record, and room for the rings of all.
static ct_status measure_records(const ct_layer_file *l, ct_record_plan *plan, ct_ring_plan **rings,
                                 int32_t *max_points, int32_t *max_parts, ct_error *err)
{
    int64_t n_parts = 0;
    for (int32_t i = 0; i < l->n_records; i++) {
        const ct_polygon *g = &plan[i].polygon;
        const ct_status s = ct_layer_polygon(l, i, &plan[i].polygon, err);
        if (s) return s;
        n_parts += g->n_parts;
        if (g->n_points > *max_points) *max_points = g->n_points;
        if (g->n_parts > *max_parts) *max_parts = g->n_parts;
    }
    if (n_parts >= INT32_MAX)
        return ct_fail(err, CT_ERR_INPUT, "%s: too many rings: %lld", l->path, (long long)n_parts);
    *rings = ct_array(n_parts, sizeof **rings, "rings", err);
    if (!*rings) return CT_ERR_MEMORY;
    n_parts = 0;
    for (int32_t i = 0; i < l->n_records; i++) {
        plan[i].ring = *rings + n_parts;
        n_parts += plan[i].polygon.n_parts;
    }
    return CT_OK;
}

static ct_status find_damage(const ct_layer_file *l, const ct_record_plan *plan, ct_error *err)
{
    for (int32_t i = 0; i < l->n_records; i++)
        if (plan[i].is_damaged)
            return ct_fail(err, CT_ERR_INPUT,
                           "%s: record %d has a coordinate that is no number or too large", l->path,
                           i + 1);
    return CT_OK;
}

/// Each thread has room for the largest record.
static ct_status plan_all(const ct_layer_file *layer, const ct_context *ctx, int32_t max_points,
                          int32_t max_parts, ct_record_plan *plan, ct_error *err)
{
    const int32_t n = layer->n_records, n_threads = ctx->n_threads;
    ct_arena arena = {0};
    ct_ring_room any;
    const int64_t size = ct_ring_room_layout(&any, max_points, max_parts, NULL);
    char *memory = ct_arena_array(&arena, n_threads, (size_t)size, "rings of a record", err);
    if (!memory) return CT_ERR_MEMORY;
#pragma omp parallel num_threads(n_threads)
    {
        ct_ring_room q;
        ct_ring_room_layout(&q, max_points, max_parts, memory + omp_get_thread_num() * size);
#pragma omp single nowait
        ct_digest_add(layer->digest, &layer->shp, layer->shp.size);
#pragma omp for schedule(dynamic, CHUNK)
        for (int32_t i = 0; i < n; i++) {
            const ct_polygon *g = &plan[i].polygon;
            if (g->n_points > 0) ct_plan_rings(g, &q, &plan[i]);
        }
    }
    ct_arena_free(&arena);
    return CT_OK;
}

ct_status ct_plan_records(const ct_layer_file *layer, const ct_context *ctx, ct_record_plan *plan,
                          ct_ring_plan **rings, ct_anew *anew, ct_error *err)
{
    int32_t max_points = 0, max_parts = 0;
    ct_status s = measure_records(layer, plan, rings, &max_points, &max_parts, err);
    if (!s) s = plan_all(layer, ctx, max_points, max_parts, plan, err);
    if (!s) s = find_damage(layer, plan, err);
    return s ? s : ct_read_tangled(layer, ctx, plan, anew, err);
}
