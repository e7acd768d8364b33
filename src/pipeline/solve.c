/// Bands -> a plan. Whether a search ends inside every band hangs on its starts too: where nothing
/// proves that the bands cannot be met, one that misses is followed by others from other starts.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "pipeline/pipeline.h"

/// Searches at most, by effort 0..10.
static const int32_t SEARCHES[] = {1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3};

/// Between the seeds of searches: an odd number whose bits look random.
#define NEXT_SEED UINT64_C(0x9e3779b97f4a7c15)

/// What came of one search.
typedef struct solution {
    ct_run run; ///< the run's data, with clusters, plan and status of its own
    ct_notes notes;
    ct_error missed;  ///< what is said of the bands it misses
    double worst_pct; ///< the largest distance outside a band
    bool is_loose;    ///< components leave no way to meet the bands
} solution;

static void free_solution(solution *s)
{
    ct_clusters_free(&s->run.clusters);
    ct_plan_free(&s->run.plan);
    ct_notes_free(&s->notes);
}

ct_status ct_pipeline_loosen(const ct_measures *measures, const ct_bands *bands, ct_bands *out,
                             ct_error *err)
{
    const int64_t n = (int64_t)bands->k * bands->n_measures;
    *out = (ct_bands){.k = bands->k, .n_measures = bands->n_measures, .is_equal = bands->is_equal};
    out->lower = ct_array(n, sizeof *out->lower, "bands", err);
    out->upper = ct_array(n, sizeof *out->upper, "bands", err);
    out->target = ct_array(n, sizeof *out->target, "bands", err);
    if (!out->lower || !out->upper || !out->target) return CT_ERR_MEMORY;
    memcpy(out->target, bands->target, (size_t)n * sizeof *out->target);
    for (int64_t i = 0; i < n; i++) out->upper[i] = measures->item[i / bands->k].total;
    return CT_OK;
}

ct_status ct_pipeline_worst(const ct_measures *measures, const ct_bands *b, const ct_plan *p,
                            double *worst_pct, ct_error *err)
{
    int64_t *total = ct_array(b->k, sizeof *total, "totals", err);
    if (!total) return CT_ERR_MEMORY;
    *worst_pct = 0;
    for (int32_t m = 0; m < b->n_measures; m++) {
        memset(total, 0, (size_t)b->k * sizeof *total);
        for (int32_t i = 0; i < p->n; i++) total[p->part[i]] += measures->item[m].region[i];
        for (int32_t j = 0; j < b->k; j++) {
            const int64_t at = (int64_t)m * b->k + j;
            const int64_t over = total[j] - b->upper[at], under = b->lower[at] - total[j];
            const double outside = (double)(over > under ? over : under);
            *worst_pct = fmax(*worst_pct, 100 * outside / b->target[at]);
        }
    }
    free(total);
    return CT_OK;
}

/// Where components leave no way to meet the bands, which ct_bands_explain has told, the best plan
/// is found without them.
static ct_status cluster(const ct_options *opt, const ct_context *ctx, solution *to, ct_error *err)
{
    ct_run *run = &to->run;
    ct_error refused = {0};
    ct_status s = ct_cluster(opt, ctx, &run->regions, &run->measures, &run->graph, &run->bands,
                             &run->clusters, &refused);
    if (s == CT_ERR_INFEASIBLE) {
        ct_bands loose = {0};
        ct_error again = {0};
        to->is_loose = true;
        s = ct_pipeline_loosen(&run->measures, &run->bands, &loose, &again);
        if (!s)
            s = ct_cluster(opt, ctx, &run->regions, &run->measures, &run->graph, &loose,
                           &run->clusters, &again);
        ct_bands_free(&loose);
        if (s != CT_ERR_INFEASIBLE) refused = again;
    }
    if (s && err) *err = refused;
    return s;
}

static ct_status balance(const ct_options *opt, const ct_context *ctx, solution *to, ct_error *err)
{
    ct_run *run = &to->run;
    ct_status s = ct_balance(opt, ctx, &run->regions, &run->measures, &run->graph, &run->bands,
                             NULL, &run->clusters, &run->plan, &to->missed);
    run->solve_status = s;
    run->time_limited = run->plan.stopped_early || run->clusters.stopped_early;
    if (s == CT_ERR_INFEASIBLE)
        s = ct_pipeline_worst(&run->measures, &run->bands, &run->plan, &to->worst_pct, err);
    else if (s && err)
        *err = to->missed;
    return s;
}

