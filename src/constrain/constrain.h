/// Parts of the constrain stage; nobody outside src/constrain includes this.
#ifndef CT_CONSTRAIN_CONSTRAIN_H
#define CT_CONSTRAIN_CONSTRAIN_H

#include "base/code.h"
#include "base/table.h"
#include "canton/stages.h"

/// The rules in the making.
typedef struct ct_compiler {
    const ct_context *ctx;
    const ct_case *given;
    const ct_bands *bands; ///< NULL = the territories are not known yet
    ct_constraints *out;
} ct_compiler;

/// Rows of one file of rules.
typedef struct ct_rows {
    const char *option; ///< "--apart", for messages
    ct_table table;
    int32_t column[2]; ///< of the two things a rule is about
    ct_codes codes;    ///< of the regions
    ct_repairs repairs;
} ct_rows;

/// Two ids a row: what begin[0 .. n] and member[] hold of them. `both`: 1 is listed with 0, too.
/// No pair is listed twice; every list ascends.
ct_status ct_rows_pairs(int64_t n_rows, const int32_t *one, const int32_t *other, int32_t n,
                        bool both, int64_t **begin, int32_t **member, ct_error *err);

/// Region of the code in cell 0 or 1 of a row, or CT_ERR_INPUT.
ct_status ct_rows_region(ct_rows *rows, int64_t row, int32_t which, int32_t *region, ct_error *err);

/// Territory of the name, or the number from 1, in a cell, or CT_ERR_INPUT; CT_ERR_USAGE where
/// territories have no names of their own.
ct_status ct_rows_territory(const ct_compiler *c, const ct_rows *rows, int64_t row, int32_t which,
                            int32_t *territory, ct_error *err);

#endif
