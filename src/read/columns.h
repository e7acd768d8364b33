/// Which column of an accounts file is what: as asked for, or guessed from usual names.
#ifndef CT_READ_COLUMNS_H
#define CT_READ_COLUMNS_H

#include "canton/case.h"
#include "canton/options/data.h"
#include "canton/progress.h"

/// CT_ROLE_MEASURE + j is the j-th measure of kind CT_COLUMN.
enum ct_role {
    CT_ROLE_ID,
    CT_ROLE_CODE,
    CT_ROLE_LON,
    CT_ROLE_LAT,
    CT_ROLE_MEASURE,
    CT_N_ROLES = CT_ROLE_MEASURE + CT_MAX_MEASURES
};

typedef struct ct_columns {
    int32_t column[CT_N_ROLES]; ///< -1 = none
    char chosen[512];           ///< "id = account_id, lon = x (guessed), ..." for people
    char half[320]; ///< that only one of two coordinates was found, and which; "" = it is not so
} ct_columns;

/// Find the columns of one file. `has_points`: the file brings its own points, so lon and lat are
/// not looked for. CT_ERR_INPUT for a column asked for but absent (with the nearest name and the
/// columns there are), and for a file in which neither points nor codes are found.
ct_status ct_columns_find(const ct_data_options *opt, const char *path, const ct_strings *header,
                          bool has_points, ct_columns *out, ct_error *err);

/// "a, b, c" of the header into out[size], cut with "..." when it does not fit.
void ct_columns_list(const ct_strings *header, char *out, size_t size);

#endif
