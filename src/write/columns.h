/// Columns of a table, whatever file it goes to.
#ifndef CT_WRITE_COLUMNS_H
#define CT_WRITE_COLUMNS_H

#include "base/memory.h"
#include "canton/case.h"

typedef enum ct_cell_kind {
    CT_CELL_NUMBER, ///< the row's own number, from 1; no data
    CT_CELL_INT,    ///< const int32_t *
    CT_CELL_FIXED,  ///< const int64_t *, value / 10^decimals
    CT_CELL_DOUBLE, ///< const double *, value * scale with `decimals` digits, as many as it takes
                    ///< when these are < 0; NaN is blank
    CT_CELL_TEXT    ///< const ct_strings *, UTF-8; NULL = all empty
} ct_cell_kind;

typedef struct ct_column {
    char name[CT_NAME_SIZE + 16]; ///< "area_km2"
    char brief[16];               ///< where 10 bytes have to do; "" = the name, cut
    char about[CT_NAME_SIZE + 64];
    const char *unit; ///< "1" for pure numbers and names
    ct_cell_kind kind;
    int32_t decimals;
    double scale; ///< 0 = 1
    const void *data;
    const int32_t *item; ///< [n rows] which item of data a row shows, < 0 = none, blank; NULL = its
                         ///< own
} ct_column;

enum { CT_MAX_COLUMNS = 32 + 2 * CT_MAX_MEASURES };

typedef struct ct_columns {
    int32_t n;
    ct_column column[CT_MAX_COLUMNS];
} ct_columns;

/// Append a column; what is returned may still be changed.
ct_column *ct_columns_add(ct_columns *t, ct_column column);

enum { CT_CELL_BYTES = 400 }; ///< that any number fits into

/// Text of a number, 0 bytes when there is none. Not for CT_CELL_TEXT.
int32_t ct_cell_number(const ct_column *c, int64_t row, char out[CT_CELL_BYTES]);
/// Text of CT_CELL_TEXT, *length bytes.
const char *ct_cell_text(const ct_column *c, int64_t row, int64_t *length);

/// Data of a text column from n terminated strings; NULL when out of memory.
const ct_strings *ct_cell_strings(ct_arena *arena, int64_t n, const char *const *text,
                                  ct_error *err);

#endif
