/// --capacity: number after number until a plan fits, from the least that arithmetic allows.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "pipeline/pipeline.h"

/// One by one at first; then each step is twice the one before.
enum { SINGLE_STEPS = 4 };

typedef struct search {
    const ct_options *opt;
    const ct_context *ctx;
    ct_run *run;
    ct_run kept;      ///< bands, clusters, plan and status of the best trial
    ct_notes notes;   ///< of that trial
    ct_error missed;  ///< what it says about the bands it misses
    int32_t k;        ///< of that trial, 0 = none
    double worst_pct; ///< of that trial
    bool is_late;
} search;

static void free_solution(ct_run *r)
{
    ct_plan_free(&r->plan);
    ct_clusters_free(&r->clusters);
    ct_bands_free(&r->bands);
}

/// Solve for k territories; *found is the run's data with bands, clusters and plan of its own.
static ct_status solve_for(const search *s, int32_t k, ct_run *found, ct_notes *notes,
                           double *worst_pct, ct_error *err)
{
    ct_options opt = *s->opt;
    ct_context ctx = *s->ctx;
    opt.k = k;
    ctx.notes = notes;
    *worst_pct = NAN;
    ct_status status =
        ct_bands_build(&opt, &ctx, &found->measures, &found->bands, &found->inputs, err);
    if (!status) status = ct_pipeline_solve(&opt, &ctx, found, err);
    if (status) return status;
    return ct_pipeline_worst(&found->measures, &found->bands, &found->plan, worst_pct, err);
}

/// A plan that fits beats one that does not; then the smaller k, or the smaller miss, is better.
static bool is_better(const search *s, const ct_run *found, int32_t k, double worst_pct)
{
    if (!s->k) return true;
    if (found->plan.feasible != s->kept.plan.feasible) return found->plan.feasible;
    return found->plan.feasible ? k < s->k : worst_pct < s->worst_pct;
}

static void keep(search *s, ct_run *found, ct_notes *notes, const ct_error *missed, int32_t k,
                 double worst_pct)
{
    free_solution(&s->kept);
    ct_notes_free(&s->notes);
    s->kept = *found;
    s->notes = *notes;
    s->missed = *missed;
    s->k = k;
    s->worst_pct = worst_pct;
}

/// *feasible: a plan of k territories within all bands was found. A k that the components refuse
/// has no plan and is no failure.
static ct_status try_number(search *s, int32_t k, bool *feasible, ct_error *err)
{
    ct_capacity *c = &s->run->capacity;
    ct_run found = *s->run;
    ct_notes notes = {0};
    ct_error missed = {0};
    double worst_pct;
    memset(&found.bands, 0, sizeof found.bands);
    memset(&found.clusters, 0, sizeof found.clusters);
    memset(&found.plan, 0, sizeof found.plan);
    const ct_status status = solve_for(s, k, &found, &notes, &worst_pct, &missed);
    *feasible = !status && found.plan.feasible;
    c->trial[c->n_trials].k = k;
    c->trial[c->n_trials].feasible = *feasible;
    c->trial[c->n_trials++].worst_pct = worst_pct;
    if (!status && is_better(s, &found, k, worst_pct)) {
        keep(s, &found, &notes, &missed, k, worst_pct);
    } else {
        free_solution(&found);
        ct_notes_free(&notes);
    }
    s->is_late = ct_is_late(s->ctx, s->opt->time_limit_s);
    if (!s->k || (status && status != CT_ERR_INFEASIBLE)) *err = missed;
    return status == CT_ERR_INFEASIBLE ? CT_OK : status;
}

static bool may_go_on(const search *s)
{
    return !s->is_late && s->run->capacity.n_trials < CT_MAX_TRIALS;
}

/// Between a number without a plan and one with: halve until they are neighbours.
static ct_status bisect(search *s, int32_t without, int32_t with, ct_error *err)
{
    ct_status status = CT_OK;
    while (!status && with - without > 1 && may_go_on(s)) {
        const int32_t k = without + (with - without) / 2;
        bool feasible;
        status = try_number(s, k, &feasible, err);
        if (feasible)
            with = k;
        else
            without = k;
    }
    return status;
}

static ct_status ascend(search *s, ct_error *err)
{
    const ct_capacity *c = &s->run->capacity;
    const int32_t most = s->run->regions.n;
    int32_t k = c->least < most ? c->least : most, without = k - 1, step = 1;
    for (;;) {
        bool feasible;
        const ct_status status = try_number(s, k, &feasible, err);
        if (status) return status;
        if (feasible) return bisect(s, without, k, err);
        // regions that no number of territories can hold: one plan is enough to show it
        if (c->n_heavy || k == most || !may_go_on(s)) return CT_OK;
        without = k;
        if (c->n_trials >= SINGLE_STEPS) step *= 2;
        k = most - k > step ? k + step : most;
    }
}

static void tell_trials(const search *s)
{
    const ct_capacity *c = &s->run->capacity;
    char text[1024] = "";
    size_t at = 0;
    for (int32_t i = 0; i < c->n_trials && at < sizeof text; i++) {
        const char *comma = i ? ", " : "";
        char miss[40] = "no plan";
        if (!isnan(c->trial[i].worst_pct))
            snprintf(miss, sizeof miss, "%.3g %% outside", c->trial[i].worst_pct);
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%d (%s)", comma, c->trial[i].k,
                               c->trial[i].feasible ? "a plan" : miss);
    }
    const bool found = s->kept.plan.feasible, is_least = found && s->k == c->least;
    ct_note_add(s->ctx->notes, found ? CT_INFO : CT_WARN, "capacity", 0,
                "numbers of territories tried: %s; %s%s", text,
                is_least ? "that is the least there can be"
                : found  ? "the least of those tried is taken, fewer may be possible"
                         : "none has a plan, the nearest is taken",
                s->is_late ? "; the time limit ended the search" : "");
}

static void hand_over(search *s)
{
    ct_run *run = s->run;
    for (int32_t i = 0; i < s->notes.n; i++) {
        const ct_note *n = &s->notes.item[i];
        ct_note_add(s->ctx->notes, n->severity, n->stage, n->count, "%s", n->text);
    }
    run->bands = s->kept.bands;
    run->clusters = s->kept.clusters;
    run->plan = s->kept.plan;
    run->solve_status = s->kept.solve_status;
    run->time_limited = s->kept.time_limited || s->is_late;
    s->k = 0;
}

ct_status ct_pipeline_capacity(const ct_options *opt, const ct_context *ctx, ct_run *run,
                               ct_error *err)
{
    ct_error local = {0};
    search s = {.opt = opt, .ctx = ctx, .run = run};
    ct_status status = ct_capacity_least(opt, ctx, &run->regions, &run->measures, &run->graph,
                                         &run->capacity, &local);
    if (!status) status = ascend(&s, &local);
    if (!status) tell_trials(&s);
    if (!status && !s.k) status = local.status; // no number has any plan
    if (!status) {
        local = s.missed;
        hand_over(&s);
    } else if (s.k) {
        free_solution(&s.kept);
    }
    ct_notes_free(&s.notes);
    if (err && local.status) *err = local;
    return status;
}
