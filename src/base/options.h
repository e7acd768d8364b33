/// The option table: names to values, values to text.
#ifndef CT_BASE_OPTIONS_H
#define CT_BASE_OPTIONS_H

#include <stddef.h>

#include "canton/options.h"

typedef enum ct_option_type {
    CT_TYPE_TEXT,
    CT_TYPE_LIST,
    CT_TYPE_CHOICE,
    CT_TYPE_REAL,
    CT_TYPE_INT,
    CT_TYPE_SEED,
    CT_TYPE_THREADS,
    CT_TYPE_MEASURE,
    CT_TYPE_TOLERANCE,
    CT_TYPE_CAPACITY,
    CT_TYPE_BRIDGES,
    CT_TYPE_OBJECTIVE,
    CT_TYPE_LAYERS,
    CT_TYPE_FLAG,
    CT_TYPE_QUIET,
    CT_TYPE_VERBOSE
} ct_option_type;

enum {
    CT_OPTION_NEUTRAL = 1,
    CT_OPTION_PATH = 2,
    CT_OPTION_OUTPUT = 4,
    CT_OPTION_NOT_RUN = 8, ///< of no use to that verb, which takes it all the same: a job file is
    CT_OPTION_NOT_VALIDATE = 16, ///< for all verbs
    CT_OPTION_NOT_ASSESS = 32
};

/// A row with name == NULL is the heading `group` of the rows below it.
typedef struct ct_option {
    const char *name; ///< without the dashes
    ct_option_type type;
    size_t offset;        ///< of the member of ct_options
    const char *argument; ///< for help; NULL = takes none
    const char *group;
    double lowest, highest; ///< accepted numbers
    const char *choices;
    int flags;
    const char *help;
} ct_option;

extern const ct_option ct_option_table[];
extern const int32_t ct_option_count;

/// Names of the CT_LAYER_* bits, in order.
enum { CT_N_LAYERS = 8 };
extern const char *const ct_layer_names[CT_N_LAYERS];

/// NULL when there is none of this name.
const ct_option *ct_option_find(const char *name);

/// One setting as it was written; `value` must outlive the options.
typedef struct ct_setting {
    const ct_option *option;
    const char *value;
    const char *where; ///< "--k" or "job.ini:12: k", for messages
    int32_t line;      ///< of the job file; 0 = command line
} ct_setting;

/// Apply settings in order over *opt (start from ct_options_default()). What names a measure
/// (tolerance, capacity) is applied after all measures are known. Then the default measure is
/// added.
ct_status ct_options_apply(const ct_setting *setting, int32_t n, ct_options *opt, ct_error *err);

/// The options that shape the result and differ from their defaults, as a command line with base
/// names instead of paths: the same text on any machine. At most `size` bytes with the 0. Returns
/// the full length.
size_t ct_options_record(const ct_options *opt, char *out, size_t size);

/// Text of one option's value (base names for paths); false when it has its default.
bool ct_option_text(const ct_options *opt, const ct_option *option, int32_t item, char *out,
                    size_t size);

#endif
