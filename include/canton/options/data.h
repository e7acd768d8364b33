/// What is read and joined: regions, accounts, the measures taken from them.
#ifndef CANTON_OPTIONS_DATA_H
#define CANTON_OPTIONS_DATA_H

#include <stdbool.h>

#include "canton/status.h"

enum { CT_MAX_MEASURES = 8, CT_MAX_ACCOUNTS = 64, CT_NAME_SIZE = 64 };

typedef enum ct_join_mode { CT_JOIN_AUTO, CT_JOIN_POINT, CT_JOIN_CODE } ct_join_mode;
typedef enum ct_measure_kind {
#define MEASURE(KIND, word, argument, of, text) CT_##KIND,
#include "canton/options/measures.def"
#undef MEASURE
    CT_N_MEASURE_KINDS
} ct_measure_kind;

typedef enum ct_measure_of { CT_OF_ACCOUNTS, CT_OF_REGIONS } ct_measure_of;

/// A row of measures.def.
typedef struct ct_measure_row {
    const char *word, *argument;
    ct_measure_of of;
    const char *text;
} ct_measure_row;

/// --measure NAME=word[:source]
typedef struct ct_measure_spec {
    char name[CT_NAME_SIZE];
    ct_measure_kind kind;
    char source[CT_NAME_SIZE]; ///< what the word takes: the name of a column or field; "" = nothing
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

/// What measures.def says of a kind.
const ct_measure_row *ct_measure_about(ct_measure_kind kind);

CT_API_END
#endif
