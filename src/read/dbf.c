/// Attribute tables: header by Shapelib after its sizes were checked, cells from the mapped file.
#include "read/dbf.h"

#include <shapefil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/text.h"

static uint32_t byte_at(const ct_file *f, int64_t i)
{
    return (uint8_t)f->bytes[i];
}

static void stay_silent(const char *message)
{
    (void)message;
}

/// Nothing is allocated or read by these numbers before they fit the file.
static ct_status check_header(ct_dbf *d, ct_error *err)
{
    const ct_file *f = &d->file;
    if (f->size < 33)
        return ct_fail(err, CT_ERR_INPUT, "%s: not a dBASE table: %lld bytes", d->path,
                       (long long)f->size);
    const int64_t n =
        byte_at(f, 4) | byte_at(f, 5) << 8 | byte_at(f, 6) << 16 | (int64_t)byte_at(f, 7) << 24;
    d->header_size = (int32_t)(byte_at(f, 8) | byte_at(f, 9) << 8);
    d->record_size = (int32_t)(byte_at(f, 10) | byte_at(f, 11) << 8);
    if (d->header_size < 65 || d->header_size > f->size || d->record_size < 2)
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: not a dBASE table: header of %d bytes, rows of %d bytes, file of %lld",
                       d->path, d->header_size, d->record_size, (long long)f->size);
    const int64_t room = (f->size - d->header_size) / d->record_size;
    if (n > room || n >= INT32_MAX)
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: the file is cut off: it claims %lld rows and has %lld; copy it again",
                       d->path, (long long)n, (long long)room);
    d->n_records = (int32_t)n;
    return CT_OK;
}

static ct_status copy_fields(ct_dbf *d, DBFHandle h, ct_error *err)
{
    d->n_fields = h->nFields;
    if (d->n_fields < 1) return ct_fail(err, CT_ERR_INPUT, "%s: the table has no fields", d->path);
    d->field = ct_array(d->n_fields, sizeof *d->field, "fields of a table", err);
    if (!d->field) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < d->n_fields; i++) {
        ct_dbf_field *f = &d->field[i];
        DBFGetFieldInfo(h, i, f->name, &f->width, &f->decimals);
        f->type = h->pachFieldType[i];
        f->offset = h->panFieldOffset[i];
        if (f->width < 0 || f->offset < 1 || f->offset + f->width > d->record_size)
            return ct_fail(err, CT_ERR_INPUT,
                           "%s: field %d '%s' ends at byte %d of rows that have %d: the header is "
                           "damaged",
                           d->path, i + 1, f->name, f->offset + f->width, d->record_size);
    }
    return CT_OK;
}

static ct_status read_fields(ct_dbf *d, ct_error *err)
{
    SAHooks hooks;
    SASetupDefaultHooks(&hooks);
    hooks.Error = stay_silent;
    DBFHandle h = DBFOpenLL(d->path, "rb", &hooks);
    if (!h) return ct_fail(err, CT_ERR_INPUT, "%s: the table's header is damaged", d->path);
    ct_status s;
    if (h->nHeaderLength != d->header_size || h->nRecordLength != d->record_size)
        s = ct_fail(err, CT_ERR_INPUT, "%s: the file changed while it was opened", d->path);
    else
        s = copy_fields(d, h, err);
    DBFClose(h);
    return s;
}

/// The .cpg wins over the language id, as GIS programs have it.
static ct_status find_encoding(ct_dbf *d, ct_error *err)
{
    char path[4096];
    ct_file cpg;
    ct_dbf_encoding_of_language((uint8_t)d->file.bytes[29], d->encoding);
    if (!ct_file_sibling(d->path, ".cpg", path)) return CT_OK;
    const ct_status s = ct_file_open(path, &cpg, err);
    if (s) return s;
    char stated[32];
    ct_dbf_encoding_of_cpg(cpg.bytes, cpg.size, stated);
    if (stated[0]) memcpy(d->encoding, stated, sizeof stated);
    ct_file_close(&cpg);
    return CT_OK;
}

ct_status ct_dbf_open(const char *path, ct_dbf *out, ct_error *err)
{
    *out = (ct_dbf){0};
    if ((size_t)snprintf(out->path, sizeof out->path, "%s", path) >= sizeof out->path)
        return ct_fail(err, CT_ERR_INPUT, "%.200s...: the path is too long", path);
    ct_status s = ct_file_open(path, &out->file, err);
    if (!s) s = check_header(out, err);
    if (!s) s = read_fields(out, err);
    return s ? s : find_encoding(out, err);
}

