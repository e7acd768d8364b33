/// One row of accounts into its slots.
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "kernels/prim/scan.h"
#include "read/accounts.h"
#include "read/extent.h"

/// Nothing to take off: blanks and quotes are the characters up to '"', but for '!'.
static inline bool is_bare(ct_csv_cell c)
{
    return c.begin < c.end && (unsigned char)*c.begin > '"' && (unsigned char)c.end[-1] > '"';
}

/// Text between quotes and blanks; numbers have no doubled quotes.
static inline ct_csv_cell strip(ct_csv_cell c)
{
    if (is_bare(c)) return c;
    while (c.begin < c.end && (unsigned char)*c.begin <= ' ') c.begin++;
    while (c.begin < c.end && (unsigned char)c.end[-1] <= ' ') c.end--;
    if (c.end - c.begin >= 2 && *c.begin == '"' && c.end[-1] == '"') c.begin++, c.end--;
    return c;
}

static inline ct_csv_cell number_cell(const ct_source *s, int role, const ct_csv_cell *cell)
{
    const int32_t slot = s->slot_of_role[role];
    return slot < 0 ? (ct_csv_cell){NULL, NULL} : strip(cell[slot]);
}

static void find(ct_part *p, int role, ct_finding what, int64_t line, ct_csv_cell c)
{
    ct_tally_add(&p->found[role][what], line, c.begin, c.end - c.begin);
}

/// The row has a flaw, as the first of its cells that has one tells.
static void mark_row(const ct_row_writer *w, int64_t row, ct_flaw flaw)
{
    ct_part *p = w->part;
    if (p->flawed_row == row + 1) return;
    p->flawed_row = row + 1;
    p->n_flawed++;
    w->out->flaw[row] = (uint8_t)flaw;
}

static void note_comma(ct_part *p, int role, char mark, ct_csv_cell c)
{
    if (mark == '.' && memchr(c.begin, ',', (size_t)(c.end - c.begin))) p->n_commas[role]++;
}

/// NaN = nothing there, HUGE_VAL = no number.
static inline double read_coordinate(const ct_row_writer *w, int role, int64_t line, ct_csv_cell c)
{
    const char mark = w->source->mark[role];
    double v = NAN;
    if (c.begin == c.end) return v;
    const ct_number_class k = ct_decimal_read_double(c.begin, c.end - c.begin, mark, &v);
    if (k == CT_NUMBER_PLAIN) return v;
    if (k == CT_NUMBER_EMPTY) return NAN;
    note_comma(w->part, role, mark, c);
    // a coordinate has neither thousands nor a currency
    find(w->part, role, k == CT_NUMBER_WIDE ? CT_FOUND_WIDE : CT_FOUND_TEXT, line, c);
    return HUGE_VAL;
}

/// A point of which a coordinate is missing, no number, or out of range.
static void judge_point(const ct_row_writer *w, int64_t line, ct_csv_cell x, ct_csv_cell y,
                        double *lon, double *lat)
{
    ct_part *p = w->part;
    const bool lat_fits = fabs(*lat) <= 90;
    if (fabs(*lon) > 180 && fabs(*lon) <= 360 && lat_fits)
        find(p, CT_ROLE_LON, CT_FOUND_TURNED, line, x), *lon = ct_turned_deg(*lon);
    const bool lon_fits = fabs(*lon) <= 180;
    if (isnan(*lon)) p->found[CT_ROLE_LON][CT_FOUND_EMPTY].count++;
    if (isnan(*lat)) p->found[CT_ROLE_LAT][CT_FOUND_EMPTY].count++;
    if (isfinite(*lon) && isfinite(*lat)) {
        p->n_points++;
        p->n_swapped += !lat_fits && fabs(*lon) <= 90 && fabs(*lat) <= 180;
    }
    if (isfinite(*lon) && !lon_fits) find(p, CT_ROLE_LON, CT_FOUND_RANGE, line, x), *lon = HUGE_VAL;
    if (isfinite(*lat) && !lat_fits) find(p, CT_ROLE_LAT, CT_FOUND_RANGE, line, y);
    if (fabs(*lat) > 180) *lat = HUGE_VAL; // below, it may be the longitude
}

static inline void write_point(const ct_row_writer *w, int64_t row, int64_t line,
                               const ct_csv_cell *cell)
{
    const ct_csv_cell x = number_cell(w->source, CT_ROLE_LON, cell);
    const ct_csv_cell y = number_cell(w->source, CT_ROLE_LAT, cell);
    double lon = read_coordinate(w, CT_ROLE_LON, line, x);
    double lat = read_coordinate(w, CT_ROLE_LAT, line, y);
    if (fabs(lon) <= 180 && fabs(lat) <= 90)
        w->part->n_points++;
    else
        judge_point(w, line, x, y, &lon, &lat);
    if (lon == 0 && lat == 0) ct_tally_add(&w->part->zero_points, line, "", 0);
    w->out->lon_deg[row] = lon;
    w->out->lat_deg[row] = lat;
}

