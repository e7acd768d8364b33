/// The option table, its defaults, and the rules between groups.
#include "base/options.h"

#include <string.h>

#include "base/text.h"

#define NEUTRAL  CT_OPTION_NEUTRAL
#define PATH     CT_OPTION_PATH
#define OUTPUT   CT_OPTION_OUTPUT
#define RUN      CT_VERB_RUN
#define VALIDATE CT_VERB_VALIDATE
#define ASSESS   CT_VERB_ASSESS
#define ALL      (RUN | VALIDATE | ASSESS)

const ct_option ct_option_table[] = {
#define GROUP(title) {.group = title},
#define OPTION(name, type, field, argument, lowest, highest, choices, flags, verbs, help)          \
    {name,                                                                                         \
     CT_TYPE_##type,                                                                               \
     offsetof(ct_options, field),                                                                  \
     argument,                                                                                     \
     NULL,                                                                                         \
     lowest,                                                                                       \
     highest,                                                                                      \
     choices,                                                                                      \
     flags,                                                                                        \
     verbs,                                                                                        \
     help},
#include "base/options.def"
#undef OPTION
#undef GROUP
};
const int32_t ct_option_count = (int32_t)(sizeof ct_option_table / sizeof *ct_option_table);

ct_options ct_options_default(void)
{
    return (ct_options){
        .data = ct_data_options_default(),
        .target = ct_target_options_default(),
        .graph = ct_graph_options_default(),
        .today = ct_today_options_default(),
        .rules = ct_rule_options_default(),
        .solve = ct_solve_options_default(),
        .output = ct_output_options_default(),
        .machine = ct_machine_options_default(),
        .talk = ct_talk_options_default(),
    };
}

const char *ct_verb_name(ct_verb verb)
{
    switch (verb) {
#define VERB_NAME(NAME, name, bit)                                                                 \
    case CT_VERB_##NAME: return #name;
        CT_VERBS(VERB_NAME)
#undef VERB_NAME
    case CT_VERB_NONE: break;
    }
    return "";
}

const ct_option *ct_option_find(const char *name)
{
    for (int32_t i = 0; i < ct_option_count; i++)
        if (ct_option_table[i].name && !strcmp(ct_option_table[i].name, name))
            return &ct_option_table[i];
    return NULL;
}

ct_status ct_option_unknown(const char *where, const char *name, ct_error *err)
{
    const char *names[128];
    int32_t n = 0;
    for (int32_t i = 0; i < ct_option_count && n < 128; i++)
        if (ct_option_table[i].name) names[n++] = ct_option_table[i].name;
    const int32_t near = ct_nearest_name(name, names, n);
    if (near < 0)
        return ct_fail(err, CT_ERR_USAGE, "%sno option --%s; 'canton help run' lists them", where,
                       name);
    return ct_fail(err, CT_ERR_USAGE, "%sno option --%s; did you mean --%s?", where, name,
                   names[near]);
}

/// What a verb cannot do without, and what measures the groups must agree on.
static ct_status check_between(const ct_options *opt, ct_verb verb, ct_error *err)
{
    const ct_target_options *t = &opt->target;
    if (verb == CT_VERB_RUN && !t->k && !(t->capacity > 0) && !t->targets)
        return ct_fail(
            err, CT_ERR_USAGE,
            "how many territories? give --k N, --capacity NAME=VALUE or --targets F.csv");
    if (verb == CT_VERB_ASSESS && !opt->today.current)
        return ct_fail(err, CT_ERR_USAGE,
                       "--current is missing: which file holds the alignment (code,territory)?");
    if (verb == CT_VERB_RUN && opt->today.like && t->targets)
        return ct_fail(err, CT_ERR_USAGE,
                       "--like and --targets both name the territories: give one of them");
    if (verb != CT_VERB_VALIDATE && opt->data.n_measures < 1)
        return ct_fail(err, CT_ERR_USAGE, "--measure is missing: what is to be balanced?");
    if (t->capacity > 0 && (t->capacity_measure < 0 || t->capacity_measure >= opt->data.n_measures))
        return ct_fail(err, CT_ERR_USAGE, "--capacity limits a measure that is not there");
    return CT_OK;
}

ct_options ct_options_to_look(const ct_options *opt)
{
    ct_options out = *opt;
    ct_data_options *data = &out.data;
    const bool counts = data->n_measures == 1 && data->measure[0].kind == CT_COUNT;
    out.output.out = NULL;
    if (data->n_accounts == 0 && counts && opt->target.capacity <= 0) data->n_measures = 0;
    return out;
}

ct_status ct_options_check(const ct_options *opt, ct_verb verb, ct_error *err)
{
    const ct_options own = verb == CT_VERB_VALIDATE ? ct_options_to_look(opt) : *opt;
    const ct_status s = ct_data_options_check(&own.data, err);
    return s ? s : ct_options_check_plan(&own, verb, err);
}

ct_status ct_options_check_plan(const ct_options *opt, ct_verb verb, ct_error *err)
{
    ct_status s = ct_target_options_check(&opt->target, err);
    if (!s) s = ct_graph_options_check(&opt->graph, err);
    if (!s) s = ct_today_options_check(&opt->today, err);
    if (!s) s = ct_rule_options_check(&opt->rules, err);
    if (!s) s = ct_solve_options_check(&opt->solve, err);
    if (!s) s = ct_output_options_check(&opt->output, err);
    if (!s) s = ct_machine_options_check(&opt->machine, err);
    if (!s) s = ct_talk_options_check(&opt->talk, err);
    return s ? s : check_between(opt, verb, err);
}
