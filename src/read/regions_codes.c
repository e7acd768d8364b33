/// Codes of the records -> regions sorted by code.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/text.h"
#include "read/regions.h"

/// Usual names of a code field, the likeliest first; '*' = begins with.
static const char *const usual[] = {
    "ZCTA5*",     "ZCTA*",     "ZIP",       "ZIP5",      "ZIPCODE",    "ZIP_CODE",    "ZIP*",
    "PLZ",        "PLZ*",      "POSTCODE",  "POSTCODE*", "POSTALCODE", "POSTAL_COD*", "POSTAL*",
    "CODE_POST*", "CODEPOST*", "COD_POST*", "CODPOS*",   "CP",         "NPA",         "GEOID",
    "GEOID*",     "GEO_ID",    "FIPS",      "FIPS*",     "NUTS_ID",    "NUTS*",       "LAU_ID",
    "CODE",       "CODE_*",    "AREAKEY",   "KEY",       "ID"};

static bool is_like(const char *name, const char *pattern)
{
    const size_t n = strlen(pattern);
    if (pattern[n - 1] != '*') return ct_name_equal(name, pattern);
    return !strncasecmp(name, pattern, n - 1);
}

static int32_t guess_field(const ct_dbf *d)
{
    for (size_t u = 0; u < sizeof usual / sizeof *usual; u++)
        for (int32_t i = 0; i < d->n_fields; i++)
            if (strchr("CNF", d->field[i].type) && is_like(d->field[i].name, usual[u])) return i;
    return -1;
}

static ct_status choose_field(const ct_data_options *opt, const ct_context *ctx, const ct_dbf *d,
                              int32_t *field, ct_error *err)
{
    if (opt->code) return ct_dbf_need(d, opt->code, field, err);
    *field = guess_field(d);
    if (*field < 0) {
        char list[512];
        ct_dbf_list_fields(d, list, sizeof list);
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: which field is the code? Name it with --code; fields: %s", d->path,
                       list);
    }
    ct_note_add(ctx->notes, CT_INFO, "read", 0,
                "codes of regions are taken from field '%s' (--code names another)",
                d->field[*field].name);
    return CT_OK;
}

void ct_example(ct_examples *e, int64_t count, const char *format, ...)
{
    const size_t used = strlen(e->text);
    if (e->n < 3 && used + 48 < sizeof e->text) {
        va_list args;
        const size_t at = used + (used ? 2 : 0);
        if (used) memcpy(e->text + used, ", ", 3);
        va_start(args, format);
        vsnprintf(e->text + at, sizeof e->text - at, format, args);
        va_end(args);
    }
    e->n += count;
}

/// Records that can be a region, and their codes.
typedef struct coded {
    ct_strings_builder code;
    int32_t *record; ///< [code.s.n]
    int32_t *order;  ///< [code.s.n] by code, then record
    ct_examples no_code, no_shape, deleted;
} coded;

static ct_status collect_codes(const ct_layer_file *l, const uint8_t *has_shape, int32_t field,
                               coded *c, ct_error *err)
{
    char text[CT_DBF_TEXT_SIZE];
    ct_status s = CT_OK;
    for (int32_t i = 0; !s && i < l->n_records; i++) {
        const int32_t length = ct_dbf_utf8(&l->dbf, i, field, text);
        if (ct_dbf_is_deleted(&l->dbf, i)) {
            ct_example(&c->deleted, 1, "%d", i + 1);
        } else if (!has_shape[i]) {
            ct_example(&c->no_shape, 1, "%d '%.32s'", i + 1, text);
        } else if (length == 0) {
            ct_example(&c->no_code, 1, "%d", i + 1);
        } else {
            c->record[c->code.s.n] = i;
            s = ct_strings_add(&c->code, text, length, err);
        }
    }
    return s;
}

static int compare_coded(const void *a, const void *b, void *user)
{
    const ct_strings *s = user;
    const int32_t i = *(const int32_t *)a, j = *(const int32_t *)b;
    const int order = ct_strings_compare(ct_string(s, i), ct_string_length(s, i), ct_string(s, j),
                                         ct_string_length(s, j));
    return order ? order : (i > j) - (i < j);
}

