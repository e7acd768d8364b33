/// The stages in their order.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "canton/stages.h"
#include "pipeline/pipeline.h"

/// No output tells of single accounts: rows are joined as they are read, and forgotten.
static bool is_streamed(const ct_options *opt)
{
    const uint32_t in_h5 = CT_LAYER_H5 | CT_LAYER_ACCOUNTS;
    return !(opt->layers & CT_LAYER_ASSIGNMENTS) && (opt->layers & in_h5) != in_h5;
}

/// So that nobody waits for the stages before to learn that a file is missing.
static ct_status check_files(const ct_options *opt, ct_error *err)
{
    ct_status s = ct_file_check(opt->regions, err);
    for (int32_t i = 0; i < opt->n_accounts && !s; i++) s = ct_file_check(opt->accounts[i], err);
    if (!s) s = ct_file_check(opt->adjacency, err);
    if (!s) s = ct_file_check(opt->bridge_file, err);
    if (!s) s = ct_file_check(opt->targets, err);
    return s;
}

static ct_status read_inputs(const ct_options *opt, const ct_context *ctx, ct_run *run,
                             ct_error *err)
{
    ct_status s = check_files(opt, err);
    if (!s) s = ct_pipeline_begin(ctx, "read");
    if (!s) s = ct_read_regions(opt, ctx, &run->regions, &run->inputs, err);
    if (!s && !is_streamed(opt)) s = ct_read_accounts(opt, ctx, &run->accounts, &run->inputs, err);
    if (s) return s;
    const char *regions = ct_pipeline_count(run->regions.n),
               *vertices = ct_pipeline_count(run->regions.n_vertices),
               *word = ct_plural(run->regions.n, "region", "regions");
    if (is_streamed(opt))
        ct_pipeline_end(ctx, "read", "%s %s, %s vertices", regions, word, vertices);
    else
        ct_pipeline_end(ctx, "read", "%s %s, %s vertices, %s %s", regions, word, vertices,
                        ct_pipeline_count(run->accounts.n),
                        ct_plural(run->accounts.n, "account", "accounts"));
    return CT_OK;
}

static ct_status read_and_join(const ct_options *opt, const ct_context *ctx, ct_run *run,
                               ct_error *err)
{
    ct_joining *joining = NULL;
    ct_taker taker;
    ct_status s = ct_join_begin(opt, ctx, &run->regions, &joining, &taker, err);
    if (!s) s = ct_read_accounts_by(opt, ctx, &taker, &run->inputs, err);
    if (!s) s = ct_join_end(joining, &run->accounts, &run->measures, err);
    ct_join_free(joining);
    return s;
}

static ct_status join(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    ct_status s = ct_pipeline_begin(ctx, "join");
    if (!s && is_streamed(opt)) s = read_and_join(opt, ctx, run, err);
    if (!s && !is_streamed(opt))
        s = ct_join(opt, ctx, &run->regions, &run->accounts, &run->measures, err);
    if (s) return s;
    const ct_accounts *a = &run->accounts;
    int64_t matched = a->n_summed;
    for (int64_t i = 0; i < a->n; i++) matched += a->region[i] >= 0;
    ct_accounts_forget(&run->accounts); // the next stages work in the memory it frees
    ct_pipeline_end(ctx, "join", "%s of %s accounts have a region", ct_pipeline_count(matched),
                    ct_pipeline_count(a->n + a->n_summed));
    return CT_OK;
}

static ct_status graph(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    ct_status s = ct_pipeline_begin(ctx, "graph");
    if (!s) s = ct_graph_build(opt, ctx, &run->regions, &run->graph, &run->inputs, err);
    if (s) return s;
    const ct_graph *g = &run->graph;
    const int64_t pairs = g->indptr[g->n] / 2 - g->n_bridges;
    ct_pipeline_end(ctx, "graph", "%s neighbour %s, %s %s, %s %s", ct_pipeline_count(pairs),
                    ct_plural(pairs, "pair", "pairs"), ct_pipeline_count(g->n_components),
                    ct_plural(g->n_components, "component", "components"),
                    ct_pipeline_count(g->n_bridges), ct_plural(g->n_bridges, "bridge", "bridges"));
    return CT_OK;
}

static ct_status explain(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    return ct_bands_explain(opt, ctx, &run->regions, &run->measures, &run->graph, &run->bands, NULL,
                            err);
}

static ct_status measure(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    ct_status s = ct_pipeline_begin(ctx, "measure");
    if (!s)
        s = ct_measure_plan(opt, ctx, &run->regions, &run->measures, &run->graph, &run->bands,
                            &run->plan, &run->figures, err);
    if (s) return s;
    ct_pipeline_end(ctx, "measure", "worst deviation %.2f %% of target", run->figures.worst_pct[0]);
    return CT_OK;
}

