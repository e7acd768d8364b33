/// summary.json: the run in figures, the same text on any day and machine.
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bridges.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/text.h"
#include "canton.h"
#include "write/out.h"
#include "write/writing.h"

/// The document in the making; one failed allocation fails it all.
typedef struct json {
    bool failed;
} json;

static void need(json *j, const void *item)
{
    if (!item) j->failed = true;
}

static void put_text(json *j, cJSON *to, const char *name, const char *text)
{
    need(j, cJSON_AddStringToObject(to, name, text));
}

/// Numbers go in as text of ours: cJSON's own would cut 64-bit integers.
static void put_fixed(json *j, cJSON *to, const char *name, int64_t value, int32_t decimals)
{
    char text[32];
    ct_format_fixed(value, decimals, text);
    need(j, cJSON_AddRawToObject(to, name, text));
}

static void put_double(json *j, cJSON *to, const char *name, double value)
{
    char text[32] = "null";
    if (isfinite(value)) ct_format_double(value, text);
    need(j, cJSON_AddRawToObject(to, name, text));
}

static void put_bool(json *j, cJSON *to, const char *name, bool value)
{
    need(j, cJSON_AddBoolToObject(to, name, value));
}

/// A new object or array inside `to`; an object in an array has no name. NULL on failure, which
/// everything else accepts.
static cJSON *put_object(json *j, cJSON *to, const char *name)
{
    cJSON *o = name ? cJSON_AddObjectToObject(to, name) : cJSON_CreateObject();
    need(j, o);
    if (o && !name && !cJSON_AddItemToArray(to, o)) {
        cJSON_Delete(o);
        j->failed = true;
        return NULL;
    }
    return o;
}

static cJSON *put_array(json *j, cJSON *to, const char *name)
{
    cJSON *a = cJSON_AddArrayToObject(to, name);
    need(j, a);
    return a;
}

/// What the verb goes by and differs from the defaults; options that repeat become arrays.
static void put_options(json *j, cJSON *root, const ct_options *opt, ct_verb verb)
{
    cJSON *o = put_object(j, root, "options");
    char value[4096];
    for (int32_t i = 0; i < ct_option_count; i++) {
        const ct_option *option = &ct_option_table[i];
        if (!option->name || option->flags & CT_OPTION_NEUTRAL || !(option->verbs & verb)) continue;
        if (!ct_option_text(opt, option, 0, value, sizeof value)) continue;
        const bool repeats = option->type == CT_TYPE_LIST || option->type == CT_TYPE_MEASURE ||
                             option->type == CT_TYPE_TOLERANCE;
        cJSON *list = repeats ? put_array(j, o, option->name) : NULL;
        const bool is_number = option->type == CT_TYPE_INT || option->type == CT_TYPE_REAL ||
                               option->type == CT_TYPE_SEED || option->type == CT_TYPE_FLAG;
        if (is_number)
            need(j, cJSON_AddRawToObject(o, option->name, value));
        else if (!repeats)
            put_text(j, o, option->name, value);
        for (int32_t n = 0; repeats && ct_option_text(opt, option, n, value, sizeof value); n++) {
            cJSON *text = cJSON_CreateString(value);
            need(j, text);
            if (!cJSON_AddItemToArray(list, text)) cJSON_Delete(text);
        }
    }
}

static void put_inputs(json *j, cJSON *root, const ct_inputs *in)
{
    cJSON *list = put_array(j, root, "inputs");
    for (int32_t i = 0; i < in->n; i++) {
        char digest[20];
        snprintf(digest, sizeof digest, "%016llx", (unsigned long long)in->item[i].xxh64);
        cJSON *o = put_object(j, list, NULL);
        put_text(j, o, "name", in->item[i].basename);
        put_fixed(j, o, "size", in->item[i].size, 0);
        put_text(j, o, "xxh64", digest);
    }
}

