/// What a file holds, for `canton info`.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/spool.h"
#include "base/text.h"
#include "canton/stages.h"
#include "read/crs.h"
#include "read/csv.h"
#include "read/info_h5.h"
#include "read/layer.h"

static bool ends_with(const char *path, const char *extension)
{
    const size_t n = strlen(path), m = strlen(extension);
    return n > m && ct_name_equal(path + n - m, extension);
}

// --- layers
// -----------------------------------------------------------------------------------------

/// Box and vertices of all records; the box as two points.
static ct_status survey(const ct_layer_file *l, double box[4], int64_t *n_rings,
                        int64_t *n_vertices, ct_error *err)
{
    box[0] = box[1] = HUGE_VAL, box[2] = box[3] = -HUGE_VAL;
    for (int32_t i = 0; i < l->n_records; i++) {
        ct_polygon p = {0};
        double point[2];
        bool found = false;
        ct_status s = l->is_point ? ct_layer_point(l, i, &point[0], &point[1], &found, err)
                                  : ct_layer_polygon(l, i, &p, err);
        if (s) return s;
        *n_rings += p.n_parts;
        *n_vertices += p.n_points + found;
        for (int32_t v = 0; v < p.n_points + found; v++) {
            if (!l->is_point) memcpy(point, p.points + 16 * (int64_t)v, sizeof point);
            for (int k = 0; k < 2; k++) {
                if (point[k] < box[k]) box[k] = point[k];
                if (point[k] > box[k + 2]) box[k + 2] = point[k];
            }
        }
    }
    return CT_OK;
}

static void print_fields(FILE *out, const ct_dbf *d)
{
    const bool has_widths = !d->row_at;
    fprintf(out, "  %-12s %-4s %6s  %s\n", "field", "type", has_widths ? "width" : "",
            "first value");
    for (int32_t f = 0; f < d->n_fields; f++) {
        char value[CT_DBF_TEXT_SIZE] = "";
        if (d->n_records) ct_dbf_utf8(d, 0, f, value);
        char width[16] = "";
        if (has_widths) snprintf(width, sizeof width, "%d", d->field[f].width);
        fprintf(out, "  %-12s %-4c %6s  %s\n", d->field[f].name, d->field[f].type, width, value);
    }
}

static void print_layer(FILE *out, const ct_layer_file *l, const ct_crs *crs, const double box[4],
                        int64_t n_rings, int64_t n_vertices)
{
    char records[32], vertices[32], rings[32], number[4][32];
    ct_format_count(l->n_records, records);
    ct_format_count(n_vertices, vertices);
    ct_format_count(n_rings, rings);
    for (int k = 0; k < 4; k++) ct_format_double(box[k], number[k]);
    fprintf(out, "%s: %s layer\n  records      %s", l->path, l->is_point ? "point" : "polygon",
            records);
    if (l->n_null) fprintf(out, " (%d without geometry)", l->n_null);
    if (!l->is_point) fprintf(out, "\n  rings        %s\n  vertices     %s", rings, vertices);
    fprintf(out, "\n  extent       %s %s  to  %s %s\n  CRS          %s\n", number[0], number[1],
            number[2], number[3], crs->name);
    fprintf(out, "  encoding     %s\n\n", l->dbf.encoding[0] ? l->dbf.encoding : "not stated");
    print_fields(out, &l->dbf);
}

static ct_status info_layer(const char *path, const ct_context *ctx, FILE *out, ct_error *err)
{
    ct_layer_file l = {0};
    ct_crs crs = {0};
    double box[4];
    int64_t n_rings = 0, n_vertices = 0;
    ct_status s = ct_layer_open(path, NULL, ctx, NULL, &l, err);
    if (!s) s = survey(&l, box, &n_rings, &n_vertices, err);
    if (!s) s = ct_layer_unchanged(&l, err);
    if (!s) s = ct_crs_settle(l.path, l.wkt, 2, box, ctx, &crs, err);
    if (!s) print_layer(out, &l, &crs, box, n_rings, n_vertices);
    ct_crs_free(&crs);
    ct_layer_close(&l);
    return s;
}

// --- accounts
// ---------------------------------------------------------------------------------------

