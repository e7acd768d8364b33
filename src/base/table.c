/// Small CSV tables.
#include "base/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/file.h"
#include "base/foreign.h"
#include "base/separator.h"
#include "base/text.h"

typedef struct parser {
    const char *at, *end;
    char separator;
    int64_t line; ///< line of the file that `at` stands in
    bool is_open; ///< the last cell has a quote that nothing closes
} parser;

static bool at_line_end(const parser *p)
{
    return p->at == p->end || *p->at == '\n' || *p->at == '\r';
}

static void skip_line_end(parser *p)
{
    if (p->at < p->end && *p->at == '\r') p->at++;
    if (p->at < p->end && *p->at == '\n') p->at++;
    p->line++;
}

/// One cell without quotes and surrounding blanks; `cell` has room for the rest of the file.
static int64_t take_cell(parser *p, char *cell)
{
    int64_t n = 0;
    bool quoted = false;
    for (; p->at < p->end; p->at++) {
        const char c = *p->at;
        if (c == '"' && quoted && p->at + 1 < p->end && p->at[1] == '"') {
            cell[n++] = '"';
            p->at++;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == p->separator || c == '\n' || c == '\r')) {
            break;
        } else {
            p->line += c == '\n';
            cell[n++] = c;
        }
    }
    p->is_open = quoted;
    while (n && (cell[n - 1] == ' ' || cell[n - 1] == '\t')) n--;
    int64_t lead = 0;
    while (lead < n && (cell[lead] == ' ' || cell[lead] == '\t')) lead++;
    if (lead) memmove(cell, cell + lead, (size_t)(n - lead));
    return n - lead;
}

/// Cells of one line of `path` into b; *count = how many.
static ct_status take_row(parser *p, const char *path, bool is_header, ct_strings_builder *b,
                          char *cell, int32_t *count, ct_error *err)
{
    const int64_t line = p->line;
    for (*count = 1;; ++*count) {
        int64_t length = take_cell(p, cell);
        if (p->is_open)
            return ct_fail(err, CT_ERR_INPUT, "%s:%lld: a quote is never closed", path,
                           (long long)line);
        const char *text = cell;
        if (is_header) ct_code_trim(&text, &length);
        const ct_status s = ct_strings_add(b, text, length, err);
        if (s) return s;
        if (at_line_end(p)) break;
        p->at++;
    }
    skip_line_end(p);
    return CT_OK;
}

static void skip_empty_lines(parser *p)
{
    while (p->at < p->end && at_line_end(p)) skip_line_end(p);
}

static ct_status parse(parser *p, ct_table *t, char *cell, ct_error *err)
{
    ct_strings_builder header = {0}, cells = {0};
    int64_t line_capacity = 0;
    skip_empty_lines(p);
    ct_status s = CT_OK;
    if (p->at == p->end)
        s = ct_fail(err, CT_ERR_INPUT, "%s: is empty; a header line is needed", t->path);
    else
        s = take_row(p, t->path, true, &header, cell, &t->n_columns, err);
    for (skip_empty_lines(p); !s && p->at < p->end; skip_empty_lines(p)) {
        const int64_t line = p->line;
        int32_t count = 0;
        s = ct_grow((void **)&t->line, &line_capacity, t->n_rows + 1, sizeof *t->line, t->path,
                    err);
        if (!s) s = take_row(p, t->path, false, &cells, cell, &count, err);
        if (!s && count != t->n_columns)
            s = ct_fail(err, CT_ERR_INPUT, "%s:%lld: %d %s, but the header has %d", t->path,
                        (long long)line, count, ct_plural(count, "cell", "cells"), t->n_columns);
        if (!s) t->line[t->n_rows++] = line;
    }
    t->header = header.s;
    t->cell = cells.s;
    return s;
}

static ct_status check_text(const char *path, const ct_file *f, ct_error *err)
{
    enum { PROBED = 4096 };
    char advice[CT_FOREIGN_SIZE];
    const size_t size = (size_t)(f->size < PROBED ? f->size : PROBED);
    if (ct_foreign_file(path, f->bytes, f->size, false, advice))
        return ct_fail(err, CT_ERR_INPUT, "%s: %s", path, advice);
    if (size == 0 || !memchr(f->bytes, 0, size)) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT, "%s: is not text; save it as CSV in UTF-8", path);
}