/// The band in figures when it is the same everywhere.
static void put_band(json *j, cJSON *o, const ct_bands *b, int32_t m, int32_t decimals)
{
    if (!b->is_equal || !b->k) return;
    const int64_t at = (int64_t)m * b->k;
    put_double(j, o, "target", b->target[at] / pow(10, decimals));
    put_fixed(j, o, "lower", b->lower[at], decimals);
    put_fixed(j, o, "upper", b->upper[at], decimals);
}

static void put_measures(json *j, cJSON *root, const ct_writing *w)
{
    const ct_run *run = w->run;
    const ct_level *level = w->level;
    cJSON *list = put_array(j, root, "measures");
    for (int32_t m = 0; m < run->given.measures.n; m++) {
        const ct_measure *measure = &run->given.measures.item[m];
        cJSON *o = put_object(j, list, NULL);
        put_text(j, o, "name", measure->name);
        put_text(j, o, "kind", ct_measure_about(measure->kind)->word);
        put_fixed(j, o, "input", measure->input, measure->decimals);
        put_fixed(j, o, "total", measure->total, measure->decimals);
        put_fixed(j, o, "unmatched", measure->unmatched, measure->decimals);
        put_fixed(j, o, "set_aside", measure->aside, measure->decimals);
        if (m < w->opt->data.n_measures)
            put_double(j, o, "tolerance_pct", level->bands.tolerance_pct[m]);
        put_band(j, o, &level->bands, m, measure->decimals);
        put_double(j, o, "worst_deviation_pct", level->figures.worst_pct[m]);
        put_fixed(j, o, "territories_missed", level->figures.missed[m], 0);
    }
}

static void put_plan(json *j, cJSON *root, const ct_run *run, const ct_level *level)
{
    cJSON *o = put_object(j, root, "plan");
    put_fixed(j, o, "territories_outside_bands", level->figures.n_missed, 0);
    int32_t torn = 0;
    for (int32_t t = 0; t < level->figures.k; t++) torn += level->figures.pieces[t] != 1;
    put_fixed(j, o, "territories_not_contiguous", torn, 0);
    put_fixed(j, o, "rules_broken", level->solution.n_broken, 0);
    put_double(j, o, "inertia", level->solution.inertia);
    put_double(j, o, "lower_bound", level->solution.lower_bound);
    put_double(j, o, "gap", ct_solution_gap(&level->solution));
    if (level->certificate.is_asked) {
        put_double(j, o, "medoid_objective", level->certificate.medoid);
        put_double(j, o, "certified_bound", level->certificate.bound);
        put_double(j, o, "certified_gap", ct_certificate_gap(&level->certificate));
    }
    const bool is_cut = level->solution.stopped_early;
    put_bool(j, o, "stopped_by_time_limit", is_cut && !run->interrupted);
    put_bool(j, o, "stopped_by_signal", is_cut && run->interrupted);
}

static void put_capacity(json *j, cJSON *root, const ct_writing *w)
{
    const ct_capacity *c = &w->level->capacity;
    if (!c->least) return;
    cJSON *o = put_object(j, root, "capacity");
    put_fixed(j, o, "least_k_by_weight", c->by_weight, 0);
    put_fixed(j, o, "least_k_by_granularity", c->by_granularity, 0);
    if (c->by_components) put_fixed(j, o, "least_k_by_components", c->by_components, 0);
    put_fixed(j, o, "regions_over_capacity", c->n_heavy, 0);
    cJSON *list = put_array(j, o, "tried");
    for (int32_t i = 0; i < c->n_trials; i++) {
        cJSON *t = put_object(j, list, NULL);
        put_fixed(j, t, "k", c->trial[i].k, 0);
        put_bool(j, t, "feasible", c->trial[i].feasible);
        put_double(j, t, "worst_outside_pct", c->trial[i].worst_pct);
    }
}

static void put_graph(json *j, cJSON *root, const ct_graph *g, const ct_figures *f)
{
    cJSON *o = put_object(j, root, "graph");
    put_fixed(j, o, "regions", g->n, 0);
    put_fixed(j, o, "adjacencies", g->indptr[g->n] / 2, 0);
    put_fixed(j, o, "components", g->n_components, 0);
    put_fixed(j, o, "bridges", g->n_bridges, 0);
    put_fixed(j, o, "bridges_used", ct_bridges_n_used(f), 0);
}

