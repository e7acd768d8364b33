/// Rows in batches to a taker: the arrays are filled, handed over, and filled again.
#include <string.h>

#include "read/accounts.h"

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

int64_t ct_accounts_batch_rows(const ct_reader *r, int64_t *n_blocks)
{
    int64_t most = 0;
    *n_blocks = CT_WAVE;
    for (int32_t f = 0; f < r->n_sources; f++) {
        const ct_source *s = &r->source[f];
        const ct_csv *csv = &s->csv;
        if (s->is_layer) most = larger(most, s->n_rows);
        for (int64_t c = 0; !s->is_layer && c < csv->n_chunks; c += CT_WAVE) {
            const int64_t last = c + CT_WAVE < csv->n_chunks ? c + CT_WAVE : csv->n_chunks;
            most = larger(most, csv->row[last] - csv->row[c]);
        }
    }
    return most;
}

/// Every block of the batch to the decimals that the widest number so far has.
static ct_status settle_batch(ct_reader *r, int64_t n_rows, ct_error *err)
{
    ct_status st = CT_OK;
    for (int32_t j = 0; !st && j < r->out->n_columns; j++) {
        const int32_t before = r->out->column_decimals[j];
        int32_t most = before;
        for (int64_t b = 0; b < r->n_blocks; b++)
            if (r->block[b].n_rows && r->block[b].decimals[j] > most)
                most = r->block[b].decimals[j];
        st = ct_accounts_settle_column(r, j, most, err);
        if (!st) st = ct_accounts_add_input(r, j, n_rows, before, err);
    }
    return st;
}

ct_status ct_accounts_hand_over(ct_reader *r, const ct_source *s, int64_t row, int64_t n_rows,
                                ct_error *err)
{
    ct_accounts *a = r->out;
    ct_status st = ct_accounts_number(r, s, row, n_rows, err);
    if (!st) st = settle_batch(r, n_rows, err);
    if (st) return st;
    a->n = a->id.n = n_rows;
    if (r->has_code) a->code.n = n_rows;
    if (n_rows) st = r->taker->take(r->taker->user, a, err);
    if (a->n_flawed) memset(a->flaw, 0, (size_t)n_rows);
    for (int t = 0; t < CT_N_TEXTS; t++) r->pool[t].used = 0;
    for (int64_t b = 0; b < r->n_blocks; b++) r->block[b] = (ct_block){0};
    return st;
}

ct_status ct_accounts_take_back(ct_reader *r, ct_error *err)
{
    ct_accounts *a = r->out;
    memcpy(a->column_decimals, r->decimals_before, sizeof a->column_decimals);
    memcpy(a->column_input, r->input_before, sizeof a->column_input);
    memcpy(a->column_below, r->below_before, sizeof a->column_below);
    return r->taker->end_file(r->taker->user, false, err);
}

ct_status ct_accounts_end_file(ct_reader *r, ct_error *err)
{
    const ct_accounts *a = r->out;
    memcpy(r->decimals_before, a->column_decimals, sizeof a->column_decimals);
    memcpy(r->input_before, a->column_input, sizeof a->column_input);
    memcpy(r->below_before, a->column_below, sizeof a->column_below);
    return r->taker->end_file(r->taker->user, true, err);
}