/// Over a line that says the separator.
static void take_stated_separator(parser *p)
{
    parser rest = *p;
    while (!at_line_end(&rest)) rest.at++;
    rest.separator = ct_separator_stated(p->at, rest.at - p->at);
    skip_line_end(&rest);
    if (rest.separator) *p = rest;
}

ct_status ct_table_read(const char *path, ct_table *out, ct_inputs *inputs, ct_error *err)
{
    memset(out, 0, sizeof *out);
    snprintf(out->path, sizeof out->path, "%s", path);
    ct_file f;
    ct_status s = ct_file_open(path, &f, err);
    if (s) return s;
    char *cell = ct_array(f.size + 1, 1, path, err);
    s = cell ? ct_inputs_add(inputs, path, &f, err) : CT_ERR_MEMORY;
    if (!s) s = check_text(path, &f, err);
    parser p = {.at = f.bytes, .end = f.bytes + f.size, .line = 1};
    if (f.size >= 3 && !memcmp(f.bytes, "\xef\xbb\xbf", 3)) p.at += 3;
    take_stated_separator(&p);
    if (!p.separator) p.separator = ct_separator_guess(p.at, p.end);
    if (!s) s = parse(&p, out, cell, err);
    free(cell);
    ct_file_close(&f);
    if (s) ct_table_free(out);
    return s;
}

void ct_table_free(ct_table *t)
{
    if (!t) return;
    ct_strings_free(&t->header);
    ct_strings_free(&t->cell);
    free(t->line);
    t->line = NULL;
    t->n_rows = t->n_columns = 0;
}

/// The first column from `c` on with this name; -1 = none.
static int32_t find_one(const ct_table *t, const char *name, int64_t length, int32_t c)
{
    for (; c < t->n_columns; c++) {
        if (ct_string_length(&t->header, c) != length) continue;
        char a[256], b[256];
        snprintf(a, sizeof a, "%.*s", (int)length, ct_string(&t->header, c));
        snprintf(b, sizeof b, "%.*s", (int)length, name);
        if (ct_name_equal(a, b)) return c;
    }
    return -1;
}

/// The first column whose name says the same; -1 = none.
static int32_t find_alike(const ct_table *t, const char *name, int64_t length)
{
    for (int32_t c = 0; c < t->n_columns; c++)
        if (ct_header_equal(ct_string(&t->header, c), ct_string_length(&t->header, c), name,
                            length))
            return c;
    return -1;
}

int32_t ct_table_column(const ct_table *t, const char *name, const char *aliases)
{
    int32_t c = find_one(t, name, (int64_t)strlen(name), 0);
    if (c < 0) c = find_alike(t, name, (int64_t)strlen(name));
    while (c < 0 && aliases && *aliases) {
        const size_t length = strcspn(aliases, "|");
        c = find_one(t, aliases, (int64_t)length, 0);
        if (c < 0) c = find_alike(t, aliases, (int64_t)length);
        aliases += length + (aliases[length] == '|');
    }
    return c;
}

static ct_status check_once(const ct_table *t, int32_t column, ct_error *err)
{
    const char *name = ct_string(&t->header, column);
    const int64_t length = ct_string_length(&t->header, column);
    const int32_t again = find_one(t, name, length, column + 1);
    if (again < 0) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT, "%s: columns %d and %d are both called '%.*s'", t->path,
                   column + 1, again + 1, (int)length, name);
}

ct_status ct_table_need(const ct_table *t, const char *name, const char *aliases, int32_t *column,
                        ct_error *err)
{
    *column = ct_table_column(t, name, aliases);
    if (*column >= 0) return check_once(t, *column, err);
    char have[512] = "";
    size_t used = 0;
    for (int32_t c = 0; c < t->n_columns && used < sizeof have - 1; c++)
        used += (size_t)snprintf(have + used, sizeof have - used, "%s%.*s", c ? ", " : "",
                                 (int)ct_string_length(&t->header, c), ct_string(&t->header, c));
    return ct_fail(err, CT_ERR_INPUT, "%s: no column '%s'; the header has: %s", t->path, name,
                   have);
}
