/// Accounts from a point shapefile: attributes as a row of text cells, points by the layer's CRS.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/accounts.h"
#include "read/crs.h"
#include "read/extent.h"

static ct_status field_names(const ct_dbf *dbf, ct_strings_builder *names, ct_error *err)
{
    ct_status st = CT_OK;
    for (int32_t f = 0; !st && f < dbf->n_fields; f++)
        st = ct_strings_add(names, dbf->field[f].name, (int64_t)strlen(dbf->field[f].name), err);
    return st;
}

static int64_t count_rows(const ct_source *s, ct_notes *notes)
{
    int64_t n_deleted = 0;
    for (int32_t i = 0; i < s->layer.n_records; i++)
        n_deleted += ct_dbf_is_deleted(&s->layer.dbf, i);
    if (n_deleted)
        ct_note_add(notes, CT_WARN, "read", n_deleted,
                    "%s: {record|records} marked as deleted, left out", s->name);
    return s->layer.n_records - n_deleted;
}

ct_status ct_accounts_open_layer(ct_reader *r, ct_source *s, ct_inputs *inputs, ct_error *err)
{
    ct_strings_builder names = {0};
    ct_status st = ct_layer_open(s->path, NULL, r->ctx, inputs, &s->layer, err);
    if (!st && !s->layer.is_point)
        st = ct_fail(err, CT_ERR_INPUT, "%s: holds polygons; accounts are points", s->path);
    if (!st) st = field_names(&s->layer.dbf, &names, err);
    if (!st) st = ct_columns_find(r->opt, s->path, &names.s, true, &s->columns, err);
    ct_strings_free(&names.s);
    if (!st) s->n_rows = count_rows(s, r->ctx->notes);
    return st;
}

static ct_status add_text(ct_reader *r, ct_source *s, int role, int32_t record, char *text,
                          int64_t row, ct_error *err)
{
    int64_t length = 0;
    const int32_t field = s->columns.column[role];
    if (field >= 0) length = ct_dbf_utf8(&s->layer.dbf, record, field, text);
    if (field >= 0 && !length) s->total.found[role][CT_FOUND_EMPTY].count++;
    const ct_csv_cell c = {text, text + length};
    if (ct_has_control(c))
        ct_tally_add(&s->total.found[role][CT_FOUND_CONTROL], record + 1, text, length);
    return ct_text_append(r, role, row, text, length, err);
}

static ct_csv_cell cell_of(const ct_source *s, int32_t record, int role)
{
    int32_t length;
    if (s->columns.column[role] < 0) return (ct_csv_cell){NULL, NULL};
    const char *text = ct_dbf_number(&s->layer.dbf, record, s->columns.column[role], &length);
    return (ct_csv_cell){text, text + length};
}

/// The decimal marks of weights. A numeric field has a point, or the comma that some locale left,
/// and never thousands.
static ct_status survey_marks(const ct_reader *r, ct_source *s, ct_error *err)
{
    bool is_changed = false;
    for (int role = CT_ROLE_MEASURE; role < CT_N_ROLES; role++) {
        const int32_t field = s->columns.column[role];
        if (field < 0) continue;
        s->has_groups[role] = s->layer.dbf.field[field].type == 'C';
        for (int32_t i = 0; i < s->layer.n_records; i++) {
            const ct_csv_cell c = cell_of(s, i, role);
            if (!ct_dbf_is_deleted(&s->layer.dbf, i))
                ct_accounts_survey_cell(s, &s->total, role, i + 1, c);
        }
    }
    return ct_marks_decide(r, s, &is_changed, err);
}

static void write_measures(const ct_reader *r, ct_source *s, int32_t record, int64_t row)
{
    ct_csv_cell cell[CT_N_ROLES] = {0};
    for (int role = CT_ROLE_MEASURE; role < CT_N_ROLES; role++)
        cell[role] = cell_of(s, record, role);
    const ct_row_writer w = {s, r->out, &s->total, r->pool, r->opt, r->out->n_columns};
    ct_accounts_write_measures(&w, row, record + 1, cell);
}

