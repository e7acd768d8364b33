/// Targets and bands from the options and the totals, in whole numbers throughout.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "canton/stages.h"
#include "measure/shares.h"

/// A tolerance is counted in billionths.
#define BILLION 1000000000

static int64_t in_billionths(double pct)
{
    const double billionths = pct * 1e7;
    return billionths < 0 ? 0 : billionths > BILLION ? BILLION : (int64_t)(billionths + 0.5);
}

/// ceil and floor of total * part / parts * (1 -+ tolerance), for total >= 0: 63 + 33 + 31 bits.
static int64_t lower_bound(int64_t total, int64_t part, int64_t parts, int64_t tolerance)
{
    const __int128 d = (__int128)parts * BILLION;
    return (int64_t)(((__int128)total * part * (BILLION - tolerance) + d - 1) / d);
}

static int64_t upper_bound(int64_t total, int64_t part, int64_t parts, int64_t tolerance)
{
    const __int128 v = (__int128)total * part * (BILLION + tolerance) / ((__int128)parts * BILLION);
    return v > INT64_MAX ? INT64_MAX : (int64_t)v;
}

/// VALUE of --capacity in the measure's fixed point, rounded down; -1 = below one unit.
static int64_t capacity_fixed(double value, int32_t decimals)
{
    double scale = 1;
    for (int32_t i = 0; i < decimals; i++) scale *= 10;
    const double v = value * scale * (1 + 1e-15);
    if (v < 1) return -1;
    return v >= 9.2e18 ? INT64_MAX : (int64_t)v;
}

/// The total over the capacity, rounded up.
static ct_status shares_of_capacity(const ct_target_options *opt, const ct_measures *measures,
                                    ct_shares *out, ct_error *err)
{
    const ct_measure *m = &measures->item[opt->capacity_measure];
    const int64_t capacity = capacity_fixed(opt->capacity, m->decimals);
    char total[32], limit[32];
    const int64_t k = capacity < 0 ? INT64_MAX : (m->total - 1) / capacity + 1;
    if (k <= INT32_MAX) return ct_shares_equal((int32_t)k, out, err);
    ct_format_fixed(m->total, m->decimals, total);
    ct_format_double(opt->capacity, limit);
    return ct_fail(err, CT_ERR_USAGE,
                   "--capacity %s=%s: the total is %s, which needs too many territories; raise the "
                   "capacity",
                   m->name, limit, total);
}

static ct_status find_shares(const ct_target_options *opt, const ct_measures *measures,
                             ct_shares *out, ct_inputs *inputs, ct_error *err)
{
    if (opt->targets != NULL) {
        const ct_status status = ct_shares_read(opt->targets, out, inputs, err);
        if (status != CT_OK || opt->k <= 0 || opt->k == out->k) return status;
        return ct_fail(err, CT_ERR_USAGE,
                       "--k %d, but %s has %d territories; leave --k out or make them agree",
                       opt->k, opt->targets, out->k);
    }
    if (opt->k > 0) return ct_shares_equal(opt->k, out, err);
    if (opt->capacity > 0) return shares_of_capacity(opt, measures, out, err);
    return ct_fail(err, CT_ERR_USAGE,
                   "how many territories? give --k N, --capacity NAME=VALUE or --targets F.csv");
}

static ct_status allocate(int32_t k, int32_t n_measures, ct_bands *out, ct_error *err)
{
    const int64_t n = (int64_t)k * n_measures;
    out->k = k;
    out->n_measures = n_measures;
    out->lower = ct_array(n, sizeof *out->lower, "bands", err);
    out->upper = ct_array(n, sizeof *out->upper, "bands", err);
    out->target = ct_array(n, sizeof *out->target, "bands", err);
    return out->lower == NULL || out->upper == NULL || out->target == NULL ? CT_ERR_MEMORY : CT_OK;
}

