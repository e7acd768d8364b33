/// Accounts from a CSV file: its chunks are read in waves; the chunks of a wave in parallel, each
/// row into the slot that the plan gave it; between waves, the text of the wave goes to the pools.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/spool.h"
#include "base/text.h"
#include "read/accounts.h"

/// Distinct columns get slots; several roles may share one.
static ct_status assign_slots(ct_source *s, ct_error *err)
{
    s->slot = ct_array(s->csv.n_columns + 1, sizeof *s->slot, "columns", err);
    if (!s->slot) return CT_ERR_MEMORY;
    memset(s->slot, UINT8_MAX, (size_t)s->csv.n_columns + 1);
    for (int role = 0; role < CT_N_ROLES; role++) {
        const int32_t column = s->columns.column[role];
        s->slot_of_role[role] = -1;
        if (column < 0) continue;
        if (s->slot[column] == UINT8_MAX) s->slot[column] = (uint8_t)s->n_slots++;
        s->slot_of_role[role] = s->slot[column];
    }
    for (int32_t c = 0; c <= s->csv.n_columns; c++)
        if (s->slot[c] == UINT8_MAX) s->slot[c] = (uint8_t)s->n_slots;
    return CT_OK;
}

ct_status ct_accounts_open_csv(ct_reader *r, ct_source *s, ct_inputs *inputs, ct_error *err)
{
    const int64_t most = r->taker ? CT_SPOOL_MEMORY : INT64_MAX; // who keeps all rows has room
    ct_status st = ct_csv_open(s->path, most, inputs, &s->csv, err);
    if (st) return st;
    s->path = s->csv.path;
    s->name = s->csv.name;
    st = ct_columns_find(r->opt, s->path, &s->csv.header, false, &s->columns, err);
    if (!st) st = assign_slots(s, err);
    if (!st) st = ct_csv_plan(&s->csv, r->chunk_bytes, r->ctx, err);
    if (!st) s->n_rows = s->csv.row[s->csv.n_chunks];
    return st;
}

/// Offset of the first row of chunk c or of a later one.
static int64_t text_begin(const ct_csv *csv, int64_t c)
{
    while (c < csv->n_chunks && csv->start[c] < 0) c++;
    return c < csv->n_chunks ? csv->start[c] : csv->file.size;
}

static int64_t widening(const ct_csv *csv)
{
    return csv->is_latin1 ? 2 : 1;
}

static ct_status allocate_wave(const ct_reader *r, const ct_source *s, ct_wave *w, ct_error *err)
{
    const ct_csv *csv = &s->csv;
    for (int64_t c = 0; c < csv->n_chunks; c += CT_WAVE) {
        const int64_t length = text_begin(csv, c + CT_WAVE) - text_begin(csv, c);
        if (length * widening(csv) > w->longest) w->longest = length * widening(csv);
    }
    w->part =
        ct_array(csv->n_chunks < CT_WAVE ? csv->n_chunks : CT_WAVE, sizeof *w->part, "chunks", err);
    return w->part ? ct_text_scratch(r, s, w, err) : CT_ERR_MEMORY;
}

static void free_wave(ct_wave *w)
{
    for (int t = 0; t < CT_N_TEXTS; t++) free(w->scratch[t]);
    free(w->part);
}

/// The pages of n slots from `first` on; a batch's are there since the first.
static void take_slots(const ct_reader *r, int64_t first, int64_t n)
{
    const ct_accounts *a = r->out;
    ct_text_take(r, first, n);
    if (a->line) ct_memory_take(a->line + first, n * (int64_t)sizeof *a->line);
    if (a->lon_deg) {
        ct_memory_take(a->lon_deg + first, n * (int64_t)sizeof *a->lon_deg);
        ct_memory_take(a->lat_deg + first, n * (int64_t)sizeof *a->lat_deg);
    }
    for (int32_t j = 0; j < a->n_columns; j++)
        ct_memory_take(a->column[j] + first, n * (int64_t)sizeof *a->column[j]);
}

static void read_chunk(ct_reader *r, const ct_source *s, const ct_wave *w, int64_t c,
                       ct_csv_row_fn fn)
{
    const ct_csv *csv = &s->csv;
    ct_part *p = &w->part[c - w->first];
    memset(p, 0, sizeof *p);
    const int64_t at = (text_begin(csv, c) - text_begin(csv, w->first)) * widening(csv);
    p->first = s->shift + csv->row[c];
    if (!r->taker && fn == ct_accounts_write_row)
        take_slots(r, p->first, csv->row[c + 1] - csv->row[c]);
    for (int t = 0; t < CT_N_TEXTS; t++)
        if (w->scratch[t]) p->text[t].bytes = w->scratch[t] + at;
    ct_row_writer writer = {s, r->out, p, r->pool, r->opt, r->out->n_columns};
    ct_csv_rows(csv, c, s->slot, s->n_slots, fn, &writer);
}

