/// ct_read_accounts(): open and plan all files, make room for all rows, read, bring each measure to
/// one scale, say what was dirty.
#include "read/accounts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static bool ends_in_shp(const char *path)
{
    const size_t n = strlen(path);
    return n >= 4 && ct_name_equal(path + n - 4, ".shp");
}

static ct_status open_source(ct_reader *r, ct_source *s, ct_inputs *inputs, ct_error *err)
{
    const char *slash = strrchr(s->path, '/');
    s->name = slash ? slash + 1 : s->path;
    s->is_layer = ends_in_shp(s->path) || ct_layer_is_other(s->path, true);
    const ct_status st = s->is_layer ? ct_accounts_open_layer(r, s, inputs, err)
                                     : ct_accounts_open_csv(r, s, inputs, err);
    if (st) return st;
    r->has_code |= s->columns.column[CT_ROLE_CODE] >= 0;
    r->has_points |=
        s->is_layer ? r->opt->join != CT_JOIN_CODE : s->columns.column[CT_ROLE_LON] >= 0;
    s->first_row = s->shift = r->n_rows;
    s->first_block = r->n_blocks;
    r->n_rows += s->n_rows;
    r->n_blocks += s->is_layer ? 1 : s->csv.n_chunks;
    return CT_OK;
}

static ct_status open_all(ct_reader *r, ct_inputs *inputs, ct_error *err)
{
    ct_status st = CT_OK;
    r->source = ct_array(r->opt->n_accounts, sizeof *r->source, "accounts files", err);
    if (!r->source) return CT_ERR_MEMORY;
    for (int32_t f = 0; !st && f < r->opt->n_accounts; f++) {
        r->source[f].path = r->opt->accounts[f];
        r->n_sources = f + 1;
        st = open_source(r, &r->source[f], inputs, err);
        r->out->file_begin[f + 1] = r->n_rows;
        r->out->lines_before[f] = r->source[f].csv.body_line - 1;
    }
    r->out->n_files = r->n_sources;
    return st;
}

static void close_all(ct_reader *r)
{
    for (int32_t f = 0; f < r->n_sources; f++) {
        ct_source *s = &r->source[f];
        free(s->slot);
        if (s->is_layer)
            ct_layer_close(&s->layer);
        else
            ct_csv_close(&s->csv);
    }
    free(r->block);
    free(r->source);
}

/// Lines of rows are kept where they cannot be counted.
static bool needs_lines(const ct_reader *r)
{
    bool is_even = !r->taker;
    for (int32_t f = 0; f < r->n_sources; f++)
        is_even &= !r->source[f].is_layer && r->source[f].csv.is_even;
    return !is_even;
}

static ct_status allocate(ct_reader *r, ct_error *err)
{
    ct_accounts *a = r->out;
    const int64_t n = a->n = r->taker ? ct_accounts_batch_rows(r, &r->n_blocks) : r->n_rows;
    if (ct_text_allocate(r, n, err)) return CT_ERR_MEMORY;
    if (needs_lines(r) && !(a->line = ct_array_whole(n, sizeof *a->line, "account lines", err)))
        return CT_ERR_MEMORY;
    if (r->has_points) {
        a->lon_deg = ct_array_whole(n, sizeof *a->lon_deg, "account points", err);
        a->lat_deg = ct_array_whole(n, sizeof *a->lat_deg, "account points", err);
        if (!a->lon_deg || !a->lat_deg) return CT_ERR_MEMORY;
    }
    for (int32_t j = 0; j < a->n_columns; j++)
        if (!(a->column[j] = ct_array_whole(n, sizeof *a->column[j], "account weights", err)))
            return CT_ERR_MEMORY;
    a->region = ct_array_whole(n, sizeof *a->region, "account regions", err);
    a->reason = ct_array_whole(n, sizeof *a->reason, "account regions", err);
    a->flaw = ct_array(n, sizeof *a->flaw, "account flaws", err);
    r->block = ct_array(r->n_blocks, sizeof *r->block, "blocks of rows", err);
    return a->region && a->reason && a->flaw && r->block ? CT_OK : CT_ERR_MEMORY;
}

