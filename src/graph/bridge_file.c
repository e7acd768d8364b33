/// --bridges F.csv: pairs of regions that a person wants linked.
#include "graph/given.h"
#include "kernels/graph/csr.h"

static ct_status find_region(ct_finder *finder, const ct_table *t, int64_t row, int32_t column,
                             int32_t *out, ct_error *err)
{
    const int64_t cell = row * t->n_columns + column, length = ct_string_length(&t->cell, cell);
    const char *text = ct_string(&t->cell, cell);
    *out = ct_finder_cell(finder, t, row, column);
    if (*out >= 0) return CT_OK;
    return ct_fail(err, CT_ERR_INPUT,
                   "%s:%lld: '%.*s' is no region of the layer; correct the code or remove "
                   "the row",
                   t->path, (long long)t->line[row], (int)(length < 40 ? length : 40), text);
}

static bool is_listed(const ct_links *pairs, int32_t a, int32_t b)
{
    for (int64_t i = 0; i < pairs->n; i++) {
        if (pairs->a[i] == (a < b ? a : b) && pairs->b[i] == (a < b ? b : a)) return true;
    }
    return false;
}

static ct_status read_rows(const ct_graph_job *job, const ct_table *t, int32_t from, int32_t to,
                           ct_finder *finder, ct_links *pairs, ct_error *err)
{
    const ct_graph *g = job->graph;
    int64_t n_known = 0;
    ct_status status = CT_OK;
    for (int64_t row = 0; row < t->n_rows && !status; row++) {
        int32_t a = -1, b = -1;
        status = find_region(finder, t, row, from, &a, err);
        if (!status) status = find_region(finder, t, row, to, &b, err);
        if (status) break;
        if (a == b || ctk_csr_find(g->indptr, g->indices, a, b) >= 0)
            n_known++;
        else if (!is_listed(pairs, a, b))
            status = ct_links_add(pairs, a, b, 0.0, CT_EDGE_BRIDGE, err);
    }
    if (n_known > 0)
        ct_note_add(
            job->ctx->notes, CT_INFO, "graph", n_known,
            "{row of the bridge file links|rows of the bridge file link} a region to itself "
            "or to a neighbour; left out");
    return status;
}

ct_status ct_graph_bridge_pairs(ct_graph_job *job, ct_links *pairs, ct_error *err)
{
    ct_table table = {0};
    ct_finder finder = {0};
    int32_t from = -1, to = -1;
    ct_status status = ct_table_read(job->opt->bridge_file, &table, job->inputs, err);
    if (!status) status = ct_table_need(&table, "from", "source|a|code_a", &from, err);
    if (!status) status = ct_table_need(&table, "to", "target|b|code_b", &to, err);
    if (!status) status = ct_finder_open(job, &finder, err);
    if (!status) {
        ct_finder_learn(&finder, &table, from);
        status = read_rows(job, &table, from, to, &finder, pairs, err);
    }
    if (!status) ct_finder_note(&finder, job, table.path);
    ct_finder_close(&finder);
    ct_table_free(&table);
    return status;
}
