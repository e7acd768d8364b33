/// What a plan is made for: read, join, graph.
#include "base/file.h"
#include "base/options.h"
#include "base/text.h"
#include "pipeline/pipeline.h"

/// No output tells of single accounts: rows are joined as they are read, and forgotten.
static bool is_streamed(const ct_options *opt)
{
    const uint32_t in_h5 = CT_LAYER_H5 | CT_LAYER_ACCOUNTS, layers = opt->output.layers;
    const bool is_told = layers & CT_LAYER_ASSIGNMENTS || (layers & in_h5) == in_h5;
    return !is_told && opt->data.duplicates == CT_DUPLICATES_KEEP; // else their ids are compared
}

/// All files that the verb reads, so that nobody waits for the stages before to learn that one is
/// missing.
static ct_status check_files(const ct_options *opt, ct_verb verb, ct_error *err)
{
    ct_status s = CT_OK;
    for (int32_t i = 0; i < ct_option_count && !s; i++) {
        const ct_option *o = &ct_option_table[i];
        const char *path;
        if (!o->name || !(o->verbs & verb) || o->flags & CT_OPTION_OUTPUT) continue;
        for (int32_t item = 0; !s && (path = ct_option_path(opt, o, item)); item++)
            s = ct_file_check(path, err);
    }
    return s;
}

static ct_status read_inputs(const ct_options *opt, const ct_context *ctx, ct_run *run,
                             ct_error *err)
{
    const bool streamed = is_streamed(opt);
    ct_case *given = &run->given;
    ct_status s = check_files(opt, run->verb, err);
    if (!s) s = ct_pipeline_begin(ctx, "read");
    if (!s) s = ct_read_regions(&opt->data, ctx, &given->regions, &run->inputs, err);
    if (!s && !streamed) s = ct_read_accounts(&opt->data, ctx, &given->accounts, &run->inputs, err);
    if (s) return s;
    const char *regions = ct_pipeline_count(given->regions.n),
               *vertices = ct_pipeline_count(given->regions.n_vertices),
               *word = ct_plural(given->regions.n, "region", "regions");
    if (streamed)
        ct_pipeline_end(ctx, "read", "%s %s, %s vertices", regions, word, vertices);
    else
        ct_pipeline_end(ctx, "read", "%s %s, %s vertices, %s %s", regions, word, vertices,
                        ct_pipeline_count(given->accounts.n),
                        ct_plural(given->accounts.n, "account", "accounts"));
    return CT_OK;
}

static ct_status read_and_join(const ct_options *opt, const ct_context *ctx, ct_run *run,
                               ct_error *err)
{
    ct_joining *joining = NULL;
    ct_taker taker;
    ct_case *given = &run->given;
    ct_status s = ct_join_begin(&opt->data, ctx, &given->regions, &joining, &taker, err);
    if (!s) s = ct_read_accounts_by(&opt->data, ctx, &taker, &run->inputs, err);
    if (!s) s = ct_join_end(joining, &given->accounts, &given->measures, err);
    ct_join_free(joining);
    return s;
}

static ct_status join(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    const bool streamed = is_streamed(opt);
    ct_accounts *a = &run->given.accounts;
    ct_status s = ct_pipeline_begin(ctx, "join");
    if (!s && streamed) s = read_and_join(opt, ctx, run, err);
    if (!s && !streamed)
        s = ct_join(&opt->data, ctx, &run->given.regions, a, &run->given.measures, err);
    if (s) return s;
    int64_t matched = a->n_summed;
    for (int64_t i = 0; i < a->n; i++) matched += a->region[i] >= 0;
    ct_accounts_forget(a); // the next stages work in the memory it frees
    ct_pipeline_end(ctx, "join", "%s of %s accounts have a region", ct_pipeline_count(matched),
                    ct_pipeline_count(a->n + a->n_summed));
    return CT_OK;
}

static ct_status graph(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    ct_graph *g = &run->given.graph;
    ct_status s = ct_pipeline_begin(ctx, "graph");
    if (!s) s = ct_graph_build(&opt->graph, ctx, &run->given.regions, g, &run->inputs, err);
    if (s) return s;
    const int64_t pairs = g->indptr[g->n] / 2 - g->n_bridges;
    ct_pipeline_end(ctx, "graph", "%s neighbour %s, %s %s, %s %s", ct_pipeline_count(pairs),
                    ct_plural(pairs, "pair", "pairs"), ct_pipeline_count(g->n_components),
                    ct_plural(g->n_components, "component", "components"),
                    ct_pipeline_count(g->n_bridges), ct_plural(g->n_bridges, "bridge", "bridges"));
    return CT_OK;
}

ct_status ct_pipeline_given(const ct_options *opt, const ct_context *ctx, ct_run *run,
                            ct_error *err)
{
    ct_status s = read_inputs(opt, ctx, run, err);
    if (!s) s = join(opt, ctx, run, err);
    if (!s) s = ct_pipeline_judge(&opt->data, ctx, &run->given.measures, err);
    if (!s) s = graph(opt, ctx, run, err);
    return s;
}