static void read_wave(ct_reader *r, const ct_source *s, const ct_wave *w, ct_csv_row_fn fn)
{
#pragma omp parallel for schedule(dynamic) num_threads(r->ctx->n_threads)
    for (int64_t c = w->first; c < w->last; c++) read_chunk(r, s, w, c, fn);
}

static void keep_blocks(ct_reader *r, const ct_source *s, const ct_wave *w)
{
    if (r->taker) r->out->n_flawed = 0;
    for (int64_t c = w->first; c < w->last; c++) {
        const ct_part *p = &w->part[c - w->first];
        r->out->n_flawed += r->taker ? p->n_flawed : 0;
        ct_block *b = &r->block[r->taker ? c - w->first : s->first_block + c];
        b->first = p->first;
        b->n_rows = s->csv.row[c + 1] - s->csv.row[c];
        for (int32_t j = 0; j < CT_MAX_MEASURES; j++) b->decimals[j] = (int8_t)p->decimals[j];
        memcpy(b->below, p->below, sizeof b->below);
    }
}

static ct_status read_and_keep(ct_reader *r, ct_source *s, ct_wave *w, ct_error *err)
{
    bool is_uneven = false;
    const int64_t first = s->csv.row[w->first], n = s->csv.row[w->last] - first;
    if (r->taker) s->shift = -first;
    read_wave(r, s, w, ct_accounts_write_row);
    ct_status st = ct_text_spread(r, s, w, &is_uneven, err);
    if (!st && is_uneven) read_wave(r, s, w, ct_accounts_write_row);
    if (!st) st = ct_text_keep(r, s, w, err);
    if (st) return st;
    keep_blocks(r, s, w);
    return r->taker ? ct_accounts_hand_over(r, s, first, n, err) : CT_OK;
}

static double progress_of(const ct_reader *r, const ct_source *s, int64_t chunk)
{
    const double files = (double)(s - r->source) + (double)chunk / (double)s->csv.n_chunks;
    return 0.25 + 0.75 * files / (double)r->n_sources;
}

/// All waves; `is_survey`: only the decimal marks.
static ct_status read_all(ct_reader *r, ct_source *s, ct_wave *w, bool is_survey, ct_error *err)
{
    ct_status st = CT_OK;
    const int64_t n = s->csv.n_chunks;
    for (w->first = 0; !st && w->first < n; w->first = w->last) {
        w->last = w->first + CT_WAVE < n ? w->first + CT_WAVE : n;
        char rows[32], detail[48];
        ct_format_count(s->first_row + s->csv.row[w->first], rows);
        snprintf(detail, sizeof detail, "%s rows", rows);
        if (ct_tick(r->ctx, "read", progress_of(r, s, w->first), detail))
            return ct_fail(err, CT_ERR_STOPPED, "stopped while reading %s", s->name);
        if (is_survey)
            read_wave(r, s, w, ct_accounts_survey_row);
        else
            st = read_and_keep(r, s, w, err);
        for (int64_t c = w->first; c < w->last; c++)
            ct_part_merge(&s->total, &w->part[c - w->first]);
        ct_csv_release(&s->csv, w->first, w->last);
    }
    return st;
}

static void forget_all_but_evidence(ct_part *total)
{
    const ct_part old = *total;
    memset(total, 0, sizeof *total);
    memcpy(total->evidence, old.evidence, sizeof old.evidence);
    for (int role = 0; role < CT_N_ROLES; role++)
        total->found[role][CT_FOUND_EITHER] = old.found[role][CT_FOUND_EITHER];
}

/// Marks of the pass before are no flaws of this one.
static void forget_flaws(const ct_reader *r, const ct_source *s)
{
    if (s->total.n_flawed && !r->taker) memset(r->out->flaw + s->first_row, 0, (size_t)s->n_rows);
}

/// Once with points; where not all of them are certain, look at all numbers, and read again what
/// turns out to have commas.
static ct_status read_with_marks(ct_reader *r, ct_source *s, ct_wave *w, ct_error *err)
{
    bool is_changed = false;
    const int64_t used[CT_N_TEXTS] = {r->pool[CT_ROLE_ID].used, r->pool[CT_ROLE_CODE].used};
    ct_status st = read_all(r, s, w, false, err);
    if (st || !ct_marks_are_open(r, s)) return st;
    st = read_all(r, s, w, true, err);
    if (!st) st = ct_marks_decide(r, s, &is_changed, err);
    if (st || !is_changed) return st;
    if (r->taker) st = ct_accounts_take_back(r, err);
    if (st) return st;
    forget_flaws(r, s);
    forget_all_but_evidence(&s->total);
    for (int t = 0; t < CT_N_TEXTS; t++) r->pool[t].used = used[t];
    return read_all(r, s, w, false, err);
}

ct_status ct_accounts_read_csv(ct_reader *r, ct_source *s, ct_error *err)
{
    ct_wave w = {0};
    ct_marks_begin(r, s);
    ct_status st = allocate_wave(r, s, &w, err);
    if (!st) st = read_with_marks(r, s, &w, err);
    free_wave(&w);
    return st;
}
