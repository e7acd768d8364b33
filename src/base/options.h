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
    CT_TYPE_LIMIT,
    CT_TYPE_BRIDGES,
    CT_TYPE_OBJECTIVE,
    CT_TYPE_LAYERS,
    CT_TYPE_FLAG,
    CT_TYPE_QUIET,
    CT_TYPE_VERBOSE
} ct_option_type;

enum { CT_OPTION_NEUTRAL = 1, CT_OPTION_PATH = 2, CT_OPTION_OUTPUT = 4 };

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
    int verbs; ///< CT_VERB_* that have a use for it
    const char *help;
} ct_option;

extern const ct_option ct_option_table[];
extern const int32_t ct_option_count;

/// NULL when there is none of this name.
const ct_option *ct_option_find(const char *name);

/// There is no option of this name; the message says which one is near. It begins with `where`.
ct_status ct_option_unknown(const char *where, const char *name, ct_error *err);

/// One setting as it was written; `value` must outlive the options.
typedef struct ct_setting {
    const ct_option *option;
    const char *value;
    const char *where; ///< "--k" or "job.ini:12: k", for messages
    int32_t line;      ///< of the job file; 0 = command line
} ct_setting;

/// Apply settings in order over *opt (start from ct_options_default()). What names a measure
/// (tolerance, capacity) is applied after all measures are known. Measures that are given take the
/// place of those *opt has.
ct_status ct_options_apply(const ct_setting *setting, int32_t n, ct_options *opt, ct_error *err);

/// What `validate` makes of them: nothing is written, and a layer can be looked at without accounts
/// when nothing but these is counted.
ct_options ct_options_to_look(const ct_options *opt);

/// ct_options_check() but for what is read.
ct_status ct_options_check_plan(const ct_options *opt, ct_verb verb, ct_error *err);

/// The command that does the same again where it was given: the options that shape the result and
/// differ from their defaults, quoted for a shell, --out with --overwrite, paths relative to the
/// working directory. malloc'ed; NULL when out of memory.
char *ct_options_record(const ct_options *opt, ct_verb verb);

/// Path number `item` that an option names, as it was given; NULL when it names none.
const char *ct_option_path(const ct_options *opt, const ct_option *option, int32_t item);

/// Text of one option's value (base names for paths); false when it has its default.
bool ct_option_text(const ct_options *opt, const ct_option *option, int32_t item, char *out,
                    size_t size);

#endif
