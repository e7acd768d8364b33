/// ct_read_regions(): layer -> regions.
#include "read/regions.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/regions.h"
#include "read/crs.h"
#include "read/extent.h"

static void note_rings(const ct_layer_file *layer, const ct_context *ctx,
                       const ct_record_plan *plan)
{
    ct_examples closed = {0}, dropped = {0}, turned = {0}, anew = {0};
    for (int32_t i = 0; i < layer->n_records; i++) {
        if (plan[i].n_closed) ct_example(&closed, plan[i].n_closed, "%d", i + 1);
        if (plan[i].n_dropped) ct_example(&dropped, plan[i].n_dropped, "%d", i + 1);
        if (plan[i].n_turned) ct_example(&turned, plan[i].n_turned, "%d", i + 1);
        if (plan[i].anew) ct_example(&anew, 1, "%d", i + 1);
    }
    if (closed.n)
        ct_note_add(ctx->notes, CT_WARN, "read", closed.n,
                    "open {ring was|rings were} closed (record %s)", closed.text);
    if (dropped.n)
        ct_note_add(ctx->notes, CT_WARN, "read", dropped.n,
                    "{ring without area was|rings without area were} dropped (record %s)",
                    dropped.text);
    if (turned.n)
        ct_note_add(ctx->notes, CT_INFO, "read", turned.n,
                    "{ring that runs the wrong way was|rings that run the wrong way were} turned "
                    "round (record %s)",
                    turned.text);
    if (anew.n)
        ct_note_add(ctx->notes, CT_WARN, "read", anew.n,
                    "{record has rings that cross or cover|records have rings that cross or cover} "
                    "each other: the ground inside an odd number of them is taken (record %s)",
                    anew.text);
}

static ct_status fail_transform(const ct_layer_file *layer, const ct_crs *crs, const double xy[2],
                                ct_error *err)
{
    return ct_fail(
        err, CT_ERR_INPUT,
        "%s: x = %.9g, y = %.9g has no place on the Earth in '%s': is the .prj the right "
        "one?",
        layer->path, xy[0], xy[1], crs->name);
}

/// In pieces, so that the caller can stop what may take a minute.
static ct_status transform(const ct_layer_file *layer, const ct_context *ctx, const ct_crs *crs,
                           int64_t n, const double *xy, double *lonlat, ct_error *err)
{
    enum { PIECE = 1 << 21 };
    ct_status s = CT_OK;
    for (int64_t at = 0; !s && at < n; at += PIECE) {
        const int64_t size = n - at < PIECE ? n - at : PIECE;
        int64_t n_failed = 0, first = -1;
        s = ct_tick(ctx, "read", 0.7 + 0.25 * (double)at / (double)n, "coordinates");
        if (!s)
            s = ct_crs_to_lonlat(crs, size, xy + 2 * at, lonlat + 2 * at, ctx->n_threads, &n_failed,
                                 &first, err);
        if (!s && n_failed) s = fail_transform(layer, crs, xy + 2 * (at + first), err);
    }
    return s;
}

/// lonlat of n points xy: the same array where nothing is to be transformed.
static ct_status to_lonlat(const ct_layer_file *layer, const ct_context *ctx, const ct_crs *crs,
                           int64_t n, double *xy, double **lonlat, ct_error *err)
{
    if (*lonlat) return CT_OK;
    *lonlat = crs->is_lonlat ? xy : ct_array(2 * n, sizeof **lonlat, "vertices in lon/lat", err);
    if (!*lonlat) return CT_ERR_MEMORY;
    return crs->is_lonlat ? CT_OK : transform(layer, ctx, crs, n, xy, *lonlat, err);
}

/// What the layer states of its coordinate system, which is now the regions'.
static ct_status settle_crs(const ct_layer_file *layer, const ct_context *ctx, int64_t n,
                            const double *xy, ct_crs *crs, ct_regions *out, ct_error *err)
{
    const ct_status s = ct_crs_settle(layer->path, layer->wkt, n, xy, ctx, crs, err);
    out->is_geographic = crs->is_geographic;
    out->crs_wkt = crs->wkt;
    out->crs_name = crs->name;
    return s;
}

/// Records -> codes, vertices and fields; nothing of the layer is needed afterwards but its path.
static ct_status decode_polygons(const ct_data_options *opt, const ct_context *ctx,
                                 const ct_layer_file *layer, ct_regions *out, ct_error *err)
{
    ct_ring_plan *rings = NULL;
    ct_anew anew = {0}, united = {0};
    ct_record_plan *plan = ct_array(layer->n_records, sizeof *plan, "records", err);
    uint8_t *has_shape = ct_array(layer->n_records, 1, "records", err);
    ct_status s = plan && has_shape ? CT_OK : CT_ERR_MEMORY;
    if (!s) s = ct_plan_records(layer, ctx, plan, &rings, &anew, err);
    if (!s) {
        for (int32_t i = 0; i < layer->n_records; i++) has_shape[i] = plan[i].n_rings > 0;
        note_rings(layer, ctx, plan);
        s = ct_tick(ctx, "read", 0.5, "rings");
    }
    if (!s) s = ct_read_codes(opt, ctx, layer, has_shape, out, err);
    if (!s) s = ct_unite_records(ctx, out, plan, &united, err);
    if (!s) s = ct_copy_rings(layer, ctx, plan, out, err);
    if (!s) s = ct_read_fields(opt, ctx, layer, out, err);
    if (!s) s = ct_layer_unchanged(layer, err);
    free(has_shape);
    free(plan);
    free(rings);
    free(anew.xy);
    free(anew.ring);
    free(united.xy);
    free(united.ring);
    return s;
}

