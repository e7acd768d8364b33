/// --adjacency as a table: from, to[, border_m].
#include "base/text.h"
#include "graph/given.h"

#define FROM "source|src|origin|focal|a|code_a|region_a"
#define TO   "target|dst|destination|neighbor|neighbour|b|code_b|region_b"

typedef struct columns {
    int32_t from, to, border_m; ///< border_m -1 = none
} columns;

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
                           ct_finder *finder, ct_links *given, ct_error *err)
{
    int64_t n_loops = 0;
    ct_status status = ct_links_reserve(given, t->n_rows, err);
    for (int64_t row = 0; row < t->n_rows && !status; row++) {
        double border_m;
        status = read_length(t, row, c->border_m, &border_m, err);
        const int32_t a = ct_finder_cell(finder, t, row, c->from);
        const int32_t b = ct_finder_cell(finder, t, row, c->to);
        if (status || a < 0 || b < 0) continue;
        if (a == b)
            n_loops++;
        else
            status = ct_links_add(given, a, b, border_m, CT_EDGE_GIVEN, err);
    }
    if (finder->n_unknown > 0)
        ct_note_add(job->ctx->notes, CT_WARN, "graph", finder->n_unknown,
                    "{code in the adjacency file names no region; its|codes in the adjacency file "
                    "name no region; their} rows are left out: %s",
                    finder->unknown);
    if (n_loops > 0)
        ct_note_add(job->ctx->notes, CT_INFO, "graph", n_loops,
                    "{row of the adjacency file links|rows of the adjacency file link} a region to "
                    "itself; left out");
    return status;
}

ct_status ct_graph_given_csv(ct_graph_job *job, ct_links *given, ct_error *err)
{
    ct_table table = {0};
    ct_finder finder = {0};
    columns c = {-1, -1, -1};
    ct_status status = ct_table_read(job->opt->adjacency, &table, job->inputs, err);
    if (!status) status = ct_table_need(&table, "from", FROM, &c.from, err);
    if (!status) status = ct_table_need(&table, "to", TO, &c.to, err);
    if (!status) status = ct_finder_open(job, &finder, err);
    if (!status) {
        ct_finder_learn(&finder, &table, c.from);
        ct_finder_learn(&finder, &table, c.to);
        c.border_m = ct_table_column(&table, "border_m", "border|length_m|weight");
        status = read_rows(job, &table, &c, &finder, given, err);
    }
    if (!status) ct_finder_note(&finder, job, table.path);
    ct_finder_close(&finder);
    ct_table_free(&table);
    return status;
}
