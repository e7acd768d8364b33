/// What is read and joined: regions, accounts, the measures taken from them.
#ifndef CANTON_OPTIONS_DATA_H
#define CANTON_OPTIONS_DATA_H

#include <stdbool.h>

#include "canton/status.h"

enum { CT_MAX_MEASURES = 8, CT_MAX_ACCOUNTS = 64, CT_NAME_SIZE = 64 };

typedef enum ct_join_mode { CT_JOIN_AUTO, CT_JOIN_POINT, CT_JOIN_CODE } ct_join_mode;
/// The decimal mark of weights; coordinates show theirs.
typedef enum ct_decimal_mode {
    CT_DECIMAL_AUTO,
    CT_DECIMAL_POINT,
    CT_DECIMAL_COMMA
} ct_decimal_mode;
/// What becomes of a cell that is neither a number nor empty.
typedef enum ct_bad_number {
    CT_BAD_LIMIT, ///< counts as 0, and against --max-bad
    CT_BAD_ERROR, ///< ends the run
    CT_BAD_ZERO,  ///< counts as 0
    CT_BAD_SKIP   ///< its row is set aside
} ct_bad_number;
typedef enum ct_negative { CT_NEGATIVE_ERROR, CT_NEGATIVE_ZERO, CT_NEGATIVE_KEEP } ct_negative;
typedef enum ct_duplicates {
    CT_DUPLICATES_KEEP,
    CT_DUPLICATES_ERROR,
    CT_DUPLICATES_FIRST
} ct_duplicates;

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

/// How many rows may be without a region, or unreadable.
typedef struct ct_max_bad {
    double pct; ///< of the rows, and of the primary measure's weight; < 0 = `rows` counts
    int64_t rows;
    double lacking_pct; ///< the same, where those beyond pct have codes that the layer lacks, as of
                        ///< buildings and post office boxes; 0 = they are as bad as any
} ct_max_bad;

/// --measure NAME=word[:source]
typedef struct ct_measure_spec {
    char name[CT_NAME_SIZE];
    ct_measure_kind kind;
    char source[CT_NAME_SIZE]; ///< what the word takes: the name of a column or field; "" = nothing
} ct_measure_spec;

/// Strings are borrowed; NULL = not given.
typedef struct ct_data_options {
    const char *regions;                   ///< polygon or point layer
    const char *layer;                     ///< which of several in the file; NULL = the only one
    const char *code;                      ///< its code field; NULL = guess
    const char *accounts[CT_MAX_ACCOUNTS]; ///< files
    int32_t n_accounts;
    const char *account_id, *lon, *lat, *account_code; ///< column names; NULL = guess
    ct_decimal_mode decimal;
    ct_bad_number bad_number;
    ct_negative negative;
    ct_duplicates duplicates;
    ct_max_bad max_bad;
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
