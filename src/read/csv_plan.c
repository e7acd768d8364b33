/// Planning a CSV file: where each chunk's rows begin, and how many they are.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "kernels/prim/scan.h"
#include "read/csv.h"

/// What the survey found in one chunk.
typedef struct chunk_survey {
    ctk_scan_piece piece;
    int64_t n_bad, first_bad; ///< not UTF-8
} chunk_survey;

typedef struct quirks {
    int64_t n_bad, first_bad_line;
    int64_t n_stray, stray_line[3];
} quirks;

/// Chunks begin at the newline of the header: a row belongs to the chunk of the newline before it.
static int64_t chunk_begin(const ct_csv *csv, int64_t c)
{
    return csv->body - 1 + c * csv->chunk_bytes;
}

static int64_t chunk_end(const ct_csv *csv, int64_t c)
{
    const int64_t end = chunk_begin(csv, c + 1);
    return end < csv->file.size ? end : csv->file.size;
}

static void survey_chunk(const ct_csv *csv, int64_t c, chunk_survey *out)
{
    const char *text = csv->file.bytes;
    const int64_t size = csv->file.size, begin = chunk_begin(csv, c), end = chunk_end(csv, c);
    ctk_scan_survey(text, size, begin, end, csv->separator, &out->piece);
    out->n_bad = 0;
    out->first_bad = -1;
    if (out->piece.has_high)
        out->n_bad = ctk_scan_bad_utf8(text, size, begin, end, &out->first_bad);
}

/// One thread begins with the digest up to the end of the wave.
static void survey_wave(const ct_csv *csv, int32_t n_threads, int64_t first, int64_t last,
                        chunk_survey *found)
{
#pragma omp parallel num_threads(n_threads)
    {
#pragma omp single nowait
        ct_digest_add(csv->digest, &csv->file, chunk_end(csv, last - 1));
#pragma omp for schedule(dynamic)
        for (int64_t c = first; c < last; c++) survey_chunk(csv, c, &found[c]);
    }
}

static ct_status survey(const ct_csv *csv, const ct_context *ctx, chunk_survey *found)
{
    enum { WAVE = 256 };
    for (int64_t first = 0; first < csv->n_chunks; first += WAVE) {
        const int64_t last = first + WAVE < csv->n_chunks ? first + WAVE : csv->n_chunks;
        survey_wave(csv, ctx->n_threads, first, last, found);
        const double done = 0.25 * (double)last / (double)csv->n_chunks;
        if (csv->file.size > CT_FILE_LARGE) ct_csv_release(csv, first, last);
        if (ct_tick(ctx, "read", done, csv->name)) return CT_ERR_STOPPED;
    }
    ct_digest_add(csv->digest, &csv->file, csv->file.size);
    return CT_OK;
}

void ct_csv_release(const ct_csv *csv, int64_t first, int64_t last)
{
    ct_file_release(&csv->file, chunk_begin(csv, first), chunk_end(csv, last - 1));
}

/// Chain the parities. Returns the number of stray quotes, -1 when the file ends inside quotes.
/// Rows are lines when as many newlines as rows end them, but for that of the header or of the end.
static int64_t settle(ct_csv *csv, const chunk_survey *found)
{
    const int64_t before = csv->body_line - 1;
    int64_t line = before, n_stray = 0;
    int parity = 0;
    for (int64_t c = 0; c < csv->n_chunks; c++) {
        const ctk_scan_piece *p = &found[c].piece;
        csv->start[c] = p->first[parity] < 0 ? -1 : p->first[parity] + 1;
        csv->line[c] = line + p->first_line[parity];
        csv->row[c + 1] = csv->row[c] + p->rows[parity];
        line += p->n_newlines;
        n_stray += p->stray[parity];
        parity ^= p->is_odd;
    }
    const bool is_ended = csv->file.bytes[csv->file.size - 1] == '\n';
    csv->is_even = line - before == csv->row[csv->n_chunks] + is_ended;
    return parity ? -1 : n_stray;
}

/// One row of the plain reader; returns where the next one begins.
static const char *pass_row(const ct_csv *csv, const char *p, int64_t *line, quirks *q,
                            int64_t *open_line)
{
    const char *end = csv->file.bytes + csv->file.size;
    const int64_t row_line = *line;
    bool row_is_stray = false;
    for (;;) {
        bool is_open, is_stray;
        const int64_t cell_line = *line;
        p = ct_csv_cell_end(csv, p, line, &is_open, &is_stray);
        if (is_open) *open_line = cell_line;
        row_is_stray |= is_stray;
        if (p == end || *p == '\n') break;
        p++;
    }
    if (row_is_stray && q->n_stray++ < 3) q->stray_line[q->n_stray - 1] = row_line;
    *line += p < end;
    return p < end ? p + 1 : end;
}

