/// What a file holds, for `canton info`.
#include <hdf5.h>
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
    fprintf(out, "  %-12s %-4s %6s  %s\n", "field", "type", "width", "first value");
    for (int32_t f = 0; f < d->n_fields; f++) {
        char value[CT_DBF_TEXT_SIZE] = "";
        if (d->n_records) ct_dbf_utf8(d, 0, f, value);
        fprintf(out, "  %-12s %-4c %6d  %s\n", d->field[f].name, d->field[f].type,
                d->field[f].width, value);
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
    ct_status s = ct_layer_open(path, ctx, NULL, &l, err);
    if (!s) s = survey(&l, box, &n_rings, &n_vertices, err);
    if (!s) s = ct_crs_settle(path, 2, box, ctx, NULL, &crs, err);
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

// --- canton.h5
// --------------------------------------------------------------------------------------

/// A root attribute as text; "" when there is none.
static void attribute(hid_t file, const char *name, char out[1024])
{
    out[0] = 0;
    if (H5Aexists(file, name) <= 0) return;
    const hid_t a = H5Aopen(file, name, H5P_DEFAULT), type = H5Aget_type(a);
    if (H5Tget_class(type) == H5T_STRING && H5Tget_size(type) < 1023 && !H5Tis_variable_str(type)) {
        memset(out, 0, 1024);
        H5Aread(a, type, out);
    } else if (H5Tget_class(type) == H5T_INTEGER) {
        long long v = 0;
        H5Aread(a, H5T_NATIVE_LLONG, &v);
        snprintf(out, 1024, "%lld", v);
    }
    H5Tclose(type);
    H5Aclose(a);
}

static herr_t print_dataset(hid_t root, const char *name, const H5O_info_t *info, void *user)
{
    FILE *out = user;
    if (info->type != H5O_TYPE_DATASET) return 0;
    char units[1024] = "";
    const hid_t d = H5Dopen2(root, name, H5P_DEFAULT), space = H5Dget_space(d),
                type = H5Dget_type(d);
    const H5T_class_t class = H5Tget_class(type);
    attribute(d, "units", units);
    fprintf(out, "  %-36s %12lld  %s%zu  %s\n", name,
            (long long)H5Sget_simple_extent_npoints(space),
            class == H5T_STRING                 ? "text "
            : class == H5T_FLOAT                ? "float"
            : H5Tget_sign(type) == H5T_SGN_NONE ? "uint"
                                                : "int",
            class == H5T_STRING ? H5Tget_size(type) : 8 * H5Tget_size(type), units);
    H5Tclose(type);
    H5Sclose(space);
    H5Dclose(d);
    return 0;
}

static ct_status list_h5(const char *path, FILE *out, ct_error *err)
{
    static const char *const names[] = {
        "format", "format_version", "software_version", "status", "complete", "k", "seed", "crs",
        "job",    "command_line"};
    const hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file < 0)
        return ct_fail(
            err, CT_ERR_INPUT,
            "%s: is no readable HDF5 file; on NFS or Lustre try HDF5_USE_FILE_LOCKING=FALSE", path);
    fprintf(out, "%s: HDF5\n", path);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char value[1024];
        attribute(file, names[i], value);
        if (value[0]) fprintf(out, "  %-16s %s\n", names[i], value);
    }
    fprintf(out, "\n  %-36s %12s  %s\n", "dataset", "items", "type, unit");
    H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, print_dataset, out, H5O_INFO_BASIC);
    H5Fclose(file);
    return CT_OK;
}

static ct_status info_h5(const char *path, FILE *out, ct_error *err)
{
    ct_status s = ct_file_check(path, err);
    if (s) return s;
    H5E_BEGIN_TRY
    {
        s = list_h5(path, out, err);
    }
    H5E_END_TRY
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
    ct_status s = ends_with(path, ".shp") ? info_layer(path, &ctx, out, err)
                  : ends_with(path, ".h5") || ends_with(path, ".hdf5")
                      ? info_h5(path, out, err)
                      : info_csv(path, &ctx, out, err);
    for (int32_t i = 0; !s && i < notes.n; i++) fprintf(out, "\n  %s\n", notes.item[i].text);
    if (fclose(out) && !s) s = ct_fail_memory(err, 4096, "a text");
    if (s) {
        free(*text);
        *text = NULL;
    }
    ct_notes_free(&notes);
    return s;
}
