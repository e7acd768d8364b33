/// --adjacency as a table: from, to[, border_m].
#include "base/table.h"
#include "base/text.h"
#include "graph/given.h"

#define FROM "source|src|origin|focal|a|code_a|region_a"
#define TO   "target|dst|destination|neighbor|neighbour|b|code_b|region_b"

typedef struct columns {
    int32_t from, to, border_m; ///< border_m -1 = none
} columns;

static int32_t find_region(const ct_graph_job *job, const ct_table *t, int64_t row, int32_t column,
                           ct_unknown *unknown)
{
    const int64_t cell = row * t->n_columns + column;
    return ct_given_region(job, ct_string(&t->cell, cell), ct_string_length(&t->cell, cell),
                           unknown);
}

/// Length of a row; -1 = not given.
static ct_status read_length(const ct_table *t, int64_t row, int32_t column, double *out,
                             ct_error *err)
{
    *out = -1.0;
    if (column < 0) return CT_OK;
    const int64_t cell = row * t->n_columns + column, length = ct_string_length(&t->cell, cell);
    if (length == 0) return CT_OK;
    if (ct_parse_double(ct_string(&t->cell, cell), length, out) && *out >= 0.0) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s:%lld: border length '%.*s' is no number >= 0; correct it or leave it "
                   "empty",
                   t->path, (long long)t->line[row], (int)(length < 40 ? length : 40),
                   ct_string(&t->cell, cell));
}

static ct_status read_rows(const ct_graph_job *job, const ct_table *t, const columns *c,
                           ct_links *given, ct_error *err)
{
    ct_unknown unknown = {0};
    int64_t n_loops = 0;
    ct_status status = ct_links_reserve(given, t->n_rows, err);
    for (int64_t row = 0; row < t->n_rows && !status; row++) {
        double border_m;
        status = read_length(t, row, c->border_m, &border_m, err);
        const int32_t a = find_region(job, t, row, c->from, &unknown);
        const int32_t b = find_region(job, t, row, c->to, &unknown);
        if (status || a < 0 || b < 0) continue;
        if (a == b)
            n_loops++;
        else
            status = ct_links_add(given, a, b, border_m, CT_EDGE_GIVEN, err);
    }
    if (unknown.n > 0)
        ct_note_add(job->ctx->notes, CT_WARN, "graph", unknown.n,
                    "{code in the adjacency file names no region; its|codes in the adjacency file "
                    "name no region; their} rows are left out: %s",
                    unknown.examples);
    if (n_loops > 0)
        ct_note_add(job->ctx->notes, CT_INFO, "graph", n_loops,
                    "{row of the adjacency file links|rows of the adjacency file link} a region to "
                    "itself; left out");
    return status;
}

ct_status ct_graph_given_csv(ct_graph_job *job, ct_links *given, ct_error *err)
{
    ct_table table = {0};
    columns c = {-1, -1, -1};
    ct_status status = ct_table_read(job->opt->adjacency, &table, job->inputs, err);
    if (!status) status = ct_table_need(&table, "from", FROM, &c.from, err);
    if (!status) status = ct_table_need(&table, "to", TO, &c.to, err);
    if (!status) {
        c.border_m = ct_table_column(&table, "border_m", "border|length_m|weight");
        status = read_rows(job, &table, &c, given, err);
    }
    ct_table_free(&table);
    return status;
}
