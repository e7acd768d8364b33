/// Each measure per region: exact sums in fixed point.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "join/join.h"

static ct_status too_large(const ct_measure *m, ct_error *err)
{
    return ct_fail(err, CT_ERR_INPUT,
                   "measure %s: its total does not fit 64 bits at %" PRId32
                   " decimals: give it in a larger unit",
                   m->name, m->decimals);
}

static bool is_aside(uint8_t reason)
{
    return reason == CT_ASIDE_NUMBER || reason == CT_ASIDE_REPEATED;
}

/// value[n_accounts], NULL = one each.
static ct_status sum_accounts(const join *j, const int64_t *value, ct_measure *m, ct_error *err)
{
    const ct_accounts *a = j->accounts;
    for (int64_t i = 0; i < a->n; i++) {
        int64_t *sum = a->region[i] >= 0        ? &m->region[a->region[i]]
                       : is_aside(a->reason[i]) ? &m->aside
                                                : &m->unmatched;
        if (__builtin_add_overflow(*sum, value ? value[i] : 1, sum)) return too_large(m, err);
    }
    return CT_OK;
}

/// Whether the row counts against --max-bad.
static bool is_bad(const ct_accounts *a, int64_t i)
{
    const bool is_unread = a->n_flawed && a->flaw[i] == CT_FLAW_NUMBER;
    return is_unread || (a->region[i] < 0 && !is_aside(a->reason[i]));
}

/// Where the rows of the batch went; value: of the primary measure, as above.
static void take_in(const join *j, const int64_t *value, ct_intake *in)
{
    const ct_accounts *a = j->accounts;
    in->n += a->n;
    for (int64_t i = 0; i < a->n; i++) {
        in->n_reason[a->reason[i]]++;
        if (!is_bad(a, i)) continue;
        in->n_unread += a->n_flawed && a->flaw[i] == CT_FLAW_NUMBER;
        in->n_bad++;
        in->bad += value ? value[i] : 1; // at most the sum of all, which fits
    }
}

/// The sums so far to more decimals.
static ct_status widen(join *j, int32_t decimals, ct_measure *m, ct_error *err)
{
    ct_intake *intake = &j->found.sums.intake;
    int64_t unit = 1;
    if (decimals == m->decimals) return CT_OK;
    for (int32_t d = m->decimals; d < decimals; d++) unit *= 10;
    m->decimals = decimals;
    for (int32_t i = 0; i < j->regions->n; i++)
        if (__builtin_mul_overflow(m->region[i], unit, &m->region[i])) return too_large(m, err);
    const bool is_primary = m == &j->found.sums.item[0];
    const bool is_large = __builtin_mul_overflow(m->unmatched, unit, &m->unmatched) ||
                          __builtin_mul_overflow(m->aside, unit, &m->aside) ||
                          (is_primary && __builtin_mul_overflow(intake->bad, unit, &intake->bad));
    return is_large ? too_large(m, err) : CT_OK;
}

static ct_status check_total(const join *j, ct_measure *m, const char *source, ct_error *err)
{
    char text[32];
    for (int32_t i = 0; i < j->regions->n; i++) {
        if (m->region[i] < 0) {
            ct_format_fixed(m->region[i], m->decimals, text);
            return ct_fail(err, CT_ERR_INPUT,
                           "measure %s (%s): region %.*s has the negative total %s; territories "
                           "are balanced on quantities that are not below 0",
                           m->name, source, (int)ct_string_length(&j->regions->code, i),
                           ct_string(&j->regions->code, i), text);
        }
        if (__builtin_add_overflow(m->total, m->region[i], &m->total)) return too_large(m, err);
    }
    if (m->total > 0) return CT_OK;
    if (m->unmatched > 0)
        return ct_fail(err, CT_ERR_INPUT,
                       "measure %s (%s): its total is 0: every account with a value is unmatched",
                       m->name, source);
    return ct_fail(err, CT_ERR_INPUT,
                   "measure %s (%s): its total is 0, so there is nothing to balance; name a column "
                   "or field with values, or drop the measure",
                   m->name, source);
}

ct_status ct_join_measures_allocate(const join *j, ct_measures *out, ct_error *err)
{
    const int32_t n = j->regions->n;
    out->n_accounts = ct_array(n, sizeof *out->n_accounts, "account counts", err);
    if (!out->n_accounts) return CT_ERR_MEMORY;
    out->n_regions = n;
    for (int32_t m = 0; m < j->opt->n_measures; m++) {
        out->n = m + 1;
        out->item[m].region = ct_array(n, sizeof *out->item[m].region, "measure", err);
        if (!out->item[m].region) return CT_ERR_MEMORY;
    }
    return CT_OK;
}