static void fill_measure(const ct_target_options *opt, const ct_case *given, int32_t m,
                         const ct_shares *s, ct_bands *out)
{
    const ct_measure *measure = &given->measures.item[m];
    const int64_t tolerance = in_billionths(opt->tolerance_pct[m]);
    const bool is_capped = out->is_capped && out->capped == m;
    // low enough to hold nobody back from the least number, but no territory is empty: islands
    // without bridges may be
    const int64_t capacity = is_capped ? capacity_fixed(opt->capacity, measure->decimals) : 0;
    const int64_t tenth = given->graph.is_apart ? 0 : measure->total / s->k / 10;
    const int64_t least = tenth < capacity ? tenth : capacity;
    for (int32_t j = 0; j < s->k; j++) {
        const int64_t at = (int64_t)m * s->k + j;
        out->target[at] = (double)measure->total * ((double)s->part[j] / (double)s->total);
        out->lower[at] =
            is_capped ? least : lower_bound(measure->total, s->part[j], s->total, tolerance);
        out->upper[at] =
            is_capped ? capacity : upper_bound(measure->total, s->part[j], s->total, tolerance);
    }
}

/// Territories whose band holds no number the measure can take: said now, because no solver can
/// help.
static void note_empty_bands(const ct_context *ctx, const ct_measure *measure, int32_t m,
                             const ct_bands *b)
{
    int64_t n = 0, first = -1;
    for (int32_t j = 0; j < b->k; j++) {
        const int64_t at = (int64_t)m * b->k + j;
        if (b->lower[at] <= b->upper[at]) continue;
        if (n++ == 0) first = at;
    }
    if (n == 0) return;
    char target[352], unit[32];
    double scale = 1;
    for (int32_t i = 0; i < measure->decimals; i++) scale *= 10;
    ct_format_decimals(b->target[first] / scale, measure->decimals + 3, target);
    ct_format_fixed(1, measure->decimals, unit);
    ct_note_add(
        ctx->notes, CT_WARN, "measure", n,
        "{territory has|territories have} a band that nothing can meet: %s comes in steps of %s, "
        "and none lies within it around the target of %s; widen --tolerance %s=PCT or take fewer "
        "territories",
        measure->name, unit, target, measure->name);
}

static bool has_equal_parts(const ct_shares *s)
{
    for (int32_t j = 1; j < s->k; j++)
        if (s->part[j] != s->part[0]) return false;
    return true;
}

static ct_status check_totals(const ct_measures *measures, ct_error *err)
{
    for (int32_t m = 0; m < measures->n; m++)
        if (measures->item[m].total <= 0)
            return ct_fail(err, CT_ERR_INPUT,
                           "measure '%s' is 0 in every region, so it cannot be divided; check its "
                           "column and that accounts were matched",
                           measures->item[m].name);
    return CT_OK;
}

static ct_status check_number(const ct_measures *measures, int32_t k, ct_error *err)
{
    if (measures->n_regions == 0 || k <= measures->n_regions) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT,
                   "%d territories of %d %s: each territory needs a region of its own; take "
                   "fewer, by --k, --targets or a larger --capacity",
                   k, measures->n_regions, ct_plural(measures->n_regions, "region", "regions"));
}

static void describe(const ct_target_options *opt, const ct_shares *shares, ct_bands *out)
{
    out->is_equal = has_equal_parts(shares);
    out->is_shared = opt->targets != NULL;
    out->is_capped = opt->capacity > 0 && !opt->targets;
    out->capped = opt->capacity_measure;
    memcpy(out->tolerance_pct, opt->tolerance_pct, sizeof out->tolerance_pct);
}

ct_status ct_bands_build(const ct_target_options *opt, const ct_context *ctx, const ct_case *given,
                         ct_bands *out, ct_inputs *inputs, ct_error *err)
{
    const ct_measures *measures = &given->measures;
    ct_shares shares = {0};
    ct_status status = check_totals(measures, err);
    if (status == CT_OK) status = find_shares(opt, measures, &shares, inputs, err);
    if (status == CT_OK) status = check_number(measures, shares.k, err);
    if (status == CT_OK) status = allocate(shares.k, measures->n, out, err);
    if (status == CT_OK) {
        describe(opt, &shares, out);
        for (int32_t m = 0; m < measures->n; m++) {
            fill_measure(opt, given, m, &shares, out);
            note_empty_bands(ctx, &measures->item[m], m, out);
        }
        out->name = shares.name;
        shares.name = (ct_strings){0};
    }
    ct_shares_free(&shares);
    if (status != CT_OK) ct_bands_free(out);
    return status;
}
