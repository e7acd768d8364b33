/// Attribute tables (.dbf, dBASE III) from columns; numbers get the width their values need, so
/// nothing is cut or overflows.
#ifndef CT_WRITE_ATTRIBUTES_H
#define CT_WRITE_ATTRIBUTES_H

#include "canton/progress.h"
#include "write/columns.h"

enum { CT_ATTRIBUTE_NAME = 11 }; ///< bytes of a field's name, the end included

/// Names of the fields: ASCII, upper case, <= 10 bytes, unique in the table.
void ct_attributes_name(const ct_columns *t, char name[][CT_ATTRIBUTE_NAME]);

/// Write dir/name. Record r shows row[r] of the columns, its own when row is NULL. Texts are cut at
/// 254 bytes between characters (the format's limit); *n_cut, if not NULL, counts them.
ct_status ct_attributes_write(const ct_context *ctx, const char *dir, const char *name,
                              const ct_columns *t, int64_t n_records, const int32_t *row,
                              int64_t *n_cut, ct_error *err);

#endif