bool ct_accounts_rescale(int64_t *value, int64_t begin, int64_t end, int32_t power, int64_t *row)
{
    for (int64_t i = begin; i < end; i++) {
        if (ct_decimal_scale(value[i], power, &value[i])) continue;
        *row = i;
        return false;
    }
    return true;
}

static void note_large(const ct_row_writer *w, int32_t j, int64_t line, int64_t value,
                       int32_t decimals)
{
    char text[32];
    const int32_t n = ct_format_fixed(value, decimals, text);
    ct_tally_add(&w->part->found[CT_ROLE_MEASURE + j][CT_FOUND_LARGE], line, text, n);
}

/// The rows of the chunk before `row` get the decimals of a value that has more than they.
static void add_decimals(const ct_row_writer *w, int32_t j, int64_t row, int32_t decimals)
{
    ct_part *p = w->part;
    int64_t bad = 0;
    const int32_t power = decimals - p->decimals[j];
    int64_t *value = w->out->column[j];
    p->decimals[j] = decimals;
    if (!ct_accounts_rescale(value, p->first, row, power, &bad))
        note_large(w, j, ct_account_line(w->out, bad), value[bad], decimals - power);
    else if (!ct_decimal_scale(p->below[j], power, &p->below[j]))
        note_large(w, j, ct_account_line(w->out, row), p->below[j], decimals - power);
}

/// A cell that is no number counts as 0 until it is known how many there are.
static void reject(const ct_row_writer *w, int32_t j, ct_finding what, int64_t row, int64_t line,
                   ct_csv_cell c)
{
    find(w->part, CT_ROLE_MEASURE + j, what, line, c);
    if (w->opt->bad_number == CT_BAD_SKIP) mark_row(w, row, CT_FLAW_SKIPPED);
    if (w->opt->bad_number == CT_BAD_LIMIT) mark_row(w, row, CT_FLAW_NUMBER);
}

/// What is odd about a cell, whether or not it is a number. true = it is one.
static bool judge_number(const ct_row_writer *w, int32_t j, ct_number_class k, int64_t row,
                         int64_t line, ct_csv_cell c)
{
    const int role = CT_ROLE_MEASURE + j;
    ct_part *p = w->part;
    switch (k) {
    case CT_NUMBER_EMPTY:
        find(p, role, c.begin < c.end ? CT_FOUND_NOTHING : CT_FOUND_EMPTY, line, c);
        return false;
    case CT_NUMBER_TEXT:
        note_comma(p, role, w->source->mark[role], c);
        reject(w, j, CT_FOUND_TEXT, row, line, c);
        return false;
    case CT_NUMBER_WIDE: reject(w, j, CT_FOUND_WIDE, row, line, c); return false;
    case CT_NUMBER_PLAIN: break;
    case CT_NUMBER_GROUPED: find(p, role, CT_FOUND_GROUPED, line, c); break;
    case CT_NUMBER_DRESSED: find(p, role, CT_FOUND_DRESSED, line, c); break;
    }
    if (k != CT_NUMBER_PLAIN) note_comma(p, role, w->source->mark[role], c);
    return true;
}

/// With the decimals of its chunk.
static int64_t to_fixed(const ct_row_writer *w, int32_t j, const ct_decimal *d, int64_t row,
                        int64_t line, ct_csv_cell c)
{
    const int role = CT_ROLE_MEASURE + j;
    ct_part *p = w->part;
    const int32_t decimals = d->decimals < CT_MAX_DECIMALS ? d->decimals : CT_MAX_DECIMALS;
    if (decimals > p->decimals[j]) add_decimals(w, j, row, decimals);
    int64_t value = 0;
    bool is_rounded;
    if (!ct_decimal_fixed(d, p->decimals[j], &value, &is_rounded)) {
        find(p, role, CT_FOUND_LARGE, line, c);
        return 0;
    }
    if (is_rounded) find(p, role, CT_FOUND_ROUNDED, line, c);
    return value;
}

static int64_t read_weight(const ct_row_writer *w, int32_t j, int64_t row, int64_t line,
                           ct_csv_cell c)
{
    const int role = CT_ROLE_MEASURE + j;
    ct_part *p = w->part;
    ct_decimal d;
    const ct_number_class k = ct_decimal_read(c.begin, c.end - c.begin, w->source->mark[role], &d);
    if (k != CT_NUMBER_PLAIN && !judge_number(w, j, k, row, line, c)) return 0;
    if (d.decimals)
        p->points[role] |= ct_decimal_looks_grouped(&d) ? CT_POINTS_GROUP : CT_POINTS_SURE;
    if (k == CT_NUMBER_DRESSED) ct_see_currency(&p->currencies[j], d.currency, line);
    const int64_t value = to_fixed(w, j, &d, row, line, c);
    if (value >= 0) return value;
    find(p, role, CT_FOUND_NEGATIVE, line, c);
    if (w->opt->negative == CT_NEGATIVE_KEEP) return value;
    if (__builtin_add_overflow(p->below[j], value, &p->below[j]))
        find(p, role, CT_FOUND_LARGE, line, c);
    return 0;
}

