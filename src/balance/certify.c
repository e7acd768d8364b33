/// --certify: the plan in the medoid form, and a bound below which no plan can come.
#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/effort.h"
#include "base/memory.h"
#include "base/text.h"
#include "canton/stages.h"
#include "kernels/cluster/lagrange.h"
#include "kernels/prim/knob.h"

/// Regions: memory and time of a round grow with their number.
enum { MOST = 100000 };

/// Rounds between looks at the clock.
CTK_KNOB_N(BATCH, 20);

typedef struct certifier {
    const ct_solve_options *opt;
    const ct_context *ctx;
    const ct_regions *regions;
    const ct_measure *measure;
    const ct_bands *bands;
    const ct_solution *plan;
    ct_certificate *out;
    ct_error *err;
    ct_arena arena;
    double unit, total;
    double *pos, *w; ///< [3 n] km from the mean place, [n] in the measure's unit
} certifier;

static void *take(certifier *c, int64_t n, size_t size)
{
    return c->err->status ? NULL
                          : ct_arena_array(&c->arena, n, size, "the certified bound", c->err);
}

static bool place_regions(certifier *c)
{
    const int64_t n = c->regions->n;
    c->pos = take(c, 3 * n, sizeof *c->pos);
    c->w = take(c, n, sizeof *c->w);
    if (!c->w) return false;
    for (int axis = 0; axis < 3; axis++) {
        const double *from = c->regions->pos_km + axis * n;
        double mean = 0;
        for (int64_t i = 0; i < n; i++) mean += from[i] / (double)n;
        for (int64_t i = 0; i < n; i++) c->pos[axis * n + i] = from[i] - mean;
    }
    for (int64_t i = 0; i < n; i++) {
        c->w[i] = c->unit * (double)c->measure->region[i];
        c->total += c->w[i];
    }
    return true;
}

/// Weighted centre of every territory: [4 * k] sums of w x, w y, w z, w.
static void sum_territories(const certifier *c, double *sum)
{
    const int32_t n = c->regions->n;
    for (int32_t i = 0; i < n; i++) {
        double *of = sum + 4 * (int64_t)c->plan->part[i];
        for (int axis = 0; axis < 3; axis++) of[axis] += c->w[i] * c->pos[axis * (int64_t)n + i];
        of[3] += c->w[i];
    }
}

static double distance2(const certifier *c, int32_t i, const double *sum)
{
    double d2 = 0;
    for (int axis = 0; axis < 3; axis++) {
        const double d = c->pos[axis * (int64_t)c->regions->n + i] - sum[axis] / sum[3];
        d2 += d * d;
    }
    return d2;
}

/// Moving a centre by r from the centroid of weight W adds W r^2 (Huygens-Steiner), so that the
/// best region is the one nearest to it.
static double medoid_form(certifier *c)
{
    const int32_t n = c->regions->n, k = c->plan->k;
    double *sum = take(c, 4 * (int64_t)k, sizeof *sum), *least = take(c, k, sizeof *least);
    double value = 0;
    if (!least) return NAN;
    sum_territories(c, sum);
    for (int32_t j = 0; j < k; j++) least[j] = HUGE_VAL;
    for (int32_t i = 0; i < n; i++) {
        const int32_t j = c->plan->part[i];
        if (!(sum[4 * (int64_t)j + 3] > 0)) continue;
        const double d2 = distance2(c, i, sum + 4 * (int64_t)j);
        least[j] = fmin(least[j], d2);
        value += c->w[i] * d2;
    }
    for (int32_t j = 0; j < k; j++)
        if (sum[4 * (int64_t)j + 3] > 0) value += sum[4 * (int64_t)j + 3] * least[j];
    return value;
}

/// The widest band any territory has: a plan inside its own bands is inside these, rounding
/// included.
static void widest_band(const certifier *c, double *lower, double *upper)
{
    const ct_bands *b = c->bands;
    int64_t low = INT64_MAX, high = 0;
    for (int32_t j = 0; j < b->k; j++) {
        if (b->lower[j] < low) low = b->lower[j];
        if (b->upper[j] > high) high = b->upper[j];
    }
    *lower = c->unit * (double)low * (1 - 1e-12);
    *upper = c->unit * (double)high * (1 + 1e-12);
}

