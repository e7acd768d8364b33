/// Opening a CSV file: byte order mark, separator, header, and the text of a cell.
#include "read/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/foreign.h"
#include "base/separator.h"
#include "kernels/prim/scan.h"

enum { PROBED = 4096 }; ///< bytes of a file in which a zero says that it is no text

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

const char *ct_csv_cell_end(const ct_csv *csv, const char *p, int64_t *n_lines, bool *is_open,
                            bool *is_stray)
{
    const char *end = csv->file.bytes + csv->file.size;
    while (p < end && is_blank(*p) && *p != csv->separator) p++;
    const bool quoted = p < end && *p == '"';
    *is_open = *is_stray = false;
    if (quoted) {
        for (p++; p < end && !(*p == '"' && (p + 1 == end || p[1] != '"')); p++) {
            p += *p == '"';
            *n_lines += *p == '\n';
        }
        *is_open = p >= end;
        if (!*is_open) p++;
    }
    for (; p < end && *p != csv->separator && *p != '\n'; p++)
        if (*p == '"' || (quoted && !is_blank(*p))) *is_stray = true;
    return p < end ? p : end;
}

/// Copy with quotes taken off. A quote counts only where the cell begins with one.
static int64_t unquote(const char *p, const char *end, char *out)
{
    const char *begin = out;
    bool inside = true;
    for (p++; p < end; p++) {
        if (inside && *p == '"' && p + 1 < end && p[1] == '"')
            p++;
        else if (inside && *p == '"') {
            inside = false;
            continue;
        }
        *out++ = *p;
    }
    return out - begin;
}

/// Latin-1 to UTF-8 in place, from the end; room for twice the length.
static int64_t widen(char *text, int64_t n)
{
    int64_t wide = n;
    for (int64_t i = 0; i < n; i++) wide += (unsigned char)text[i] >> 7;
    for (int64_t i = n, at = wide; i-- > 0;) {
        const unsigned char c = (unsigned char)text[i];
        if (c < 0x80) {
            text[--at] = (char)c;
            continue;
        }
        text[--at] = (char)(0x80 | (c & 0x3f));
        text[--at] = (char)(0xc0 | c >> 6);
    }
    return wide;
}

static int64_t trim_copied(char *text, int64_t n)
{
    int64_t skip = 0;
    while (n && (is_blank(text[n - 1]) || text[n - 1] == '\n')) n--;
    while (skip < n && (is_blank(text[skip]) || text[skip] == '\n')) skip++;
    if (skip) memmove(text, text + skip, (size_t)(n - skip));
    return n - skip;
}

int64_t ct_csv_text(const ct_csv *csv, ct_csv_cell cell, char *out)
{
    const char *p = cell.begin, *end = cell.end;
    if (!p) return 0;
    while (p < end && is_blank(*p)) p++;
    while (p < end && is_blank(end[-1])) end--;
    int64_t n = end - p;
    if (n && *p == '"')
        n = trim_copied(out, unquote(p, end, out));
    else
        ct_csv_copy(p, n, out);
    return csv->is_latin1 ? widen(out, n) : n;
}

/// Where the header begins: after a byte order mark, blank lines, and a spreadsheet's "sep=;" line.
static int64_t find_header(ct_csv *csv)
{
    const char *text = csv->file.bytes;
    const int64_t size = csv->file.size;
    int64_t at = size >= 3 && !memcmp(text, "\xef\xbb\xbf", 3) ? 3 : 0;
    csv->body_line = 1;
    for (;; csv->body_line++) {
        const char *newline = at < size ? memchr(text + at, '\n', (size_t)(size - at)) : NULL;
        const int64_t length = newline ? newline - text - at : 0;
        const char stated = length > 0 ? ct_separator_stated(text + at, length) : 0;
        if (!newline || (!stated && !ctk_scan_is_blank(text, size, at))) break;
        if (stated) csv->separator = stated;
        at = newline - text + 1;
    }
    return at;
}

/// Cells with text in the line at p, which ends at `end`; -1 = a cell may go on in the next line.
static int64_t filled_cells(const ct_csv *csv, const char *p, const char *end)
{
    const char separator = csv->separator ? csv->separator : ct_separator_guess(p, end);
    int64_t n = 0;
    bool inside = false, is_filled = false;
    for (; p < end; p++) {
        if (*p == '"') inside = !inside;
        if (!inside && *p == separator) {
            is_filled = false;
        } else if (!is_filled && (unsigned char)*p > ' ' && *p != '"') {
            is_filled = true;
            n++;
        }
    }
    return inside ? -1 : n;
}

/// Over lines above the header, such as "Customers 2024,,": one cell with text at most, and among
/// the lines that follow are some with more.
static int64_t pass_titles(ct_csv *csv, int64_t begin)
{
    enum { LINES = 24 };
    int64_t at[LINES + 1] = {begin}, filled[LINES], n = 0, first = 0;
    const char *text = csv->file.bytes;
    for (; n < LINES && at[n] < csv->file.size; n++) {
        const char *p = text + at[n], *newline = memchr(p, '\n', (size_t)(csv->file.size - at[n]));
        at[n + 1] = newline ? newline + 1 - text : csv->file.size;
        filled[n] = filled_cells(csv, p, newline ? newline : text + csv->file.size);
        if (filled[n] < 0) return begin;
    }
    while (first < n && filled[first] < 2) first++;
    if (first == n) return begin;
    csv->n_titles = (int32_t)first;
    csv->body_line += first;
    return at[first];
}

