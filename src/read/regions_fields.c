/// Numeric attributes of regions as exact fixed point.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "read/decimal.h"
#include "read/regions.h"

enum { MAX_DECIMALS = 6 };

/// One attribute while it is read.
typedef struct reader {
    const ct_layer_file *layer;
    const char *measure;
    int32_t column;
    ct_examples empty, rounded;
    ct_repeats repeats;
} reader;

static ct_status fail_value(const reader *r, int32_t record, const char *why, ct_error *err)
{
    char text[CT_DBF_TEXT_SIZE];
    ct_dbf_utf8(&r->layer->dbf, record, r->column, text);
    return ct_fail(err, CT_ERR_INPUT, "%s: record %d, field %s: '%.64s' %s (measure '%s')",
                   r->layer->dbf.path, record + 1, r->layer->dbf.field[r->column].name, text, why,
                   r->measure);
}

/// The cell as a decimal; an empty one is 0. In a numeric field a comma is what some locale left
/// instead of the point; in a text field it may part thousands, and nothing is guessed.
static ct_status read_cell(reader *r, int32_t record, ct_decimal *out, bool *is_empty,
                           ct_error *err)
{
    int32_t length;
    const char *text = ct_dbf_cell(&r->layer->dbf, record, r->column, &length);
    const bool is_numeric = r->layer->dbf.field[r->column].type != 'C';
    const char mark = is_numeric && memchr(text, ',', (size_t)length) ? ',' : '.';
    const ct_number_class class = ct_decimal_read(text, length, mark, out);
    *is_empty = class == CT_NUMBER_EMPTY;
    if (*is_empty) *out = (ct_decimal){.is_exact = true};
    if (*is_empty || (class == CT_NUMBER_PLAIN && (!out->is_negative || out->mantissa == 0)))
        return CT_OK;
    if (class != CT_NUMBER_PLAIN) return fail_value(r, record, "is not a number", err);
    return fail_value(r, record, "is negative; weights are 0 or more", err);
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

static ct_status find_decimals(reader *r, const ct_regions *regions, int32_t *decimals,
                               ct_error *err)
{
    ct_decimal d;
    bool is_empty;
    *decimals = 0;
    for (int32_t i = 0; i < regions->n_records; i++) {
        if (regions->record_region[i] < 0) continue;
        const ct_status s = read_cell(r, i, &d, &is_empty, err);
        if (s) return s;
        if (is_empty) ct_example(&r->empty, 1, "%d", i + 1);
        if (decimals_of(&d) > *decimals) *decimals = decimals_of(&d);
    }
    return CT_OK;
}

/// Sums over the records of a region; their total is checked too, as everybody adds it up.
static ct_status sum_records(reader *r, const ct_regions *regions, ct_field *field, ct_error *err)
{
    ct_decimal d;
    bool is_empty, is_rounded;
    int64_t total = 0, value;
    for (int32_t i = 0; i < regions->n_records; i++) {
        const int32_t region = regions->record_region[i];
        if (region < 0) continue;
        const ct_status s = read_cell(r, i, &d, &is_empty, err);
        if (s) return s;
        is_rounded = false;
        if (!ct_decimal_fixed(&d, field->decimals, &value, &is_rounded) ||
            __builtin_add_overflow(total, value, &total))
            return fail_value(r, i, "is too large, alone or in the sum of all records", err);
        if (is_rounded && !is_noise(&d)) ct_example(&r->rounded, 1, "%d", i + 1);
        field->fixed[region] += value;
        ct_repeats_add(&r->repeats, region, value);
    }
    return CT_OK;
}

static void note_values(const reader *r, const ct_context *ctx)
{
    const char *name = r->layer->dbf.field[r->column].name;
    if (r->empty.n)
        ct_note_add(ctx->notes, CT_WARN, "read", r->empty.n,
                    "empty {cell|cells} of field %s {counts|count} as 0 (record %s)", name,
                    r->empty.text);
    if (r->rounded.n)
        ct_note_add(ctx->notes, CT_INFO, "read", r->rounded.n,
                    "{value|values} of field %s {was|were} rounded to %d decimals (record %s)",
                    name, MAX_DECIMALS, r->rounded.text);
}

static ct_status read_field(const ct_measure_spec *spec, const ct_context *ctx,
                            const ct_layer_file *layer, const ct_regions *regions, ct_field *field,
                            ct_error *err)
{
    reader r = {.layer = layer, .measure = spec->name};
    ct_status s = ct_dbf_need(&layer->dbf, spec->source, &r.column, err);
    if (s) return s;
    memcpy(field->name, layer->dbf.field[r.column].name, sizeof layer->dbf.field[0].name);
    field->fixed = ct_array(regions->n, sizeof *field->fixed, "a field of regions", err);
    if (!field->fixed) return CT_ERR_MEMORY;
    s = ct_repeats_open(regions, &r.repeats, err);
    if (!s) s = find_decimals(&r, regions, &field->decimals, err);
    if (!s) s = sum_records(&r, regions, field, err);
    if (!s) note_values(&r, ctx);
    if (!s) ct_repeats_note(&r.repeats, ctx, field->name, field->decimals);
    ct_repeats_close(&r.repeats);
    return s;
}

ct_status ct_read_fields(const ct_data_options *opt, const ct_context *ctx,
                         const ct_layer_file *layer, ct_regions *out, ct_error *err)
{
    for (int32_t m = 0; m < opt->n_measures; m++) {
        if (opt->measure[m].kind != CT_FIELD) continue;
        ct_field *field = &out->field[out->n_fields++];
        const ct_status s = read_field(&opt->measure[m], ctx, layer, out, field, err);
        if (s) return s;
    }
    return CT_OK;
}
