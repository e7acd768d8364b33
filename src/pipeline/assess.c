/// canton assess: the alignment of today, measured like a plan.
#include "base/memory.h"
#include "pipeline/pipeline.h"

/// Bands of the alignment's own number of territories, under its own names.
static ct_status current_bands(const ct_options *opt, const ct_context *ctx, ct_run *run,
                               ct_level *level, ct_strings *names, ct_error *err)
{
    ct_target_options target = opt->target;
    const char *targets = target.targets;
    if (!targets) target.k = level->solution.k, target.capacity = 0;
    const ct_status s = ct_bands_build(&target, ctx, &run->given, &level->bands, &run->inputs, err);
    if (s) return s;
    if (level->bands.k != level->solution.k)
        return ct_fail(err, CT_ERR_INPUT, "%s has %d territories, %s has %d", opt->today.current,
                       level->solution.k, targets, level->bands.k);
    if (targets) return CT_OK;
    ct_strings_free(&level->bands.name);
    level->bands.name = *names;
    *names = (ct_strings){0};
    return CT_OK;
}

static ct_status read_plan(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    ct_strings names = {0};
    ct_status s = ct_plan_single(&run->plan, err);
    if (s) return s;
    ct_level *level = ct_plan_first(&run->plan);
    s = ct_read_current(&opt->today, ctx, &run->given.regions, &level->solution, &names,
                        &run->inputs, err);
    if (!s) s = current_bands(opt, ctx, run, level, &names, err);
    ct_strings_free(&names);
    return s ? s : ct_bands_explain(ctx, &run->given, &level->bands, NULL, err);
}

ct_status ct_assess_job(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    const ct_context own = ct_pipeline_context(opt, ctx);
    run->verb = CT_VERB_ASSESS;
    ct_status s = ct_options_check(opt, run->verb, err);
    if (!s) s = ct_write_claim(&opt->output, run, err);
    if (!s) s = ct_pipeline_given(opt, &own, run, err);
    if (!s) s = read_plan(opt, &own, run, err);
    if (!s) s = ct_pipeline_deliver(opt, &own, run, err);
    ct_write_release(run, ctx->notes);
    return s;
}
