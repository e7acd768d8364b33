/// Shapefiles as checked records. Shapelib does not read the shapes: its index reader believes what
/// the files claim, its handles serve one thread, and a record becomes four allocations.
#include "read/layer.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/foreign.h"
#include "base/text.h"

static int32_t read_i32(const char *p)
{
    int32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static double read_f64(const char *p)
{
    double v;
    memcpy(&v, p, sizeof v);
    return v;
}

/// Another format, or one of the files beside a .shp.
static ct_status fail_other(const ct_layer_file *l, ct_error *err)
{
    char advice[CT_FOREIGN_SIZE], shp[4096];
    if (ct_foreign_file(l->path, l->shp.bytes, l->shp.size, true, advice))
        return ct_fail(err, CT_ERR_INPUT, "%s: %s", l->path, advice);
    if (ct_file_sibling(l->path, ".shp", shp))
        return ct_fail(err, CT_ERR_INPUT, "%s: not a shapefile; give '%s', which is beside it",
                       l->path, shp);
    return ct_fail(err, CT_ERR_INPUT, "%s: not a shapefile; give the .shp of a layer", l->path);
}

/// The index begins as the shapes do.
static bool is_index(const char *path)
{
    const size_t n = strlen(path);
    return n > 4 && ct_name_equal(path + n - 4, ".shx");
}

static ct_status check_shp_header(const ct_layer_file *l, ct_error *err)
{
    static const char magic[4] = {0, 0, 0x27, 0x0a};
    if (is_index(l->path)) return fail_other(l, err);
    if (l->shp.size >= 100 && !memcmp(l->shp.bytes, magic, 4)) return CT_OK;
    if (l->shp.size < 100 && (l->shp.size < 4 || !memcmp(l->shp.bytes, magic, 4)))
        return ct_fail(err, CT_ERR_INPUT, "%s: the file is cut off: %lld bytes, the header has 100",
                       l->path, (long long)l->shp.size);
    return fail_other(l, err);
}

static ct_status open_table(ct_layer_file *l, ct_inputs *inputs, ct_error *err)
{
    char path[4096];
    if (!ct_file_sibling(l->path, ".dbf", path))
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: the table beside it (.dbf) is missing; codes and attributes are in it",
                       l->path);
    const ct_status s = ct_dbf_open(path, &l->dbf, err);
    return s ? s : ct_inputs_add(inputs, path, &l->dbf.file, err);
}

/// Content of the .prj without a byte order mark and blanks at its ends; l->wkt stays NULL when
/// there is none or it is empty.
static ct_status read_prj(ct_layer_file *l, ct_inputs *inputs, ct_error *err)
{
    char path[4096];
    ct_file f;
    if (!ct_file_sibling(l->path, ".prj", path)) return CT_OK;
    ct_status s = ct_file_open(path, &f, err);
    if (s) return s;
    const char *p = f.bytes, *end = p + f.size;
    if (f.size >= 3 && !memcmp(p, "\xef\xbb\xbf", 3)) p += 3;
    while (p < end && (uint8_t)*p <= ' ') p++;
    while (end > p && (uint8_t)end[-1] <= ' ') end--;
    s = ct_inputs_add(inputs, path, &f, err);
    if (!s && p < end) {
        l->wkt = ct_array(end - p + 1, 1, "a coordinate system", err);
        if (l->wkt) memcpy(l->wkt, p, (size_t)(end - p));
        s = l->wkt ? CT_OK : CT_ERR_MEMORY;
    }
    ct_file_close(&f);
    return s;
}

/// The table is at fault, or of another layer: as many shapes as were found by scanning are there.
static ct_status fail_rows(const ct_layer_file *l, ct_error *err)
{
    const ct_dbf *d = &l->dbf;
    const int64_t room = (d->file.size - d->header_size) / d->record_size;
    if (room == l->n_records)
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: its header says %d rows, but the file is as long as %d, which the .shp "
                       "has shapes: whatever wrote it did not finish; open and save the table, or "
                       "export the layer again",
                       d->path, d->n_records, l->n_records);
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: %d rows in the .dbf but %d shapes in the .shp: the files do not belong "
                   "together, or one is cut off",
                   d->path, d->n_records, l->n_records);
}

