/// Everything a run can be asked for, in groups: a stage is given its own. The names, types and
/// texts stand once, in src/base/options.def, for the command line, job files, help, the man page
/// and the record of the run; a group's header says what its fields mean.
#ifndef CANTON_OPTIONS_H
#define CANTON_OPTIONS_H

#include "canton/options/data.h"
#include "canton/options/graph.h"
#include "canton/options/machine.h"
#include "canton/options/output.h"
#include "canton/options/rules.h"
#include "canton/options/solve.h"
#include "canton/options/talk.h"
#include "canton/options/target.h"
#include "canton/options/today.h"

/// What a run is asked to do; each a bit, so that a set of them is a mask.
typedef enum ct_verb {
    CT_VERB_NONE = 0,
    CT_VERB_RUN = 1 << 0,
    CT_VERB_VALIDATE = 1 << 1,
    CT_VERB_ASSESS = 1 << 2,
    CT_VERB_INFO = 1 << 3,
    CT_VERB_HELP = 1 << 4
} ct_verb;

typedef struct ct_options {
    ct_data_options data;
    ct_target_options target;
    ct_graph_options graph;
    ct_today_options today;
    ct_rule_options rules;
    ct_solve_options solve;
    ct_output_options output;
    ct_machine_options machine;
    ct_talk_options talk;
} ct_options;

CT_API_BEGIN

/// The defaults of all groups; the measure is the number of accounts.
ct_options ct_options_default(void);

/// "run", "validate", ...; "" for CT_VERB_NONE.
const char *ct_verb_name(ct_verb verb);

/// Every rule: of single groups, between groups, and of the verb.
/// CT_ERR_USAGE with what to do.
ct_status ct_options_check(const ct_options *opt, ct_verb verb, ct_error *err);

CT_API_END
#endif
