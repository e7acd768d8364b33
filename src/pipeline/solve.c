/// Bands -> a plan. A small map is searched many times (portfolio.c). Whether a search ends inside
/// every band hangs on its starts too: where nothing proves that the bands cannot be met, those
/// that miss are followed by others from other starts.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/effort.h"
#include "base/memory.h"
#include "base/text.h"
#include "kernels/prim/chunks.h"
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

/// How far a plan's totals are outside their bands.
static ct_status find_misses(const ct_measures *measures, const ct_bands *b, ct_found *to,
                             ct_error *err)
{
    const ct_solution *p = &to->solution;
    int64_t *total = ct_array(b->k, sizeof *total, "totals", err);
    if (!total) return CT_ERR_MEMORY;
    to->worst_pct = to->sum_pct = 0;
    for (int32_t m = 0; m < b->n_measures; m++) {
        memset(total, 0, (size_t)b->k * sizeof *total);
        for (int32_t i = 0; i < p->n; i++) total[p->part[i]] += measures->item[m].region[i];
        for (int32_t j = 0; j < b->k; j++) {
            const int64_t at = (int64_t)m * b->k + j;
            const int64_t over = total[j] - b->upper[at], under = b->lower[at] - total[j];
            const double outside = (double)(over > under ? over : under);
            const double pct = fmax(0, 100 * outside / b->target[at]);
            to->worst_pct = fmax(to->worst_pct, pct);
            to->sum_pct += pct;
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
        s = find_misses(&q->given->measures, q->bands, to, err);
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

/// The clock begins anew with what is left of the time limit: stages have their shares of that.
static void set_limit(ct_context *ctx, ct_solve_options *opt)
{
    if (!(opt->time_limit_s > 0 && ctx->began_s > 0)) return;
    const double now = ct_wall_s();
    opt->time_limit_s = fmax(opt->time_limit_s - (now - ctx->began_s), 1e-3);
    ctx->began_s = now;
}

/// Search number `number`, from 0, at an effort of its own.
static ct_status search(const quest *q, const ct_solve_options *opt, int32_t number, int32_t effort,
                        trial *to, ct_error *err)
{
    ct_solve_options own = *opt;
    ct_context noting = *q->ctx;
    ct_clusters clusters = {0};
    *to = (trial){0};
    noting.notes = &to->notes;
    own.seed += (uint64_t)number * NEXT_SEED;
    own.effort = effort;
    if (number > 0) set_limit(&noting, &own);
    const ct_status s = cluster_and_balance(q, &own, &noting, &clusters, to, err);
    ct_clusters_free(&clusters);
    return s;
}

static double worth(const ct_solution *x, const ct_terms *price)
{
    const ct_terms *t = &x->terms;
    return price->inertia * t->inertia + price->border_m * t->border_m + price->cut * t->cut +
           price->off * t->off;
}

bool ct_found_is_better(const ct_found *a, const ct_found *b, const ct_terms *price)
{
    const ct_solution *x = &a->solution, *y = &b->solution;
    if (x->feasible != y->feasible) return x->feasible;
    if (x->n_broken != y->n_broken) return x->n_broken < y->n_broken;
    if (a->worst_pct != b->worst_pct) return a->worst_pct < b->worst_pct;
    if (a->sum_pct != b->sum_pct) return a->sum_pct < b->sum_pct;
    return worth(x, price) < worth(y, price);
}

// ---- many searches ------------------------------------------------------------------------------

/// Searches made so far, and the best of them.
typedef struct hunt {
    const quest *q;
    const ct_solve_options *opt;
    int32_t done, best; ///< how many; the number of the one that is kept
    ct_terms price;     ///< that of the first one, by which all are compared
    bool is_told;       ///< that the clock was out
    trial kept;
} hunt;

/// The better plan is kept.
static void take(hunt *h, trial *other, int32_t number)
{
    if (ct_found_is_better(&other->found, &h->kept.found, &h->price)) {
        const trial worse = h->kept;
        h->kept = *other;
        *other = worse;
        h->best = number;
    }
    free_trial(other);
}

static ct_status search_first(hunt *h, int32_t effort, ct_error *err)
{
    const ct_status s = search(h->q, h->opt, 0, effort, &h->kept, err);
    h->price = h->kept.found.solution.price;
    h->done = 1;
    return s;
}

/// Is the clock out, or has the caller asked for what there is? Searches are left undone then.
static bool is_over(hunt *h)
{
    if (!ct_is_late(h->q->ctx, h->opt->time_limit_s)) return false;
    const bool is_said = h->is_told || (h->done == 1 && h->kept.found.solution.stopped_early);
    if (!is_said && !ct_is_hurried(h->q->ctx))
        ct_note_add(
            h->q->ctx->notes, CT_WARN, "balance", h->done,
            "{search was|searches were} made before the time limit; another run may differ");
    h->kept.found.solution.stopped_early = h->is_told = true;
    return true;
}

/// What the searches of a round leave.
typedef struct outcome {
    trial trial;
    ct_status status;
    ct_error err;
} outcome;

/// Searches side by side.
typedef struct crowd {
    const hunt *h;
    outcome *of;
} crowd;

/// One of the portfolio, on one thread; nobody is told of its stages.
static void search_alone(void *user, int64_t i, int64_t begin, int64_t end)
{
    const crowd *r = user;
    const int32_t number = r->h->done + (int32_t)i;
    ct_context quiet = *r->h->q->ctx;
    quest own = *r->h->q;
    (void)begin, (void)end;
    quiet.n_threads = 1;
    quiet.progress = NULL;
    quiet.stage_end = NULL;
    own.ctx = &quiet;
    r->of[i].status = search(&own, r->h->opt, number, ct_portfolio_effort(number), &r->of[i].trial,
                             &r->of[i].err);
}

static ct_status take_round(hunt *h, outcome *of, int32_t n, ct_error *err)
{
    ct_status s = CT_OK;
    for (int32_t i = 0; i < n; i++) {
        if (!of[i].status) {
            take(h, &of[i].trial, h->done + i);
            continue;
        }
        free_trial(&of[i].trial);
        if (!s && err) *err = of[i].err;
        if (!s) s = of[i].status;
    }
    h->done += n;
    return s;
}

/// The portfolio up to number n: as many at a time as there are threads, so that the caller is
/// asked in between whether to go on.
static ct_status search_up_to(hunt *h, int32_t n, ct_error *err)
{
    const ct_context *ctx = h->q->ctx;
    const int32_t width = ctx->n_threads;
    ct_arena arena = {0};
    outcome *of = ct_arena_array(&arena, width, sizeof *of, "searches", err);
    ct_status s = of ? CT_OK : CT_ERR_MEMORY;
    while (!s && h->done < n && !is_over(h)) {
        const int32_t wide = n - h->done < width ? n - h->done : width;
        ctk_chunks(wide, 1, width, search_alone, &(crowd){h, of});
        char detail[32];
        s = take_round(h, of, wide, err);
        snprintf(detail, sizeof detail, "%d of %d", h->done, n);
        if (!s) s = ct_tick(ctx, "search", (double)h->done / n, detail);
    }
    ct_arena_free(&arena);
    return s;
}

/// A small map: its portfolio, less of it where bands are missed.
static ct_status search_small(hunt *h, ct_error *err)
{
    const int32_t n = h->q->given->graph.n, effort = h->opt->effort;
    ct_status s = search_first(h, ct_portfolio_effort(0), err);
    if (!s) s = ct_pipeline_begin(h->q->ctx, "search");
    if (!s) s = search_up_to(h, ct_portfolio_size(n, effort, false), err);
    if (!s && !h->kept.found.missed.status)
        s = search_up_to(h, ct_portfolio_size(n, effort, true), err);
    if (!s && h->done > 1)
        ct_pipeline_end(h->q->ctx, "search", "%d more %s; %s", h->done - 1,
                        ct_plural(h->done - 1, "search", "searches"),
                        h->kept.found.missed.status ? "best plan found misses its bands"
                                                    : "every band met");
    return s;
}

/// At most so many more at the full effort, while bands are missed.
static ct_status search_deep(hunt *h, int32_t most, ct_error *err)
{
    ct_status s = CT_OK;
    for (int32_t i = 0; i < most && !s && h->kept.found.missed.status && !is_over(h); i++) {
        trial other;
        s = search(h->q, h->opt, h->done, h->opt->effort, &other, err);
        if (s)
            free_trial(&other);
        else
            take(h, &other, h->done++);
    }
    return s;
}

static void tell_searches(const hunt *h)
{
    if (h->done < 2) return;
    if (h->kept.found.missed.status)
        ct_note_add(h->q->ctx->notes, CT_INFO, "balance", 0,
                    "no search from %d different sets of starts %s; the best is kept", h->done,
                    h->kept.found.solution.n_broken ? "kept every rule" : "met every band");
    else
        ct_note_add(h->q->ctx->notes, CT_INFO, "balance", 0,
                    "of %d searches from different sets of starts number %d found the best plan",
                    h->done, h->best + 1);
}

ct_status ct_pipeline_solve(const ct_solve_options *opt, const ct_context *ctx,
                            const ct_case *given, const ct_constraints *constraints,
                            const ct_bands *bands, int32_t most_searches, ct_found *out,
                            ct_error *err)
{
    const quest q = {ctx, given, constraints, bands};
    hunt h = {.q = &q, .opt = opt};
    int32_t n_reasons = 0;
    ct_status s = ct_bands_explain(ctx, given, bands, &n_reasons, err);
    const bool is_small = most_searches != 1 && !n_reasons && ct_portfolio_is_small(given->graph.n);
    if (!most_searches) most_searches = ct_effort_of(opt->effort)->searches;
    if (!s) s = is_small ? search_small(&h, err) : search_first(&h, opt->effort, err);
    if (!s && !n_reasons && !h.kept.is_loose) s = search_deep(&h, most_searches - 1, err);
    if (!s) {
        tell_searches(&h);
        ct_notes_hand_over(&h.kept.notes, ctx->notes);
        *out = h.kept.found;
        out->solution.price = h.price;
        h.kept = (trial){0};
    }
    free_trial(&h.kept);
    return s;
}