static ct_status find_records(ct_layer_file *l, const ct_context *ctx, ct_error *err)
{
    char path[4096];
    ct_file shx = {0};
    const bool exists = ct_file_sibling(l->path, ".shx", path);
    const ct_status opened = exists ? ct_file_open(path, &shx, err) : CT_OK;
    if (opened) return opened;
    const bool agrees = exists && ct_layer_index(l, &shx, ctx->n_threads, NULL);
    ct_file_close(&shx);
    if (agrees) return CT_OK;
    const ct_status s = ct_layer_scan(l, err);
    if (s) return s;
    if (l->n_records != l->dbf.n_records) return fail_rows(l, err);
    ct_note_add(ctx->notes, exists ? CT_WARN : CT_INFO, "read", 0,
                "%s: the index (.shx) %s; the records were found by scanning the .shp",
                ct_path_base(l->path), exists ? "disagrees with the layer" : "is missing");
    return CT_OK;
}

int32_t ct_layer_shape(const ct_layer_file *l, int32_t record)
{
    const int32_t type = read_i32(l->shp.bytes + l->offset[record]);
    return type > 10 && type < 30 ? type % 10 : type;
}

static const char *shape_name(int32_t shape)
{
    switch (shape) {
    case CT_SHAPE_NULL: return "null shape";
    case CT_SHAPE_POINT: return "point";
    case CT_SHAPE_LINE: return "line";
    case CT_SHAPE_POLYGON: return "polygon";
    case CT_SHAPE_MULTIPOINT: return "multipoint";
    case CT_SHAPE_MULTIPATCH: return "multipatch";
    default: return NULL;
    }
}

static ct_status fail_shape(const ct_layer_file *l, int32_t record, ct_error *err)
{
    const int32_t shape = ct_layer_shape(l, record);
    const char *name = shape_name(shape);
    if (!name)
        return ct_fail(err, CT_ERR_INPUT, "%s: record %d is damaged: there is no shape type %d",
                       l->path, record + 1, read_i32(l->shp.bytes + l->offset[record]));
    return ct_fail(err, CT_ERR_INPUT, "%s: record %d is a %s; polygons or points are needed",
                   l->path, record + 1, name);
}

/// Every record is null or of one family. The header's type is not asked: it may be wrong.
static ct_status check_shapes(ct_layer_file *l, ct_error *err)
{
    int32_t first = -1;
    for (int32_t i = 0; i < l->n_records; i++) {
        const int32_t shape = ct_layer_shape(l, i);
        const bool is_point = shape == CT_SHAPE_POINT || shape == CT_SHAPE_MULTIPOINT;
        if (shape == CT_SHAPE_NULL) {
            l->n_null++;
            continue;
        }
        if (!is_point && shape != CT_SHAPE_POLYGON) return fail_shape(l, i, err);
        if (first < 0) first = i, l->is_point = is_point;
        if (is_point != l->is_point)
            return ct_fail(err, CT_ERR_INPUT,
                           "%s: record %d is a %s and record %d a %s; a layer has one kind",
                           l->path, first + 1, l->is_point ? "point" : "polygon", i + 1,
                           is_point ? "point" : "polygon");
    }
    if (first >= 0) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT, "%s: the layer is empty: %d records, none has a shape",
                   l->path, l->n_records);
}

/// The layer itself, or the only one of a directory.
static ct_status find_layer(const char *path, const ct_context *ctx, char out[4096], ct_error *err)
{
    if ((size_t)snprintf(out, 4096, "%s", path) >= 4096)
        return ct_fail(err, CT_ERR_INPUT, "%.200s...: the path is too long", path);
    const int32_t n = ct_foreign_layers(path, out, 4096);
    if (n > 1)
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: is a directory of %d layers; give one of them, such as '%s'", path, n,
                       out);
    if (n == 1)
        ct_note_add(ctx->notes, CT_INFO, "read", 0, "%s: the layer in it is %s", path,
                    ct_path_base(out));
    return CT_OK;
}

