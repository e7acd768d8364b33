/// canton run: the stages in their order; and those of them behind the graph.
#include <string.h>

#include "base/clock.h"
#include "base/options.h"
#include "pipeline/pipeline.h"

/// Bands of the given number of territories, and a plan for them.
static ct_status solve_for_k(const ct_options *opt, const ct_context *ctx, ct_run *run,
                             ct_level *level, ct_error *missed, ct_error *err)
{
    ct_found found;
    ct_status s = ct_bands_build(&opt->target, ctx, &run->given, &level->bands, &run->inputs, err);
    if (!s)
        s = ct_constrain(&opt->rules, ctx, &run->given, &level->bands, &run->constraints,
                         &run->inputs, err);
    if (!s)
        s = ct_pipeline_solve(&opt->solve, ctx, &run->given, &run->constraints, &level->bands, 0,
                              &found, err);
    if (s) return s;
    level->solution = found.solution;
    *missed = found.missed;
    return CT_OK;
}

static ct_status solve(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *missed,
                       ct_error *err)
{
    ct_context timed = *ctx;
    ct_status s = ct_plan_single(&run->plan, err);
    if (s) return s;
    timed.began_s = ct_wall_s();
    ct_level *level = ct_plan_first(&run->plan);
    if (!(opt->target.capacity > 0)) return solve_for_k(opt, &timed, run, level, missed, err);
    s = ct_constrain(&opt->rules, ctx, &run->given, NULL, &run->constraints, &run->inputs, err);
    return s ? s : ct_pipeline_capacity(opt, &timed, run, level, missed, err);
}

/// A plan that the caller did not wait for is marked, wherever it is shown.
static void mark(const ct_context *ctx, ct_run *run)
{
    run->interrupted = ct_is_hurried(ctx);
    if (!run->interrupted) return;
    ct_plan_first(&run->plan)->solution.stopped_early = true;
    ct_note_add(ctx->notes, CT_WARN, "balance", 0,
                "stopped early: the search was interrupted, and this is the best plan it had by "
                "then; a whole run finds a better one");
}

/// A case -> its plan, delivered.
static ct_status plan(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    ct_error missed = {0};
    ct_status s = solve(opt, ctx, run, &missed, err);
    if (!s) s = ct_pipeline_name(ctx, &run->given, ct_plan_first(&run->plan), err);
    if (!s) mark(ctx, run);
    if (!s) s = ct_pipeline_deliver(opt, ctx, run, err);
    if (!s && missed.status && err) *err = missed;
    return s ? s : run->solve_status;
}

ct_status ct_run_job(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    const ct_context own = ct_pipeline_context(opt, ctx);
    run->verb = CT_VERB_RUN;
    ct_status s = ct_options_check(opt, run->verb, err);
    if (!s) s = ct_write_claim(&opt->output, run, err);
    if (!s && opt->today.current)
        ct_note_add(ctx->notes, CT_WARN, "read", 0,
                    "--current is what 'canton assess' measures; a run starts from nothing");
    if (!s) s = ct_pipeline_given(opt, &own, run, err);
    if (!s && opt->today.like)
        s = ct_read_like(&opt->today, &own, &run->given.regions, &run->given.like, &run->inputs,
                         err);
    if (!s) s = plan(opt, &own, run, err);
    ct_write_release(run, ctx->notes);
    return s;
}

ct_status ct_solve_job(const ct_options *opt, const ct_context *ctx, ct_run *run, ct_error *err)
{
    const ct_context own = ct_pipeline_context(opt, ctx);
    run->verb = CT_VERB_RUN;
    ct_status s = ct_options_check_plan(opt, run->verb, err);
    if (!s) s = ct_write_claim(&opt->output, run, err);
    if (!s) s = plan(opt, &own, run, err);
    ct_write_release(run, ctx->notes);
    return s;
}

void ct_run_free(ct_run *run)
{
    if (!run) return;
    ct_plan_free(&run->plan);
    ct_constraints_free(&run->constraints);
    ct_case_free(&run->given);
    ct_inputs_free(&run->inputs);
    memset(run, 0, sizeof *run);
}