void ct_dbf_close(ct_dbf *d)
{
    if (!d) return;
    free(d->field);
    free(d->row_at);
    d->field = NULL;
    d->row_at = NULL;
    ct_file_close(&d->file);
}

static const char *row_of(const ct_dbf *d, int32_t record)
{
    return d->file.bytes + d->header_size + (int64_t)record * d->record_size;
}

bool ct_dbf_is_deleted(const ct_dbf *d, int32_t record)
{
    return !d->row_at && *row_of(d, record) == '*';
}

/// A cell behind its length, and those before it.
static const char *streamed_cell(const ct_dbf *d, int32_t record, int32_t field, int32_t *width)
{
    const char *p = d->rows + d->row_at[record];
    for (int32_t f = 0;; f++) {
        memcpy(width, p, sizeof *width);
        p += sizeof *width;
        if (*width < 0) *width = 0;
        if (f == field) return p;
        p += *width;
    }
}

/// With its blanks; *width bytes.
static const char *whole_cell(const ct_dbf *d, int32_t record, int32_t field, int32_t *width)
{
    if (d->row_at) return streamed_cell(d, record, field, width);
    *width = d->field[field].width;
    return row_of(d, record) + d->field[field].offset;
}

const char *ct_dbf_number(const ct_dbf *d, int32_t record, int32_t field, int32_t *length)
{
    int32_t width;
    const char *p = whole_cell(d, record, field, &width);
    const char *end = memchr(p, 0, (size_t)width);
    if (!end) end = p + width;
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    while (end > p && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r' || end[-1] == '\n'))
        end--;
    *length = (int32_t)(end - p);
    return p;
}

const char *ct_dbf_cell(const ct_dbf *d, int32_t record, int32_t field, int32_t *length)
{
    const char *p = ct_dbf_number(d, record, field, length);
    if (d->field[field].type != 'C' && *length && *p == '*') *length = 0;
    return p;
}

int32_t ct_dbf_utf8(const ct_dbf *d, int32_t record, int32_t field, char *out)
{
    int32_t n;
    const char *cell = ct_dbf_cell(d, record, field, &n);
    const ct_dbf_field *f = &d->field[field];
    if (f->type != 'N' && f->type != 'F') return ct_dbf_recode(d->encoding, cell, n, out);
    const int64_t whole = ct_code_whole(cell, n, out);
    if (whole > 0) return out[whole] = 0, (int32_t)whole;
    memcpy(out, cell, (size_t)n);
    out[n] = 0;
    return n;
}

int32_t ct_dbf_field_index(const ct_dbf *d, const char *name)
{
    for (int32_t i = 0; i < d->n_fields; i++)
        if (!strcmp(d->field[i].name, name)) return i;
    for (int32_t i = 0; i < d->n_fields; i++)
        if (ct_name_equal(d->field[i].name, name)) return i;
    return -1;
}

void ct_dbf_list_fields(const ct_dbf *d, char *out, size_t size)
{
    size_t used = 0;
    out[0] = 0;
    for (int32_t i = 0; i < d->n_fields; i++) {
        const size_t need = strlen(d->field[i].name) + 2;
        if (used + need + 6 > size) {
            snprintf(out + used, size - used, ", ...");
            return;
        }
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "", d->field[i].name);
    }
}

static const char *nearest_field(const ct_dbf *d, const char *name)
{
    const char *names[2048];
    const int32_t n = d->n_fields < 2048 ? d->n_fields : 2048;
    for (int32_t i = 0; i < n; i++) names[i] = d->field[i].name;
    const int32_t best = ct_nearest_name(name, names, n);
    return best < 0 ? NULL : names[best];
}

ct_status ct_dbf_need(const ct_dbf *d, const char *name, int32_t *field, ct_error *err)
{
    *field = ct_dbf_field_index(d, name);
    if (*field >= 0) return CT_OK;
    char list[512];
    ct_dbf_list_fields(d, list, sizeof list);
    const char *near = nearest_field(d, name);
    if (near)
        return ct_fail(err, CT_ERR_INPUT, "%s: no field '%s'; did you mean '%s'? Fields: %s",
                       d->path, name, near, list);
    return ct_fail(err, CT_ERR_INPUT, "%s: no field '%s'; fields: %s", d->path, name, list);
}
