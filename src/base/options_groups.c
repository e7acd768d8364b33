/// Each group's defaults, and the rules within it.
#include <stddef.h>
#include <string.h>

#include "canton/options.h"

const ct_measure_row *ct_measure_about(ct_measure_kind kind)
{
    static const ct_measure_row row[CT_N_MEASURE_KINDS] = {
#define MEASURE(KIND, word, argument, of, text) {word, argument, CT_OF_##of, text},
#include "canton/options/measures.def"
#undef MEASURE
    };
    return &row[kind];
}

ct_data_options ct_data_options_default(void)
{
    return (ct_data_options){
        .max_bad = {.pct = 1, .lacking_pct = 10},
        .join = CT_JOIN_AUTO,
        .nearest_km = 5,
        .n_measures = 1,
        .measure = {{.name = "count", .kind = CT_COUNT}},
    };
}

/// Accounts would count double, and standard input is read but once.
static ct_status check_files(const ct_data_options *opt, ct_error *err)
{
    for (int32_t a = 0; a < opt->n_accounts; a++)
        for (int32_t b = 0; b < a; b++)
            if (!strcmp(opt->accounts[a], opt->accounts[b]))
                return ct_fail(err, CT_ERR_USAGE, "--accounts %s is given twice; once is enough",
                               opt->accounts[a]);
    return CT_OK;
}

/// They name data sets and fields.
static ct_status check_names(const ct_data_options *opt, ct_error *err)
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

static ct_status check_sources(const ct_data_options *opt, ct_error *err)
{
    for (int32_t m = 0; m < opt->n_measures; m++) {
        const ct_measure_spec *spec = &opt->measure[m];
        if (ct_measure_about(spec->kind)->of == CT_OF_REGIONS || opt->n_accounts) continue;
        return ct_fail(
            err, CT_ERR_USAGE,
            "measure '%s' %s accounts, but there is no --accounts; give a file, or --measure "
            "NAME=field:FLD for an attribute of the regions",
            spec->name, spec->kind == CT_COUNT ? "counts" : "needs");
    }
    return CT_OK;
}

ct_status ct_data_options_check(const ct_data_options *opt, ct_error *err)
{
    if (!opt->regions)
        return ct_fail(err, CT_ERR_USAGE,
                       "--regions is missing: which layer holds the regions? (canton help run)");
    ct_status s = check_sources(opt, err);
    if (!s) s = check_names(opt, err);
    return s ? s : check_files(opt, err);
}

ct_target_options ct_target_options_default(void)
{
    ct_target_options opt = {0};
    for (int32_t m = 0; m < CT_MAX_MEASURES; m++) opt.tolerance_pct[m] = 5;
    return opt;
}

ct_status ct_target_options_check(const ct_target_options *opt, ct_error *err)
{
    if (opt->k < 0) return ct_fail(err, CT_ERR_USAGE, "--k %d: at least 1 territory", opt->k);
    if (opt->capacity > 0 && (opt->k > 0 || opt->targets))
        return ct_fail(err, CT_ERR_USAGE,
                       "--capacity finds k by itself: leave out --k and --targets");
    return CT_OK;
}

ct_graph_options ct_graph_options_default(void)
{
    return (ct_graph_options){.contiguity = CT_ROOK, .snap_m = -1, .bridges = CT_BRIDGES_AUTO};
}

ct_status ct_graph_options_check(const ct_graph_options *opt, ct_error *err)
{
    if (opt->bridges == CT_BRIDGES_FILE && !opt->bridge_file)
        return ct_fail(err, CT_ERR_USAGE, "--bridges: which file holds the pairs of regions?");
    return CT_OK;
}

ct_today_options ct_today_options_default(void)
{
    return (ct_today_options){0};
}

ct_status ct_today_options_check(const ct_today_options *opt, ct_error *err)
{
    (void)opt, (void)err; // any alignment may be asked about
    return CT_OK;
}

ct_rule_options ct_rule_options_default(void)
{
    return (ct_rule_options){0};
}

ct_status ct_rule_options_check(const ct_rule_options *opt, ct_error *err)
{
    (void)opt, (void)err; // any rules may be asked for; whether they can be kept is found later
    return CT_OK;
}

ct_solve_options ct_solve_options_default(void)
{
    return (ct_solve_options){.shape = 3, .effort = 5, .seed = 1};
}

double ct_objective_sum(const ct_objective *o)
{
    double sum = 0;
#define TERM(term) sum += o->term;
    CT_OBJECTIVE_TERMS(TERM)
#undef TERM
    return sum;
}

/// Border in inertias that one step of --shape comes to.
static const double SHAPE_STEP = 0.1;

ct_objective ct_objective_of(const ct_solve_options *opt)
{
    if (ct_objective_sum(&opt->objective) > 0) return opt->objective;
    return (ct_objective){.inertia = 1, .border = SHAPE_STEP * opt->shape};
}

ct_status ct_solve_options_check(const ct_solve_options *opt, ct_error *err)
{
    if (opt->effort < 1 || opt->effort > 10)
        return ct_fail(err, CT_ERR_USAGE, "--effort %d: 1 to 10", opt->effort);
#define TERM(term)                                                                                 \
    if (!(opt->objective.term >= 0))                                                               \
        return ct_fail(err, CT_ERR_USAGE, "--objective: " #term " weighs 0 or more");
    CT_OBJECTIVE_TERMS(TERM)
#undef TERM
    if (!(opt->shape >= 0 && opt->shape <= 10))
        return ct_fail(err, CT_ERR_USAGE, "--shape %g: 0 to 10", opt->shape);
    return CT_OK;
}

ct_output_options ct_output_options_default(void)
{
    return (ct_output_options){.layers = CT_LAYER_ALL};
}

ct_status ct_output_options_check(const ct_output_options *opt, ct_error *err)
{
    if (opt->out && !*opt->out) return ct_fail(err, CT_ERR_USAGE, "--out: a directory is needed");
    return CT_OK;
}

ct_machine_options ct_machine_options_default(void)
{
    return (ct_machine_options){0};
}

ct_status ct_machine_options_check(const ct_machine_options *opt, ct_error *err)
{
    if (opt->threads < 0)
        return ct_fail(err, CT_ERR_USAGE, "--threads %d: 1 or more, or auto", opt->threads);
    return CT_OK;
}

ct_talk_options ct_talk_options_default(void)
{
    return (ct_talk_options){0};
}

ct_status ct_talk_options_check(const ct_talk_options *opt, ct_error *err)
{
    (void)opt, (void)err; // nothing that is said can be wrong
    return CT_OK;
}
