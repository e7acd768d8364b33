/// Text to option values.
#include "base/options.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/outputs.h"
#include "base/text.h"
#include "canton/types.h"

static ct_status bad_value(const ct_setting *s, const char *wanted, ct_error *err)
{
    return ct_fail(err, CT_ERR_USAGE, "%s: '%s' is not %s", s->where, s->value, wanted);
}

static ct_status apply_number(const ct_setting *s, void *field, ct_error *err)
{
    double v;
    char wanted[96];
    const ct_option *o = s->option;
    const bool whole = o->type == CT_TYPE_INT || o->type == CT_TYPE_THREADS;
    snprintf(wanted, sizeof wanted, "a %snumber from %.10g to %.10g", whole ? "whole " : "",
             o->lowest, o->highest);
    if (o->type == CT_TYPE_THREADS && !strcmp(s->value, "auto")) {
        *(int32_t *)field = 0;
        return CT_OK;
    }
    if (!ct_parse_double(s->value, (int64_t)strlen(s->value), &v)) return bad_value(s, wanted, err);
    if (v < o->lowest || v > o->highest || (whole && v != floor(v)))
        return bad_value(s, wanted, err);
    if (whole)
        *(int32_t *)field = (int32_t)v;
    else
        *(double *)field = v;
    return CT_OK;
}

static ct_status apply_choice(const ct_setting *s, int32_t *field, ct_error *err)
{
    const char *c = s->option->choices;
    const size_t length = strlen(s->value);
    for (int32_t i = 0; *c; i++) {
        const size_t n = strcspn(c, "|");
        if (n == length && !strncmp(c, s->value, n)) {
            *field = i;
            return CT_OK;
        }
        c += n + (c[n] == '|');
    }
    return ct_fail(err, CT_ERR_USAGE, "%s: '%s' is none of %s", s->where, s->value,
                   s->option->choices);
}

