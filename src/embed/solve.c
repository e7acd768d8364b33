/// A model and settings -> a result.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "embed/embed.h"

/// A model has these in memory, and writes nothing.
static ct_status refuse_files(const ct_settings *s, ct_error *err)
{
    static const char *const files[] = {"regions", "accounts", "adjacency", "measure",
                                        "current", "like",     "out"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (ct_settings_get(s, files[i]))
            return ct_fail(err, CT_ERR_USAGE,
                           "'%s' is set, but a model is in memory: it reads and writes no files",
                           files[i]);
    return CT_OK;
}

/// Settings over the defaults, with the measures of the model.
static ct_status make_options(const ct_model *m, const ct_settings *s, ct_options *out,
                              ct_error *err)
{
    const ct_regions *r = &m->regions;
    *out = ct_options_default();
    if (!r->n_fields)
        return ct_fail(err, CT_ERR_INPUT, "no measure: ct_model_measure() says what is balanced");
    if (!m->n_pairs && r->n > 1)
        return ct_fail(err, CT_ERR_INPUT,
                       "no neighbours: ct_model_neighbors() says which regions adjoin");
    ct_status status = refuse_files(s, err);
    out->data.n_measures = r->n_fields;
    for (int32_t f = 0; f < r->n_fields; f++) {
        ct_measure_spec *spec = &out->data.measure[f];
        *spec = (ct_measure_spec){.kind = CT_FIELD};
        snprintf(spec->name, sizeof spec->name, "%s", r->field[f].name);
        snprintf(spec->source, sizeof spec->source, "%s", r->field[f].name);
    }
    if (!status) status = ct_options_apply(s->item, (int32_t)s->n, out, err);
    if (!out->machine.threads) out->machine.threads = ct_usable_cores();
    return status;
}

/// What the stages before ct_solve_job() give.
static ct_status make_case(const ct_model *m, const ct_options *opt, const ct_context *ctx,
                           ct_run *run, ct_error *err)
{
    const ct_pairs pairs = {m->n_pairs, m->a, m->b, m->border_m};
    ct_case *given = &run->given;
    given->regions = m->regions;
    const ct_status s =
        ct_join(&opt->data, ctx, &given->regions, &given->accounts, &given->measures, err);
    return s ? s
             : ct_graph_of_pairs(&opt->graph, ctx, &given->regions, &pairs, &given->graph,
                                 &run->inputs, err);
}

static ct_status solve(const ct_model *m, const ct_options *opt, const ct_context *ctx,
                       ct_result *to, ct_error *err)
{
    ct_error missed = {0};
    ct_status s = make_case(m, opt, ctx, &to->run, err);
    if (!s) s = ct_solve_job(opt, ctx, &to->run, &missed);
    if (missed.status && err) *err = missed;
    to->run.given.regions = (ct_regions){0};
    ct_graph_free(&to->run.given.graph);
    const ct_level *level = ct_plan_first(&to->run.plan);
    const bool has_plan = level && level->figures.k && (!s || s == CT_ERR_INFEASIBLE);
    const ct_status settled = has_plan ? ct_result_settle(to, &m->regions, err) : s;
    return settled ? settled : s;
}

ct_status ct_model_solve(const ct_model *m, const ct_settings *s, ct_progress_fn progress,
                         void *user, ct_result **out, ct_error *err)
{
    ct_options opt;
    *out = NULL;
    ct_status status = make_options(m, s, &opt, err);
    if (status) return status;
    ct_result *r = ct_result_new(err);
    if (!r) return CT_ERR_MEMORY;
    const ct_context ctx = {
        .n_threads = opt.machine.threads, .notes = &r->notes, .progress = progress, .user = user};
    status = solve(m, &opt, &ctx, r, err);
    if (r->part)
        *out = r;
    else
        ct_result_free(r);
    return status;
}
