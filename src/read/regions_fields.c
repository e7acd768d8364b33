/// Numeric attributes of regions as exact fixed point.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/decimal.h"
#include "read/regions.h"

enum { MAX_DECIMALS = 6 };

/// One attribute while it is read.
typedef struct reader {
    const ct_data_options *opt;
    const ct_context *ctx;
    const ct_layer_file *layer;
    const char *measure;
    int32_t column;
    char mark; ///< decimal mark of a text field; 0 = a numeric one, where a comma is what some
               ///< locale left instead of the point
    ct_examples empty, rounded, bad, wide, below;
    ct_repeats repeats;
} reader;

static const char *value_of(const reader *r, int32_t record, int32_t *length)
{
    return ct_dbf_number(&r->layer->dbf, record, r->column, length);
}

/// "record 3, field POP: '****'" for messages.
static void name_cell(const reader *r, int32_t record, char out[192])
{
    int32_t length;
    const char *text = value_of(r, record, &length);
    char utf8[CT_DBF_TEXT_SIZE];
    ct_dbf_recode(r->layer->dbf.encoding, text, length, utf8);
    snprintf(out, 192, "record %d, field %s: '%.64s'", record + 1,
             r->layer->dbf.field[r->column].name, utf8);
}

static ct_status fail_value(const reader *r, int32_t record, const char *why, ct_error *err)
{
    char cell[192];
    name_cell(r, record, cell);
    return ct_fail(err, CT_ERR_INPUT, "%s: %s %s (measure '%s')", r->layer->dbf.path, cell, why,
                   r->measure);
}

/// What forbids a plan, but not looking at the layer.
static ct_status refuse_value(const reader *r, int32_t record, const char *why, ct_error *err)
{
    char cell[192];
    name_cell(r, record, cell);
    return ct_refuse(r->ctx, err, "read", "%s: %s %s (measure '%s')", r->layer->dbf.path, cell, why,
                     r->measure);
}

static ct_number_class read_value(const reader *r, int32_t record, ct_decimal *out)
{
    int32_t length;
    const char *text = value_of(r, record, &length);
    if (r->mark) return ct_decimal_read(text, length, r->mark, out);
    const bool has_comma = memchr(text, ',', (size_t)length);
    const ct_number_class k = ct_decimal_read(text, length, has_comma ? ',' : '.', out);
    return k == CT_NUMBER_GROUPED ? CT_NUMBER_TEXT : k;
}

/// No number: --bad-number says what becomes of it. A region cannot be set aside. Asterisks are
/// also what Shapelib, and so GDAL, write for a null: they are refused on demand only.
static ct_status judge_bad(reader *r, int32_t record, ct_number_class k, ct_error *err)
{
    const ct_bad_number how = r->opt->bad_number;
    const bool is_wide = k == CT_NUMBER_WIDE;
    const bool is_zero =
        how == CT_BAD_ZERO || how == CT_BAD_SKIP || (is_wide && how == CT_BAD_LIMIT);
    ct_examples *found = is_wide ? &r->wide : &r->bad;
    ct_example(found, 1, "%d", record + 1);
    if (is_zero || found->n > 1) return CT_OK;
    return refuse_value(
        r, record, is_wide ? "is a null, or a number too wide for its field" : "is not a number",
        err);
}

static ct_status judge_below(reader *r, int32_t record, ct_error *err)
{
    ct_example(&r->below, 1, "%d", record + 1);
    if (r->opt->negative != CT_NEGATIVE_ERROR || r->below.n > 1) return CT_OK;
    return refuse_value(r, record, "is negative; weights are 0 or more (--negative zero, keep-row)",
                        err);
}

/// The cell as a decimal; one that is empty, or no number, is 0.
static ct_number_class read_cell(const reader *r, int32_t record, ct_decimal *out)
{
    const ct_number_class k = read_value(r, record, out);
    if (k < CT_NUMBER_PLAIN) *out = (ct_decimal){.is_exact = true};
    return k;
}

/// Digits after the point that are not trailing zeros.
static int32_t decimals_of(const ct_decimal *d)
{
    uint64_t m = d->mantissa;
    int32_t n = m ? -d->exponent : 0;
    for (; n > 0 && m % 10 == 0; n--) m /= 10;
    return n < 0 ? 0 : n < MAX_DECIMALS ? n : MAX_DECIMALS;
}

/// What is beyond the last decimal is the noise of a double ("24.738921000000001").
static bool is_noise(const ct_decimal *d)
{
    uint64_t unit = 1;
    for (int32_t i = d->exponent; i < -MAX_DECIMALS && unit < 1000000000000000000u; i++) unit *= 10;
    const uint64_t rest = d->mantissa % unit, off = rest < unit - rest ? rest : unit - rest;
    return off < unit / 1000;
}

/// The first look at all cells: what is wrong with them, and how many decimals they have.
static ct_status find_decimals(reader *r, const ct_regions *regions, int32_t *decimals,
                               ct_error *err)
{
    ct_decimal d;
    ct_status s = CT_OK;
    *decimals = 0;
    for (int32_t i = 0; !s && i < regions->n_records; i++) {
        if (regions->record_region[i] < 0) continue;
        const ct_number_class k = read_cell(r, i, &d);
        if (k == CT_NUMBER_EMPTY) ct_example(&r->empty, 1, "%d", i + 1);
        if (k == CT_NUMBER_TEXT || k == CT_NUMBER_WIDE) s = judge_bad(r, i, k, err);
        if (d.is_negative && d.mantissa) s = judge_below(r, i, err);
        if (decimals_of(&d) > *decimals) *decimals = decimals_of(&d);
    }
    return s;
}

