/// How wide the bands would have to be for the plan that was found.
#include <math.h>
#include <stdio.h>

#include "balance/explain.h"

enum { WIDEST = 1000 }; ///< that --tolerance may be, %

/// Largest deviation from a target of measure m, %.
static double widest(const ct_solver *s, const ctk_draft *d, int32_t m)
{
    const ctk_problem *p = s->problem;
    double most = 0;
    for (int32_t j = 0; j < p->k; j++) {
        const double target = s->in->bands->target[(int64_t)m * p->k + j];
        const double off = fabs((double)d->total[(int64_t)j * p->m + m] - target);
        most = fmax(most, target > 0 ? 100 * off / target : HUGE_VAL);
    }
    return most;
}

static bool is_missed(const ct_solver *s, const ctk_draft *d, int32_t m)
{
    const ctk_problem *p = s->problem;
    for (int32_t j = 0; j < p->k; j++)
        if (ctk_outside(p, d->goal, j, m, d->total[(int64_t)j * p->m + m]) > 0) return true;
    return false;
}

/// Hundredths of a percent, rounded up; what differs from a whole one by rounding errors is that.
static double round_up(double pct)
{
    const double near = round(pct * 100);
    return (fabs(pct * 100 - near) <= 1e-12 * near ? near : ceil(pct * 100)) / 100;
}

static bool is_capped(const ct_solver *s, int32_t m)
{
    return s->in->bands->is_capped && s->in->bands->capped == m;
}

/// The largest total, as the capacity that this plan would keep.
static void put_capacity(const ct_solver *s, const ctk_draft *d, int32_t m, char *out, size_t size)
{
    char value[CT_EXPLAIN_TEXT];
    int64_t most = 0;
    for (int32_t j = 0; j < s->problem->k; j++) {
        const int64_t total = d->total[(int64_t)j * s->problem->m + m];
        if (total > most) most = total;
    }
    snprintf(out, size, " with %s at most %s", s->in->measures->item[m].name,
             ct_explain_value(s, m, most, value));
}

void ct_explain_tolerance(const ct_solver *s, const ctk_draft *d)
{
    char text[512] = "", item[128];
    size_t at = 0;
    for (int32_t m = 0; m < s->problem->m; m++) {
        const char *name = s->in->measures->item[m].name;
        const double pct = round_up(widest(s, d, m));
        if (!is_missed(s, d, m)) continue;
        if (is_capped(s, m)) {
            put_capacity(s, d, m, item, sizeof item);
        } else if (pct > WIDEST) {
            ct_note_add(s->in->ctx->notes, CT_INFO, "balance", 0,
                        "no --tolerance up to %d %% holds this plan: %s is up to %.2f %% from its "
                        "target",
                        WIDEST, name, pct);
            return;
        } else {
            snprintf(item, sizeof item, " at --tolerance %s=%.2f", name, pct);
        }
        if (at < sizeof text) at += (size_t)snprintf(text + at, sizeof text - at, "%s", item);
    }
    if (at > 0)
        ct_note_add(s->in->ctx->notes, CT_INFO, "balance", 0, "this plan is feasible%s", text);
}
