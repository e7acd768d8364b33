/// Whether too much of the accounts is left out for a plan to mean anything: --max-bad.
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "pipeline/pipeline.h"

static const struct {
    ct_reason reason;
    const char *text;
} SAY[] = {
    {CT_UNMATCHED_NO_KEY, "with neither coordinates nor code"},
    {CT_UNMATCHED_BAD_POINT, "with coordinates that are none"},
    {CT_UNMATCHED_FAR, "in no region and near none"},
    {CT_UNMATCHED_CODE, "with a code that no region has"},
};

/// ": 120 with a code that no region has, 3 with a cell that is no number".
static void reasons(const ct_intake *in, char *out, size_t size)
{
    size_t at = 0;
    char count[32];
    for (size_t i = 0; i <= sizeof SAY / sizeof *SAY; i++) {
        const bool is_last = i == sizeof SAY / sizeof *SAY;
        const int64_t n = is_last ? in->n_unread : in->n_reason[SAY[i].reason];
        if (!n) continue;
        ct_format_count(n, count);
        at += (size_t)snprintf(out + at, size - at, "%s %s %s", at ? "," : ":", count,
                               is_last ? "with a cell that is no number" : SAY[i].text);
    }
}

/// "15.5 % of the rows, 12.1 % of revenue".
static void shares(const ct_measures *m, char *out, size_t size)
{
    const double weight = ct_bad_weight_pct(m);
    const int at = snprintf(out, size, "%.3g %% of the rows", ct_bad_rows_pct(m));
    if (weight > 0)
        snprintf(out + at, size - (size_t)at, ", %.3g %% of %s", weight, m->item[0].name);
}

/// The percentage in force: codes that the layer lacks are those of buildings and post office boxes
/// before they are a fault.
static double limit_pct(const ct_max_bad *most, const ct_measures *m)
{
    const int64_t lacking = m->intake.n_reason[CT_UNMATCHED_CODE];
    const double others = (double)(m->intake.n_bad - lacking);
    const bool lack_mostly = lacking && 100 * others <= most->pct * (double)m->intake.n;
    return lack_mostly ? fmax(most->pct, most->lacking_pct) : most->pct;
}

static bool is_within(const ct_max_bad *most, const ct_measures *m)
{
    const double pct = limit_pct(most, m);
    if (most->pct < 0) return m->intake.n_bad <= most->rows;
    return ct_bad_rows_pct(m) <= pct && ct_bad_weight_pct(m) <= pct;
}

ct_status ct_pipeline_judge(const ct_data_options *opt, const ct_context *ctx,
                            const ct_measures *measures, ct_error *err)
{
    const ct_max_bad *most = &opt->max_bad;
    char bad[32], all[32], limit[32], why[400] = "", of[160];
    if (is_within(most, measures)) return CT_OK;
    ct_format_count(measures->intake.n_bad, bad);
    ct_format_count(measures->intake.n, all);
    ct_format_double(most->pct < 0 ? (double)most->rows : limit_pct(most, measures), limit);
    shares(measures, of, sizeof of);
    reasons(&measures->intake, why, sizeof why);
    return ct_refuse(ctx, err, "join",
                     "%s of %s accounts are without a region or unreadable (%s), more than "
                     "--max-bad %s%s allows%s; correct them, or allow more with --max-bad",
                     bad, all, of, limit, most->pct < 0 ? "" : "%", why);
}
