/// Delimiter-separated text of any size: mapped, surveyed and read in chunks, in parallel.
///
///     ct_csv_open()   header: separator, column names
///     ct_csv_plan()   chunks: where the first row of each begins, its line, how many rows
///     ct_csv_rows()   the rows of one chunk; any chunk, from any thread
///
/// Cells in quotes may hold separators, newlines and doubled quotes; rows end in LF or CR LF; blank
/// lines are no rows. A quote inside a cell that does not begin with one is text, as in a
/// spreadsheet: a file with such quotes is planned and read by the plain reader (one cell after
/// another) instead of the one that works on masks of 64 bytes.
#ifndef CT_READ_CSV_H
#define CT_READ_CSV_H

#include <string.h>

#include "base/file.h"
#include "canton/progress.h"

enum { CT_CSV_CHUNK = 1 << 18, CT_CSV_MAX_SLOTS = 16 };

typedef struct ct_csv {
    ct_file file;
    ct_digest *digest; ///< taken by ct_csv_plan(); NULL when it has been already
    const char *path;  ///< borrowed
    const char *name;  ///< its last component, for notes
    char separator;    ///< , ; tab or |
    bool is_latin1;    ///< text becomes UTF-8 by ct_csv_text()
    bool is_plain;     ///< stray quotes: read by the plain reader
    int32_t n_titles;  ///< lines above the header that are none
    bool has_control;  ///< control characters somewhere; no zero byte
    int32_t n_columns;
    ct_strings header; ///< [n_columns] trimmed, unquoted, UTF-8
    int64_t body;      ///< offset of the first byte after the header line
    int64_t body_line; ///< its line, from 1
    bool is_even;      ///< each row is a line: no blank lines, no cells of several lines
    int64_t chunk_bytes;
    int64_t n_chunks;
    int64_t *start; ///< [n_chunks] offset of the first row of the chunk; -1 = it has none
    int64_t *line;  ///< [n_chunks] line of that row
    int64_t *row;   ///< [n_chunks + 1] rows before the chunk
} ct_csv;

/// A cell as it stands in the file, quotes included. begin = NULL: the row has no such cell.
typedef struct ct_csv_cell {
    const char *begin, *end;
} ct_csv_cell;

/// One row: its number in the file from 0, its line, how many cells it has, and the cells asked
/// for.
typedef void (*ct_csv_row_fn)(void *user, int64_t row, int64_t line, int32_t n_cells,
                              const ct_csv_cell *cell);

/// Open `path` ("-" = standard input), record it in `inputs`, unpack it, read the header. Of text
/// that is no file (a pipe's, an archive's), at most about `most` bytes stay in memory.
/// CT_ERR_INPUT for an empty file, a zero byte in the header, UTF-16, a workbook and other formats,
/// lines that end in CR alone, and a damaged archive.
ct_status ct_csv_open(const char *path, int64_t most, ct_inputs *inputs, ct_csv *out,
                      ct_error *err);
void ct_csv_close(ct_csv *csv);

/// Text packed with gzip or zstd, as its first bytes tell, is unpacked, beyond about `most` bytes
/// into a temporary file (base/spool.h); other files stay as they are. CT_ERR_INPUT names the byte
/// at which an archive is damaged.
bool ct_csv_is_packed(const ct_file *file);
ct_status ct_csv_unpack(const char *path, int64_t most, ct_file *file, ct_error *err);

/// Fill the chunks. chunk_bytes is a multiple of 64; CT_CSV_CHUNK, smaller in tests. Notes what is
/// odd about the file. CT_ERR_INPUT for a quote that is never closed, and for a zero byte;
/// CT_ERR_STOPPED.
ct_status ct_csv_plan(ct_csv *csv, int64_t chunk_bytes, const ct_context *ctx, ct_error *err);

/// Chunks [first, last) are not needed any more: see ct_file_release().
void ct_csv_release(const ct_csv *csv, int64_t first, int64_t last);

/// Call fn for each row of `chunk`. slot[column] < n_slots says where the cell of a column goes,
/// n_slots that it is not needed; slot has n_columns + 1 items, the last one = n_slots.
void ct_csv_rows(const ct_csv *csv, int64_t chunk, const uint8_t *slot, int32_t n_slots,
                 ct_csv_row_fn fn, void *user);

/// Text of a cell: blanks trimmed, quotes taken off, doubled quotes made single, UTF-8.
/// out[2 * (cell.end - cell.begin)]; returns the length. A missing cell has length 0.
int64_t ct_csv_text(const ct_csv *csv, ct_csv_cell cell, char *out);

/// memcpy() for cells, most of which are 4 to 16 bytes: two words that may overlap.
static inline void ct_csv_copy(const char *p, int64_t n, char *out)
{
    if (n >= 8 && n <= 16) {
        memcpy(out, p, 8);
        memcpy(out + n - 8, p + n - 8, 8);
    } else if (n >= 4 && n < 8) {
        memcpy(out, p, 4);
        memcpy(out + n - 4, p + n - 4, 4);
    } else if (n) {
        memcpy(out, p, (size_t)n);
    }
}

/// End of the cell that begins at `p`: its separator, newline, or the end of the text. *n_lines
/// grows by the newlines inside; *is_open: a quote is never closed; *is_stray: quotes are text.
const char *ct_csv_cell_end(const ct_csv *csv, const char *p, int64_t *n_lines, bool *is_open,
                            bool *is_stray);

#endif
