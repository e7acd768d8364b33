/// Each measure per region: exact sums in fixed point.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "join/join.h"

void ct_measures_free(ct_measures *m)
{
    if (!m) return;
    for (int32_t i = 0; i < CT_MAX_MEASURES; i++) free(m->item[i].region);
    free(m->n_accounts);
    memset(m, 0, sizeof *m);
}

static ct_status too_large(const ct_measure *m, ct_error *err)
{
    return ct_fail(err, CT_ERR_INPUT,
                   "measure %s: its total does not fit 64 bits at %" PRId32
                   " decimals: give it in a larger unit",
                   m->name, m->decimals);
}

/// value[n_accounts], NULL = one each.
static ct_status sum_accounts(const join *j, const int64_t *value, ct_measure *m, ct_error *err)
{
    const ct_accounts *a = j->accounts;
    for (int64_t i = 0; i < a->n; i++) {
        int64_t *sum = a->region[i] >= 0 ? &m->region[a->region[i]] : &m->unmatched;
        if (__builtin_add_overflow(*sum, value ? value[i] : 1, sum)) return too_large(m, err);
    }
    return CT_OK;
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

static ct_status add_measure(const join *j, const ct_measure_spec *spec, int32_t *column,
                             int32_t *field, ct_measure *m, ct_error *err)
{
    const ct_accounts *a = j->accounts;
    char source[CT_NAME_SIZE + 16] = "count of accounts";
    ct_status status = CT_OK;
    snprintf(m->name, sizeof m->name, "%s", spec->name);
    m->kind = spec->kind;
    m->region = ct_array(j->regions->n, sizeof *m->region, "measure", err);
    if (!m->region) return CT_ERR_MEMORY;
    if (spec->kind == CT_FIELD) {
        const ct_field *f = &j->regions->field[(*field)++];
        snprintf(source, sizeof source, "field %s", spec->source);
        m->decimals = f->decimals;
        memcpy(m->region, f->fixed, (size_t)j->regions->n * sizeof *m->region);
    } else if (spec->kind == CT_COLUMN) {
        snprintf(source, sizeof source, "column %s", spec->source);
        m->decimals = a->column_decimals[*column];
        status = sum_accounts(j, a->column[(*column)++], m, err);
    } else {
        status = sum_accounts(j, NULL, m, err);
    }
    return status ? status : check_total(j, m, source, err);
}

ct_status ct_join_measures(join *j, ct_measures *out, ct_error *err)
{
    const ct_accounts *a = j->accounts;
    int32_t column = 0, field = 0;
    out->n_accounts = ct_array(j->regions->n, sizeof *out->n_accounts, "account counts", err);
    if (!out->n_accounts) return CT_ERR_MEMORY;
    for (int64_t i = 0; i < a->n; i++)
        if (a->region[i] >= 0) out->n_accounts[a->region[i]]++;
    for (int32_t m = 0; m < j->opt->n_measures; m++) {
        out->n = m + 1;
        const ct_status status =
            add_measure(j, &j->opt->measure[m], &column, &field, &out->item[m], err);
        if (status) return status;
    }
    return CT_OK;
}
