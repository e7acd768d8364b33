/// A layer found, opened and closed: a shapefile with what is beside it, or what GDAL makes of a
/// file.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/foreign.h"
#include "base/text.h"
#include "canton/stages.h"
#include "read/gdal.h"
#include "read/layer.h"

/// Another format, or one of the files beside a .shp.
static ct_status fail_other(const ct_layer_file *l, ct_error *err)
{
    char advice[CT_FOREIGN_SIZE], shp[4096];
    if (ct_foreign_file(l->path, l->shp.bytes, l->shp.size, true, advice))
        return ct_fail(err, CT_ERR_INPUT, "%s: %s%s", l->path, advice,
                       ct_foreign_by_gdal(l->path, l->shp.bytes, l->shp.size, false)
                           ? "; canton-gdal, which would read it as it is, is not installed"
                           : "");
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
    int32_t type;
    const char *name = shape_name(ct_layer_shape(l, record));
    memcpy(&type, l->shp.bytes + l->offset[record], sizeof type);
    if (!name)
        return ct_fail(err, CT_ERR_INPUT, "%s: record %d is damaged: there is no shape type %d",
                       l->path, record + 1, type);
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

static bool is_there(const char *path)
{
    return !access(path, F_OK);
}

/// One of a directory: the only one, or that called `name`.
static ct_status find_in_directory(const char *path, const char *name, const ct_context *ctx,
                                   int32_t n, char out[4096], ct_error *err)
{
    if (name) snprintf(out, 4096, "%s/%s.shp", path, name);
    if (name ? !is_there(out) : n > 1)
        return ct_fail(err, CT_ERR_INPUT,
                       name ? "%s: is a directory of %d layers, but there is no '%s'"
                            : "%s: is a directory of %d layers; give one of them, such as '%s', or "
                              "its name by --layer",
                       path, n, out);
    ct_note_add(ctx->notes, CT_INFO, "read", 0, "%s: the layer in it is %s", path,
                ct_path_base(out));
    return CT_OK;
}

/// The layer itself, one of a directory, or what a stem belongs to.
static ct_status find_layer(const char *path, const char *name, const ct_context *ctx,
                            char out[4096], ct_error *err)
{
    if ((size_t)snprintf(out, 4096, "%s", path) >= 4090)
        return ct_fail(err, CT_ERR_INPUT, "%.200s...: the path is too long", path);
    const int32_t n = ct_foreign_layers(path, out, 4096);
    if (n > 0) return find_in_directory(path, name, ctx, n, out, err);
    if (is_there(path)) return CT_OK;
    snprintf(out, 4096, "%.4090s.shp", path);
    if (!is_there(out)) snprintf(out, 4096, "%s", path);
    return CT_OK;
}

/// A shapefile is one layer, called as its file is.
static ct_status check_name(const ct_layer_file *l, const char *name, ct_error *err)
{
    const char *base = ct_path_base(l->path);
    const size_t n = name ? strlen(name) : 0;
    if (!name || (!strncmp(base, name, n) && (!base[n] || strlen(base + n) == 4))) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT, "%s: is one layer, and not called '%s' (--layer)", l->path,
                   name);
}

static ct_status open_shapefile(ct_layer_file *l, const char *name, const ct_context *ctx,
                                ct_inputs *inputs, ct_error *err)
{
    ct_status s = check_shp_header(l, err);
    if (!s) s = check_name(l, name, err);
    if (!s) s = ct_inputs_add_later(inputs, l->path, &l->shp, &l->digest, err);
    if (!s) s = open_table(l, inputs, err);
    if (!s) s = find_records(l, ctx, err);
    if (!s) s = read_prj(l, inputs, err);
    return s;
}

/// The file itself, of which GDAL reads what takes its place, unless it is a shapefile.
static ct_status open_file(ct_layer_file *l, const char *name, const ct_context *ctx,
                           ct_inputs *inputs, ct_error *err)
{
    char program[4096];
    ct_status s = ct_file_open(l->path, &l->shp, err);
    if (s) return s;
    if (!ct_foreign_by_gdal(l->path, l->shp.bytes, l->shp.size, false) || !ct_gdal_find(program))
        return open_shapefile(l, name, ctx, inputs, err);
    s = ct_inputs_add(inputs, l->path, &l->shp, err);
    ct_file_close(&l->shp);
    return s ? s : ct_layer_by_gdal(l, program, name, ctx, inputs, err);
}

ct_status ct_layer_open(const char *path, const char *name, const ct_context *ctx,
                        ct_inputs *inputs, ct_layer_file *out, ct_error *err)
{
    *out = (ct_layer_file){0};
    ct_status s = find_layer(path, name, ctx, out->path, err);
    if (s) return s;
    s = ct_layer_is_folder(out->path) ? ct_layer_open_folder(out, name, ctx, inputs, err)
                                      : open_file(out, name, ctx, inputs, err);
    if (!s) s = check_shapes(out, err);
    if (!s && out->is_point) ct_digest_add(out->digest, &out->shp, out->shp.size);
    return s;
}

ct_status ct_layer_unchanged(const ct_layer_file *l, ct_error *err)
{
    char path[4096];
    const ct_status s = ct_file_unchanged(l->path, &l->shp, err);
    if (s || !l->dbf.file.is_mapped || !ct_file_sibling(l->path, ".dbf", path)) return s;
    return ct_file_unchanged(path, &l->dbf.file, err);
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