ct_status ct_layer_open(const char *path, const ct_context *ctx, ct_inputs *inputs,
                        ct_layer_file *out, ct_error *err)
{
    *out = (ct_layer_file){0};
    ct_status s = find_layer(path, ctx, out->path, err);
    path = out->path;
    if (!s) s = ct_file_open(path, &out->shp, err);
    if (!s) s = check_shp_header(out, err);
    if (!s) s = ct_inputs_add_later(inputs, path, &out->shp, &out->digest, err);
    if (!s) s = open_table(out, inputs, err);
    if (!s) s = find_records(out, ctx, err);
    if (!s) s = check_shapes(out, err);
    if (!s) s = read_prj(out, inputs, err);
    if (!s && out->is_point) ct_digest_add(out->digest, &out->shp, out->shp.size);
    return s;
}

void ct_layer_release(ct_layer_file *l)
{
    free(l->offset);
    free(l->size);
    l->offset = l->size = NULL;
    ct_dbf_close(&l->dbf);
    ct_digest_end(&l->digest);
    ct_file_close(&l->shp);
}

void ct_layer_close(ct_layer_file *l)
{
    if (!l) return;
    ct_layer_release(l);
    free(l->wkt);
    l->wkt = NULL;
}

static ct_status fail_size(const ct_layer_file *l, int32_t record, const char *what, ct_error *err)
{
    return ct_fail(err, CT_ERR_INPUT,
                   "%s: record %d is damaged: %s does not fit its %lld bytes; copy the file again",
                   l->path, record + 1, what, (long long)l->size[record]);
}

ct_status ct_layer_point(const ct_layer_file *l, int32_t record, double *x, double *y, bool *found,
                         ct_error *err)
{
    const char *p = l->shp.bytes + l->offset[record];
    const int64_t size = l->size[record];
    const int32_t shape = ct_layer_shape(l, record);
    int64_t at = 4;
    *found = false;
    if (shape == CT_SHAPE_NULL) return CT_OK;
    if (shape == CT_SHAPE_MULTIPOINT) {
        if (size < 40) return fail_size(l, record, "a multipoint", err);
        const int32_t n = read_i32(p + 36);
        if (n == 0) return CT_OK;
        if (n != 1)
            return ct_fail(err, CT_ERR_INPUT,
                           "%s: record %d is a multipoint of %d points; one point each is needed",
                           l->path, record + 1, n);
        at = 40;
    }
    if (size < at + 16) return fail_size(l, record, "a point", err);
    *x = read_f64(p + at);
    *y = read_f64(p + at + 8);
    *found = isfinite(*x) && isfinite(*y);
    return CT_OK;
}

/// Parts start at vertex 0 and never go back.
static bool parts_ascend(const ct_polygon *g)
{
    int32_t before = 0;
    for (int32_t i = 0; i < g->n_parts; i++) {
        const int32_t first = read_i32(g->parts + 4 * (int64_t)i);
        if (first < before || first > g->n_points || (i == 0 && first != 0)) return false;
        before = first;
    }
    return true;
}

ct_status ct_layer_polygon(const ct_layer_file *l, int32_t record, ct_polygon *out, ct_error *err)
{
    const char *p = l->shp.bytes + l->offset[record];
    const int64_t size = l->size[record];
    *out = (ct_polygon){0};
    if (ct_layer_shape(l, record) == CT_SHAPE_NULL) return CT_OK;
    if (size < 44) return fail_size(l, record, "a polygon", err);
    const int32_t n_parts = read_i32(p + 36), n_points = read_i32(p + 40);
    const int64_t need = 44 + 4 * (int64_t)n_parts + 16 * (int64_t)n_points;
    if (n_parts < 0 || n_points < 0 || need > size)
        return fail_size(l, record, "a polygon of as many rings and vertices as it claims", err);
    if (n_parts == 0 || n_points == 0) return CT_OK;
    *out = (ct_polygon){n_parts, n_points, p + 44, p + 44 + 4 * (int64_t)n_parts};
    if (!parts_ascend(out)) return fail_size(l, record, "the list of its rings", err);
    return CT_OK;
}
