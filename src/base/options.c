/// The option table, its defaults, and the rules between options.
#include "base/options.h"

#include <string.h>

#define NEUTRAL      CT_OPTION_NEUTRAL
#define PATH         CT_OPTION_PATH
#define OUTPUT       CT_OPTION_OUTPUT
#define ONLY_RUN     (CT_OPTION_NOT_VALIDATE | CT_OPTION_NOT_ASSESS)
#define ONLY_ASSESS  (CT_OPTION_NOT_RUN | CT_OPTION_NOT_VALIDATE)
#define NOT_VALIDATE CT_OPTION_NOT_VALIDATE
#define NOT_ASSESS   CT_OPTION_NOT_ASSESS

const ct_option ct_option_table[] = {
#define GROUP(title) {.group = title},
#define OPTION(name, type, field, argument, lowest, highest, choices, flags, help)                 \
    {name,     CT_TYPE_##type, offsetof(ct_options, field),                                        \
     argument, NULL,           lowest,                                                             \
     highest,  choices,        flags,                                                              \
     help},
#include "base/options.def"
#undef OPTION
#undef GROUP
};
const int32_t ct_option_count = (int32_t)(sizeof ct_option_table / sizeof *ct_option_table);

const char *const ct_layer_names[CT_N_LAYERS] = {
    "h5", "territories", "regions", "bridges", "assignments", "report", "accounts", "problems"};

ct_options ct_options_default(void)
{
    return (ct_options){
        .join = CT_JOIN_AUTO,
        .nearest_km = 5,
        .contiguity = CT_ROOK,
        .snap_m = -1,
        .bridges = CT_BRIDGES_AUTO,
        .objective = {.inertia = 1},
        .effort = 5,
        .seed = 1,
        .layers = CT_LAYER_ALL,
    };
}

const ct_option *ct_option_find(const char *name)
{
    for (int32_t i = 0; i < ct_option_count; i++)
        if (ct_option_table[i].name && !strcmp(ct_option_table[i].name, name))
            return &ct_option_table[i];
    return NULL;
}

/// Accounts would count double, and standard input is read but once.
static ct_status check_accounts(const ct_options *opt, ct_error *err)
{
    for (int32_t a = 0; a < opt->n_accounts; a++)
        for (int32_t b = 0; b < a; b++)
            if (!strcmp(opt->accounts[a], opt->accounts[b]))
                return ct_fail(err, CT_ERR_USAGE, "--accounts %s is given twice; once is enough",
                               opt->accounts[a]);
    return CT_OK;
}

/// They name data sets and fields.
static ct_status check_names(const ct_options *opt, ct_error *err)
{
    for (int32_t m = 0; m < opt->n_measures; m++) {
        const char *name = opt->measure[m].name;
        if (*name && !strchr(name, '/') && strcmp(name, ".") != 0) continue;
        return ct_fail(
            err, CT_ERR_USAGE,
            "--measure: '%s' cannot be the name of a measure: leave out the '/', and the "
            "'.' that stands alone",
            name);
    }
    return CT_OK;
}

ct_status ct_options_check(const ct_options *opt, ct_error *err)
{
    const int32_t ways = (opt->k > 0) + (opt->capacity > 0) + (opt->targets != NULL);
    if (!opt->regions)
        return ct_fail(err, CT_ERR_USAGE,
                       "--regions is missing: which layer holds the regions? (canton help run)");
    if (opt->k < 0) return ct_fail(err, CT_ERR_USAGE, "--k %d: at least 1 territory", opt->k);
    if (opt->capacity > 0 && ways > 1)
        return ct_fail(err, CT_ERR_USAGE,
                       "--capacity finds k by itself: leave out --k and --targets");
    for (int32_t m = 0; m < opt->n_measures; m++) {
        const ct_measure_spec *spec = &opt->measure[m];
        if (spec->kind == CT_FIELD || opt->n_accounts) continue;
        return ct_fail(
            err, CT_ERR_USAGE,
            "measure '%s' %s accounts, but there is no --accounts; give a file, or --measure "
            "NAME=field:FLD for an attribute of the regions",
            spec->name, spec->kind == CT_COUNT ? "counts" : "needs");
    }
    if (opt->effort < 1 || opt->effort > 10)
        return ct_fail(err, CT_ERR_USAGE, "--effort %d: 1 to 10", opt->effort);
    const ct_status s = check_names(opt, err);
    return s ? s : check_accounts(opt, err);
}
