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

/// What is asked of a case; each a bit, so that a set of them is a mask. Its name is the verb's.
#define CT_VERBS(X)                                                                                \
    X(RUN, run, 0)                                                                                 \
    X(VALIDATE, validate, 1)                                                                       \
    X(ASSESS, assess, 2)

typedef enum ct_verb {
    CT_VERB_NONE = 0,
#define CT_VERB(NAME, name, bit) CT_VERB_##NAME = 1 << bit,
    CT_VERBS(CT_VERB)
#undef CT_VERB
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
