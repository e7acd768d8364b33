/// Accounts joined as they are read: those that find a region are summed, the others kept.
#include <stdlib.h>
#include <string.h>

#include "join/join.h"

struct ct_joining {
    join j;
    join_found before; ///< what was found when the current file began; arrays of its own
    ct_accounts kept;
    ct_strings_builder id, code;       ///< of `kept`
    int64_t room[4 + CT_MAX_MEASURES]; ///< of the arrays of `kept`
    int64_t n_before;                  ///< of `kept`
    int32_t decimals_before[CT_MAX_MEASURES];
};

/// What stands in the flat part goes along; each keeps its own arrays.
static void copy_found(const join *j, const join_found *from, join_found *to)
{
    const ct_measures own = to->sums;
    *to = *from;
    to->sums = own;
    ct_join_measures_copy(j, &from->sums, &to->sums);
}

/// Kept weights to the decimals of the newest batch.
static ct_status widen_kept(ct_joining *g, const ct_accounts *batch, ct_error *err)
{
    ct_accounts *k = &g->kept;
    for (int32_t c = 0; c < batch->n_columns; c++) {
        int64_t unit = 1;
        for (int32_t d = k->column_decimals[c]; d < batch->column_decimals[c]; d++) unit *= 10;
        k->column_decimals[c] = batch->column_decimals[c];
        for (int64_t i = 0; unit > 1 && i < k->n; i++)
            if (__builtin_mul_overflow(k->column[c][i], unit, &k->column[c][i]))
                return ct_fail(err, CT_ERR_INPUT,
                               "the weight of the account in line %lld does not fit 64 bits with "
                               "%d decimals; use a coarser unit",
                               (long long)k->line[i], (int)k->column_decimals[c]);
    }
    return CT_OK;
}

static ct_status make_room(ct_joining *g, int64_t n, ct_error *err)
{
    ct_accounts *k = &g->kept;
    static const char what[] = "accounts without a region";
    ct_status s = ct_grow((void **)&k->line, &g->room[0], n, sizeof *k->line, what, err);
    if (!s) s = ct_grow((void **)&k->region, &g->room[1], n, sizeof *k->region, what, err);
    if (!s) s = ct_grow((void **)&k->reason, &g->room[2], n, sizeof *k->reason, what, err);
    for (int32_t c = 0; !s && c < k->n_columns; c++)
        s = ct_grow((void **)&k->column[c], &g->room[3 + c], n, sizeof *k->column[c], what, err);
    return s;
}

static ct_status keep(ct_joining *g, const ct_accounts *batch, int64_t i, ct_error *err)
{
    ct_accounts *k = &g->kept;
    ct_status s = make_room(g, k->n + 1, err);
    if (!s)
        s = ct_strings_add(&g->id, ct_string(&batch->id, i), ct_string_length(&batch->id, i), err);
    if (!s && batch->code.n > i)
        s = ct_strings_add(&g->code, ct_string(&batch->code, i), ct_string_length(&batch->code, i),
                           err);
    if (s) return s;
    k->line[k->n] = ct_account_line(batch, i);
    k->region[k->n] = -1;
    k->reason[k->n] = batch->reason[i];
    for (int32_t c = 0; c < k->n_columns; c++) k->column[c][k->n] = batch->column[c][i];
    k->n++;
    return CT_OK;
}

static ct_status take(void *user, ct_accounts *batch, ct_error *err)
{
    ct_joining *g = user;
    g->j.accounts = batch;
    g->kept.n_columns = batch->n_columns;
    ct_status s = ct_join_match(&g->j, err);
    if (!s) s = widen_kept(g, batch, err);
    for (int64_t i = 0; !s && i < batch->n; i++)
        if (batch->region[i] < 0) s = keep(g, batch, i, err);
    return s;
}

/// Forget what was kept of the current file.
static void drop_kept(ct_joining *g)
{
    ct_accounts *k = &g->kept;
    k->n = g->id.s.n = g->n_before;
    if (g->code.s.n > k->n) g->code.s.n = k->n;
    for (int32_t c = 0; c < k->n_columns; c++) {
        int64_t unit = 1;
        for (int32_t d = g->decimals_before[c]; d < k->column_decimals[c]; d++) unit *= 10;
        for (int64_t i = 0; unit > 1 && i < k->n; i++) k->column[c][i] /= unit;
        k->column_decimals[c] = g->decimals_before[c];
    }
}

static ct_status end_file(void *user, bool is_kept, ct_error *err)
{
    ct_joining *g = user;
    ct_accounts *k = &g->kept;
    (void)err;
    if (is_kept) {
        copy_found(&g->j, &g->j.found, &g->before);
        g->n_before = k->n;
        memcpy(g->decimals_before, k->column_decimals, sizeof g->decimals_before);
        k->file_begin[++k->n_files] = k->n;
    } else {
        copy_found(&g->j, &g->before, &g->j.found);
        drop_kept(g);
    }
    return CT_OK;
}

ct_status ct_join_begin(const ct_data_options *opt, const ct_context *ctx,
                        const ct_regions *regions, ct_joining **out, ct_taker *taker, ct_error *err)
{
    ct_joining *g = *out = ct_array(1, sizeof *g, "the join", err);
    if (!g) return CT_ERR_MEMORY;
    g->j = (join){.opt = opt, .ctx = ctx, .regions = regions, .is_batched = true};
    *taker = (ct_taker){g, take, end_file};
    ct_status s = ct_join_open(&g->j, err);
    if (!s) s = ct_join_measures_allocate(&g->j, &g->before.sums, err);
    if (!s) copy_found(&g->j, &g->j.found, &g->before);
    return s;
}

ct_status ct_join_end(ct_joining *g, ct_accounts *kept, ct_measures *out, ct_error *err)
{
    const join_found *f = &g->j.found;
    const ct_status s = ct_join_finish(&g->j, err);
    if (s) return s;
    g->kept.id = g->id.s;
    g->kept.code = g->code.s;
    for (int r = CT_MATCHED_POINT; r <= CT_MATCHED_NEAREST; r++) {
        g->kept.summed[r] = f->tally[r].n;
        g->kept.n_summed += f->tally[r].n;
    }
    *kept = g->kept;
    *out = g->j.found.sums;
    g->kept = (ct_accounts){0};
    g->id = g->code = (ct_strings_builder){0};
    g->j.found.sums = (ct_measures){0};
    return CT_OK;
}

void ct_join_free(ct_joining *g)
{
    if (!g) return;
    ct_join_close(&g->j);
    ct_measures_free(&g->before.sums);
    for (int32_t c = 0; c < CT_MAX_MEASURES; c++) free(g->kept.column[c]);
    free(g->kept.reason);
    free(g->kept.region);
    free(g->kept.line);
    ct_strings_free(&g->code.s);
    ct_strings_free(&g->id.s);
    free(g);
}
