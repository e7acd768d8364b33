/// From a plan to its figures, its bound and its files.
#include <math.h>

#include "base/clock.h"
#include "pipeline/pipeline.h"

static ct_status measure(const ct_context *ctx, const ct_run *run, ct_level *level, ct_error *err)
{
    ct_status s = ct_pipeline_begin(ctx, "measure");
    if (!s)
        s = ct_measure_plan(ctx, &run->given, &level->bands, &level->solution, &level->figures,
                            err);
    if (s) return s;
    ct_pipeline_end(ctx, "measure", "worst deviation %.2f %% of target",
                    level->figures.worst_pct[0]);
    return CT_OK;
}

static ct_status certify(const ct_options *opt, const ct_context *ctx, const ct_run *run,
                         ct_level *level, ct_error *err)
{
    if (!opt->solve.certify || ct_is_hurried(ctx)) return CT_OK;
    ct_certificate *c = &level->certificate;
    ct_status s = ct_pipeline_begin(ctx, "certify");
    if (!s) s = ct_certify(&opt->solve, ctx, &run->given, &level->bands, &level->solution, c, err);
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
    if (!opt->output.out) return CT_OK;
    ct_status s = ct_pipeline_begin(ctx, "write");
    if (!s) s = ct_write(opt, ctx, run, err);
    if (!s) ct_pipeline_end(ctx, "write", "%s", opt->output.out);
    return s;
}

/// What a plan is that nobody searched for.
static void judge(ct_level *level)
{
    ct_solution *solution = &level->solution;
    const ct_figures *f = &level->figures;
    solution->feasible = f->n_missed == 0;
    solution->inertia = 0;
    for (int32_t j = 0; j < f->k; j++) solution->inertia += f->inertia[j];
    solution->lower_bound = NAN;
}

ct_status ct_pipeline_deliver(const ct_options *opt, const ct_context *ctx, ct_run *run,
                              ct_error *err)
{
    ct_status s = CT_OK;
    bool feasible = true;
    for (int32_t i = 0; i < run->plan.n_layers && !s; i++) {
        const ct_layer *layer = &run->plan.layer[i];
        for (int32_t l = 0; l < layer->n_levels && !s; l++) {
            ct_level *level = &layer->level[l];
            s = measure(ctx, run, level, err);
            if (!s && run->verb == CT_VERB_ASSESS) judge(level);
            if (!s) s = certify(opt, ctx, run, level, err);
            feasible = feasible && level->solution.feasible;
        }
    }
    run->solve_status = feasible ? CT_OK : CT_ERR_INFEASIBLE;
    return s ? s : write(opt, ctx, run, err);
}
