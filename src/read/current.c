/// An existing alignment, `code,territory`, as a plan.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/table.h"
#include "base/text.h"
#include "canton/stages.h"
#include "read/current.h"

static const char CODE_NAMES[] = "geoid|zip|zipcode|zip_code|postal_code|postalcode|postcode|plz|"
                                 "zcta|zcta5|region|region_code|id";
static const char TERRITORY_NAMES[] = "territory_id|territory_name|terr|district|district_id|part|"
                                      "gebiet|zone";

/// One name of a territory as met in the file.
typedef struct name {
    const char *text;
    int64_t length;
    int64_t number; ///< its value, when all names are whole numbers
    int64_t row;
} name;

typedef struct alignment {
    const ct_regions *regions;
    const ct_context *ctx;
    ct_table table;
    int32_t code_column, territory_column;
    const char *file;    ///< last component of the path, for notes
    ct_arena arena;      ///< of the arrays below
    int32_t *row_region; ///< [n_rows] -1 = unknown code or no territory
    int32_t *row_part;   ///< [n_rows] territory of the rows that have a region
    int64_t *region_row; ///< [n] row that named the region, -1 = none
    name *names;         ///< [n_rows] sorted, distinct after make_names()
    int32_t n_names;
    bool all_numbers; ///< every name is a whole number
} alignment;

static int64_t cell(const alignment *a, int64_t row, int32_t column, const char **text)
{
    const int64_t i = row * a->table.n_columns + column;
    int64_t length = ct_string_length(&a->table.cell, i);
    *text = ct_string(&a->table.cell, i);
    if (column == a->territory_column) ct_code_trim(text, &length);
    return length;
}

/// Rows of one kind, for a note.
typedef struct tally {
    int64_t n, first; ///< first row
} tally;

static void count_row(tally *t, int64_t row)
{
    if (t->n++ == 0) t->first = row;
}

/// `what` takes the file, the code of the first row (length and text) and its line.
static void note_rows(const alignment *a, ct_severity severity, const tally *t, const char *what)
{
    const char *code;
    if (t->n == 0) return;
    const int length = (int)cell(a, t->first, a->code_column, &code);
    ct_note_add(a->ctx->notes, severity, "read", t->n, what, a->file, length, code,
                (long long)a->table.line[t->first]);
}

static ct_status take_row(alignment *a, int64_t row, int32_t region, ct_error *err)
{
    const int64_t before = a->region_row[region];
    const char *now_name, *old_name, *code;
    const int64_t now_length = cell(a, row, a->territory_column, &now_name);
    a->row_region[row] = region;
    if (before < 0) {
        a->region_row[region] = row;
        return CT_OK;
    }
    const int64_t old_length = cell(a, before, a->territory_column, &old_name);
    if (!ct_strings_compare(now_name, now_length, old_name, old_length)) return CT_OK;
    const int64_t code_length = cell(a, row, a->code_column, &code);
    return ct_fail(err, CT_ERR_INPUT,
                   "%s:%lld: code '%.*s' is in territory '%.*s', but in '%.*s' in line %lld; a "
                   "region has one territory",
                   a->table.path, (long long)a->table.line[row], (int)code_length, code,
                   (int)now_length, now_name, (int)old_length, old_name,
                   (long long)a->table.line[before]);
}

/// Rows to regions.
static ct_status match_rows(alignment *a, const ct_codes *codes, ct_error *err)
{
    tally unknown = {0};
    ct_repairs repairs = {0};
    ct_status s = CT_OK;
    for (int64_t row = 0; !s && row < a->table.n_rows; row++) {
        const char *text, *territory;
        const int64_t length = cell(a, row, a->code_column, &text);
        a->row_region[row] = -1;
        if (cell(a, row, a->territory_column, &territory) == 0) continue;
        const int32_t region = ct_codes_find_in(codes, text, length, a->table.line[row], &repairs);
        if (region < 0) count_row(&unknown, row);
        if (region >= 0) s = take_row(a, row, region, err);
    }
    if (s) return s;
    ct_repairs_note(&repairs, a->ctx->notes, "read", a->file);
    note_rows(a, CT_WARN, &unknown,
              "%s: {code|codes} that no region has (first '%.*s' in line %lld)");
    return CT_OK;
}