/// Search number `number`, from 0.
static ct_status search(const ct_options *opt, const ct_context *ctx, const ct_run *run,
                        int32_t number, solution *to, ct_error *err)
{
    ct_options own = *opt;
    ct_context noting = *ctx;
    *to = (solution){.run = *run};
    to->run.clusters = (ct_clusters){0};
    to->run.plan = (ct_plan){0};
    noting.notes = &to->notes;
    own.seed += (uint64_t)number * NEXT_SEED;
    ct_status s = ct_pipeline_begin(ctx, "cluster");
    if (!s) s = cluster(&own, &noting, to, err);
    if (s) return s;
    const int32_t n_starts = to->run.clusters.n_starts;
    const int32_t k = to->run.bands.k;
    ct_pipeline_end(ctx, "cluster", "%s %s, %d %s", ct_pipeline_count(k),
                    k == 1 ? "territory" : "territories", n_starts,
                    n_starts == 1 ? "start" : "starts");
    s = ct_pipeline_begin(ctx, "balance");
    if (!s) s = balance(&own, &noting, to, err);
    if (!s)
        ct_pipeline_end(ctx, "balance", "%s",
                        to->missed.status ? "best plan found misses its bands" : "every band met");
    return s;
}

/// One more search; the better plan stays in *kept.
static ct_status search_again(const ct_options *opt, const ct_context *ctx, const ct_run *run,
                              int32_t number, solution *kept, ct_error *err)
{
    solution other;
    const ct_status s = search(opt, ctx, run, number, &other, err);
    if (!s && (!other.missed.status || other.worst_pct < kept->worst_pct)) {
        const solution worse = *kept;
        *kept = other;
        other = worse;
    }
    free_solution(&other);
    return s;
}

static void hand_over(const ct_options *opt, const ct_context *ctx, int32_t n_searches,
                      solution *from, ct_run *run, ct_error *err)
{
    if (n_searches > 1)
        ct_note_add(
            ctx->notes, CT_INFO, "balance", 0,
            from->missed.status
                ? "no search from %d different sets of starts met every band; the best is kept"
                : "every band was met by search %d, from other starts than those before",
            n_searches);
    for (int32_t i = 0; i < from->notes.n; i++) {
        const ct_note *n = &from->notes.item[i];
        ct_note_add(ctx->notes, n->severity, n->stage, n->count, "%s", n->text);
    }
    ct_notes_free(&from->notes);
    run->clusters = from->run.clusters;
    run->plan = from->run.plan;
    run->solve_status = from->run.solve_status;
    run->time_limited =
        from->run.time_limited || (from->missed.status && ct_is_late(ctx, opt->time_limit_s));
    if (err && from->missed.status) *err = from->missed;
}

/// --capacity tries other numbers of territories instead.
static int32_t most_searches(const ct_options *opt, int32_t n_reasons, const solution *first)
{
    const int32_t most = (int32_t)(sizeof SEARCHES / sizeof *SEARCHES) - 1;
    if (n_reasons > 0 || first->is_loose || opt->capacity > 0) return 1;
    return SEARCHES[opt->effort < 0 ? 0 : opt->effort > most ? most : opt->effort];
}

ct_status ct_pipeline_solve(const ct_options *opt, const ct_context *ctx, ct_run *run,
                            ct_error *err)
{
    int32_t n_reasons = 0, n = 1;
    solution kept = {0};
    ct_status s = ct_bands_explain(opt, ctx, &run->regions, &run->measures, &run->graph,
                                   &run->bands, &n_reasons, err);
    if (!s) s = search(opt, ctx, run, 0, &kept, err);
    while (!s && kept.missed.status && n < most_searches(opt, n_reasons, &kept) &&
           !ct_is_late(ctx, opt->time_limit_s))
        s = search_again(opt, ctx, run, n++, &kept, err);
    if (s)
        free_solution(&kept);
    else
        hand_over(opt, ctx, n, &kept, run, err);
    return s;
}