static ct_status rise(certifier *c, ctk_lagrange *l)
{
    const int32_t rounds = ct_effort_of(c->opt->effort)->certify_rounds;
    const double began_s = ct_wall_s(), limit_s = c->opt->time_limit_s;
    while (l->n_rounds < rounds) {
        const ct_status s = ct_tick(c->ctx, "certify", (double)l->n_rounds / rounds, "");
        if (s) return ct_fail(c->err, s, "stopped");
        if (ct_is_hurried(c->ctx)) break;
        if (limit_s > 0 && ct_wall_s() - began_s > limit_s) {
            ct_note_add(c->ctx->notes, CT_WARN, "certify", l->n_rounds,
                        "rounds of %d: the time limit of %g s cut the certified bound short; it is "
                        "valid, another run may have a better one",
                        rounds, limit_s);
            break;
        }
        ctk_lagrange_rise(l, BATCH);
    }
    return CT_OK;
}

static ct_status find_bound(certifier *c)
{
    const int32_t n = c->regions->n, n_threads = c->ctx->n_threads;
    ctk_blocks blocks;
    ctk_lagrange l;
    double lower, upper;
    void *blocks_work = take(c, ctk_blocks_work(n), 1);
    double *price = take(c, n, sizeof *price);
    if (!price) return c->err->status;
    ctk_blocks_build(n, c->pos, c->w, blocks_work, &blocks);
    void *work = take(c, ctk_lagrange_work(&blocks, n_threads), 1);
    if (!work) return c->err->status;
    widest_band(c, &lower, &upper);
    for (int32_t i = 0; i < n; i++) price[i] = c->out->medoid / c->total;
    ctk_lagrange_init(&blocks, c->bands->k, n_threads, lower, upper, c->out->medoid, price, work,
                      &l);
    const ct_status s = rise(c, &l);
    if (s) return s;
    const double bound = ctk_lagrange_bound(&l);
    c->out->bound = isfinite(bound) ? fmax(bound, 0) : NAN;
    c->out->n_rounds = l.n_rounds;
    return CT_OK;
}

/// Why there can be no bound, or NULL.
static const char *obstacle(const certifier *c)
{
    double lower, upper;
    widest_band(c, &lower, &upper);
    if (!(c->total > 0) || !(c->out->medoid > 0)) return "the plan's inertia is 0";
    if (c->bands->k > c->regions->n) return "there are fewer regions than territories";
    if (lower > upper || lower * c->bands->k > c->total * (1 + 1e-12) ||
        upper * c->bands->k < c->total * (1 - 1e-12))
        return "no plan is inside the bands, whose sums do not hold the total";
    return NULL;
}

static ct_status certify(certifier *c)
{
    char n[32], most[32];
    if (!place_regions(c)) return c->err->status;
    c->out->medoid = medoid_form(c);
    if (c->err->status) return c->err->status;
    const char *why = obstacle(c);
    if (why) {
        ct_note_add(c->ctx->notes, CT_WARN, "certify", 0, "no certified bound: %s", why);
        return CT_OK;
    }
    if (c->regions->n <= MOST) return find_bound(c);
    ct_format_count(c->regions->n, n);
    ct_format_count(MOST, most);
    ct_note_add(c->ctx->notes, CT_WARN, "certify", 0,
                "no certified bound: %s regions are more than the %s it can be found for; the "
                "bound of the plan's own centres stands",
                n, most);
    return CT_OK;
}

ct_status ct_certify(const ct_solve_options *opt, const ct_context *ctx, const ct_case *given,
                     const ct_bands *bands, const ct_solution *solution, ct_certificate *out,
                     ct_error *err)
{
    ct_error local = {0};
    certifier c = {.opt = opt,
                   .ctx = ctx,
                   .regions = &given->regions,
                   .measure = &given->measures.item[0],
                   .bands = bands,
                   .plan = solution,
                   .out = out,
                   .err = &local,
                   .unit = pow(10, -given->measures.item[0].decimals)};
    *out = (ct_certificate){.is_asked = true, .medoid = NAN, .bound = NAN};
    const ct_status status = certify(&c);
    ct_arena_free(&c.arena);
    if (status && err) *err = local;
    return status;
}
