/// What is read and joined: regions, accounts, the measures taken from them.
#ifndef CANTON_OPTIONS_DATA_H
#define CANTON_OPTIONS_DATA_H

#include <stdbool.h>

#include "canton/status.h"

enum { CT_MAX_MEASURES = 8, CT_MAX_ACCOUNTS = 64, CT_NAME_SIZE = 64 };

typedef enum ct_join_mode { CT_JOIN_AUTO, CT_JOIN_POINT, CT_JOIN_CODE } ct_join_mode;
typedef enum ct_measure_kind { CT_COUNT, CT_COLUMN, CT_FIELD } ct_measure_kind;

/// --measure NAME=count | column:COL | field:FLD
typedef struct ct_measure_spec {
    char name[CT_NAME_SIZE];
    ct_measure_kind kind;
    char source[CT_NAME_SIZE]; ///< column or field name; "" for count
} ct_measure_spec;

/// Strings are borrowed; NULL = not given.
typedef struct ct_data_options {
    const char *regions;                   ///< polygon or point layer
    const char *code;                      ///< its code field; NULL = guess
    const char *accounts[CT_MAX_ACCOUNTS]; ///< files
    int32_t n_accounts;
    const char *account_id, *lon, *lat, *account_code; ///< column names; NULL = guess
    ct_join_mode join;
    double nearest_km; ///< a point in no region goes to one this near; 0 = off
    int32_t n_measures;
    ct_measure_spec measure[CT_MAX_MEASURES]; ///< [0] is the primary one
} ct_data_options;

CT_API_BEGIN

ct_data_options ct_data_options_default(void);
ct_status ct_data_options_check(const ct_data_options *opt, ct_error *err);

/// "count", "column" or "field", as --measure has it.
const char *ct_measure_kind_name(ct_measure_kind kind);

CT_API_END
#endif