static ct_status match_codes(alignment *a, ct_error *err)
{
    ct_codes codes;
    ct_status s = ct_codes_build(&a->regions->code, &codes, err);
    for (int64_t row = 0; !s && row < a->table.n_rows; row++) {
        const char *text;
        const int64_t length = cell(a, row, a->code_column, &text);
        ct_codes_learn(&codes, text, length);
    }
    if (!s) s = match_rows(a, &codes, err);
    ct_codes_free(&codes);
    return s;
}

static ct_status check_all_assigned(const alignment *a, ct_error *err)
{
    char examples[256] = "";
    int32_t n_missing = 0;
    size_t used = 0;
    for (int32_t i = 0; i < a->regions->n; i++) {
        if (a->region_row[i] >= 0 || n_missing++ >= 3) continue;
        used +=
            (size_t)snprintf(examples + used, sizeof examples - used, "%s'%.*s'", used ? ", " : "",
                             (int)(ct_string_length(&a->regions->code, i) > 60
                                       ? 60
                                       : ct_string_length(&a->regions->code, i)),
                             ct_string(&a->regions->code, i));
    }
    if (!n_missing) return CT_OK;
    return ct_fail(
        err, CT_ERR_INPUT, "%s: %d of %d regions have no territory: %s%s; add them%s",
        a->table.path, (int)n_missing, (int)a->regions->n, examples, n_missing > 3 ? ", ..." : "",
        n_missing == a->regions->n ? ", or check that the codes are those of the layer" : "");
}

static int by_bytes(const void *x, const void *y)
{
    const name *a = x, *b = y;
    const int c = ct_strings_compare(a->text, a->length, b->text, b->length);
    return c ? c : (a->row > b->row) - (a->row < b->row);
}

static int by_number(const void *x, const void *y)
{
    const name *a = x, *b = y;
    const int c = (a->number > b->number) - (a->number < b->number);
    return c ? c : by_bytes(x, y);
}

/// Distinct names of territories in order; by value when all are whole numbers.
static void make_names(alignment *a)
{
    bool all_numbers = true;
    int32_t n = 0, distinct = 0;
    for (int64_t row = 0; row < a->table.n_rows; row++) {
        if (a->row_region[row] < 0) continue;
        name *m = &a->names[n++];
        m->length = cell(a, row, a->territory_column, &m->text);
        m->row = row;
        all_numbers &= ct_parse_int64(m->text, m->length, &m->number);
    }
    qsort(a->names, (size_t)n, sizeof *a->names, all_numbers ? by_number : by_bytes);
    for (int32_t i = 0; i < n; i++) {
        const name *last = distinct ? &a->names[distinct - 1] : NULL;
        const name m = a->names[i];
        if (!last || ct_strings_compare(last->text, last->length, m.text, m.length))
            a->names[distinct++] = m;
        a->row_part[m.row] = distinct - 1;
    }
    a->n_names = distinct;
    a->all_numbers = all_numbers && distinct;
}

static ct_status write_plan(const alignment *a, ct_solution *out, ct_strings *names, ct_error *err)
{
    out->part = ct_array(a->regions->n, sizeof *out->part, "the current alignment", err);
    if (!out->part) return CT_ERR_MEMORY;
    out->n = a->regions->n;
    out->k = a->n_names;
    out->inertia = out->lower_bound = NAN;
    for (int32_t i = 0; i < out->n; i++) out->part[i] = a->row_part[a->region_row[i]];
    ct_strings_builder b = {0};
    ct_status s = CT_OK;
    for (int32_t j = 0; !s && j < a->n_names; j++)
        s = ct_strings_add(&b, a->names[j].text, a->names[j].length, err);
    *names = b.s;
    return s;
}

/// What a table that has been read needs.
static ct_status prepare(alignment *a, ct_error *err)
{
    ct_status s = ct_table_need(&a->table, "code", CODE_NAMES, &a->code_column, err);
    if (!s) s = ct_table_need(&a->table, "territory", TERRITORY_NAMES, &a->territory_column, err);
    if (s) return s;
    const char *slash = strrchr(a->table.path, '/');
    a->file = slash ? slash + 1 : a->table.path;
    const int64_t rows = a->table.n_rows;
    a->row_region = ct_arena_array(&a->arena, rows, sizeof *a->row_region, "rows", err);
    a->row_part = ct_arena_array(&a->arena, rows, sizeof *a->row_part, "rows", err);
    a->names = ct_arena_array(&a->arena, rows, sizeof *a->names, "territory names", err);
    a->region_row = ct_arena_array(&a->arena, a->regions->n, sizeof *a->region_row, "rows", err);
    if (!a->row_region || !a->row_part || !a->names || !a->region_row) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < a->regions->n; i++) a->region_row[i] = -1;
    return CT_OK;
}