static ct_status add_column(ct_csv *csv, ct_strings_builder *names, ct_csv_cell cell, ct_error *err)
{
    char *text = ct_array(2 * (cell.end - cell.begin), 1, "a column name", err);
    if (!text) return CT_ERR_MEMORY;
    const char *name = text;
    int64_t n = ct_csv_text(csv, cell, text);
    ct_code_trim(&name, &n);
    const ct_status s = ct_strings_add(names, name, n, err);
    free(text);
    return s;
}

/// The cells of the header line: body becomes the offset behind it; is_latin1 when it is not UTF-8.
static ct_status find_body(ct_csv *csv, int64_t at, ct_error *err)
{
    const char *text = csv->file.bytes, *p = text + at, *end = text + csv->file.size;
    for (bool is_last = false; !is_last;) {
        bool is_open, is_stray;
        p = ct_csv_cell_end(csv, p, &csv->body_line, &is_open, &is_stray);
        if (is_open)
            return ct_fail(err, CT_ERR_INPUT, "%s: a quote in the header is never closed",
                           csv->path);
        is_last = p == end || *p == '\n';
        if (p < end) p++;
    }
    int64_t first_bad;
    csv->body = p - text;
    csv->body_line++;
    csv->is_latin1 = ctk_scan_bad_utf8(text, csv->body, at, csv->body, &first_bad) > 0;
    return CT_OK;
}

static ct_status read_header(ct_csv *csv, int64_t at, ct_error *err)
{
    const char *p = csv->file.bytes + at, *end = csv->file.bytes + csv->file.size;
    ct_strings_builder names = {0};
    ct_status s = find_body(csv, at, err);
    for (bool is_last = false; !s && !is_last;) {
        bool is_open, is_stray;
        int64_t n_lines = 0;
        const char *stop = ct_csv_cell_end(csv, p, &n_lines, &is_open, &is_stray);
        s = add_column(csv, &names, (ct_csv_cell){p, stop}, err);
        is_last = stop == end || *stop == '\n';
        p = stop < end ? stop + 1 : end;
    }
    csv->header = names.s;
    csv->n_columns = (int32_t)names.s.n;
    return s;
}

static ct_status check_bytes(const ct_csv *csv, ct_error *err)
{
    const char *b = csv->file.bytes;
    const size_t size = (size_t)csv->file.size;
    char advice[CT_FOREIGN_SIZE];
    if (ct_foreign_file(csv->path, b, csv->file.size, false, advice))
        return ct_fail(err, CT_ERR_INPUT, "%s: %s", csv->path, advice);
    const char *line_end = size ? memchr(b, '\n', size) : NULL;
    if (size && memchr(b, 0, size < PROBED ? size : PROBED))
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: is not text; give a CSV, or a layer by the name of its .shp",
                       csv->path);
    if (size && !line_end && memchr(b, '\r', size))
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: lines end in CR alone; save it with LF or CR LF line ends", csv->path);
    return CT_OK;
}

/// The digest of an archive is that of its packed bytes.
static ct_status unpack(ct_csv *csv, int64_t most, ct_error *err)
{
    if (!ct_csv_is_packed(&csv->file)) return CT_OK;
    ct_digest_add(csv->digest, &csv->file, csv->file.size);
    ct_digest_end(&csv->digest);
    return ct_csv_unpack(csv->path, most, &csv->file, err);
}

ct_status ct_csv_open(const char *path, int64_t most, ct_inputs *inputs, ct_csv *out, ct_error *err)
{
    *out = (ct_csv){.path = strcmp(path, "-") ? path : "standard input"};
    const char *slash = strrchr(path, '/');
    out->name = strcmp(path, "-") ? (slash ? slash + 1 : path) : out->path;
    ct_status s = ct_file_open_within(path, most, &out->file, err);
    if (!s) s = ct_inputs_add_later(inputs, path, &out->file, &out->digest, err);
    if (!s) s = unpack(out, most, err);
    if (!s) s = check_bytes(out, err);
    if (s) return s;
    const int64_t at = pass_titles(out, find_header(out));
    if (at >= out->file.size)
        return ct_fail(err, CT_ERR_INPUT, "%s: is empty; a header line is needed", out->path);
    if (!out->separator)
        out->separator = ct_separator_guess(out->file.bytes + at, out->file.bytes + out->file.size);
    return read_header(out, at, err);
}

void ct_csv_close(ct_csv *csv)
{
    if (!csv) return;
    free(csv->row);
    free(csv->line);
    free(csv->start);
    ct_strings_free(&csv->header);
    ct_digest_end(&csv->digest);
    ct_file_close(&csv->file);
    memset(csv, 0, sizeof *csv);
}
