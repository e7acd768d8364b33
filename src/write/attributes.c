/// dBASE III tables. Layout: 32-byte header, 32 bytes a field, 0x0d, rows of fixed width, 0x1a.
#include "write/attributes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "write/bytes.h"
#include "write/out.h"

enum { WIDEST_TEXT = 254, WIDEST_NUMBER = 19, CELL = 400, CHUNK_BYTES = 1 << 21 };

static char upper_or_underscore(char c)
{
    if (c >= 'a' && c <= 'z') return (char)(c - 'a' + 'A');
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
}

static bool is_taken(const ct_attributes *t, const char *name)
{
    for (int32_t i = 0; i < t->n_fields; i++)
        if (!strcmp(t->field[i].name, name)) return true;
    return false;
}

/// "Sales 2024 (EUR)" -> "SALES_2024"; a second one becomes "SALES_2_2".
static void short_name(const ct_attributes *t, const char *wish, char out[11])
{
    char base[11];
    snprintf(base, sizeof base, "%s", wish);
    for (char *p = base; *p; p++) *p = upper_or_underscore(*p);
    if (*base < 'A' || *base > 'Z') snprintf(base, sizeof base, "F_%.8s", wish);
    for (char *p = base; *p; p++) *p = upper_or_underscore(*p);
    snprintf(out, 11, "%s", base);
    for (unsigned i = 2; is_taken(t, out); i++) snprintf(out, 11, "%.7s_%u", base, i % 100);
}

ct_attribute *ct_attributes_add(ct_attributes *t, const char *name, ct_cell_kind kind,
                                const void *data, const char *unit, const char *long_name)
{
    ct_attribute f = {.kind = kind, .data = data, .unit = unit, .scale = 1};
    short_name(t, name, f.name);
    snprintf(f.long_name, sizeof f.long_name, "%s", long_name);
    t->field[t->n_fields] = f;
    return &t->field[t->n_fields++];
}

static int64_t item_of(const ct_attribute *f, int64_t record)
{
    return f->item ? f->item[record] : record;
}

static int32_t format_double(const ct_attribute *f, double value, char *out)
{
    if (!isfinite(value)) return 0;
    return f->is_exponential ? ct_format_double(value, out)
                             : ct_format_decimals(value, f->decimals, out);
}

/// Text of a number, 0 bytes when there is none.
static int32_t number_cell(const ct_attribute *f, int64_t i, char out[CELL])
{
    switch (f->kind) {
    case CT_CELL_NUMBER: return ct_format_fixed(i + 1, 0, out);
    case CT_CELL_INT: return ct_format_fixed(((const int32_t *)f->data)[i], 0, out);
    case CT_CELL_FIXED: return ct_format_fixed(((const int64_t *)f->data)[i], f->decimals, out);
    default: return format_double(f, ((const double *)f->data)[i] * f->scale, out);
    }
}

/// Bytes of text i: the longest prefix of at most 254 that ends between characters.
static int32_t text_bytes(const ct_strings *s, int64_t i)
{
    if (!s) return 0;
    const int64_t length = ct_string_length(s, i);
    if (length <= WIDEST_TEXT) return (int32_t)length;
    int32_t n = WIDEST_TEXT;
    while (n > 0 && ((unsigned char)ct_string(s, i)[n] & 0xc0) == 0x80) n--;
    return n;
}

static int32_t cell_bytes(const ct_attribute *f, int64_t record)
{
    const int64_t i = item_of(f, record);
    char cell[CELL];
    return f->kind == CT_CELL_TEXT ? text_bytes(f->data, i) : number_cell(f, i, cell);
}

static int32_t widest_cell(const ct_attribute *f, int64_t n_records)
{
    int32_t width = 1;
    for (int64_t r = 0; r < n_records; r++) {
        const int32_t bytes = cell_bytes(f, r);
        if (bytes > width) width = bytes;
    }
    return width;
}

