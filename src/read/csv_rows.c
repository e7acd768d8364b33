/// Rows of one chunk: the reader that works on masks of 64 bytes, and the plain one.
#include <string.h>

#include "kernels/prim/scan.h"
#include "read/csv.h"

/// A walk over rows: what is known of the current one.
typedef struct walk {
    const ct_csv *csv;
    const uint8_t *slot;
    int32_t n_slots;
    ct_csv_row_fn fn;
    void *user;
    const char *begin;      ///< of the current cell
    int32_t column;         ///< its number
    int64_t row, last;      ///< the current row; the first one that is not ours
    int64_t line, row_line; ///< line we are in; line in which the row begins
    ct_csv_cell cell[CT_CSV_MAX_SLOTS + 1];
} walk;

static inline void end_cell(walk *w, const char *end)
{
    const int32_t n = w->csv->n_columns, column = w->column < n ? w->column : n;
    w->cell[w->slot[column]] = (ct_csv_cell){w->begin, end};
    w->column++;
    w->begin = end + 1;
}

static void forget_missing(walk *w)
{
    for (int32_t c = w->column; c < w->csv->n_columns; c++)
        w->cell[w->slot[c]] = (ct_csv_cell){NULL, NULL};
}

/// The newline at `end` (or the end of the text) closes the row. Returns true after the last one.
static inline bool end_row(walk *w, const char *end)
{
    const int64_t length = end - w->begin;
    const bool is_blank = w->column == 0 && (length == 0 || (length == 1 && *w->begin == '\r'));
    end_cell(w, end);
    if (!is_blank) {
        if (w->column < w->csv->n_columns) forget_missing(w);
        w->fn(w->user, w->row, w->row_line, w->column, w->cell);
        w->row++;
    }
    w->column = 0;
    w->row_line = w->line;
    return w->row == w->last;
}

static void walk_masks(walk *w)
{
    const char *text = w->csv->file.bytes, *end = text + w->csv->file.size;
    const uint8_t *slot = w->slot;
    const int32_t n = w->csv->n_columns;
    const char *begin = w->begin; // begin and column live in registers between newlines
    int32_t column = 0;
    uint64_t carry = 0;
    for (const char *base = w->begin; base < end; base += CTK_SCAN_BLOCK) {
        char tail[CTK_SCAN_BLOCK] = {0};
        const char *block = base;
        if (end - base < CTK_SCAN_BLOCK) block = memcpy(tail, base, (size_t)(end - base));
        const ctk_scan_masks m = ctk_scan_block(block, w->csv->separator);
        uint64_t inside = carry;
        if (m.quote) inside ^= ctk_scan_running_xor(m.quote);
        carry = (uint64_t)0 - (inside >> 63);
        for (uint64_t bits = (m.separator & ~inside) | m.newline; bits; bits &= bits - 1) {
            const int i = __builtin_ctzll(bits);
            const char *at = base + i;
            if (!(m.newline >> i & 1)) {
                w->cell[slot[column < n ? column : n]] = (ct_csv_cell){begin, at};
                column++;
                begin = at + 1;
                continue;
            }
            w->line++;
            if (inside >> i & 1) continue;
            w->begin = begin;
            w->column = column;
            if (end_row(w, at)) return;
            begin = at + 1;
            column = 0;
        }
    }
    w->begin = begin;
    w->column = column;
    end_row(w, end);
}

static void walk_plainly(walk *w)
{
    const char *end = w->csv->file.bytes + w->csv->file.size;
    for (;;) {
        bool is_open, is_stray;
        const char *p = ct_csv_cell_end(w->csv, w->begin, &w->line, &is_open, &is_stray);
        if (p < end && *p != '\n') {
            end_cell(w, p);
            continue;
        }
        w->line += p < end;
        if (end_row(w, p) || p == end) return;
    }
}

void ct_csv_rows(const ct_csv *csv, int64_t chunk, const uint8_t *slot, int32_t n_slots,
                 ct_csv_row_fn fn, void *user)
{
    if (csv->row[chunk] == csv->row[chunk + 1]) return;
    walk w = {.csv = csv, .slot = slot, .n_slots = n_slots, .fn = fn, .user = user};
    w.begin = csv->file.bytes + csv->start[chunk];
    w.row = csv->row[chunk];
    w.last = csv->row[chunk + 1];
    w.line = w.row_line = csv->line[chunk];
    if (csv->is_plain)
        walk_plainly(&w);
    else
        walk_masks(&w);
}