static ct_status apply_flag(const ct_setting *s, bool *field, ct_error *err)
{
    static const char *const yes[] = {"", "true", "yes", "on", "1"}, *const no[] = {"false", "no",
                                                                                    "off", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (!strcmp(s->value, yes[i])) return *field = true, CT_OK;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (!strcmp(s->value, no[i])) return *field = false, CT_OK;
    return bad_value(s, "yes or no", err);
}

static ct_status apply_verbosity(const ct_setting *s, int32_t level, int32_t *field, ct_error *err)
{
    bool is_on = false;
    const ct_status status = apply_flag(s, &is_on, err);
    if (!status && is_on) *field = level;
    return status;
}

/// Text before the first '=' into name[CT_NAME_SIZE]; returns what follows, NULL without '='.
static const char *split_name(const char *value, char *name)
{
    const char *equal = strchr(value, '=');
    if (!equal || equal == value || equal - value >= CT_NAME_SIZE) return NULL;
    snprintf(name, CT_NAME_SIZE, "%.*s", (int)(equal - value), value);
    return equal + 1;
}

static int32_t measure_index(const ct_data_options *opt, const char *name)
{
    for (int32_t m = 0; m < opt->n_measures; m++)
        if (!strcmp(opt->measure[m].name, name)) return m;
    return -1;
}

/// "NAME=count, NAME=column:COL or NAME=field:FLD".
static ct_status bad_measure(const ct_setting *s, ct_error *err)
{
    char wanted[256];
    size_t at = 0;
    for (int32_t k = 0; k < CT_N_MEASURE_KINDS; k++) {
        const ct_measure_row *row = ct_measure_about((ct_measure_kind)k);
        const char *between = !k ? "" : k + 1 < CT_N_MEASURE_KINDS ? ", " : " or ";
        at += (size_t)snprintf(wanted + at, sizeof wanted - at, "%sNAME=%s%s%s", between, row->word,
                               *row->argument ? ":" : "", row->argument);
    }
    return bad_value(s, wanted, err);
}

/// "word" or "word:source"; false = no kind is written so.
static bool parse_spec(const char *spec, ct_measure_spec *out)
{
    const size_t n = strcspn(spec, ":");
    const char *source = spec[n] ? spec + n + 1 : "";
    for (int32_t k = 0; k < CT_N_MEASURE_KINDS; k++) {
        const ct_measure_row *row = ct_measure_about((ct_measure_kind)k);
        if (strlen(row->word) != n || strncmp(row->word, spec, n)) continue;
        out->kind = (ct_measure_kind)k;
        snprintf(out->source, sizeof out->source, "%s", source);
        return *row->argument ? *source != 0 : !spec[n];
    }
    return false;
}

static ct_status apply_measure(const ct_setting *s, ct_data_options *opt, ct_error *err)
{
    if (opt->n_measures == CT_MAX_MEASURES)
        return ct_fail(err, CT_ERR_USAGE, "%s: at most %d measures", s->where, CT_MAX_MEASURES);
    ct_measure_spec *m = &opt->measure[opt->n_measures];
    *m = (ct_measure_spec){0};
    const char *spec = split_name(s->value, m->name);
    if (!spec && !strcmp(s->value, "count")) spec = strcpy(m->name, "count");
    if (!spec || !parse_spec(spec, m)) return bad_measure(s, err);
    if (strlen(spec) >= strlen(ct_measure_about(m->kind)->word) + 1 + CT_NAME_SIZE)
        return bad_value(s, "a name of less than 64 bytes", err);
    if (measure_index(opt, m->name) >= 0)
        return ct_fail(err, CT_ERR_USAGE, "%s: measure '%s' is given twice", s->where, m->name);
    opt->n_measures++;
    return CT_OK;
}

static ct_status need_measure(const ct_setting *s, const ct_options *opt, const char *name,
                              int32_t *m, ct_error *err)
{
    *m = measure_index(&opt->data, name);
    if (*m >= 0) return CT_OK;
    return ct_fail(err, CT_ERR_USAGE, "%s: no measure is called '%s'; give --measure %s=...",
                   s->where, name, name);
}

static ct_status apply_tolerance(const ct_setting *s, ct_options *opt, ct_error *err)
{
    char name[CT_NAME_SIZE];
    const char *pct = split_name(s->value, name);
    int32_t first = 0, last = opt->data.n_measures - 1;
    if (pct) {
        const ct_status status = need_measure(s, opt, name, &first, err);
        if (status) return status;
        last = first;
    }
    double v;
    if (!pct) pct = s->value;
    const size_t n = strlen(pct);
    if (!ct_parse_double(pct, (int64_t)(n - (n && pct[n - 1] == '%')), &v) || v < 0 ||
        v > s->option->highest)
        return bad_value(s, "a tolerance in percent, such as 5 or revenue=10", err);
    for (int32_t m = first; m <= last; m++) opt->target.tolerance_pct[m] = v;
    return CT_OK;
}

static ct_status apply_capacity(const ct_setting *s, ct_options *opt, ct_error *err)
{
    char name[CT_NAME_SIZE];
    const char *value = split_name(s->value, name);
    if (!value || !ct_parse_double(value, (int64_t)strlen(value), &opt->target.capacity) ||
        opt->target.capacity <= 0)
        return bad_value(s, "NAME=VALUE with a value above 0", err);
    return need_measure(s, opt, name, &opt->target.capacity_measure, err);
}

/// "2.5%" or "200".
static ct_status apply_limit(const ct_setting *s, ct_max_bad *out, ct_error *err)
{
    const int64_t n = (int64_t)strlen(s->value);
    ct_max_bad limit = {.pct = -1};
    const bool is_share = s->value[n - 1] == '%';
    const bool is_read = is_share ? ct_parse_double(s->value, n - 1, &limit.pct)
                                  : ct_parse_int64(s->value, n, &limit.rows);
    if (!is_read || (is_share && !(limit.pct >= 0 && limit.pct <= s->option->highest)) ||
        limit.rows < 0)
        return bad_value(s, "a share such as 2.5% or a number of rows such as 200", err);
    *out = limit;
    return CT_OK;
}

/// A word without a dot that is no file is a choice misspelt. (A job file has made a path of it.)
static ct_status check_bridge_file(const ct_setting *s, ct_error *err)
{
    static const char *const choice[] = {"auto", "none"}, *const hint[] = {"",
                                                                           "; did you mean auto?",
                                                                           "; did you mean none?"};
    const char *word = ct_path_base(s->value);
    if (strchr(word, '.') || !access(s->value, F_OK)) return CT_OK;
    return ct_fail(err, CT_ERR_USAGE, "%s: '%s' is neither auto nor none nor a file%s", s->where,
                   word, hint[ct_nearest_name(word, choice, 2) + 1]);
}

static ct_status apply_bridges(const ct_setting *s, ct_graph_options *opt, ct_error *err)
{
    opt->bridge_file = NULL;
    if (!strcmp(s->value, "auto")) return opt->bridges = CT_BRIDGES_AUTO, CT_OK;
    if (!strcmp(s->value, "none")) return opt->bridges = CT_BRIDGES_NONE, CT_OK;
    opt->bridges = CT_BRIDGES_FILE;
    opt->bridge_file = s->value;
    return check_bridge_file(s, err);
}

/// Weight of the term called so, n bytes; NULL = there is none.
static double *find_term(ct_objective *o, const char *word, size_t n)
{
#define TERM(term)                                                                                 \
    if (n == sizeof #term - 1 && !memcmp(word, #term, n)) return &o->term;
    CT_OBJECTIVE_TERMS(TERM)
#undef TERM
    return NULL;
}

/// "inertia", "border", "cut" or "inertia=1,border=0.2".
static ct_status apply_objective(const ct_setting *s, ct_objective *out, ct_error *err)
{
    static const char wanted[] = "inertia, border, cut or a mix such as inertia=1,border=0.2";
    ct_objective o = {0};
    for (const char *at = s->value; *at;) {
        const size_t item = strcspn(at, ","), name = strcspn(at, ",=");
        double *term = find_term(&o, at, name);
        if (!term) return bad_value(s, wanted, err);
        *term = 1;
        if (name < item &&
            (!ct_parse_double(at + name + 1, (int64_t)(item - name - 1), term) || *term < 0))
            return bad_value(s, wanted, err);
        at += item + (at[item] == ',');
    }
    if (!(ct_objective_sum(&o) > 0)) return bad_value(s, wanted, err);
    *out = o;
    return CT_OK;
}

static ct_status apply_layers(const ct_setting *s, uint32_t *layers, ct_error *err)
{
    char wrong[CT_LAYERS_TEXT], all[CT_LAYERS_TEXT];
    const char *meant = NULL;
    if (ct_layers_parse(s->value, layers, wrong, &meant)) return CT_OK;
    ct_layers_text(CT_LAYER_ALL, all);
    return ct_fail(err, CT_ERR_USAGE, "%s: '%s' is none of %s,all,none%s%s%s", s->where, wrong, all,
                   meant ? "; did you mean " : "", meant ? meant : "", meant ? "?" : "");
}

static ct_status apply_seed(const ct_setting *s, uint64_t *seed, ct_error *err)
{
    int64_t v;
    if (!ct_parse_int64(s->value, (int64_t)strlen(s->value), &v) || v < 0)
        return bad_value(s, "a whole number from 0 on", err);
    *seed = (uint64_t)v;
    return CT_OK;
}

static ct_status apply_list(const ct_setting *s, ct_data_options *opt, ct_error *err)
{
    if (opt->n_accounts == CT_MAX_ACCOUNTS)
        return ct_fail(err, CT_ERR_USAGE, "%s: at most %d account files", s->where,
                       CT_MAX_ACCOUNTS);
    opt->accounts[opt->n_accounts++] = s->value;
    return CT_OK;
}

static ct_status apply(const ct_setting *s, ct_options *opt, ct_error *err)
{
    void *field = (char *)opt + s->option->offset;
    if (s->option->argument && !*s->value)
        return ct_fail(err, CT_ERR_USAGE, "%s: needs a value: %s", s->where, s->option->argument);
    switch (s->option->type) {
    case CT_TYPE_TEXT: *(const char **)field = s->value; return CT_OK;
    case CT_TYPE_LIST: return apply_list(s, &opt->data, err);
    case CT_TYPE_CHOICE: return apply_choice(s, field, err);
    case CT_TYPE_REAL:
    case CT_TYPE_INT:
    case CT_TYPE_THREADS: return apply_number(s, field, err);
    case CT_TYPE_SEED: return apply_seed(s, field, err);
    case CT_TYPE_MEASURE: return apply_measure(s, &opt->data, err);
    case CT_TYPE_TOLERANCE: return apply_tolerance(s, opt, err);
    case CT_TYPE_CAPACITY: return apply_capacity(s, opt, err);
    case CT_TYPE_LIMIT: return apply_limit(s, field, err);
    case CT_TYPE_BRIDGES: return apply_bridges(s, &opt->graph, err);
    case CT_TYPE_OBJECTIVE: return apply_objective(s, field, err);
    case CT_TYPE_LAYERS: return apply_layers(s, field, err);
    case CT_TYPE_FLAG: return apply_flag(s, field, err);
    case CT_TYPE_QUIET: return apply_verbosity(s, -1, field, err);
    case CT_TYPE_VERBOSE: return apply_verbosity(s, 1, field, err);
    }
    return ct_fail(err, CT_ERR_INTERNAL, "option %s has no type", s->option->name);
}

/// Tolerances of every measure come before those of one, both after all measures.
static int32_t turn(const ct_setting *s)
{
    const bool named = s->option->type == CT_TYPE_CAPACITY ||
                       (s->option->type == CT_TYPE_TOLERANCE && strchr(s->value, '='));
    return named ? 2 : s->option->type == CT_TYPE_TOLERANCE ? 1 : 0;
}

/// Measures that are given take the place of the one there is by default.
static void clear_measures(const ct_setting *setting, int32_t n, ct_data_options *opt)
{
    for (int32_t i = 0; i < n; i++)
        if (setting[i].option->type == CT_TYPE_MEASURE) opt->n_measures = 0;
}

ct_status ct_options_apply(const ct_setting *setting, int32_t n, ct_options *opt, ct_error *err)
{
    clear_measures(setting, n, &opt->data);
    for (int32_t now = 0; now < 3; now++)
        for (int32_t i = 0; i < n; i++) {
            const ct_status s = turn(&setting[i]) == now ? apply(&setting[i], opt, err) : CT_OK;
            if (s) return s;
        }
    return CT_OK;
}
