/// What canton-gdal says, as a layer: shapes and rows stay where they stand in it.
#include <stdlib.h>
#include <string.h>

#include "base/layer_stream.h"
#include "base/text.h"
#include "read/gdal.h"

/// Messages while they are taken.
typedef struct taking {
    const ct_context *ctx;
    ct_layer_file *layer;
    int64_t offsets, sizes, rows, fields; ///< room
    int32_t n_rows;
    char version[32];
    ct_error *err;
} taking;

static ct_status take_version(taking *t, const char *p, int64_t size)
{
    int32_t version = 0;
    if (size >= (int64_t)sizeof version) memcpy(&version, p, sizeof version);
    if (version != CT_STREAM_VERSION)
        return ct_fail(t->err, CT_ERR_INPUT,
                       "%s: canton-gdal, which is to read it, is of another version of canton",
                       t->layer->path);
    const int64_t n = size - (int64_t)sizeof version;
    memcpy(t->version, p + sizeof version, (size_t)(n < 31 ? n : 31));
    return CT_OK;
}

static ct_status take_column(taking *t, const char *p, int64_t size)
{
    ct_dbf *d = &t->layer->dbf;
    if (size < 1) return CT_ERR_INTERNAL;
    const ct_status s = ct_grow((void **)&d->field, &t->fields, d->n_fields + 1, sizeof *d->field,
                                "fields of a table", t->err);
    if (s) return s;
    ct_dbf_field *f = &d->field[d->n_fields++];
    *f = (ct_dbf_field){.type = *p};
    const size_t n = (size_t)(size - 1);
    memcpy(f->name, p + 1, n < sizeof f->name ? n : sizeof f->name - 1);
    return CT_OK;
}

static ct_status take_shape(taking *t, const char *p, int64_t size)
{
    ct_layer_file *l = t->layer;
    const int64_t n = l->n_records;
    if (size < 4 || n + 1 >= INT32_MAX || t->n_rows != n) return CT_ERR_INTERNAL;
    ct_status s = ct_grow((void **)&l->offset, &t->offsets, n + 1, sizeof *l->offset,
                          "record offsets", t->err);
    if (!s)
        s = ct_grow((void **)&l->size, &t->sizes, n + 1, sizeof *l->size, "record sizes", t->err);
    if (s) return s;
    l->offset[n] = p - l->shp.bytes;
    l->size[n] = size;
    l->n_records++;
    return CT_OK;
}

/// Its cells end where it does.
static bool row_is_whole(const ct_dbf *d, const char *p, int64_t size)
{
    int64_t at = 0;
    for (int32_t f = 0; f < d->n_fields; f++) {
        int32_t n;
        if (size - at < (int64_t)sizeof n) return false;
        memcpy(&n, p + at, sizeof n);
        if (n > CT_STREAM_CELL || n > size - at - (int64_t)sizeof n) return false;
        at += (int64_t)sizeof n + (n > 0 ? n : 0);
    }
    return at == size;
}

static ct_status take_row(taking *t, const char *p, int64_t size)
{
    ct_dbf *d = &t->layer->dbf;
    if (t->n_rows + 1 != t->layer->n_records || !row_is_whole(d, p, size)) return CT_ERR_INTERNAL;
    const ct_status s = ct_grow((void **)&d->row_at, &t->rows, t->n_rows + 1, sizeof *d->row_at,
                                "rows of a table", t->err);
    if (!s) d->row_at[t->n_rows++] = p - t->layer->shp.bytes;
    return s;
}

static ct_status take_crs(taking *t, const char *p, int64_t size)
{
    free(t->layer->wkt);
    t->layer->wkt = ct_array(size + 1, 1, "a coordinate system", t->err);
    if (!t->layer->wkt) return CT_ERR_MEMORY;
    memcpy(t->layer->wkt, p, (size_t)size);
    return CT_OK;
}

static void note_layer(const taking *t, const char *p, int64_t size)
{
    ct_note_add(t->ctx->notes, CT_INFO, "read", 0, "%s: layer '%.*s', read through GDAL %s",
                ct_path_base(t->layer->path), size < 80 ? (int)size : 80, p, t->version);
}

static void note_number(const taking *t, const char *p, int64_t size)
{
    int64_t n;
    char words[1024];
    if (size < (int64_t)sizeof n) return;
    memcpy(&n, p, sizeof n);
    const int64_t length = size - (int64_t)sizeof n;
    const size_t used = (size_t)(length < 1023 ? length : 1023);
    memcpy(words, p + sizeof n, used);
    words[used] = 0;
    ct_note_add(t->ctx->notes, CT_WARN, "read", n, "%s: %s", ct_path_base(t->layer->path), words);
}

static ct_status take(taking *t, int64_t kind, const char *p, int64_t size)
{
    switch (kind) {
    case CT_MESSAGE_VERSION: return take_version(t, p, size);
    case CT_MESSAGE_LAYER: return note_layer(t, p, size), CT_OK;
    case CT_MESSAGE_CRS: return take_crs(t, p, size);
    case CT_MESSAGE_COLUMN: return take_column(t, p, size);
    case CT_MESSAGE_SHAPE: return take_shape(t, p, size);
    case CT_MESSAGE_ROW: return take_row(t, p, size);
    case CT_MESSAGE_NOTE: return note_number(t, p, size), CT_OK;
    case CT_MESSAGE_ERROR:
        return ct_fail(t->err, CT_ERR_INPUT, "%s: %.*s", t->layer->path,
                       size < 1500 ? (int)size : 1500, p);
    default: return CT_ERR_INTERNAL;
    }
}

ct_status ct_gdal_take(const ct_context *ctx, ct_layer_file *out, ct_error *err)
{
    taking t = {.ctx = ctx, .layer = out, .err = err};
    const char *p = out->shp.bytes, *end = p + out->shp.size;
    ct_dbf *d = &out->dbf;
    memcpy(d->path, out->path, sizeof d->path);
    memcpy(d->encoding, "UTF-8", 6);
    d->rows = out->shp.bytes;
    for (ct_message m; end - p >= (int64_t)sizeof m;) {
        memcpy(&m, p, sizeof m);
        p += sizeof m;
        if (m.kind == CT_MESSAGE_END) {
            d->n_records = out->n_records;
            return t.n_rows == out->n_records ? CT_OK : CT_ERR_INTERNAL;
        }
        if (m.size < 0 || m.size > end - p) return CT_ERR_INTERNAL;
        const ct_status s = take(&t, m.kind, p, m.size);
        if (s) return s;
        p += m.size;
    }
    return CT_ERR_INTERNAL;
}
