/// Everything a run can be asked for. Declared once, in src/cli/options.def, for the command line,
/// job files, help, the man page and the record of the run.
#ifndef CANTON_OPTIONS_H
#define CANTON_OPTIONS_H

#include <stdbool.h>

#include "canton/status.h"

enum { CT_MAX_MEASURES = 8, CT_MAX_ACCOUNTS = 64, CT_NAME_SIZE = 64 };

typedef enum ct_join_mode { CT_JOIN_AUTO, CT_JOIN_POINT, CT_JOIN_CODE } ct_join_mode;
typedef enum ct_contiguity { CT_ROOK, CT_QUEEN } ct_contiguity;
typedef enum ct_bridge_mode { CT_BRIDGES_AUTO, CT_BRIDGES_NONE, CT_BRIDGES_FILE } ct_bridge_mode;
typedef enum ct_measure_kind { CT_COUNT, CT_COLUMN, CT_FIELD } ct_measure_kind;

/// Files of the output directory that can be left out (--layers).
enum {
    CT_LAYER_H5 = 1 << 0,
    CT_LAYER_TERRITORIES = 1 << 1,
    CT_LAYER_REGIONS = 1 << 2,
    CT_LAYER_BRIDGES = 1 << 3,
    CT_LAYER_ASSIGNMENTS = 1 << 4,
    CT_LAYER_REPORT = 1 << 5,
    CT_LAYER_ACCOUNTS = 1 << 6, ///< /accounts in canton.h5
    CT_LAYER_PROBLEMS = 1 << 7, ///< overlaps and gaps of the regions
    CT_LAYER_ALL = (1 << 8) - 1
};

/// --measure NAME=count | column:COL | field:FLD
typedef struct ct_measure_spec {
    char name[CT_NAME_SIZE];
    ct_measure_kind kind;
    char source[CT_NAME_SIZE]; ///< column or field name; "" for count
    double tolerance_pct;      ///< half-width of the band around the target
} ct_measure_spec;

/// Weights of the compactness terms; at least one is > 0.
typedef struct ct_objective {
    double inertia, border, cut;
} ct_objective;

/// Strings are owned by the caller and may be NULL ("not given") unless said otherwise.
typedef struct ct_options {
    // inputs
    const char *job; ///< the job file, for the record only
    const char *regions, *code;
    const char *accounts[CT_MAX_ACCOUNTS];
    int32_t n_accounts;
    const char *account_id, *lon, *lat, *account_code; ///< column names; NULL = guess
    const char *targets, *adjacency, *current;
    // join
    ct_join_mode join;
    double nearest_km;
    // measures and bands
    int32_t n_measures;
    ct_measure_spec measure[CT_MAX_MEASURES]; ///< [0] is the primary one
    int32_t k;                                ///< 0 = not given
    double capacity;                          ///< 0 = not given
    int32_t capacity_measure;                 ///< index into measure[]
    // graph
    ct_contiguity contiguity;
    double snap_m;        ///< < 0 = choose
    double bridge_gap_km; ///< regions of different components closer than this are linked; 0 = off
    ct_bridge_mode bridges;
    const char *bridge_file;
    // solve
    ct_objective objective;
    int32_t effort; ///< 1..10
    uint64_t seed;
    int32_t threads;      ///< 0 = auto
    double time_limit_s;  ///< 0 = none
    double max_memory_gb; ///< 0 = none
    bool certify;         ///< bound the plan from below over all centres
    // output
    const char *out;
    bool overwrite;
    uint32_t layers;   ///< CT_LAYER_*
    int32_t verbosity; ///< -1 quiet, 0 normal, 1 verbose
    bool json;
} ct_options;

#pragma GCC visibility push(default)

ct_options ct_options_default(void);

/// Every rule that involves more than one option, in one place.
/// CT_ERR_USAGE with what to do.
ct_status ct_options_check(const ct_options *opt, ct_error *err);

#pragma GCC visibility pop
#endif
