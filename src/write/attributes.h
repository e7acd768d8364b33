/// Attribute tables (.dbf, dBASE III) from columns; numbers get the width their values need, so
/// nothing is cut or overflows.
#ifndef CT_WRITE_ATTRIBUTES_H
#define CT_WRITE_ATTRIBUTES_H

#include "canton/case.h"
#include "canton/progress.h"

typedef enum ct_cell_kind {
    CT_CELL_NUMBER, ///< the record's own number, from 1; no data
    CT_CELL_INT,    ///< const int32_t *
    CT_CELL_FIXED,  ///< const int64_t *, value / 10^decimals
    CT_CELL_DOUBLE, ///< const double *, value * scale with `decimals` digits; NaN is written blank
    CT_CELL_TEXT    ///< const ct_strings *, UTF-8; NULL = all empty
} ct_cell_kind;

typedef struct ct_attribute {
    char name[11]; ///< ASCII, unique in the table
    ct_cell_kind kind;
    int32_t decimals;
    double scale;
    const void *data;
    const int32_t *item; ///< [n_records] which item of data a record shows; NULL = its own number
    const char *unit;    ///< for fields.csv
    char long_name[CT_NAME_SIZE + 64];
    int32_t width;       ///< set by ct_attributes_write()
    bool is_exponential; ///< set by ct_attributes_write(): too large for plain digits
} ct_attribute;

enum { CT_MAX_ATTRIBUTES = 16 + 2 * CT_MAX_MEASURES };

typedef struct ct_attributes {
    int64_t n_records;
    int32_t n_fields;
    ct_attribute field[CT_MAX_ATTRIBUTES];
} ct_attributes;

/// Append a field; `name` is made ASCII, upper case, <= 10 bytes and unique. The caller may set
/// what the defaults (no decimals, scale 1, no item) leave open.
ct_attribute *ct_attributes_add(ct_attributes *t, const char *name, ct_cell_kind kind,
                                const void *data, const char *unit, const char *long_name);

/// Write dir/name. Texts are cut at 254 bytes between characters (the format's limit); *n_cut, if
/// not NULL, counts them.
ct_status ct_attributes_write(const ct_context *ctx, const char *dir, const char *name,
                              ct_attributes *t, int64_t *n_cut, ct_error *err);

#endif
