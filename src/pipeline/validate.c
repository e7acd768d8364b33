/// canton validate: the inputs, and what stands in the way of a plan.
#include "base/options.h"
#include "pipeline/pipeline.h"

/// Bands, where enough is said for them, and why no plan meets them.
static ct_status look_at_bands(const ct_options *opt, const ct_context *ctx, ct_run *run,
                               ct_error *err)
{
    const ct_target_options *t = &opt->target;
    if (!t->k && !(t->capacity > 0) && !t->targets) return CT_OK;
    ct_status s = ct_plan_single(&run->plan, err);
    if (s) return s;
    ct_bands *bands = &ct_plan_first(&run->plan)->bands;
    s = ct_bands_build(t, ctx, &run->given, bands, &run->inputs, err);
    return s ? s : ct_bands_explain(ctx, &run->given, bands, NULL, err);
}

ct_status ct_validate_job(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    const ct_options look = ct_options_to_look(opt);
    ct_error refused = {0};
    ct_context own = ct_pipeline_context(&look, ctx);
    own.refused = &refused;
    run->verb = CT_VERB_VALIDATE;
    ct_status s = ct_options_check(&look, run->verb, err);
    if (!s) s = ct_pipeline_given(&look, &own, run, err);
    if (!s) s = look_at_bands(&look, &own, run, err);
    run->is_looked_at = !s;
    if (!s && refused.status && err) *err = refused;
    return s ? s : refused.status;
}
