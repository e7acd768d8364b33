/// dBASE III tables. Layout: 32-byte header, 32 bytes a field, 0x0d, rows of fixed width, 0x1a.
#include "write/attributes.h"

#include <stdio.h>
#include <string.h>

#include "write/bytes.h"
#include "write/out.h"

enum { WIDEST_TEXT = 254, WIDEST_NUMBER = 19, CHUNK_BYTES = 1 << 21 };

typedef struct field {
    ct_column of; ///< with as many decimals as there is room for
    char name[CT_ATTRIBUTE_NAME];
    int32_t width;
} field;

typedef struct table {
    int64_t n_records;
    const int32_t *row; ///< [n_records] of the columns; NULL = the record's own number
    int32_t n_fields;
    field field[CT_MAX_COLUMNS];
} table;

static char upper_or_underscore(char c)
{
    if (c >= 'a' && c <= 'z') return (char)(c - 'a' + 'A');
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
}

static bool is_taken(int32_t n, char name[][CT_ATTRIBUTE_NAME], const char *wish)
{
    for (int32_t i = 0; i < n; i++)
        if (!strcmp(name[i], wish)) return true;
    return false;
}

/// "Sales 2024 (EUR)" -> "SALES_2024"; a second one becomes "SALES_2_2". Behind n others.
static void short_name(const char *wish, int32_t n, char name[][CT_ATTRIBUTE_NAME])
{
    char base[CT_ATTRIBUTE_NAME];
    snprintf(base, sizeof base, "%s", wish);
    for (char *p = base; *p; p++) *p = upper_or_underscore(*p);
    if (*base < 'A' || *base > 'Z') snprintf(base, sizeof base, "F_%.8s", wish);
    for (char *p = base; *p; p++) *p = upper_or_underscore(*p);
    snprintf(name[n], sizeof base, "%s", base);
    for (unsigned i = 2; is_taken(n, name, name[n]); i++)
        snprintf(name[n], sizeof base, "%.7s_%u", base, i % 100);
}

void ct_attributes_name(const ct_columns *t, char name[][CT_ATTRIBUTE_NAME])
{
    for (int32_t i = 0; i < t->n; i++) {
        const ct_column *c = &t->column[i];
        short_name(*c->brief ? c->brief : c->name, i, name);
    }
}

static int64_t row_of(const table *t, int64_t record)
{
    return t->row ? t->row[record] : record;
}

/// Text of a row: the longest prefix of at most 254 bytes that ends between characters.
static const char *text_cell(const ct_column *c, int64_t row, int32_t *bytes)
{
    int64_t length;
    const char *text = ct_cell_text(c, row, &length);
    *bytes = length < WIDEST_TEXT ? (int32_t)length : WIDEST_TEXT;
    while (length > WIDEST_TEXT && *bytes > 0 && ((unsigned char)text[*bytes] & 0xc0) == 0x80)
        --*bytes;
    return text;
}

static int32_t cell_bytes(const ct_column *c, int64_t row)
{
    char cell[CT_CELL_BYTES];
    int32_t bytes;
    if (c->kind != CT_CELL_TEXT) return ct_cell_number(c, row, cell);
    text_cell(c, row, &bytes);
    return bytes;
}

static int32_t widest_cell(const table *t, const field *f)
{
    int32_t width = 1;
    for (int64_t r = 0; r < t->n_records; r++) {
        const int32_t bytes = cell_bytes(&f->of, row_of(t, r));
        if (bytes > width) width = bytes;
    }
    return width;
}

/// Width for all values; digits after the point are given up before the number is.
static void fit(const table *t, field *f)
{
    f->width = widest_cell(t, f);
    if (f->of.kind != CT_CELL_DOUBLE || f->width <= WIDEST_NUMBER) return;
    const int32_t excess = f->width - WIDEST_NUMBER;
    f->of.decimals = excess > f->of.decimals ? -1 : f->of.decimals - excess;
    f->width = widest_cell(t, f);
}

