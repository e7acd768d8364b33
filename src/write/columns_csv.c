/// CSV from columns, in parallel.
#include "write/columns_csv.h"

#include <string.h>

#include "write/out.h"

enum { ROWS = 1 << 13, WIDEST_WHOLE = 32 };

static int64_t cell_bound(const ct_column *c, int64_t row)
{
    int64_t length;
    if (c->kind == CT_CELL_DOUBLE) return CT_CELL_BYTES;
    if (c->kind != CT_CELL_TEXT) return WIDEST_WHOLE;
    ct_cell_text(c, row, &length);
    return 2 * length + 3;
}

typedef struct table {
    const ct_columns *columns;
    ct_formulas formulas;
} table;

static int64_t rows_bound(const void *user, int64_t begin, int64_t end)
{
    const ct_columns *t = ((const table *)user)->columns;
    int64_t bytes = (end - begin) * (t->n + 1);
    for (int64_t r = begin; r < end; r++)
        for (int32_t k = 0; k < t->n; k++) bytes += cell_bound(&t->column[k], r);
    return bytes;
}

static int64_t put_cell(const ct_column *c, int64_t row, ct_formulas formulas, char *to)
{
    if (c->kind == CT_CELL_TEXT) {
        int64_t length;
        const char *text = ct_cell_text(c, row, &length);
        return ct_out_csv_cell(text, length, formulas, to);
    }
    char cell[CT_CELL_BYTES];
    const int32_t n = ct_cell_number(c, row, cell);
    memcpy(to, cell, (size_t)n);
    return n;
}

static int64_t rows_fill(const void *user, int64_t begin, int64_t end, char *to)
{
    const table *of = user;
    const ct_columns *t = of->columns;
    int64_t at = 0;
    for (int64_t r = begin; r < end; r++) {
        for (int32_t k = 0; k < t->n; k++) {
            if (k) to[at++] = ',';
            at += put_cell(&t->column[k], r, of->formulas, to + at);
        }
        to[at++] = '\n';
    }
    return at;
}

ct_status ct_columns_csv(const ct_context *ctx, const char *dir, const char *name,
                         const ct_columns *t, int64_t n, ct_formulas formulas, ct_error *err)
{
    const table user = {t, formulas};
    const ct_chunks chunks = {n, ROWS, rows_bound, rows_fill, &user, NULL, NULL};
    ct_out out;
    ct_out_open(&out, dir, name);
    for (int32_t k = 0; k < t->n; k++) {
        if (k) ct_out_text(&out, ",");
        ct_out_cell(&out, t->column[k].name, (int64_t)strlen(t->column[k].name));
    }
    ct_out_text(&out, "\n");
    ct_out_chunks(&out, ctx, &chunks);
    return ct_out_close(&out, err);
}