ct_status ct_read_current(const ct_today_options *opt, const ct_context *ctx,
                          const ct_regions *regions, ct_solution *out, ct_strings *names,
                          ct_inputs *inputs, ct_error *err)
{
    memset(out, 0, sizeof *out);
    memset(names, 0, sizeof *names);
    if (!opt->current)
        return ct_fail(err, CT_ERR_USAGE, "no current alignment: give --current FILE.csv");
    alignment *a = ct_array(1, sizeof *a, "the current alignment", err);
    if (!a) return CT_ERR_MEMORY;
    a->regions = regions;
    a->ctx = ctx;
    ct_status s = ct_table_read(opt->current, &a->table, inputs, err);
    if (!s) s = prepare(a, err);
    if (!s) s = match_codes(a, err);
    if (!s) s = check_all_assigned(a, err);
    if (!s) {
        make_names(a);
        if (a->all_numbers)
            ct_note_add(ctx->notes, CT_INFO, "read", a->n_names,
                        "%s: territories are whole numbers and keep the order of their values",
                        a->file);
        s = write_plan(a, out, names, err);
    }
    if (s) {
        free(out->part);
        memset(out, 0, sizeof *out);
        ct_strings_free(names);
    }
    ct_table_free(&a->table);
    ct_arena_free(&a->arena);
    free(a);
    return s;
}

/// Name of territory j in the other plan: where it has numbers, what stands beside them.
static ct_status add_name(const alignment *a, int32_t j, int32_t column, ct_strings_builder *b,
                          ct_error *err)
{
    const name *m = &a->names[j];
    const char *text = m->text;
    int64_t length = a->all_numbers ? 0 : m->length;
    if (a->all_numbers && column >= 0) length = cell(a, m->row, column, &text);
    return ct_strings_add(b, text, length, err);
}

static ct_status write_alignment(const alignment *a, ct_alignment *out, ct_error *err)
{
    const int32_t n = a->regions->n, column = ct_table_column(&a->table, "name", NULL);
    ct_strings_builder b = {0};
    ct_status s = CT_OK;
    out->k = a->n_names;
    out->part = ct_array(n, sizeof *out->part, "the other plan", err);
    out->number = ct_array(a->n_names, sizeof *out->number, "the other plan", err);
    if (!out->part || !out->number) return CT_ERR_MEMORY;
    for (int32_t i = 0; i < n; i++)
        out->part[i] = a->region_row[i] < 0 ? -1 : a->row_part[a->region_row[i]];
    for (int32_t j = 0; j < a->n_names && !s; j++) {
        const int64_t number = a->all_numbers ? a->names[j].number : j + 1;
        out->number[j] = number > 0 && number < INT32_MAX ? (int32_t)number : 0;
        s = add_name(a, j, column, &b, err);
    }
    out->name = b.s;
    return s;
}

static ct_status align(alignment *a, ct_alignment *out, ct_error *err)
{
    ct_status s = prepare(a, err);
    if (!s) s = match_codes(a, err);
    if (s) return s;
    make_names(a);
    if (a->n_names > 0) return write_alignment(a, out, err);
    return ct_fail(
        err, CT_ERR_INPUT,
        "%s: none of its codes is a region of the layer with a territory; give a plan of "
        "the same regions",
        a->table.path);
}

ct_status ct_alignment_from(const ct_table *table, const ct_context *ctx, const ct_regions *regions,
                            ct_alignment *out, ct_error *err)
{
    *out = (ct_alignment){0};
    alignment *a = ct_array(1, sizeof *a, "the other plan", err);
    if (!a) return CT_ERR_MEMORY;
    a->regions = regions;
    a->ctx = ctx;
    a->table = *table;
    const ct_status s = align(a, out, err);
    if (s) ct_alignment_free(out);
    ct_arena_free(&a->arena);
    free(a);
    return s;
}