/// Width for all values; digits after the point are given up before the number is.
static void fit(ct_attribute *f, int64_t n_records)
{
    f->width = widest_cell(f, n_records);
    if (f->kind != CT_CELL_DOUBLE || f->width <= WIDEST_NUMBER) return;
    const int32_t excess = f->width - WIDEST_NUMBER;
    f->is_exponential = excess > f->decimals;
    f->decimals = f->is_exponential ? 0 : f->decimals - excess;
    f->width = widest_cell(f, n_records);
}

static int64_t count_cut(const ct_attributes *t)
{
    int64_t n = 0;
    for (int32_t k = 0; k < t->n_fields; k++) {
        const ct_attribute *f = &t->field[k];
        if (f->kind != CT_CELL_TEXT || f->width < WIDEST_TEXT - 3) continue;
        for (int64_t r = 0; r < t->n_records; r++)
            n += ct_string_length(f->data, item_of(f, r)) > WIDEST_TEXT;
    }
    return n;
}

static int32_t row_bytes(const ct_attributes *t)
{
    int32_t bytes = 1;
    for (int32_t k = 0; k < t->n_fields; k++) bytes += t->field[k].width;
    return bytes;
}

static void write_header(ct_out *out, const ct_attributes *t)
{
    // The day of the last change is part of the format; a constant keeps equal results equal.
    char head[32] = {3, 100, 1, 1};
    ct_put_le32(head + 4, (uint32_t)t->n_records);
    ct_put_le16(head + 8, (uint32_t)(32 + 32 * t->n_fields + 1));
    ct_put_le16(head + 10, (uint32_t)row_bytes(t));
    ct_out_bytes(out, head, sizeof head);
    for (int32_t k = 0; k < t->n_fields; k++) {
        const ct_attribute *f = &t->field[k];
        char field[32] = {0};
        memcpy(field, f->name, strlen(f->name));
        field[11] = f->kind == CT_CELL_TEXT ? 'C' : 'N';
        field[16] = (char)f->width;
        field[17] = (char)(f->kind == CT_CELL_TEXT ? 0 : f->decimals);
        ct_out_bytes(out, field, sizeof field);
    }
    ct_out_bytes(out, "\r", 1);
}

static void fill_cell(const ct_attribute *f, int64_t record, char *to)
{
    const int64_t i = item_of(f, record);
    memset(to, ' ', (size_t)f->width);
    if (f->kind == CT_CELL_TEXT) {
        const int32_t n = text_bytes(f->data, i);
        if (n) memcpy(to, ct_string(f->data, i), (size_t)n);
        return;
    }
    char cell[CELL];
    const int32_t n = number_cell(f, i, cell);
    memcpy(to + f->width - n, cell, (size_t)n);
}

static int64_t rows_bound(const void *user, int64_t begin, int64_t end)
{
    return (end - begin) * row_bytes(user);
}

static int64_t rows_fill(const void *user, int64_t begin, int64_t end, char *to)
{
    const ct_attributes *t = user;
    int64_t at = 0;
    for (int64_t r = begin; r < end; r++) {
        to[at++] = ' ';
        for (int32_t k = 0; k < t->n_fields; k++) {
            fill_cell(&t->field[k], r, to + at);
            at += t->field[k].width;
        }
    }
    return at;
}

ct_status ct_attributes_write(const ct_context *ctx, const char *dir, const char *name,
                              ct_attributes *t, int64_t *n_cut, ct_error *err)
{
    for (int32_t k = 0; k < t->n_fields; k++) fit(&t->field[k], t->n_records);
    if (n_cut) *n_cut = count_cut(t);
    const int64_t per_chunk = CHUNK_BYTES / row_bytes(t) + 1;
    const ct_chunks chunks = {t->n_records, per_chunk, rows_bound, rows_fill, t, NULL};
    ct_out out;
    ct_out_open(&out, dir, name);
    if (t->n_records * row_bytes(t) > INT32_MAX)
        ct_out_fail(&out, CT_ERR_OUTPUT,
                    "more than 2 GB, which the format cannot hold; leave it out with --layers");
    write_header(&out, t);
    ct_out_chunks(&out, ctx, &chunks);
    ct_out_bytes(&out, "\x1a", 1);
    return ct_out_close(&out, err);
}