void ct_accounts_write_measures(const ct_row_writer *w, int64_t row, int64_t line,
                                const ct_csv_cell *cell)
{
    for (int32_t j = 0; j < w->n_columns; j++) {
        ct_csv_cell c = number_cell(w->source, CT_ROLE_MEASURE + j, cell);
        if (!c.begin) c.begin = c.end = "";
        w->out->column[j][row] = read_weight(w, j, row, line, c);
    }
}

/// Into the pool of texts that all have `width` bytes; or it is known that one has not.
static void write_even(const ct_row_writer *w, int role, ct_csv_cell c, char *to, int64_t width)
{
    char text[2 * CT_WIDEST];
    const bool fits = c.end - c.begin <= CT_WIDEST;
    if (fits && ct_csv_text(&w->source->csv, c, text) == width)
        memcpy(to, text, (size_t)width);
    else
        w->part->text[role].is_uneven = true;
}

bool ct_has_control(ct_csv_cell c)
{
    bool is_found = false;
    for (const char *p = c.begin; p < c.end; p++) is_found |= ctk_scan_is_control(*p);
    return is_found;
}

static void look_for_control(const ct_row_writer *w, int role, int64_t line, ct_csv_cell c)
{
    if (ct_has_control(c)) find(w->part, role, CT_FOUND_CONTROL, line, c);
}

static inline void write_text(const ct_row_writer *w, int role, int64_t row,
                              const ct_csv_cell *cell)
{
    const ct_source *s = w->source;
    const int32_t slot = s->slot_of_role[role];
    const ct_csv_cell c = slot < 0 ? (ct_csv_cell){NULL, NULL} : cell[slot];
    ct_strings *pool = w->pool[role].out;
    ct_piece *p = &w->part->text[role];
    if (!pool->offset) {
        char *to = pool->bytes + row * pool->width;
        if (is_bare(c) && c.end - c.begin == pool->width)
            ct_csv_copy(c.begin, pool->width, to);
        else
            write_even(w, role, c, to, pool->width);
        return;
    }
    const int64_t before = p->used;
    if (is_bare(c) && !s->csv.is_latin1) {
        ct_csv_copy(c.begin, c.end - c.begin, p->bytes + before);
        p->used += c.end - c.begin;
    } else {
        p->used += ct_csv_text(&s->csv, c, p->bytes + before);
    }
    if (slot >= 0 && p->used == before) w->part->found[role][CT_FOUND_EMPTY].count++;
    pool->offset[row + 1] = p->used;
}

void ct_accounts_write_row(void *user, int64_t row, int64_t line, int32_t n_cells,
                           const ct_csv_cell *cell)
{
    const ct_row_writer *w = user;
    const ct_source *s = w->source;
    ct_part *p = w->part;
    ct_accounts *a = w->out;
    const int64_t r = s->shift + row;
    if (a->line) a->line[r] = line;
    for (int t = 0; s->csv.has_control && t < CT_N_TEXTS; t++)
        if (s->slot_of_role[t] >= 0) look_for_control(w, t, line, cell[s->slot_of_role[t]]);
    if (n_cells < s->csv.n_columns) ct_tally_add(&p->short_rows, line, "", 0);
    if (n_cells > s->csv.n_columns) ct_tally_add(&p->long_rows, line, "", 0);
    write_text(w, CT_ROLE_ID, r, cell);
    if (w->pool[CT_ROLE_CODE].out) write_text(w, CT_ROLE_CODE, r, cell);
    if (a->lon_deg) write_point(w, r, line, cell);
    ct_accounts_write_measures(w, r, line, cell);
}

void ct_accounts_survey_cell(const ct_source *s, ct_part *p, int role, int64_t line, ct_csv_cell c)
{
    ct_mark_evidence e = ct_decimal_evidence(c.begin, c.end - c.begin);
    if (e == CT_MARK_EITHER && !s->has_groups[role])
        e = memchr(c.begin, ',', (size_t)(c.end - c.begin)) ? CT_MARK_COMMA : CT_MARK_POINT;
    if (e == CT_MARK_EITHER) find(p, role, CT_FOUND_EITHER, line, c);
    p->evidence[role][e]++;
}

void ct_accounts_survey_row(void *user, int64_t row, int64_t line, int32_t n_cells,
                            const ct_csv_cell *cell)
{
    (void)row, (void)n_cells;
    const ct_row_writer *w = user;
    for (int role = CT_ROLE_LON; role < CT_N_ROLES; role++) {
        const ct_csv_cell c = number_cell(w->source, role, cell);
        if (c.begin) ct_accounts_survey_cell(w->source, w->part, role, line, c);
    }
}