/// Attributes of all records; xy of their points.
static ct_status read_records(ct_reader *r, ct_source *s, double *xy, char *text, ct_error *err)
{
    ct_accounts *a = r->out;
    ct_status st = CT_OK;
    int64_t row = s->shift;
    for (int32_t i = 0; !st && i < s->layer.n_records; i++) {
        if (ct_dbf_is_deleted(&s->layer.dbf, i)) continue;
        if (i % 65536 == 0 && ct_tick(r->ctx, "read", 0.5, s->name))
            return ct_fail(err, CT_ERR_STOPPED, "stopped while reading %s", s->name);
        double *p = xy + 2 * (row - s->shift);
        bool found = false;
        a->line[row] = i + 1;
        st = ct_layer_point(&s->layer, i, &p[0], &p[1], &found, err);
        if (!found) p[0] = p[1] = NAN;
        if (!st) st = add_text(r, s, CT_ROLE_ID, i, text, row, err);
        if (!st && r->has_code) st = add_text(r, s, CT_ROLE_CODE, i, text, row, err);
        write_measures(r, s, i, row);
        row++;
    }
    return st;
}

static void keep_points(const ct_reader *r, ct_source *s, const double *lonlat)
{
    ct_accounts *a = r->out;
    for (int64_t i = 0; i < s->n_rows; i++) {
        double lon = lonlat[2 * i], lat = lonlat[2 * i + 1];
        if (isnan(lon) || isnan(lat)) s->total.found[CT_ROLE_LON][CT_FOUND_EMPTY].count++;
        if (fabs(lon) > 180 || fabs(lat) > 90) lon = lat = HUGE_VAL;
        a->lon_deg[s->shift + i] = lon;
        a->lat_deg[s->shift + i] = lat;
    }
}

static ct_status read_points(const ct_reader *r, ct_source *s, double *xy, ct_error *err)
{
    ct_crs crs = {0};
    int64_t n_failed = 0, first = 0;
    ct_status st = ct_crs_settle(s->path, s->layer.wkt, s->n_rows, xy, r->ctx, &crs, err);
    if (!st && crs.is_turned) ct_turned_note(r->ctx, s->name, ct_turn_points(s->n_rows, xy), true);
    if (!st)
        st = ct_crs_to_lonlat(&crs, s->n_rows, xy, xy, r->ctx->n_threads, &n_failed, &first, err);
    if (!st && n_failed)
        ct_note_add(
            r->ctx->notes, CT_WARN, "read", n_failed,
            "%s: {point|points} outside the layer's coordinate system (first in record %lld)",
            s->name, (long long)r->out->line[s->shift + first]);
    ct_crs_free(&crs);
    if (!st) keep_points(r, s, xy);
    return st;
}

ct_status ct_accounts_read_layer(ct_reader *r, ct_source *s, ct_error *err)
{
    char *text = NULL;
    ct_status st = CT_ERR_MEMORY;
    ct_block *block = &r->block[r->taker ? 0 : s->first_block];
    ct_marks_begin(r, s);
    for (int role = 0; role < CT_N_ROLES; role++)
        s->slot_of_role[role] = s->columns.column[role] < 0 ? -1 : role;
    s->total.first = s->shift;
    double *xy = ct_array(2 * s->n_rows, sizeof *xy, "points", err);
    if (!xy) goto out;
    text = ct_array(CT_DBF_TEXT_SIZE, 1, "text", err);
    if (!text) goto out;
    st = survey_marks(r, s, err);
    if (!st) st = read_records(r, s, xy, text, err);
    if (!st && r->has_points) st = read_points(r, s, xy, err);
    block->first = s->shift;
    block->n_rows = s->n_rows;
    for (int32_t j = 0; j < CT_MAX_MEASURES; j++) block->decimals[j] = (int8_t)s->total.decimals[j];
    memcpy(block->below, s->total.below, sizeof block->below);
    if (r->taker) r->out->n_flawed = s->total.n_flawed;
out:
    free(text);
    free(xy);
    return st;
}
