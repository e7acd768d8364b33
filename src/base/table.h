/// Small CSV tables (targets, adjacency, bridges, current alignment) as text cells.
/// Large account files have their own reader.
#ifndef CT_BASE_TABLE_H
#define CT_BASE_TABLE_H

#include "canton/status.h"
#include "canton/types.h"

/// Cell (row, column) is string row * n_columns + column of `cell`; quotes removed, blanks trimmed.
typedef struct ct_table {
    char path[4096];
    int64_t n_rows; ///< without the header
    int32_t n_columns;
    ct_strings header; ///< [n_columns]
    ct_strings cell;   ///< [n_rows * n_columns]
    int64_t *line;     ///< [n_rows] line of the file, from 1
} ct_table;

/// Separator , ; tab or |, stated by a line "sep=;" or guessed from the header line; quotes, CRLF
/// and BOM understood; empty lines skipped. A row with too many or too few cells is CT_ERR_INPUT
/// naming the line.
ct_status ct_table_read(const char *path, ct_table *out, ct_inputs *inputs, ct_error *err);
void ct_table_free(ct_table *t);

/// Column called `name` (case ignored) or, failing that, one of the |-separated `aliases` (may be
/// NULL). -1 = none.
int32_t ct_table_column(const ct_table *t, const char *name, const char *aliases);

/// As above, CT_ERR_INPUT naming the file, the columns there are and the nearest name.
ct_status ct_table_need(const ct_table *t, const char *name, const char *aliases, int32_t *column,
                        ct_error *err);

#endif