static void note_left_out(const ct_context *ctx, const coded *c)
{
    if (c->no_shape.n)
        ct_note_add(
            ctx->notes, CT_WARN, "read", c->no_shape.n,
            "{record without a geometry is|records without a geometry are} no region (record %s)",
            c->no_shape.text);
    if (c->no_code.n)
        ct_note_add(ctx->notes, CT_WARN, "read", c->no_code.n,
                    "{record without a code is|records without a code are} no region (record %s)",
                    c->no_code.text);
    if (c->deleted.n)
        ct_note_add(
            ctx->notes, CT_INFO, "read", c->deleted.n,
            "{record marked as deleted is|records marked as deleted are} passed over (record %s)",
            c->deleted.text);
}

/// Equal neighbours in the order are one region.
static ct_status merge_equal(const ct_context *ctx, const coded *c, ct_regions *out, ct_error *err)
{
    const ct_strings *s = &c->code.s;
    ct_strings_builder unique = {0};
    ct_examples merged = {0};
    ct_status status = CT_OK;
    int32_t last = -1, last_merged = -1;
    for (int64_t k = 0; !status && k < s->n; k++) {
        const int32_t i = c->order[k];
        const char *text = ct_string(s, i);
        const int64_t length = ct_string_length(s, i);
        const bool is_new = last < 0 || ct_strings_compare(ct_string(s, last),
                                                           ct_string_length(s, last), text, length);
        if (is_new) status = ct_strings_add(&unique, text, length, err);
        const int32_t region = (int32_t)unique.s.n - 1;
        if (!is_new && region != last_merged) {
            ct_example(&merged, 1, "'%.*s'", length < 40 ? (int)length : 40, text);
            last_merged = region;
        }
        out->record_region[c->record[i]] = region;
        last = i;
    }
    out->code = unique.s;
    out->n = (int32_t)unique.s.n;
    if (merged.n)
        ct_note_add(ctx->notes, CT_WARN, "read", merged.n,
                    "{code that stands in several records is one region|codes that stand in "
                    "several records are one region each} (%s)",
                    merged.text);
    return status;
}

static ct_status build_regions(const ct_layer_file *l, const ct_context *ctx,
                               const uint8_t *has_shape, int32_t field, coded *c, ct_regions *out,
                               ct_error *err)
{
    c->record = ct_array(l->n_records, sizeof *c->record, "codes", err);
    c->order = ct_array(l->n_records, sizeof *c->order, "codes", err);
    out->record_region = ct_array(l->n_records, sizeof *out->record_region, "records", err);
    if (!c->record || !c->order || !out->record_region) return CT_ERR_MEMORY;
    out->n_records = l->n_records;
    memset(out->record_region, 0xff, (size_t)l->n_records * sizeof *out->record_region);
    ct_status s = collect_codes(l, has_shape, field, c, err);
    if (s) return s;
    note_left_out(ctx, c);
    if (c->code.s.n == 0)
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: no record has both a geometry and a code in field '%s'", l->path,
                       l->dbf.field[field].name);
    for (int32_t i = 0; i < c->code.s.n; i++) c->order[i] = i;
    qsort_r(c->order, (size_t)c->code.s.n, sizeof *c->order, compare_coded, &c->code.s);
    return merge_equal(ctx, c, out, err);
}

ct_status ct_read_codes(const ct_data_options *opt, const ct_context *ctx,
                        const ct_layer_file *layer, const uint8_t *has_shape, ct_regions *out,
                        ct_error *err)
{
    int32_t field;
    coded c = {0};
    ct_status s = choose_field(opt, ctx, &layer->dbf, &field, err);
    if (!s) s = build_regions(layer, ctx, has_shape, field, &c, out, err);
    ct_strings_free(&c.code.s);
    free(c.record);
    free(c.order);
    return s;
}
