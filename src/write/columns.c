/// Columns and their cells as text.
#include "write/columns.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/text.h"

ct_column *ct_columns_add(ct_columns *t, ct_column column)
{
    assert(t->n < CT_MAX_COLUMNS);
    if (column.scale == 0) column.scale = 1;
    t->column[t->n] = column;
    return &t->column[t->n++];
}

static int64_t item_of(const ct_column *c, int64_t row)
{
    return c->item ? c->item[row] : row;
}

static int32_t double_cell(const ct_column *c, double value, char *out)
{
    if (!isfinite(value)) return 0;
    return c->decimals < 0 ? ct_format_double(value, out)
                           : ct_format_decimals(value, c->decimals, out);
}

int32_t ct_cell_number(const ct_column *c, int64_t row, char out[CT_CELL_BYTES])
{
    const int64_t i = item_of(c, row);
    if (i < 0) return 0;
    switch (c->kind) {
    case CT_CELL_NUMBER: return ct_format_fixed(i + 1, 0, out);
    case CT_CELL_INT: return ct_format_fixed(((const int32_t *)c->data)[i], 0, out);
    case CT_CELL_FIXED: return ct_format_fixed(((const int64_t *)c->data)[i], c->decimals, out);
    default: return double_cell(c, ((const double *)c->data)[i] * c->scale, out);
    }
}

const char *ct_cell_text(const ct_column *c, int64_t row, int64_t *length)
{
    const int64_t i = item_of(c, row);
    const bool has_text = c->data && i >= 0;
    *length = has_text ? ct_string_length(c->data, i) : 0;
    return *length ? ct_string(c->data, i) : "";
}

const ct_strings *ct_cell_strings(ct_arena *arena, int64_t n, const char *const *text,
                                  ct_error *err)
{
    int64_t bytes = 0;
    for (int64_t i = 0; i < n; i++) bytes += (int64_t)strlen(text[i]);
    ct_strings *s = ct_arena_array(arena, 1, sizeof *s, "texts", err);
    if (s) s->offset = ct_arena_array(arena, n + 1, sizeof *s->offset, "texts", err);
    if (s && s->offset) s->bytes = ct_arena_array(arena, bytes, 1, "texts", err);
    if (!s || !s->bytes) return NULL;
    s->n = n;
    for (int64_t i = 0; i < n; i++) {
        const int64_t length = (int64_t)strlen(text[i]);
        memcpy(s->bytes + s->offset[i], text[i], (size_t)length);
        s->offset[i + 1] = s->offset[i] + length;
    }
    return s;
}