static void lay_out(const ct_columns *columns, table *t)
{
    char name[CT_MAX_COLUMNS][CT_ATTRIBUTE_NAME];
    ct_attributes_name(columns, name);
    t->n_fields = columns->n;
    for (int32_t k = 0; k < t->n_fields; k++) {
        field *f = &t->field[k];
        f->of = columns->column[k];
        memcpy(f->name, name[k], sizeof f->name);
        fit(t, f);
    }
}

static int64_t count_cut(const table *t)
{
    int64_t n = 0;
    for (int32_t k = 0; k < t->n_fields; k++) {
        const field *f = &t->field[k];
        if (f->of.kind != CT_CELL_TEXT || f->width < WIDEST_TEXT - 3) continue;
        for (int64_t r = 0; r < t->n_records; r++) {
            int64_t length;
            ct_cell_text(&f->of, row_of(t, r), &length);
            n += length > WIDEST_TEXT;
        }
    }
    return n;
}

static int32_t row_bytes(const table *t)
{
    int32_t bytes = 1;
    for (int32_t k = 0; k < t->n_fields; k++) bytes += t->field[k].width;
    return bytes;
}

static void write_header(ct_out *out, const table *t)
{
    // The day of the last change is part of the format; a constant keeps equal results equal.
    char head[32] = {3, 100, 1, 1};
    ct_put_le32(head + 4, (uint32_t)t->n_records);
    ct_put_le16(head + 8, (uint32_t)(32 + 32 * t->n_fields + 1));
    ct_put_le16(head + 10, (uint32_t)row_bytes(t));
    ct_out_bytes(out, head, sizeof head);
    for (int32_t k = 0; k < t->n_fields; k++) {
        const field *f = &t->field[k];
        const bool has_decimals = f->of.kind != CT_CELL_TEXT && f->of.decimals > 0;
        char bytes[32] = {0};
        memcpy(bytes, f->name, strlen(f->name));
        bytes[11] = f->of.kind == CT_CELL_TEXT ? 'C' : 'N';
        bytes[16] = (char)f->width;
        bytes[17] = (char)(has_decimals ? f->of.decimals : 0);
        ct_out_bytes(out, bytes, sizeof bytes);
    }
    ct_out_bytes(out, "\r", 1);
}

static void fill_cell(const field *f, int64_t row, char *to)
{
    memset(to, ' ', (size_t)f->width);
    if (f->of.kind == CT_CELL_TEXT) {
        int32_t n;
        const char *text = text_cell(&f->of, row, &n);
        memcpy(to, text, (size_t)n);
        return;
    }
    char cell[CT_CELL_BYTES];
    const int32_t n = ct_cell_number(&f->of, row, cell);
    memcpy(to + f->width - n, cell, (size_t)n);
}

static int64_t rows_bound(const void *user, int64_t begin, int64_t end)
{
    return (end - begin) * row_bytes(user);
}

static int64_t rows_fill(const void *user, int64_t begin, int64_t end, char *to)
{
    const table *t = user;
    int64_t at = 0;
    for (int64_t r = begin; r < end; r++) {
        to[at++] = ' ';
        for (int32_t k = 0; k < t->n_fields; k++) {
            fill_cell(&t->field[k], row_of(t, r), to + at);
            at += t->field[k].width;
        }
    }
    return at;
}

ct_status ct_attributes_write(const ct_context *ctx, const char *dir, const char *name,
                              const ct_columns *columns, int64_t n_records, const int32_t *row,
                              int64_t *n_cut, ct_error *err)
{
    table t = {.n_records = n_records, .row = row};
    lay_out(columns, &t);
    if (n_cut) *n_cut = count_cut(&t);
    const int64_t per_chunk = CHUNK_BYTES / row_bytes(&t) + 1;
    const ct_chunks chunks = {t.n_records, per_chunk, rows_bound, rows_fill, &t, NULL, NULL};
    ct_out out;
    ct_out_open(&out, dir, name);
    if (t.n_records * row_bytes(&t) > INT32_MAX)
        ct_out_fail(&out, CT_ERR_OUTPUT,
                    "more than 2 GB, which the format cannot hold; leave it out with --layers");
    write_header(&out, &t);
    ct_out_chunks(&out, ctx, &chunks);
    ct_out_bytes(&out, "\x1a", 1);
    return ct_out_close(&out, err);
}
