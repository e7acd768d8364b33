/// Option values to text, for the record of a run.
#include "base/options.h"

#include <stdio.h>
#include <string.h>

#include "base/outputs.h"
#include "base/text.h"
#include "canton/types.h"

static void measure_text(const ct_measure_spec *m, char *out, size_t size)
{
    snprintf(out, size, "%s=%s%s%s", m->name, ct_measure_about(m->kind)->word,
             *m->source ? ":" : "", m->source);
}

static void objective_text(const ct_objective *o, char *out, size_t size)
{
    size_t at = 0;
    char value[32];
#define TERM(term)                                                                                 \
    ct_format_double(o->term, value);                                                              \
    at += (size_t)snprintf(at < size ? out + at : NULL, at < size ? size - at : 0, "%s%s=%s",      \
                           at ? "," : "", #term, value);
    CT_OBJECTIVE_TERMS(TERM)
#undef TERM
}

static bool limit_text(const ct_max_bad *limit, const ct_max_bad *usual, char *out, size_t size)
{
    char pct[32];
    ct_format_double(limit->pct, pct);
    if (limit->pct < 0)
        snprintf(out, size, "%lld", (long long)limit->rows);
    else
        snprintf(out, size, "%s%%", pct);
    return limit->pct != usual->pct || limit->lacking_pct != usual->lacking_pct;
}

static void choice_text(const char *choices, int32_t value, char *out, size_t size)
{
    for (; value > 0; value--) choices += strcspn(choices, "|") + 1;
    snprintf(out, size, "%.*s", (int)strcspn(choices, "|"), choices);
}

/// Value number `item` of an option that is text, NULL when there is none.
static const char *given_text(const ct_options *opt, const ct_option *o, int32_t item)
{
    if (o->type == CT_TYPE_LIST)
        return item < opt->data.n_accounts ? opt->data.accounts[item] : NULL;
    if (o->type == CT_TYPE_BRIDGES) return item ? NULL : opt->graph.bridge_file;
    return item ? NULL : *(const char *const *)((const char *)opt + o->offset);
}

const char *ct_option_path(const ct_options *opt, const ct_option *o, int32_t item)
{
    const bool is_path = o->flags & (CT_OPTION_PATH | CT_OPTION_OUTPUT);
    return is_path || o->type == CT_TYPE_BRIDGES ? given_text(opt, o, item) : NULL;
}

static bool text_of_name(const ct_options *opt, const ct_option *o, int32_t item, char *out,
                         size_t size)
{
    const char *text = given_text(opt, o, item);
    if (!text) return false;
    snprintf(out, size, "%s", o->flags & CT_OPTION_PATH ? ct_path_base(text) : text);
    return true;
}

static bool text_of_measure(const ct_options *opt, const ct_option *o, int32_t item, char *out,
                            size_t size)
{
    if (o->type == CT_TYPE_CAPACITY) {
        char value[32];
        if (item || opt->target.capacity <= 0) return false;
        ct_format_double(opt->target.capacity, value);
        snprintf(out, size, "%s=%s", opt->data.measure[opt->target.capacity_measure].name, value);
        return true;
    }
    if (item >= opt->data.n_measures) return false;
    const ct_measure_spec *m = &opt->data.measure[item];
    char pct[32];
    ct_format_double(opt->target.tolerance_pct[item], pct);
    if (o->type == CT_TYPE_MEASURE)
        measure_text(m, out, size);
    else
        snprintf(out, size, "%s=%s", m->name, pct);
    return true;
}

bool ct_option_text(const ct_options *opt, const ct_option *o, int32_t item, char *out, size_t size)
{
    const ct_options standard = ct_options_default();
    const void *field = (const char *)opt + o->offset, *usual = (const char *)&standard + o->offset;
    char number[32], layers[CT_LAYERS_TEXT];
    switch (o->type) {
    case CT_TYPE_TEXT:
    case CT_TYPE_LIST: return text_of_name(opt, o, item, out, size);
    case CT_TYPE_MEASURE:
    case CT_TYPE_TOLERANCE:
    case CT_TYPE_CAPACITY: return text_of_measure(opt, o, item, out, size);
    default: break;
    }
    if (item > 0) return false;
    switch (o->type) {
    case CT_TYPE_CHOICE:
        choice_text(o->choices, *(const int32_t *)field, out, size);
        return *(const int32_t *)field != *(const int32_t *)usual;
    case CT_TYPE_INT:
    case CT_TYPE_THREADS:
        snprintf(out, size, "%d", *(const int32_t *)field);
        return *(const int32_t *)field != *(const int32_t *)usual;
    case CT_TYPE_REAL:
        ct_format_double(*(const double *)field, number);
        snprintf(out, size, "%s", number);
        return *(const double *)field != *(const double *)usual;
    case CT_TYPE_FLAG:
        snprintf(out, size, "true");
        return *(const bool *)field && !*(const bool *)usual;
    case CT_TYPE_SEED:
        snprintf(out, size, "%llu", (unsigned long long)opt->solve.seed);
        return opt->solve.seed != standard.solve.seed;
    case CT_TYPE_BRIDGES:
        snprintf(out, size, "%s",
                 opt->graph.bridge_file ? ct_path_base(opt->graph.bridge_file) : "none");
        return opt->graph.bridges != CT_BRIDGES_AUTO;
    case CT_TYPE_OBJECTIVE:
        objective_text(&opt->solve.objective, out, size);
        return ct_objective_sum(&opt->solve.objective) > 0;
    case CT_TYPE_LIMIT: return limit_text(field, usual, out, size);
    case CT_TYPE_LAYERS:
        ct_layers_text(opt->output.layers, layers);
        snprintf(out, size, "%s", layers);
        return opt->output.layers != standard.output.layers;
    default: return false;
    }
}