void ct_join_measures_copy(const join *j, const ct_measures *from, ct_measures *to)
{
    const size_t bytes = (size_t)j->regions->n * sizeof *from->n_accounts;
    memcpy(to->n_accounts, from->n_accounts, bytes);
    to->intake = from->intake;
    for (int32_t m = 0; m < from->n; m++) {
        int64_t *region = to->item[m].region;
        memcpy(region, from->item[m].region, bytes);
        to->item[m] = from->item[m];
        to->item[m].region = region;
    }
}

/// To the nearest 1000 m2.
static void take_area(const ct_regions *r, ct_measure *m)
{
    m->decimals = 3;
    for (int32_t i = 0; i < r->n; i++) m->input += m->region[i] = llrint(r->area_m2[i] / 1000);
}

static void take_field(const ct_regions *r, const ct_field *f, ct_measure *m)
{
    m->decimals = f->decimals;
    m->input = f->input;
    m->aside = f->below;
    memcpy(m->region, f->fixed, (size_t)r->n * sizeof *m->region);
}

ct_status ct_join_measures_begin(join *j, ct_error *err)
{
    int32_t field = 0;
    ct_measures *out = &j->found.sums;
    const ct_status status = ct_join_measures_allocate(j, out, err);
    for (int32_t i = 0; !status && i < out->n; i++) {
        ct_measure *m = &out->item[i];
        snprintf(m->name, sizeof m->name, "%s", j->opt->measure[i].name);
        m->kind = j->opt->measure[i].kind;
        if (m->kind == CT_AREA) take_area(j->regions, m);
        if (m->kind == CT_FIELD) take_field(j->regions, &j->regions->field[field++], m);
    }
    return status;
}

ct_status ct_join_measures_add(join *j, ct_error *err)
{
    const ct_accounts *a = j->accounts;
    ct_measures *sums = &j->found.sums;
    ct_status status = CT_OK;
    int32_t column = 0;
    for (int64_t i = 0; i < a->n; i++)
        if (a->region[i] >= 0) sums->n_accounts[a->region[i]]++;
    for (int32_t i = 0; !status && i < sums->n; i++) {
        ct_measure *m = &sums->item[i];
        if (ct_measure_about(m->kind)->of == CT_OF_REGIONS) continue;
        const bool is_column = m->kind == CT_COLUMN;
        if (is_column) status = widen(j, a->column_decimals[column], m, err);
        if (!status) status = sum_accounts(j, is_column ? a->column[column] : NULL, m, err);
        m->input = is_column ? a->column_input[column] : j->found.n;
        if (is_column) j->found.below[i] = a->column_below[column];
        column += is_column;
    }
    take_in(j, sums->item[0].kind == CT_COLUMN ? a->column[0] : NULL, &sums->intake);
    return status;
}

/// Nothing was lost on the way: what was read is in a region, unmatched, or set aside.
static ct_status reconcile(join *j, int32_t i, ct_error *err)
{
    ct_measure *m = &j->found.sums.item[i];
    int64_t sum;
    m->aside += j->found.below[i];
    if (!__builtin_add_overflow(m->total, m->unmatched, &sum) &&
        !__builtin_add_overflow(sum, m->aside, &sum) && sum == m->input)
        return CT_OK;
    return ct_fail(err, CT_ERR_INTERNAL,
                   "measure %s: %" PRId64 " was read, but %" PRId64 " matched, %" PRId64
                   " unmatched and %" PRId64 " set aside do not add up to it",
                   m->name, m->input, m->total, m->unmatched, m->aside);
}

ct_status ct_join_measures_check(join *j, ct_error *err)
{
    ct_status status = CT_OK;
    for (int32_t i = 0; !status && i < j->found.sums.n; i++) {
        const ct_measure_spec *spec = &j->opt->measure[i];
        const ct_measure_row *row = ct_measure_about(spec->kind);
        char source[CT_NAME_SIZE + 16];
        if (*row->argument)
            snprintf(source, sizeof source, "%s %s", row->word, spec->source);
        else
            snprintf(source, sizeof source, "%s", row->text);
        status = check_total(j, &j->found.sums.item[i], source, err);
        if (!status) status = reconcile(j, i, err);
    }
    return status;
}