static ct_status certify(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    if (!opt->certify) return CT_OK;
    ct_certificate *c = &run->certificate;
    ct_status s = ct_pipeline_begin(ctx, "certify");
    if (!s)
        s = ct_certify(opt, ctx, &run->regions, &run->measures, &run->bands, &run->plan, c, err);
    if (s) return s;
    if (isfinite(c->bound))
        ct_pipeline_end(ctx, "certify", "bound %.6g of %.6g, gap %.2f %%", c->bound, c->medoid,
                        100 * (c->medoid - c->bound) / c->medoid);
    else
        ct_pipeline_end(ctx, "certify", "no bound");
    return CT_OK;
}

static ct_status write(const ct_options *opt, const ct_context *ctx, const ct_run *run,
                       ct_error *err)
{
    ct_status s = ct_pipeline_begin(ctx, "write");
    if (!s) s = ct_write(opt, ctx, run, err);
    if (!s) ct_pipeline_end(ctx, "write", "%s", opt->out);
    return s;
}

static ct_status solve(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    ct_context timed = *ctx;
    timed.began_s = ct_wall_s();
    if (opt->capacity > 0) return ct_pipeline_capacity(opt, &timed, run, err);
    const ct_status s = ct_bands_build(opt, ctx, &run->measures, &run->bands, &run->inputs, err);
    return s ? s : ct_pipeline_solve(opt, &timed, run, err);
}

ct_status ct_run_job(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    ct_status s = ct_write_precheck(opt, err);
    if (opt->current)
        ct_note_add(ctx->notes, CT_WARN, "read", 0,
                    "--current is what 'canton assess' measures; a run starts from nothing");
    if (!s) s = read_inputs(opt, ctx, run, err);
    if (!s) s = join(opt, ctx, run, err);
    if (!s) s = graph(opt, ctx, run, err);
    if (!s) s = solve(opt, ctx, run, err);
    if (!s) s = measure(opt, ctx, run, err);
    if (!s) s = certify(opt, ctx, run, err);
    if (!s) s = write(opt, ctx, run, err);
    return s ? s : run->solve_status;
}

ct_status ct_validate_job(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    ct_status s = read_inputs(opt, ctx, run, err);
    if (!s) s = join(opt, ctx, run, err);
    if (!s) s = graph(opt, ctx, run, err);
    if (!s && (opt->k || opt->capacity > 0 || opt->targets))
        s = ct_bands_build(opt, ctx, &run->measures, &run->bands, &run->inputs, err);
    if (!s && run->bands.k) s = explain(opt, ctx, run, err);
    return s;
}

/// Bands of the alignment's own number of territories, under its own names.
static ct_status current_bands(const ct_options *opt, const ct_context *ctx, ct_run *run,
                               ct_strings *names, ct_error *err)
{
    ct_options of_plan = *opt;
    if (!opt->targets) of_plan.k = run->plan.k, of_plan.capacity = 0;
    const ct_status s =
        ct_bands_build(&of_plan, ctx, &run->measures, &run->bands, &run->inputs, err);
    if (s) return s;
    if (run->bands.k != run->plan.k)
        return ct_fail(err, CT_ERR_INPUT, "%s has %d territories, %s has %d", opt->current,
                       run->plan.k, opt->targets, run->bands.k);
    if (opt->targets) return CT_OK;
    ct_strings_free(&run->bands.name);
    run->bands.name = *names;
    *names = (ct_strings){0};
    return CT_OK;
}

ct_status ct_assess_job(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    ct_strings names = {0};
    ct_status s = opt->out ? ct_write_precheck(opt, err) : CT_OK;
    if (!s) s = ct_file_check(opt->current, err);
    if (!s) s = read_inputs(opt, ctx, run, err);
    if (!s) s = join(opt, ctx, run, err);
    if (!s) s = graph(opt, ctx, run, err);
    if (!s) s = ct_read_current(opt, ctx, &run->regions, &run->plan, &names, &run->inputs, err);
    if (!s) s = current_bands(opt, ctx, run, &names, err);
    if (!s) s = explain(opt, ctx, run, err);
    if (!s) s = measure(opt, ctx, run, err);
    if (!s) {
        run->plan.feasible = run->figures.n_missed == 0;
        run->solve_status = run->plan.feasible ? CT_OK : CT_ERR_INFEASIBLE;
        run->plan.inertia = 0;
        for (int32_t j = 0; j < run->figures.k; j++) run->plan.inertia += run->figures.inertia[j];
        run->plan.lower_bound = NAN;
    }
    if (!s) s = certify(opt, ctx, run, err);
    if (!s && opt->out) s = write(opt, ctx, run, err);
    ct_strings_free(&names);
    return s;
}

void ct_run_free(ct_run *run)
{
    if (!run) return;
    ct_figures_free(&run->figures);
    ct_plan_free(&run->plan);
    ct_clusters_free(&run->clusters);
    ct_bands_free(&run->bands);
    ct_graph_free(&run->graph);
    ct_measures_free(&run->measures);
    ct_accounts_free(&run->accounts);
    ct_regions_free(&run->regions);
    ct_inputs_free(&run->inputs);
    memset(run, 0, sizeof *run);
}
