/// Columns as a CSV file.
#ifndef CT_WRITE_COLUMNS_CSV_H
#define CT_WRITE_COLUMNS_CSV_H

#include "canton/progress.h"
#include "write/columns.h"

/// dir/name: a line with the columns' names, and n rows (RFC 4180, lines end with LF). Whole texts
/// and numbers, of whatever length.
ct_status ct_columns_csv(const ct_context *ctx, const char *dir, const char *name,
                         const ct_columns *t, int64_t n, ct_formulas formulas, ct_error *err);

#endif