typedef struct sample {
    const ct_csv *csv;
    ct_strings_builder cell;
    ct_status status;
    ct_error *err;
} sample;

static void take_first(void *user, int64_t row, int64_t line, int32_t n_cells,
                       const ct_csv_cell *cell)
{
    sample *s = user;
    (void)line, (void)n_cells;
    for (int32_t c = 0; row == 0 && c < s->csv->n_columns && c < CT_CSV_MAX_SLOTS && !s->status;
         c++) {
        char text[512];
        int64_t n = 0;
        if (cell[c].begin && cell[c].end - cell[c].begin < 256)
            n = ct_csv_text(s->csv, cell[c], text);
        s->status = ct_strings_add(&s->cell, text, n, s->err);
    }
}

/// The first CT_CSV_MAX_SLOTS cells of the first row.
static ct_status first_row(const ct_csv *csv, ct_strings *out, ct_error *err)
{
    sample s = {.csv = csv, .err = err};
    uint8_t *slot = ct_array((int64_t)csv->n_columns + 1, 1, "columns", err);
    if (!slot) return CT_ERR_MEMORY;
    for (int32_t c = 0; c <= csv->n_columns; c++)
        slot[c] = (uint8_t)(c < CT_CSV_MAX_SLOTS && c < csv->n_columns ? c : CT_CSV_MAX_SLOTS);
    if (csv->n_chunks) ct_csv_rows(csv, 0, slot, CT_CSV_MAX_SLOTS, take_first, &s);
    free(slot);
    *out = s.cell.s;
    return s.status;
}

static void print_csv(FILE *out, const ct_csv *csv, const ct_strings *cell)
{
    char rows[32];
    ct_format_count(csv->row[csv->n_chunks], rows);
    const char *separator = csv->separator == ','   ? "comma"
                            : csv->separator == ';' ? "semicolon"
                                                    : "tab";
    fprintf(out,
            "%s: table\n  rows         %s\n  separator    %s\n  encoding     %s\n\n  %-24s %s\n",
            csv->path, rows, separator, csv->is_latin1 ? "not UTF-8, read as Latin-1" : "UTF-8",
            "column", "first value");
    for (int32_t c = 0; c < csv->n_columns; c++)
        fprintf(out, "  %-24.*s %.*s\n", (int)ct_string_length(&csv->header, c),
                ct_string(&csv->header, c), c < cell->n ? (int)ct_string_length(cell, c) : 0,
                c < cell->n ? ct_string(cell, c) : "");
}

static ct_status info_csv(const char *path, const ct_context *ctx, FILE *out, ct_error *err)
{
    ct_csv csv = {0};
    ct_strings cell = {0};
    ct_status s = ct_csv_open(path, CT_SPOOL_MEMORY, NULL, &csv, err);
    if (!s) s = ct_csv_plan(&csv, CT_CSV_CHUNK, ctx, err);
    if (!s) s = first_row(&csv, &cell, err);
    if (!s) print_csv(out, &csv, &cell);
    ct_strings_free(&cell);
    ct_csv_close(&csv);
    return s;
}

ct_status ct_info(const char *path, char **text, ct_error *err)
{
    size_t size = 0;
    *text = NULL;
    ct_notes notes = {0};
    const ct_context ctx = {.n_threads = 1, .notes = &notes};
    FILE *out = open_memstream(text, &size);
    if (!out) return ct_fail_memory(err, 4096, "a text");
    const bool is_layer = ends_with(path, ".shp") || ct_layer_is_other(path, false);
    ct_status s = is_layer ? info_layer(path, &ctx, out, err)
                  : ends_with(path, ".h5") || ends_with(path, ".hdf5")
                      ? ct_info_h5(path, out, err)
                      : info_csv(path, &ctx, out, err);
    for (int32_t i = 0; !s && i < notes.n; i++) fprintf(out, "\n  %s\n", notes.item[i].text);
    // The last piece may not find room although fclose() succeeds: there is no text then.
    const bool is_short = fflush(out) || ferror(out);
    if ((fclose(out) || is_short || !*text) && !s) s = ct_fail_memory(err, 4096, "a text");
    if (s) {
        free(*text);
        *text = NULL;
    }
    ct_notes_free(&notes);
    return s;
}