static void put_coverage(json *j, cJSON *root, const ct_intake *in)
{
    static const char *const name[CT_N_REASONS] = {
        "matched_by_point",       "matched_by_code",           "matched_by_nearest",
        "unmatched_no_key",       "unmatched_bad_coordinates", "unmatched_outside_regions",
        "unmatched_unknown_code", "set_aside_no_number",       "set_aside_repeated"};
    int64_t matched = 0;
    for (int32_t r = CT_MATCHED_POINT; r <= CT_MATCHED_NEAREST; r++) matched += in->n_reason[r];
    cJSON *o = put_object(j, root, "coverage");
    put_fixed(j, o, "accounts", in->n, 0);
    put_fixed(j, o, "matched", matched, 0);
    put_double(j, o, "share", in->n ? (double)matched / (double)in->n : NAN);
    for (int32_t r = 0; r < CT_N_REASONS; r++) put_fixed(j, o, name[r], in->n_reason[r], 0);
    put_fixed(j, o, "unreadable", in->n_unread, 0);
}

static void put_notes(json *j, cJSON *root, const ct_notes *notes)
{
    cJSON *list = put_array(j, root, "notes");
    for (int32_t i = 0; i < notes->n; i++) {
        const ct_note *note = &notes->item[i];
        cJSON *o = put_object(j, list, NULL);
        put_text(j, o, "severity", note->severity == CT_WARN ? "warning" : "info");
        put_text(j, o, "stage", note->stage);
        if (note->count) put_fixed(j, o, "count", note->count, 0);
        put_text(j, o, "text", note->text);
    }
}

static void put_seed(json *j, cJSON *root, uint64_t seed)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)seed);
    need(j, cJSON_AddRawToObject(root, "seed", text));
}

static void put_all(json *j, cJSON *root, const ct_writing *w)
{
    const ct_run *run = w->run;
    put_text(j, root, "format", "canton summary 1.0");
    put_text(j, root, "software_version", CANTON_VERSION);
    put_text(j, root, "command", w->command);
    put_text(j, root, "status", run->solve_status ? "infeasible" : "ok");
    put_fixed(j, root, "k", w->level->figures.k, 0);
    put_seed(j, root, w->opt->solve.seed);
    put_text(j, root, "crs", run->given.regions.crs_name ? run->given.regions.crs_name : "");
    put_options(j, root, w->opt, run->verb);
    put_inputs(j, root, &run->inputs);
    put_coverage(j, root, &run->given.measures.intake);
    put_graph(j, root, &run->given.graph, &w->level->figures);
    put_measures(j, root, w);
    put_plan(j, root, run, w->level);
    put_capacity(j, root, w);
    put_notes(j, root, w->ctx->notes);
}

static char *print_all(const ct_writing *w)
{
    json j = {false};
    cJSON *root = cJSON_CreateObject();
    need(&j, root);
    put_all(&j, root, w);
    char *text = j.failed ? NULL : cJSON_Print(root);
    cJSON_Delete(root);
    return text;
}

char *ct_summary_json(const ct_options *opt, const ct_context *ctx, const ct_run *run)
{
    const ct_level *level = ct_plan_first(&run->plan);
    if (!level || !level->figures.k) return NULL;
    char *command = ct_options_record(opt, run->verb), *text = NULL;
    const ct_writing w = {.opt = opt,
                          .ctx = ctx,
                          .run = run,
                          .given = &run->given,
                          .level = level,
                          .command = command};
    if (command) text = print_all(&w);
    free(command);
    return text;
}

ct_status ct_write_summary(const ct_writing *w, ct_error *err)
{
    char *text = print_all(w);
    if (!text) return ct_fail_memory(err, 1 << 16, "summary.json");
    ct_out out;
    ct_out_open(&out, w->dir, "summary.json");
    ct_out_text(&out, text);
    ct_out_text(&out, "\n");
    free(text);
    return ct_out_close(&out, err);
}
