/// How much better a plan with the same centres could be: the dual of the assignment to them.
#include <math.h>

#include "balance/balance.h"
#include "kernels/cluster/bound.h"
#include "kernels/cluster/newton.h"
#include "kernels/prim/knob.h"

/// Powers are sought with less and less smoothing: what is left of it lowers the bound.
CTK_KNOB(ETA_FIRST, 0.128);
CTK_KNOB(ETA_LAST, 0.0051);
CTK_KNOB_N(STEPS, 8);
CTK_KNOB(TOLERANCE, 1e-4);

typedef struct dual {
    ct_solver *s;
    ct_error *err;
    double *w, *center, *lambda, *lower, *target, *upper;
    double total;
} dual;

static void *take(const dual *x, int64_t n, size_t size)
{
    if (x->err->status != CT_OK) return NULL;
    return ct_arena_array(&x->s->arena, n, size, "the lower bound", x->err);
}

/// Bands and targets in the measure's unit; the targets sum to the total.
static void fill_quota(dual *x)
{
    const ctk_problem *p = x->s->problem;
    const double unit = pow(10, -x->s->in->measures->item[0].decimals);
    double sum = 0;
    for (int32_t j = 0; j < p->k; j++) sum += x->s->in->bands->target[j];
    for (int32_t j = 0; j < p->k; j++) {
        x->lower[j] = unit * (double)x->s->lower[(int64_t)j * p->m];
        x->upper[j] = unit * (double)x->s->upper[(int64_t)j * p->m];
        x->target[j] = fmax(x->s->in->bands->target[j] / sum * x->total, 1e-12 * x->total);
    }
}

/// Centroids of the plan as ct_balance_inertia() left them, and powers to begin with: twice the
/// mean squared radius says how far a cell reaches.
static void fill_centers(dual *x, const ctk_draft *d)
{
    const ctk_problem *p = x->s->problem;
    const int64_t k = p->k;
    for (int32_t j = 0; j < p->k; j++) {
        const ctk_territory *t = x->s->sum[j].mass > 0 ? &x->s->sum[j] : &d->territory[j];
        x->center[j] = t->cx;
        x->center[k + j] = t->cy;
        x->center[2 * k + j] = t->cz;
    }
    for (int32_t u = 0; u < p->n; u++) {
        const int32_t j = d->part[u];
        if (x->s->sum[j].mass > 0)
            x->lambda[j] += 2 * (double)x->s->in->measures->item[0].region[u] *
                            ctk_distance2(&p->place[u], &x->s->sum[j]) / x->s->sum[j].mass;
    }
}

static bool fill(dual *x, const ctk_draft *d, double *pos)
{
    const ctk_problem *p = x->s->problem;
    const double unit = pow(10, -x->s->in->measures->item[0].decimals);
    if (!pos || !x->w || !x->center || !x->lambda || !x->lower || !x->target || !x->upper)
        return false;
    for (int32_t u = 0; u < p->n; u++) {
        pos[u] = p->place[u].x;
        pos[p->n + u] = p->place[u].y;
        pos[2 * (int64_t)p->n + u] = p->place[u].z;
        x->w[u] = unit * (double)x->s->in->measures->item[0].region[u];
        x->total += x->w[u];
    }
    if (!(x->total > 0)) return false;
    fill_quota(x);
    fill_centers(x, d);
    return true;
}

static double maximise(dual *x, ctk_blocks *blocks, void *power_work, void *newton_work)
{
    const int32_t k = x->s->problem->k;
    const ctk_quota quota = {x->lower, x->target, x->upper};
    const ctk_newton_plan plan = {.eta_first = ETA_FIRST,
                                  .eta_last = ETA_LAST,
                                  .most_steps = STEPS,
                                  .tolerance = TOLERANCE,
                                  .floor_km2 = 1e-6};
    const double *y = x->center + k, *z = y + k;
    const ctk_centers c = {.k = k, .x = x->center, .y = y, .z = z, .lambda = x->lambda};
    ctk_power power;
    double shift;
    ctk_power_init(blocks, k, x->s->in->ctx->n_threads, power_work, &power);
    ctk_newton(&power, x->center, &quota, &plan, newton_work, x->lambda);
    const double value = ctk_power_hard(&power, &c);
    const double bound =
        ctk_bound_shift(k, x->lambda, x->lower, x->upper, value, x->total, newton_work, &shift);
    return isfinite(bound) ? bound : NAN;
}

double ct_balance_bound(ct_solver *s, const ctk_draft *d, ct_error *err)
{
    const int64_t n = s->problem->n, k = s->problem->k;
    dual x = {.s = s, .err = err};
    ctk_blocks blocks;
    double *pos = take(&x, 3 * n, sizeof *pos);
    void *block_work = take(&x, ctk_blocks_work((int32_t)n), 1);
    void *newton_work = take(&x, ctk_newton_work((int32_t)k), sizeof(double));
    x.w = take(&x, n, sizeof *x.w);
    x.center = take(&x, 3 * k, sizeof *x.center);
    x.lambda = take(&x, k, sizeof *x.lambda);
    x.lower = take(&x, k, sizeof *x.lower);
    x.target = take(&x, k, sizeof *x.target);
    x.upper = take(&x, k, sizeof *x.upper);
    if (!block_work || !newton_work || !fill(&x, d, pos)) return NAN;
    ctk_blocks_build((int32_t)n, pos, x.w, block_work, &blocks);
    const ct_bound_cells cells = {.n = (int32_t)n,
                                  .k = (int32_t)k,
                                  .pos = pos,
                                  .w = x.w,
                                  .center = x.center,
                                  .lower = x.lower,
                                  .upper = x.upper,
                                  .total = x.total,
                                  .lambda = x.lambda};
    if (ct_balance_bound_far(&cells, s->in->ctx->n_threads, &s->arena, err)) return NAN;
    void *power_work = take(&x, ctk_power_work(&blocks, (int32_t)k, s->in->ctx->n_threads), 1);
    return power_work ? maximise(&x, &blocks, power_work, newton_work) : NAN;
}
