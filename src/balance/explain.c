/// Why bands are missed, with the arithmetic.
#include <stdio.h>
#include <string.h>

#include "balance/balance.h"
#include "base/text.h"

enum { EXAMPLES = 10, TEXT = 32 };

typedef struct missed {
    int32_t territory, measure;
    double outside; ///< relative to the target
} missed;

static const char *fixed(const ct_solver *s, int32_t measure, int64_t value, char out[TEXT])
{
    ct_format_fixed(value, s->in->measures->item[measure].decimals, out);
    return out;
}

/// The heaviest region of territory j in `measure`; -1 = none.
static int32_t heaviest(const ct_solver *s, const ctk_draft *d, int32_t j, int32_t measure)
{
    const int64_t *w = s->in->measures->item[measure].region;
    int32_t best = -1;
    for (int32_t u = 0; u < s->problem.n; u++)
        if (d->part[u] == j && (best < 0 || w[u] > w[best])) best = u;
    return best;
}

/// "; region 00501 alone weighs 120, more than 100" when that is the cause, else "".
static void granularity(const ct_solver *s, const ctk_draft *d, const missed *x, char *out,
                        size_t size)
{
    const int64_t upper = s->problem.upper[(int64_t)x->territory * s->problem.m + x->measure];
    const int32_t u = heaviest(s, d, x->territory, x->measure);
    char a[TEXT], b[TEXT];
    out[0] = 0;
    if (u < 0) return;
    const int64_t w = s->in->measures->item[x->measure].region[u];
    if (w <= upper) return;
    const ct_strings *code = &s->in->regions->code;
    snprintf(out, size, "; region %.*s alone has %s, more than the upper bound %s",
             (int)ct_string_length(code, u), ct_string(code, u), fixed(s, x->measure, w, a),
             fixed(s, x->measure, upper, b));
}

static void note_missed(const ct_solver *s, const ctk_draft *d, const missed *x)
{
    const int64_t at = (int64_t)x->territory * s->problem.m + x->measure;
    char value[TEXT], lower[TEXT], upper[TEXT], cause[256];
    granularity(s, d, x, cause, sizeof cause);
    ct_note_add(s->in->ctx->notes, CT_WARN, "balance", 0,
                "territory %d: %s %s is %.2f %% of the target outside its band %s .. %s%s",
                x->territory + 1, s->in->measures->item[x->measure].name,
                fixed(s, x->measure, d->total[at], value), 100 * x->outside,
                fixed(s, x->measure, s->problem.lower[at], lower),
                fixed(s, x->measure, s->problem.upper[at], upper), cause);
}

/// Sum of a measure over one connected part of the graph, and the territories in it.
typedef struct component {
    int64_t total;
    int32_t n_regions, n_territories, first;
} component;

/// Regions of the component of `start`, its sum, and its territories (each counted where its
/// smallest region lies, which `owner` remembers).
static component visit(const ct_solver *s, ct_candidate *c, int32_t start)
{
    const ctk_ringed *g = &s->problem.graph;
    int32_t *queue = c->repair.queue, *seen = c->repair.piece, *counted = c->repair.best_piece;
    component x = {.first = start};
    queue[x.n_regions++] = start;
    seen[start] = 1;
    for (int32_t head = 0; head < x.n_regions; head++) {
        const int32_t u = queue[head], j = c->draft.part[u];
        x.total += s->in->measures->item[0].region[u];
        if (!counted[j]) x.n_territories++, counted[j] = 1;
        for (int64_t arc = g->indptr[u]; arc < g->indptr[u + 1]; arc++) {
            const int32_t z = g->indices[arc];
            if (!seen[z]) seen[z] = 1, queue[x.n_regions++] = z;
        }
    }
    return x;
}

/// With equal bands L .. U a component of weight W can be cut only if k_c L <= W <= k_c U for some
/// whole k_c >= 1.
static bool fits_whole_number(const component *x, int64_t lower, int64_t upper)
{
    if (upper <= 0) return x->total == 0;
    const int64_t least = x->total > 0 ? (x->total + upper - 1) / upper : 1;
    return lower <= 0 || x->total / lower >= least;
}

static void note_components(const ct_solver *s, ct_candidate *c)
{
    const int64_t lower = s->problem.lower[0], upper = s->problem.upper[0];
    if (!s->in->bands->is_equal) return;
    memset(c->repair.piece, 0, (size_t)s->problem.n * sizeof *c->repair.piece);
    memset(c->repair.best_piece, 0, (size_t)s->problem.k * sizeof *c->repair.best_piece);
    for (int32_t u = 0, told = 0; u < s->problem.n && told < EXAMPLES; u++) {
        if (c->repair.piece[u]) continue;
        const component x = visit(s, c, u);
        if (x.n_regions == s->problem.n || fits_whole_number(&x, lower, upper)) continue;
        const ct_strings *code = &s->in->regions->code;
        char w[TEXT], l[TEXT], h[TEXT];
        ct_note_add(s->in->ctx->notes, CT_WARN, "balance", x.n_regions,
                    "the %d connected regions around %.*s hold %s of %s: no whole number of "
                    "territories of %s .. %s fits; link them by --bridges or widen --tolerance",
                    x.n_regions, (int)ct_string_length(code, u), ct_string(code, u),
                    fixed(s, 0, x.total, w), s->in->measures->item[0].name, fixed(s, 0, lower, l),
                    fixed(s, 0, upper, h));
        told++;
    }
}

static ct_status fail(const ct_solver *s, const ctk_draft *d, const missed *worst, int32_t n_missed,
                      ct_error *err)
{
    const int64_t at = (int64_t)worst->territory * s->problem.m + worst->measure;
    char value[TEXT], lower[TEXT], upper[TEXT];
    return ct_fail(
        err, CT_ERR_INFEASIBLE,
        "no plan inside every band was found: %d of %d are missed, the worst by territory "
        "%d: %s %s, band %s .. %s, %.2f %% of the target outside; try a wider --tolerance, "
        "another --k or a higher --effort",
        n_missed, s->problem.k * s->problem.m, worst->territory + 1,
        s->in->measures->item[worst->measure].name, fixed(s, worst->measure, d->total[at], value),
        fixed(s, worst->measure, s->problem.lower[at], lower),
        fixed(s, worst->measure, s->problem.upper[at], upper), 100 * worst->outside);
}

ct_status ct_balance_explain(const ct_solver *s, ct_candidate *winner, ct_error *err)
{
    const ctk_problem *p = &s->problem;
    const ctk_draft *d = &winner->draft;
    missed worst = {0, 0, 0};
    int32_t n_missed = 0;
    for (int32_t j = 0; j < p->k; j++) {
        for (int32_t i = 0; i < p->m; i++) {
            const missed x = {j, i, ctk_outside(p, j, i, d->total[(int64_t)j * p->m + i])};
            if (x.outside <= 0) continue;
            if (n_missed++ < EXAMPLES) note_missed(s, d, &x);
            if (x.outside > worst.outside) worst = x;
        }
    }
    note_components(s, winner);
    if (!winner->is_whole)
        return ct_fail(
            err, CT_ERR_INFEASIBLE,
            "the regions form more unconnected parts than there are territories (%d): no "
            "contiguous plan exists; link them by --bridges or raise --k",
            p->k);
    return n_missed > 0 ? fail(s, d, &worst, n_missed, err) : CT_OK;
}
