/// Rows that have been read: names for those without one, and one scale for each measure.
#include "base/text.h"
#include "read/accounts.h"

ct_status ct_accounts_number(ct_reader *r, const ct_source *s, int64_t row, int64_t n_rows,
                             ct_error *err)
{
    if (s->columns.column[CT_ROLE_ID] >= 0) return CT_OK;
    ct_status st = CT_OK;
    for (int64_t i = row; !st && i < row + n_rows; i++) {
        char text[32];
        const int32_t n = ct_format_fixed(s->first_row + i + 1, 0, text);
        st = ct_text_append(r, CT_ROLE_ID, s->shift + i, text, n, err);
    }
    return st;
}

static const ct_source *source_of(const ct_reader *r, int64_t slot)
{
    int32_t f = 0;
    if (r->taker) return r->current;
    while (f + 1 < r->n_sources && slot >= r->source[f + 1].first_row) f++;
    return &r->source[f];
}

static ct_status fail_sum(const ct_reader *r, int32_t j, int64_t slot, const char *what,
                          ct_error *err)
{
    return ct_fail(err, CT_ERR_INPUT,
                   "%s:%lld: column '%s': %s does not fit 64 bits with %d decimals; use a coarser "
                   "unit",
                   source_of(r, slot)->path, (long long)ct_account_line(r->out, slot),
                   r->column_name[j], what, (int)r->out->column_decimals[j]);
}

static int32_t most_decimals(const ct_reader *r, int32_t j)
{
    int32_t most = 0;
    for (int64_t b = 0; b < r->n_blocks; b++)
        if (r->block[b].decimals[j] > most) most = r->block[b].decimals[j];
    return most;
}

static int64_t below_of(const ct_reader *r, int32_t j)
{
    int64_t sum = 0;
    for (int64_t b = 0; b < r->n_blocks; b++) sum += r->block[b].below[j];
    return sum;
}

ct_status ct_accounts_settle_column(ct_reader *r, int32_t j, int32_t decimals, ct_error *err)
{
    ct_accounts *a = r->out;
    a->column_decimals[j] = decimals;
    for (int64_t b = 0; b < r->n_blocks; b++) {
        ct_block *k = &r->block[b];
        int64_t slot = k->first;
        const int32_t power = decimals - k->decimals[j];
        if (!power) continue;
        if (!ct_accounts_rescale(a->column[j], k->first, k->first + k->n_rows, power, &slot) ||
            !ct_decimal_scale(k->below[j], power, &k->below[j]))
            return fail_sum(r, j, slot, "the value", err);
    }
    return CT_OK;
}

ct_status ct_accounts_add_input(ct_reader *r, int32_t j, int64_t n, int32_t decimals, ct_error *err)
{
    ct_accounts *a = r->out;
    const int32_t power = a->column_decimals[j] - decimals;
    int64_t *sum = &a->column_input[j], *below = &a->column_below[j];
    if (!ct_decimal_scale(*sum, power, sum) || !ct_decimal_scale(*below, power, below))
        return fail_sum(r, j, 0, "the sum up to here", err);
    for (int64_t i = 0; i < n; i++)
        if (__builtin_add_overflow(*sum, a->column[j][i], sum))
            return fail_sum(r, j, i, "the sum up to here", err);
    const int64_t more = below_of(r, j);
    if (__builtin_add_overflow(*sum, more, sum) || __builtin_add_overflow(*below, more, below))
        return fail_sum(r, j, 0, "the sum of what is below 0", err);
    return CT_OK;
}

ct_status ct_accounts_settle(ct_reader *r, int32_t j, ct_error *err)
{
    const ct_status st = ct_accounts_settle_column(r, j, most_decimals(r, j), err);
    return st ? st : ct_accounts_add_input(r, j, r->out->n, r->out->column_decimals[j], err);
}
