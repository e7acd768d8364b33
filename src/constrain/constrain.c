/// Rows of rules to arrays. A kind of rule is a row of `kinds` and the function it names.
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "constrain/constrain.h"

/// Pairs of regions that may not share a territory.
static ct_status compile_apart(const ct_compiler *c, ct_rows *rows, ct_error *err)
{
    const int64_t n = rows->table.n_rows;
    int32_t *one = ct_array(2 * n, sizeof *one, "rules", err), *other = one ? one + n : NULL;
    ct_status s = one ? CT_OK : CT_ERR_MEMORY;
    for (int64_t row = 0; row < n && !s; row++) {
        s = ct_rows_region(rows, row, 0, &one[row], err);
        if (!s) s = ct_rows_region(rows, row, 1, &other[row], err);
        if (!s && one[row] == other[row])
            s = ct_fail(err, CT_ERR_INPUT,
                        "%s:%lld: a region cannot be apart from itself; correct one of the two",
                        rows->table.path, (long long)rows->table.line[row]);
    }
    if (!s)
        s = ct_rows_pairs(n, one, other, c->out->n_units, true, &c->out->apart_begin,
                          &c->out->apart, err);
    free(one);
    return s;
}

/// Territories that a region may not join. They are told apart by their names, so these stay.
static ct_status compile_forbid(const ct_compiler *c, ct_rows *rows, ct_error *err)
{
    const int64_t n = rows->table.n_rows;
    int32_t *region = ct_array(2 * n, sizeof *region, "rules", err);
    int32_t *territory = region ? region + n : NULL;
    ct_status s = region ? CT_OK : CT_ERR_MEMORY;
    for (int64_t row = 0; row < n && !s; row++) {
        s = ct_rows_region(rows, row, 0, &region[row], err);
        if (!s) s = ct_rows_territory(c, rows, row, 1, &territory[row], err);
    }
    if (!s)
        s = ct_rows_pairs(n, region, territory, c->out->n_units, false, &c->out->forbid_begin,
                          &c->out->forbid, err);
    c->out->has_identity = true;
    free(region);
    return s;
}

static const struct kind {
    const char *option;
    size_t file;                      ///< offset in ct_rule_options
    const char *column[2], *alias[2]; ///< names of the two columns
    ct_status (*compile)(const ct_compiler *c, ct_rows *rows, ct_error *err);
} kinds[] = {
    {"--apart",
     offsetof(ct_rule_options, apart),
     {"a", "b"},
     {"code_a|from|region_a", "code_b|to|region_b"},
     compile_apart},
    {"--forbid",
     offsetof(ct_rule_options, forbid),
     {"code", "territory"},
     {"zip|plz|region|from", "name|rep|to"},
     compile_forbid},
};

static void learn_codes(ct_rows *rows)
{
    const ct_table *t = &rows->table;
    for (int64_t row = 0; row < t->n_rows; row++) {
        const int64_t cell = row * t->n_columns + rows->column[0];
        ct_codes_learn(&rows->codes, ct_string(&t->cell, cell), ct_string_length(&t->cell, cell));
    }
}

static ct_status compile_file(const ct_compiler *c, const struct kind *k, const char *path,
                              ct_inputs *inputs, ct_error *err)
{
    ct_rows rows = {.option = k->option};
    ct_status s = ct_table_read(path, &rows.table, inputs, err);
    for (int i = 0; i < 2 && !s; i++)
        s = ct_table_need(&rows.table, k->column[i], k->alias[i], &rows.column[i], err);
    if (!s) s = ct_codes_build(&c->given->regions.code, &rows.codes, err);
    if (!s) learn_codes(&rows);
    if (!s) s = k->compile(c, &rows, err);
    if (!s) ct_repairs_note(&rows.repairs, c->ctx->notes, "rules", ct_path_base(path));
    ct_codes_free(&rows.codes);
    ct_table_free(&rows.table);
    return s;
}

ct_status ct_constrain(const ct_rule_options *opt, const ct_context *ctx, const ct_case *given,
                       const ct_bands *bands, ct_constraints *out, ct_inputs *inputs, ct_error *err)
{
    const ct_compiler c = {ctx, given, bands, out};
    const int32_t n = given->graph.n;
    *out = (ct_constraints){.n = n, .n_units = n, .k = bands ? bands->k : 0, .budget = INT64_MAX};
    ct_status s = CT_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !s; i++) {
        const char *path = *(const char *const *)((const char *)opt + kinds[i].file);
        if (path) s = compile_file(&c, &kinds[i], path, inputs, err);
    }
    if (s) ct_constraints_free(out);
    return s;
}