/// The plan by the plain reader, from front to back.
static ct_status plan_plainly(ct_csv *csv, quirks *q, ct_error *err)
{
    const char *text = csv->file.bytes, *p = text + csv->body;
    int64_t line = csv->body_line, open_line = 0;
    for (int64_t c = 0; c <= csv->n_chunks; c++) csv->row[c] = 0;
    for (int64_t c = 0; c < csv->n_chunks; c++) csv->start[c] = -1;
    while (p < text + csv->file.size) {
        const int64_t at = p - text, c = (at - csv->body) / csv->chunk_bytes;
        if (ctk_scan_is_blank(text, csv->file.size, at)) {
            p += (*p == '\r') + (*p == '\n' || at + 1 < csv->file.size);
            line++;
            continue;
        }
        if (csv->start[c] < 0) csv->start[c] = at, csv->line[c] = line;
        csv->row[c + 1]++;
        p = pass_row(csv, p, &line, q, &open_line);
    }
    for (int64_t c = 0; c < csv->n_chunks; c++) csv->row[c + 1] += csv->row[c];
    if (!open_line) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s:%lld: the quote opened here is never closed; close it or double it",
                   csv->path, (long long)open_line);
}

static int64_t line_of(const ct_csv *csv, int64_t offset)
{
    int64_t line = 1;
    for (int64_t i = 0; i < offset; i++) line += csv->file.bytes[i] == '\n';
    return line;
}

static ct_status refuse_zeros(ct_csv *csv, const chunk_survey *found, ct_error *err)
{
    const char *zero = NULL;
    for (int64_t c = 0; !zero && c < csv->n_chunks; c++) {
        if (!found[c].piece.has_control) continue;
        const char *begin = csv->file.bytes + chunk_begin(csv, c);
        csv->has_control = true;
        zero = memchr(begin, 0, (size_t)(chunk_end(csv, c) - chunk_begin(csv, c)));
    }
    if (!zero) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s:%lld: a zero byte, which no text has: the file is damaged, or no CSV",
                   csv->path, (long long)line_of(csv, zero - csv->file.bytes));
}

static void find_bad_text(ct_csv *csv, const chunk_survey *found, quirks *q)
{
    for (int64_t c = 0; c < csv->n_chunks; c++) {
        if (found[c].n_bad && !q->n_bad) q->first_bad_line = line_of(csv, found[c].first_bad);
        q->n_bad += found[c].n_bad;
    }
    csv->is_latin1 |= q->n_bad > 0;
}

static void note_quirks(const ct_csv *csv, const quirks *q, ct_notes *notes)
{
    if (csv->n_titles)
        ct_note_add(notes, CT_WARN, "read", csv->n_titles,
                    "%s: {line|lines} above the header passed over; the header is line %lld",
                    csv->name, (long long)csv->body_line - 1);
    if (q->n_bad)
        ct_note_add(notes, CT_WARN, "read", q->n_bad,
                    "%s: {byte that is|bytes that are} not UTF-8 (first in line %lld); the file is "
                    "read as Latin-1",
                    csv->name, (long long)q->first_bad_line);
    else if (csv->is_latin1)
        ct_note_add(notes, CT_WARN, "read", 0,
                    "%s: the header is not UTF-8; the file is read as Latin-1", csv->name);
    if (q->n_stray)
        ct_note_add(notes, CT_WARN, "read", q->n_stray,
                    "%s: {row|rows} with a quote inside a cell (first in line %lld), read as text",
                    csv->name, (long long)q->stray_line[0]);
}

static ct_status allocate(ct_csv *csv, ct_error *err)
{
    const int64_t bytes = csv->file.size - csv->body;
    csv->n_chunks = bytes > 0 ? bytes / csv->chunk_bytes + 1 : 0;
    csv->start = ct_array(csv->n_chunks, sizeof *csv->start, "chunks", err);
    csv->line = ct_array(csv->n_chunks, sizeof *csv->line, "chunks", err);
    csv->row = ct_array(csv->n_chunks + 1, sizeof *csv->row, "chunks", err);
    return csv->start && csv->line && csv->row ? CT_OK : CT_ERR_MEMORY;
}

ct_status ct_csv_plan(ct_csv *csv, int64_t chunk_bytes, const ct_context *ctx, ct_error *err)
{
    csv->chunk_bytes = chunk_bytes;
    ct_status s = allocate(csv, err);
    if (s) return s;
    chunk_survey *found = ct_array(csv->n_chunks, sizeof *found, "chunks", err);
    if (!found) return CT_ERR_MEMORY;
    quirks q = {0};
    s = survey(csv, ctx, found);
    ct_digest_end(&csv->digest);
    if (s) ct_fail(err, s, "stopped while reading %s", csv->name);
    if (!s) s = refuse_zeros(csv, found, err);
    if (!s) {
        find_bad_text(csv, found, &q);
        csv->is_plain = settle(csv, found) != 0;
        csv->is_even &= !csv->is_plain;
    }
    if (!s && csv->is_plain) s = plan_plainly(csv, &q, err);
    if (!s) note_quirks(csv, &q, ctx->notes);
    free(found);
    return s;
}