static ct_status read_source(ct_reader *r, ct_source *s, ct_error *err)
{
    if (r->taker) s->shift = 0;
    ct_status st =
        s->is_layer ? ct_accounts_read_layer(r, s, err) : ct_accounts_read_csv(r, s, err);
    if (st) return st;
    if (!r->taker) return ct_accounts_number(r, s, 0, s->n_rows, err);
    return s->is_layer ? ct_accounts_hand_over(r, s, 0, s->n_rows, err) : CT_OK;
}

static ct_status read_all(ct_reader *r, ct_error *err)
{
    ct_status st = CT_OK;
    for (int32_t f = 0; !st && f < r->n_sources; f++) {
        ct_source *s = &r->source[f];
        r->current = s;
        st = read_source(r, s, err);
        if (!st) st = ct_accounts_judge(r, s, err);
        if (!st) ct_accounts_note_findings(r, s);
        if (!r->taker) r->out->n_flawed += s->total.n_flawed;
        if (!st && r->taker) st = ct_accounts_end_file(r, err);
    }
    return st ? st : ct_text_close(r, err);
}

static void name_columns(ct_reader *r)
{
    for (int32_t i = 0; i < r->opt->n_measures; i++)
        if (r->opt->measure[i].kind == CT_COLUMN)
            r->column_name[r->out->n_columns++] = r->opt->measure[i].source;
}

static ct_status read_sources(ct_reader *r, ct_inputs *inputs, ct_error *err)
{
    name_columns(r);
    ct_status st = open_all(r, inputs, err);
    if (st) return st;
    ct_accounts_note_columns(r);
    st = allocate(r, err);
    if (!st) st = read_all(r, err);
    for (int32_t j = 0; !st && !r->taker && j < r->out->n_columns; j++)
        st = ct_accounts_settle(r, j, err);
    if (!st) st = ct_accounts_find_repeats(r, err);
    for (int32_t f = 0; !st && f < r->n_sources; f++) {
        const ct_source *s = &r->source[f];
        st = s->is_layer ? ct_layer_unchanged(&s->layer, err)
                         : ct_file_unchanged(s->csv.path, &s->csv.file, err);
    }
    if (!st && ct_tick(r->ctx, "read", 1, ""))
        st = ct_fail(err, CT_ERR_STOPPED, "stopped after reading accounts");
    return st;
}

static ct_status read_accounts(const ct_data_options *opt, const ct_context *ctx,
                               int64_t chunk_bytes, const ct_taker *taker, ct_accounts *out,
                               ct_inputs *inputs, ct_error *err)
{
    memset(out, 0, sizeof *out);
    if (!opt->n_accounts) return CT_OK;
    ct_reader *r = ct_array(1, sizeof *r, "the reader of accounts", err);
    if (!r) return CT_ERR_MEMORY;
    *r =
        (ct_reader){.opt = opt, .ctx = ctx, .taker = taker, .out = out, .chunk_bytes = chunk_bytes};
    const ct_status st = read_sources(r, inputs, err);
    close_all(r);
    free(r);
    if (st || taker) ct_accounts_free(out);
    return st;
}

ct_status ct_read_accounts_chunked(const ct_data_options *opt, const ct_context *ctx,
                                   int64_t chunk_bytes, ct_accounts *out, ct_inputs *inputs,
                                   ct_error *err)
{
    return read_accounts(opt, ctx, chunk_bytes, NULL, out, inputs, err);
}

ct_status ct_read_accounts(const ct_data_options *opt, const ct_context *ctx, ct_accounts *out,
                           ct_inputs *inputs, ct_error *err)
{
    return read_accounts(opt, ctx, CT_CSV_CHUNK, NULL, out, inputs, err);
}

ct_status ct_read_accounts_by_chunked(const ct_data_options *opt, const ct_context *ctx,
                                      int64_t chunk_bytes, const ct_taker *taker, ct_inputs *inputs,
                                      ct_error *err)
{
    ct_accounts batch;
    return read_accounts(opt, ctx, chunk_bytes, taker, &batch, inputs, err);
}

ct_status ct_read_accounts_by(const ct_data_options *opt, const ct_context *ctx,
                              const ct_taker *taker, ct_inputs *inputs, ct_error *err)
{
    return ct_read_accounts_by_chunked(opt, ctx, CT_CSV_CHUNK, taker, inputs, err);
}
