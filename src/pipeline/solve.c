/// Bands -> a plan. Whether a search ends inside every band hangs on its starts too: where nothing
/// proves that the bands cannot be met, one that misses is followed by others from other starts.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/effort.h"
#include "base/memory.h"
#include "base/text.h"
#include "pipeline/pipeline.h"

/// Key between the seeds of searches: an odd number whose bits look random.
#define NEXT_SEED UINT64_C(0x9e3779b97f4a7c15)

/// What is solved, the same for every search.
typedef struct quest {
    const ct_context *ctx;
    const ct_case *given;
    const ct_constraints *constraints;
    const ct_bands *bands;
} quest;

/// What came of one search.
typedef struct trial {
    ct_found found;
    ct_notes notes;
    bool is_loose; ///< components leave no way to meet the bands
} trial;

static void free_trial(trial *t)
{
    ct_solution_free(&t->found.solution);
    ct_notes_free(&t->notes);
}

/// The same targets, but any weight is inside.
static ct_status loosen(const ct_measures *measures, const ct_bands *bands, ct_bands *out,
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

/// The largest distance of a plan's totals outside a band, % of its target; 0 = all are met.
static ct_status find_worst(const ct_measures *measures, const ct_bands *b, const ct_solution *p,
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
static ct_status cluster(const quest *q, const ct_solve_options *opt, const ct_context *ctx,
                         bool *is_loose, ct_clusters *out, ct_error *err)
{
    ct_error refused = {0};
    ct_status s = ct_cluster(opt, ctx, q->given, q->bands, q->constraints, out, &refused);
    if (s == CT_ERR_INFEASIBLE) {
        ct_bands loose = {0};
        ct_error again = {0};
        *is_loose = true;
        s = loosen(&q->given->measures, q->bands, &loose, &again);
        if (!s) s = ct_cluster(opt, ctx, q->given, &loose, q->constraints, out, &again);
        ct_bands_free(&loose);
        if (s != CT_ERR_INFEASIBLE) refused = again;
    }
    if (s && err) *err = refused;
    return s;
}

static ct_status balance(const quest *q, const ct_solve_options *opt, const ct_context *ctx,
                         const ct_clusters *clusters, ct_found *to, ct_error *err)
{
    ct_solution *solution = &to->solution;
    ct_status s =
        ct_balance(opt, ctx, q->given, q->bands, q->constraints, clusters, solution, &to->missed);
    solution->stopped_early = solution->stopped_early || clusters->stopped_early;
    if (s == CT_ERR_INFEASIBLE)
        s = find_worst(&q->given->measures, q->bands, solution, &to->worst_pct, err);
    else if (s && err)
        *err = to->missed;
    return s;
}

static ct_status cluster_and_balance(const quest *q, const ct_solve_options *opt,
                                     const ct_context *ctx, ct_clusters *clusters, trial *to,
                                     ct_error *err)
{
    ct_status s = ct_pipeline_begin(ctx, "cluster");
    if (!s) s = cluster(q, opt, ctx, &to->is_loose, clusters, err);
    if (s) return s;
    const int32_t n_starts = clusters->n_starts, k = q->bands->k;
    ct_pipeline_end(ctx, "cluster", "%s %s, %d %s", ct_pipeline_count(k),
                    ct_plural(k, "territory", "territories"), n_starts,
                    ct_plural(n_starts, "start", "starts"));
    s = ct_pipeline_begin(ctx, "balance");
    if (!s) s = balance(q, opt, ctx, clusters, &to->found, err);
    if (s) return s;
    ct_pipeline_end(ctx, "balance", "%s",
                    !to->found.missed.status           ? "every band met"
                    : to->found.solution.n_broken == 0 ? "best plan found misses its bands"
                                                       : "best plan found breaks a rule");
    return CT_OK;
}

/// Search number `number`, from 0.
static ct_status search(const quest *q, const ct_solve_options *opt, int32_t number, trial *to,
                        ct_error *err)
{
    ct_solve_options own = *opt;
    ct_context noting = *q->ctx;
    ct_clusters clusters = {0};
    *to = (trial){0};
    noting.notes = &to->notes;
    own.seed += (uint64_t)number * NEXT_SEED;
    const ct_status s = cluster_and_balance(q, &own, &noting, &clusters, to, err);
    ct_clusters_free(&clusters);
    return s;
}

bool ct_found_is_better(const ct_found *a, const ct_found *b)
{
    const ct_solution *x = &a->solution, *y = &b->solution;
    if (x->feasible != y->feasible) return x->feasible;
    if (x->n_broken != y->n_broken) return x->n_broken < y->n_broken;
    return a->worst_pct < b->worst_pct;
}

/// One more search; the better plan stays in *kept.
static ct_status search_again(const quest *q, const ct_solve_options *opt, int32_t number,
                              trial *kept, ct_error *err)
{
    trial other;
    const ct_status s = search(q, opt, number, &other, err);
    if (!s && ct_found_is_better(&other.found, &kept->found)) {
        const trial worse = *kept;
        *kept = other;
        other = worse;
    }
    free_trial(&other);
    return s;
}

static void tell_searches(const quest *q, int32_t n_searches, const trial *kept)
{
    if (n_searches < 2) return;
    if (kept->found.missed.status)
        ct_note_add(q->ctx->notes, CT_INFO, "balance", 0,
                    "no search from %d different sets of starts %s; the best is kept", n_searches,
                    kept->found.solution.n_broken ? "kept every rule" : "met every band");
    else
        ct_note_add(q->ctx->notes, CT_INFO, "balance", 0,
                    "every band was met by search %d, from other starts than those before",
                    n_searches);
}

ct_status ct_pipeline_solve(const ct_solve_options *opt, const ct_context *ctx,
                            const ct_case *given, const ct_constraints *constraints,
                            const ct_bands *bands, int32_t most_searches, ct_found *out,
                            ct_error *err)
{
    const quest q = {ctx, given, constraints, bands};
    int32_t n_reasons = 0, n = 1;
    trial kept = {0};
    ct_status s = ct_bands_explain(ctx, given, bands, &n_reasons, err);
    if (!s) s = search(&q, opt, 0, &kept, err);
    if (!most_searches) most_searches = ct_effort_of(opt->effort)->searches;
    if (n_reasons || kept.is_loose) most_searches = 1;
    while (!s && kept.found.missed.status && n < most_searches &&
           !ct_is_late(ctx, opt->time_limit_s))
        s = search_again(&q, opt, n++, &kept, err);
    if (!s) {
        ct_solution *solution = &kept.found.solution;
        const bool missed = kept.found.missed.status != CT_OK;
        if (missed && ct_is_late(ctx, opt->time_limit_s)) solution->stopped_early = true;
        tell_searches(&q, n, &kept);
        ct_notes_hand_over(&kept.notes, ctx->notes);
        *out = kept.found;
        kept = (trial){0};
    }
    free_trial(&kept);
    return s;
}