/// The records of a layer that is no shapefile stay until they are written again.
static ct_status keep_records(ct_layer_file *layer, ct_regions *out, ct_error *err)
{
    if (!layer->dbf.row_at) return CT_OK;
    out->kept = ct_array(1, sizeof *out->kept, "records", err);
    if (!out->kept) return CT_ERR_MEMORY;
    *out->kept = (ct_kept_records){layer->shp, layer->offset, layer->size};
    layer->shp = (ct_file){0};
    layer->offset = layer->size = NULL;
    return CT_OK;
}

/// `layer` is released as soon as its bytes have been copied: the peak is two copies, not three.
static ct_status read_polygons(const ct_data_options *opt, const ct_context *ctx,
                               ct_layer_file *layer, ct_regions *out, ct_error *err)
{
    ct_crs crs = {0};
    ct_status s = decode_polygons(opt, ctx, layer, out, err);
    if (!s) s = keep_records(layer, out, err);
    ct_layer_release(layer);
    if (!s) s = settle_crs(layer, ctx, out->n_vertices, out->xy, &crs, out, err);
    if (!s && crs.is_turned) s = ct_turn_rings(ctx, crs.is_lonlat, out, err);
    if (!s) s = to_lonlat(layer, ctx, &crs, out->n_vertices, out->xy, &out->lonlat, err);
    if (!s) s = ct_take_short_ways(ctx, crs.is_turned, out, err);
    if (!s) s = ct_new_places(out, err);
    if (!s) ct_place_regions(ctx, out);
    return s;
}

/// xy[2 * n_records], NaN where a record has no point.
static ct_status read_point_records(const ct_layer_file *layer, double *xy, uint8_t *has_shape,
                                    ct_error *err)
{
    for (int32_t i = 0; i < layer->n_records; i++) {
        bool found;
        double *p = xy + 2 * (int64_t)i;
        const ct_status s = ct_layer_point(layer, i, &p[0], &p[1], &found, err);
        if (s) return s;
        has_shape[i] = found;
        if (!found) p[0] = p[1] = (double)NAN;
    }
    return CT_OK;
}

static ct_status read_points(const ct_data_options *opt, const ct_context *ctx,
                             ct_layer_file *layer, ct_regions *out, ct_error *err)
{
    ct_crs crs = {0};
    double *lonlat = NULL;
    double *xy = ct_array(2 * (int64_t)layer->n_records, sizeof *xy, "points", err);
    uint8_t *has_shape = ct_array(layer->n_records, 1, "records", err);
    ct_status s = xy && has_shape ? CT_OK : CT_ERR_MEMORY;
    out->is_point_layer = true;
    if (!s) s = read_point_records(layer, xy, has_shape, err);
    if (!s) s = ct_read_codes(opt, ctx, layer, has_shape, out, err);
    if (!s) s = ct_new_no_rings(out, err);
    if (!s) s = ct_read_fields(opt, ctx, layer, out, err);
    if (!s) s = ct_layer_unchanged(layer, err);
    if (!s) s = settle_crs(layer, ctx, layer->n_records, xy, &crs, out, err);
    if (!s && crs.is_turned)
        ct_turned_note(ctx, layer->path, ct_turn_points(layer->n_records, xy), true);
    if (!s) s = to_lonlat(layer, ctx, &crs, layer->n_records, xy, &lonlat, err);
    if (!s) s = ct_new_places(out, err);
    if (!s) s = ct_place_points(layer, lonlat, out, err);
    if (!s) s = keep_records(layer, out, err);
    if (lonlat != xy) free(lonlat);
    free(has_shape);
    free(xy);
    return s;
}

ct_status ct_read_regions(const ct_data_options *opt, const ct_context *ctx, ct_regions *out,
                          ct_inputs *inputs, ct_error *err)
{
    ct_layer_file layer = {0};
    *out = (ct_regions){0};
    if (!opt->regions)
        return ct_fail(err, CT_ERR_USAGE, "no regions: name the layer with --regions FILE.shp");
    ct_status s = ct_tick(ctx, "read", 0.0, "layer");
    if (!s) s = ct_layer_open(opt->regions, opt->layer, ctx, inputs, &layer, err);
    if (!s) snprintf(out->path, sizeof out->path, "%s", layer.path);
    if (!s)
        s = layer.is_point ? read_points(opt, ctx, &layer, out, err)
                           : read_polygons(opt, ctx, &layer, out, err);
    ct_layer_close(&layer);
    return s;
}
