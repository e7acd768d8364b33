/// A layer as a shapefile, with everything that belongs to it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "write/attributes.h"
#include "write/bytes.h"
#include "write/features.h"
#include "write/qml.h"
#include "write/records.h"
#include "write/shapefile.h"

static const int32_t types[] = {[CT_POINTS] = CT_SHP_POINT,
                                [CT_MULTIPOINTS] = CT_SHP_MULTIPOINT,
                                [CT_LINES] = CT_SHP_LINE,
                                [CT_POLYGONS] = CT_SHP_POLYGON};

/// Parts of feature i: first .. next - 1.
static void parts_of(const ct_geometry *g, int64_t i, int64_t *first, int64_t *next)
{
    *first = g->part_begin ? g->part_begin[i] : i;
    *next = g->part_begin ? g->part_begin[i + 1] : i + 1;
}

/// Parts that a record counts: multipoints have none.
static int32_t counted(const ct_geometry *g, int64_t first, int64_t next)
{
    return g->type == CT_MULTIPOINTS ? 0 : (int32_t)(next - first);
}

static void fill_feature(const void *user, int64_t i, char *to)
{
    const ct_geometry *g = user;
    int64_t first, next;
    parts_of(g, i, &first, &next);
    const int64_t begin = g->vertex_begin[first], end = g->vertex_begin[next];
    ct_shape_put(to, types[g->type], counted(g, first, next), g->vertex_begin + first, end - begin,
                 g->xy + 2 * begin);
}

/// Everything but the geometry; record r is row[r] of the columns, its own when row is NULL.
static ct_status write_companions(const ct_context *ctx, const char *dir, const ct_features *f,
                                  const char *wkt, int64_t n_records, const int32_t *row,
                                  ct_error *err)
{
    char file[sizeof f->name + 8];
    int64_t n_cut = 0;
    snprintf(file, sizeof file, "%s.dbf", f->name);
    ct_status s = ct_attributes_write(ctx, dir, file, &f->columns, n_records, row, &n_cut, err);
    if (!s) s = ct_shapefile_write_crs(dir, f->name, wkt, err);
    if (!s) s = ct_qml_write(dir, f->name, f->symbol, f->label, err);
    if (n_cut)
        ct_note_add(ctx->notes, CT_WARN, "write", n_cut,
                    "texts cut at 254 bytes in %s, the limit of the format", file);
    return s;
}

static ct_status write_features(const ct_context *ctx, const char *dir, const ct_features *f,
                                ct_error *err)
{
    const ct_geometry *g = &f->geometry;
    int64_t *bytes = ct_array(g->n, sizeof *bytes, "record sizes", err);
    if (!bytes) return CT_ERR_MEMORY;
    for (int64_t i = 0; i < g->n; i++) {
        int64_t first, next;
        parts_of(g, i, &first, &next);
        bytes[i] =
            ct_shape_bytes(counted(g, first, next), g->vertex_begin[next] - g->vertex_begin[first]);
    }
    const ct_shapes shapes = {types[g->type], g->n, bytes, fill_feature, g, NULL, NULL, NULL};
    ct_status s = ct_shapefile_write(ctx, dir, f->name, &shapes, err);
    if (!s) s = write_companions(ctx, dir, f, f->wkt, g->n, NULL, err);
    free(bytes);
    return s;
}

static void copy_record(const void *user, int64_t i, char *to)
{
    const ct_records *records = user;
    memcpy(to, records->content[i], (size_t)records->bytes[i]);
}

/// The input's own geometry, byte by byte, in its order; a region may have several records.
static ct_status write_records(const ct_context *ctx, const char *dir, const ct_features *f,
                               const ct_records *records, ct_error *err)
{
    ct_shapes shapes = {.type = types[f->geometry.type],
                        .n = records->n,
                        .bytes = records->bytes,
                        .fill = copy_record,
                        .user = records,
                        .content = records->content,
                        .file = &records->shp};
    if (records->n) shapes.type = (int32_t)ct_get_le32(records->content[0]);
    if (shapes.type > 10) shapes.zm_range = records->shp.bytes + 68;
    const ct_status s = ct_shapefile_write(ctx, dir, f->name, &shapes, err);
    return s ? s
             : write_companions(ctx, dir, f, f->source->crs_wkt, records->n, records->region, err);
}

ct_status ct_sink_shapefile(const ct_context *ctx, const char *dir, const ct_features *f,
                            ct_error *err)
{
    ct_records records;
    if (!f->source) return write_features(ctx, dir, f, err);
    ct_status s = ct_records_open(f->source, &records, err);
    if (!s) s = write_records(ctx, dir, f, &records, err);
    ct_records_close(&records);
    return s;
}