/// Sums over the records of a region; their total is checked too, as everybody adds it up.
static ct_status sum_records(reader *r, const ct_regions *regions, ct_field *field, ct_error *err)
{
    ct_decimal d;
    bool is_rounded;
    int64_t value;
    for (int32_t i = 0; i < regions->n_records; i++) {
        const int32_t region = regions->record_region[i];
        if (region < 0) continue;
        read_cell(r, i, &d);
        is_rounded = false;
        if (!ct_decimal_fixed(&d, field->decimals, &value, &is_rounded) ||
            __builtin_add_overflow(field->input, value, &field->input))
            return fail_value(r, i, "is too large, alone or in the sum of all records", err);
        if (is_rounded && !is_noise(&d)) ct_example(&r->rounded, 1, "%d", i + 1);
        if (value < 0 && r->opt->negative != CT_NEGATIVE_KEEP)
            field->below += value;
        else
            field->fixed[region] += value;
        ct_repeats_add(&r->repeats, region, value);
    }
    return CT_OK;
}

static void note_values(const reader *r)
{
    const ct_context *ctx = r->ctx;
    const char *name = r->layer->dbf.field[r->column].name;
    if (r->empty.n)
        ct_note_add(ctx->notes, CT_WARN, "read", r->empty.n,
                    "empty {cell|cells} of field %s {counts|count} as 0 (record %s)", name,
                    r->empty.text);
    if (r->bad.n && r->opt->bad_number != CT_BAD_ERROR)
        ct_note_add(
            ctx->notes, CT_WARN, "read", r->bad.n,
            "{cell|cells} of field %s {is no number and counts|are no numbers and count} as "
            "0 (record %s)",
            name, r->bad.text);
    if (r->wide.n && r->opt->bad_number != CT_BAD_ERROR)
        ct_note_add(
            ctx->notes, CT_WARN, "read", r->wide.n,
            "{cell|cells} of field %s {is ***, a null or a number|are ***, nulls or numbers} "
            "too wide for the field, and {counts|count} as 0 (record %s)",
            name, r->wide.text);
    if (r->below.n)
        ct_note_add(ctx->notes, CT_WARN, "read", r->below.n,
                    "{value|values} of field %s {is|are} below 0%s (record %s)", name,
                    r->opt->negative == CT_NEGATIVE_KEEP ? ", added as such" : " and taken as 0",
                    r->below.text);
    if (r->rounded.n)
        ct_note_add(ctx->notes, CT_INFO, "read", r->rounded.n,
                    "{value|values} of field %s {was|were} rounded to %d decimals (record %s)",
                    name, MAX_DECIMALS, r->rounded.text);
}

/// The mark of a text field: what its numbers say for certain, or --decimal.
static ct_status find_mark(reader *r, const ct_regions *regions, ct_error *err)
{
    int64_t n[CT_N_MARKS] = {0};
    int32_t length, open = -1;
    r->mark = r->opt->decimal == CT_DECIMAL_COMMA ? ',' : '.';
    if (r->opt->decimal != CT_DECIMAL_AUTO) return CT_OK;
    for (int32_t i = 0; i < regions->n_records; i++) {
        if (regions->record_region[i] < 0) continue;
        const char *text = value_of(r, i, &length);
        const ct_mark_evidence e = ct_decimal_evidence(text, length);
        if (e == CT_MARK_EITHER && open < 0) open = i;
        n[e]++;
    }
    if (n[CT_MARK_COMMA] > n[CT_MARK_POINT]) r->mark = ',';
    if (open < 0 || n[CT_MARK_COMMA] || n[CT_MARK_POINT]) return CT_OK;
    return refuse_value(r, open,
                        "has decimals, or parts thousands, and no other value tells which: give "
                        "--decimal . or --decimal ,",
                        err);
}

static ct_status read_field(reader *r, const char *source, const ct_regions *regions,
                            ct_field *field, ct_error *err)
{
    const ct_dbf *dbf = &r->layer->dbf;
    ct_status s = ct_dbf_need(dbf, source, &r->column, err);
    if (s) return s;
    memcpy(field->name, dbf->field[r->column].name, sizeof field->name);
    field->fixed = ct_array(regions->n, sizeof *field->fixed, "a field of regions", err);
    if (!field->fixed) return CT_ERR_MEMORY;
    s = ct_repeats_open(regions, &r->repeats, err);
    if (!s && dbf->field[r->column].type == 'C') s = find_mark(r, regions, err);
    if (!s) s = find_decimals(r, regions, &field->decimals, err);
    if (!s) s = sum_records(r, regions, field, err);
    if (!s) note_values(r);
    if (!s) ct_repeats_note(&r->repeats, r->ctx, field->name, field->decimals);
    ct_repeats_close(&r->repeats);
    return s;
}

ct_status ct_read_fields(const ct_data_options *opt, const ct_context *ctx,
                         const ct_layer_file *layer, ct_regions *out, ct_error *err)
{
    for (int32_t m = 0; m < opt->n_measures; m++) {
        if (opt->measure[m].kind != CT_FIELD) continue;
        ct_field *field = &out->field[out->n_fields++];
        reader r = {.opt = opt, .ctx = ctx, .layer = layer, .measure = opt->measure[m].name};
        const ct_status s = read_field(&r, opt->measure[m].source, out, field, err);
        if (s) return s;
    }
    return CT_OK;
}
