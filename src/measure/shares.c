/// Targets: equal ones, or those of a table.
#include "measure/shares.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/memory.h"
#include "base/table.h"
#include "base/text.h"

/// Largest sum of parts: a total of 63 bits times a part times the 30 bits of a tolerance must fit
/// 127 bits.
#define MAX_PARTS ((int64_t)1 << 33)

static ct_status add_empty_names(int32_t k, ct_strings_builder *b, ct_error *err)
{
    ct_status status = CT_OK;
    for (int32_t j = 0; j < k && status == CT_OK; j++) status = ct_strings_add(b, "", 0, err);
    return status;
}

ct_status ct_shares_equal(int32_t k, ct_shares *out, ct_error *err)
{
    ct_strings_builder names = {0};
    out->k = k;
    out->total = k;
    out->part = ct_array(k, sizeof *out->part, "targets", err);
    if (out->part == NULL) return CT_ERR_MEMORY;
    for (int32_t j = 0; j < k; j++) out->part[j] = 1;
    const ct_status status = add_empty_names(k, &names, err);
    out->name = names.s;
    return status;
}

/// Columns of the table, and the territory of each row.
typedef struct targets {
    ct_table table;
    int32_t share, territory, name; ///< columns, -1 = not there
    int64_t *row;                   ///< [k] row of territory j
    double *value;                  ///< [k] its share
    int64_t n_percent;              ///< shares written with %
} targets;

static const char *cell(const targets *t, int64_t row, int32_t column, int *length)
{
    const int64_t i = row * t->table.n_columns + column;
    const char *text = ct_string(&t->table.cell, i);
    int64_t n = ct_string_length(&t->table.cell, i);
    ct_code_trim(&text, &n);
    *length = (int)n;
    return text;
}

/// "0.5", "0,5", "50 %". A comma before three digits may be one of thousands: that is not guessed.
static bool parse_share(const char *text, int length, double *out, bool *is_percent)
{
    char copy[64];
    if (length < 1 || length >= (int)sizeof copy) return false;
    memcpy(copy, text, (size_t)length);
    copy[length] = 0;
    *is_percent = copy[length - 1] == '%';
    if (*is_percent) copy[--length] = 0;
    char *comma = strchr(copy, ',');
    const bool is_ambiguous = comma && *copy != '0' && strspn(comma + 1, "0123456789") == 3;
    if (comma && !is_ambiguous && !strchr(copy, '.')) *comma = '.';
    return ct_parse_double(copy, length, out) && *out > 0;
}

static ct_status read_share(targets *t, int64_t row, double *out, ct_error *err)
{
    int length;
    bool is_percent;
    const char *text = cell(t, row, t->share, &length);
    if (parse_share(text, length, out, &is_percent)) {
        t->n_percent += is_percent;
        return CT_OK;
    }
    return ct_fail(
        err, CT_ERR_INPUT,
        "%s:%lld: share '%.*s' is not a number above 0 such as 2, 0.5 or 12.5 %% (shares "
        "are relative: 2 gets twice as much as 1)",
        t->table.path, (long long)t->table.line[row], length, text);
}

/// Territory (from 0) of a row: its number, or the row's own place when there is no such column.
static ct_status read_territory(const targets *t, int64_t row, int64_t *out, ct_error *err)
{
    int length;
    *out = row;
    if (t->territory < 0) return CT_OK;
    const char *text = cell(t, row, t->territory, &length);
    const bool is_number = ct_parse_int64(text, length, out);
    *out -= is_number;
    if (is_number && *out >= 0 && *out < t->table.n_rows && t->row[*out] < 0) return CT_OK;
    const bool again = is_number && *out >= 0 && *out < t->table.n_rows;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s:%lld: territory '%.*s' %s; number the rows 1 to %lld, or leave the "
                   "column out and use 'name'",
                   t->table.path, (long long)t->table.line[row], length, text,
                   again ? "is there twice" : "is not in range", (long long)t->table.n_rows);
}

