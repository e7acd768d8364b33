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
    ct_capacity *capacity; ///< what is told of the search
    ct_bands bands;        ///< of the best trial,
    ct_found kept;         ///< what it found,
    ct_notes notes;        ///< what it noted,
    int32_t k;             ///< and its number of territories, 0 = none
    bool is_late;
} search;

/// One number tried.
typedef struct attempt {
    ct_bands bands;
    ct_found found;
    ct_notes notes;
} attempt;

static void free_attempt(attempt *a)
{
    ct_solution_free(&a->found.solution);
    ct_bands_free(&a->bands);
    ct_notes_free(&a->notes);
}

/// One search: other numbers are tried instead of other starts. found.worst_pct is NAN when there
/// is no plan.
static ct_status solve_for(const search *s, int32_t k, attempt *a, ct_error *err)
{
    ct_target_options target = s->opt->target;
    ct_context ctx = *s->ctx;
    const ct_run *run = s->run;
    target.k = k;
    ctx.notes = &a->notes;
    ct_status status = ct_bands_build(&target, &ctx, &run->given, &a->bands, &s->run->inputs, err);
    if (!status)
        status = ct_pipeline_solve(&s->opt->solve, &ctx, &run->given, &run->constraints, &a->bands,
                                   1, &a->found, err);
    if (status) a->found.worst_pct = NAN;
    return status;
}

/// A plan that fits beats one that does not; then the smaller k, or the smaller miss, is better.
static bool is_better(const search *s, const ct_found *found, int32_t k)
{
    if (!s->k) return true;
    if (found->solution.feasible && s->kept.solution.feasible) return k < s->k;
    return ct_found_is_better(found, &s->kept, &s->kept.solution.price);
}

static void keep(search *s, attempt *a, int32_t k)
{
    const attempt old = {s->bands, s->kept, s->notes};
    s->bands = a->bands;
    s->kept = a->found;
    s->notes = a->notes;
    s->k = k;
    *a = old;
}

/// *feasible: a plan of k territories within all bands was found. A k that the components refuse
/// has no plan and is no failure.
static ct_status try_number(search *s, int32_t k, bool *feasible, ct_error *err)
{
    ct_capacity *c = s->capacity;
    attempt a = {0};
    ct_error refused = {0};
    const ct_status status = solve_for(s, k, &a, &refused);
    *feasible = !status && a.found.solution.feasible;
    c->trial[c->n_trials].k = k;
    c->trial[c->n_trials].feasible = *feasible;
    c->trial[c->n_trials++].worst_pct = a.found.worst_pct;
    if (!status && is_better(s, &a.found, k)) keep(s, &a, k);
    free_attempt(&a);
    s->is_late = ct_is_late(s->ctx, s->opt->solve.time_limit_s);
    if (status && (!s->k || status != CT_ERR_INFEASIBLE)) *err = refused;
    return status == CT_ERR_INFEASIBLE ? CT_OK : status;
}

static bool may_go_on(const search *s)
{
    return !s->is_late && s->capacity->n_trials < CT_MAX_TRIALS;
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
    const ct_capacity *c = s->capacity;
    const int32_t most = s->run->given.regions.n;
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
    const ct_capacity *c = s->capacity;
    char text[1024] = "";
    size_t at = 0;
    for (int32_t i = 0; i < c->n_trials && at < sizeof text; i++) {
        const char *comma = i ? ", " : "";
        char miss[40] = "no plan";
        if (c->trial[i].worst_pct == 0)
            snprintf(miss, sizeof miss, "a rule broken");
        else if (!isnan(c->trial[i].worst_pct))
            snprintf(miss, sizeof miss, "%.3g %% outside", c->trial[i].worst_pct);
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%d (%s)", comma, c->trial[i].k,
                               c->trial[i].feasible ? "a plan" : miss);
    }
    const bool found = s->kept.solution.feasible, is_least = found && s->k == c->least;
    ct_note_add(s->ctx->notes, found ? CT_INFO : CT_WARN, "capacity", 0,
                "numbers of territories tried: %s; %s%s", text,
                is_least ? "that is the least there can be"
                : found  ? "the least of those tried is taken, fewer may be possible"
                         : "none has a plan, the nearest is taken",
                ct_is_hurried(s->ctx) ? "; it was stopped early"
                : s->is_late          ? "; the time limit ended the search"
                                      : "");
}

static void hand_over(search *s, ct_level *out, ct_error *missed)
{
    ct_notes_hand_over(&s->notes, s->ctx->notes);
    out->bands = s->bands;
    out->solution = s->kept.solution;
    out->solution.stopped_early = out->solution.stopped_early || s->is_late;
    *missed = s->kept.missed;
    s->bands = (ct_bands){0};
    s->kept = (ct_found){0};
}

ct_status ct_pipeline_capacity(const ct_options *opt, const ct_context *ctx, ct_run *run,
                               ct_level *out, ct_error *missed, ct_error *err)
{
    ct_error local = {0};
    search s = {.opt = opt, .ctx = ctx, .run = run, .capacity = &out->capacity};
    ct_status status = ct_capacity_least(&opt->target, ctx, &run->given, &out->capacity, &local);
    if (!status) status = ascend(&s, &local);
    if (!status) tell_trials(&s);
    if (!status && !s.k) status = local.status; // no number has any plan
    if (!status) hand_over(&s, out, missed);
    free_attempt(&(attempt){s.bands, s.kept, s.notes});
    if (status && err) *err = local;
    return status;
}
