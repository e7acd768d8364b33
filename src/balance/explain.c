/// Why bands are missed, with the arithmetic.
#include <stdio.h>
#include <string.h>

#include "balance/explain.h"

enum { EXAMPLES = 10 }; ///< room for bands that are told one by one

typedef struct missed {
    int32_t territory, measure;
    double outside; ///< relative to the target
} missed;

/// The heaviest region of territory j in `measure`; -1 = none.
static int32_t heaviest(const ct_solver *s, const ctk_draft *d, int32_t j, int32_t measure)
{
    const int64_t *w = s->in->measures->item[measure].region;
    int32_t best = -1;
    for (int32_t u = 0; u < s->problem->n; u++)
        if (d->part[u] == j && (best < 0 || w[u] > w[best])) best = u;
    return best;
}

/// "; region 00501 alone weighs 120, more than 100" when that is the cause, else "".
static void granularity(const ct_solver *s, const ctk_draft *d, const missed *x, char *out,
                        size_t size)
{
    const int64_t upper = s->upper[(int64_t)x->territory * s->problem->m + x->measure];
    const int32_t u = heaviest(s, d, x->territory, x->measure);
    char a[CT_EXPLAIN_TEXT], b[CT_EXPLAIN_TEXT];
    out[0] = 0;
    if (u < 0) return;
    const int64_t w = s->in->measures->item[x->measure].region[u];
    if (w <= upper) return;
    const ct_strings *code = &s->in->regions->code;
    snprintf(out, size, "; region %.*s alone has %s, more than the upper bound %s",
             (int)ct_string_length(code, u), ct_string(code, u),
             ct_explain_value(s, x->measure, w, a), ct_explain_value(s, x->measure, upper, b));
}

static void note_missed(const ct_solver *s, ct_candidate *c, const missed *x)
{
    const ctk_draft *d = &c->draft;
    const int64_t at = (int64_t)x->territory * s->problem->m + x->measure;
    char value[CT_EXPLAIN_TEXT], lower[CT_EXPLAIN_TEXT], upper[CT_EXPLAIN_TEXT], cause[1024];
    granularity(s, d, x, cause, sizeof cause);
    if (!cause[0]) ct_explain_neighbors(s, c, x->territory, x->measure, cause, sizeof cause);
    ct_note_add(s->in->ctx->notes, CT_WARN, "balance", 0,
                "territory %d: %s %s is %.2f %% of the target outside its band %s .. %s%s",
                x->territory + 1, s->in->measures->item[x->measure].name,
                ct_explain_value(s, x->measure, d->total[at], value), 100 * x->outside,
                ct_explain_value(s, x->measure, s->lower[at], lower),
                ct_explain_value(s, x->measure, s->upper[at], upper), cause);
}

/// More effort is no advice where a region, or a component, is too heavy or too light for any plan.
static const char *advice(const ct_solver *s, bool is_too_heavy)
{
    if (s->has_aim) return ", another --k, or --bridges to link the components";
    return is_too_heavy ? " or another --k" : ", another --k or a higher --effort";
}

static ct_status fail(const ct_solver *s, const ctk_draft *d, const missed *worst, int32_t n_missed,
                      ct_error *err)
{
    const int64_t at = (int64_t)worst->territory * s->problem->m + worst->measure;
    char value[CT_EXPLAIN_TEXT], lower[CT_EXPLAIN_TEXT], upper[CT_EXPLAIN_TEXT], cause[1024];
    granularity(s, d, worst, cause, sizeof cause);
    return ct_fail(
        err, CT_ERR_INFEASIBLE,
        "no plan inside every band was found: %d of %d are missed, the worst by territory "
        "%d: %s %s, band %s .. %s, %.2f %% of the target outside; try a wider --tolerance%s",
        n_missed, s->problem->k * s->problem->m, worst->territory + 1,
        s->in->measures->item[worst->measure].name,
        ct_explain_value(s, worst->measure, d->total[at], value),
        ct_explain_value(s, worst->measure, s->lower[at], lower),
        ct_explain_value(s, worst->measure, s->upper[at], upper), 100 * worst->outside,
        advice(s, cause[0] != 0));
}

/// Put x among the worst; of equal ones the first stays first.
static void keep_worst(missed list[EXAMPLES], missed x)
{
    for (int32_t e = 0; e < EXAMPLES; e++) {
        if (x.outside <= list[e].outside) continue;
        const missed pushed = list[e];
        list[e] = x;
        x = pushed;
    }
}

/// Count what is missed; the worst come first in `list`, of which the rest is zero.
static int32_t find_missed(const ct_solver *s, const ctk_draft *d, missed list[EXAMPLES])
{
    const ctk_problem *p = s->problem;
    int32_t n = 0;
    memset(list, 0, EXAMPLES * sizeof *list);
    for (int32_t j = 0; j < p->k; j++) {
        for (int32_t i = 0; i < p->m; i++) {
            const missed x = {j, i, ctk_outside(p, d->goal, j, i, d->total[(int64_t)j * p->m + i])};
            n += x.outside > 0;
            keep_worst(list, x);
        }
    }
    return n;
}

ct_status ct_balance_explain(const ct_solver *s, ct_candidate *winner, ct_error *err)
{
    const ctk_draft *d = &winner->draft;
    missed list[EXAMPLES];
    const int32_t n = find_missed(s, d, list);
    winner->draft.contig = s->hand[0].patch.d.contig; // the search is over, nobody else uses it
    for (int32_t e = 0; e < EXAMPLES && e < n; e++) note_missed(s, winner, &list[e]);
    if (n > EXAMPLES)
        ct_note_add(s->in->ctx->notes, CT_WARN, "balance", n - EXAMPLES,
                    "more {band is|bands are} missed; every territory's deviation is in "
                    "territories.shp and in the table of report.html");
    if (!winner->is_whole)
        return ct_fail(
            err, CT_ERR_INFEASIBLE,
            "the regions form more unconnected parts than there are territories (%d): no "
            "contiguous plan exists; link them by --bridges or raise --k",
            s->problem->k);
    if (winner->n_broken > 0) return ct_explain_rules(s, d, err);
    ct_explain_tolerance(s, d);
    return n > 0 ? fail(s, d, &list[0], n, err) : CT_OK;
}