static ct_status read_rows(targets *t, ct_error *err)
{
    const int64_t k = t->table.n_rows;
    t->row = ct_array(k, sizeof *t->row, "targets", err);
    t->value = ct_array(k, sizeof *t->value, "targets", err);
    if (t->row == NULL || t->value == NULL) return CT_ERR_MEMORY;
    for (int64_t j = 0; j < k; j++) t->row[j] = -1;
    for (int64_t row = 0; row < k; row++) {
        double share = 0;
        int64_t j = 0;
        ct_status status = read_share(t, row, &share, err);
        if (status == CT_OK) status = read_territory(t, row, &j, err);
        if (status != CT_OK) return status;
        t->row[j] = row;
        t->value[j] = share;
    }
    if (t->n_percent && t->n_percent < k)
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: %lld of %lld shares are written with %%; write all of them so, or none",
                       t->table.path, (long long)t->n_percent, (long long)k);
    return CT_OK;
}

/// All values are whole numbers of 10^-decimals, and their sum is not too large.
static bool fit_decimals(int32_t k, const double *value, double scale)
{
    double sum = 0;
    for (int32_t j = 0; j < k; j++) {
        const double scaled = value[j] * scale, whole = rint(scaled);
        if (whole < 1 || fabs(scaled - whole) > 1e-9 * scaled) return false;
        sum += whole;
    }
    return sum < (double)MAX_PARTS;
}

static void set_parts(int32_t k, const double *value, ct_shares *out)
{
    double scale = 1, sum = 0;
    int decimals = 0;
    for (int32_t j = 0; j < k; j++) sum += value[j];
    for (; decimals <= 9 && !fit_decimals(k, value, scale); decimals++) scale *= 10;
    if (decimals > 9) scale = (double)(MAX_PARTS - k) / sum;
    out->total = 0;
    for (int32_t j = 0; j < k; j++) {
        const double whole = rint(value[j] * scale);
        out->part[j] = whole < 1 ? 1 : (int64_t)whole;
        out->total += out->part[j];
    }
}

static ct_status set_names(const targets *t, ct_strings_builder *names, ct_error *err)
{
    ct_status status = CT_OK;
    for (int64_t j = 0; j < t->table.n_rows && status == CT_OK; j++) {
        int length = 0;
        const char *text = t->name < 0 ? "" : cell(t, t->row[j], t->name, &length);
        status = ct_strings_add(names, text, length, err);
    }
    return status;
}

static ct_status shares_of(targets *t, ct_shares *out, ct_error *err)
{
    const int64_t k = t->table.n_rows;
    ct_strings_builder names = {0};
    if (k < 1 || k > INT32_MAX)
        return ct_fail(err, CT_ERR_INPUT, "%s: no rows; one row a territory is needed",
                       t->table.path);
    ct_status status = ct_table_need(&t->table, "share", "target|weight", &t->share, err);
    if (status == CT_OK) status = read_rows(t, err);
    if (status != CT_OK) return status;
    out->k = (int32_t)k;
    out->part = ct_array(k, sizeof *out->part, "targets", err);
    if (out->part == NULL) return CT_ERR_MEMORY;
    set_parts(out->k, t->value, out);
    status = set_names(t, &names, err);
    out->name = names.s;
    return status;
}

ct_status ct_shares_read(const char *path, ct_shares *out, ct_inputs *inputs, ct_error *err)
{
    targets t = {0};
    ct_status status = ct_table_read(path, &t.table, inputs, err);
    if (status == CT_OK) {
        t.territory = ct_table_column(&t.table, "territory", "id|terr");
        t.name = ct_table_column(&t.table, "name", "label");
        status = shares_of(&t, out, err);
    }
    free(t.value);
    free(t.row);
    ct_table_free(&t.table);
    return status;
}

void ct_shares_free(ct_shares *s)
{
    free(s->part);
    ct_strings_free(&s->name);
    *s = (ct_shares){0};
}
