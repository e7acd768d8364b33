/// Neighbours from a file or from memory: which format, merging, and what is odd about it.
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "graph/given.h"
#include "kernels/graph/csr.h"

static int compare_order(const void *x, const void *y, void *user)
{
    const ct_links *l = user;
    const int64_t i = *(const int64_t *)x, j = *(const int64_t *)y;
    if (l->a[i] != l->a[j]) return l->a[i] < l->a[j] ? -1 : 1;
    if (l->b[i] != l->b[j]) return l->b[i] < l->b[j] ? -1 : 1;
    return i < j ? -1 : i > j;
}

/// Each pair of `given` once, with its longest border (a file may list both directions), appended
/// to links.
static ct_status merge(const ct_links *given, ct_links *links, ct_error *err)
{
    ct_status status = CT_ERR_MEMORY;
    int64_t *order = ct_array(given->n, sizeof *order, "adjacency", err);
    if (!order) return status;
    status = ct_links_reserve(links, given->n, err);
    if (status) goto out;
    for (int64_t i = 0; i < given->n; i++) order[i] = i;
    qsort_r(order, (size_t)given->n, sizeof *order, compare_order, (void *)(uintptr_t)given);
    for (int64_t i = 0; i < given->n; i++) {
        const int64_t k = order[i], last = links->n - 1;
        if (i == 0 || given->a[k] != links->a[last] || given->b[k] != links->b[last])
            ct_links_add(links, given->a[k], given->b[k], given->border_m[k], CT_EDGE_GIVEN, err);
        else if (given->border_m[k] > links->border_m[last])
            links->border_m[last] = given->border_m[k];
    }
out:
    free(order);
    return status;
}

/// border_m of a row that gives none: what the polygons say. A negative length means "none given".
static void fill_lengths(const ct_graph *g, ct_links *given)
{
    for (int64_t i = 0; i < given->n; i++) {
        if (given->border_m[i] >= 0.0) continue;
        const int64_t e = ctk_csr_find(g->indptr, g->indices, given->a[i], given->b[i]);
        given->border_m[i] = e >= 0 ? g->border_m[e] : 0.0;
    }
}

/// First line is one number, or "0 n layer field": no table starts so.
static bool has_gal_header(const char *text, int64_t size)
{
    int32_t n_words = 0;
    bool in_word = false;
    for (int64_t i = 0; i < size && text[i] != '\n' && text[i] != '\r'; i++) {
        const bool blank = text[i] == ' ';
        if (text[i] == ',' || text[i] == ';' || text[i] == '\t') return false;
        if (n_words < 2 && !blank && (text[i] < '0' || text[i] > '9')) return false;
        n_words += !blank && !in_word;
        in_word = !blank;
    }
    return n_words == 1 || (n_words == 4 && text[0] == '0');
}

static ct_status detect_gal(const char *path, bool *is_gal, ct_error *err)
{
    const size_t length = strlen(path);
    ct_file file = {0};
    *is_gal = length > 4 && ct_name_equal(path + length - 4, ".gal");
    if (*is_gal || strcmp(path, "-") == 0) return CT_OK;
    const ct_status status = ct_file_open(path, &file, err);
    if (status) return status;
    *is_gal = has_gal_header(file.bytes, file.size);
    ct_file_close(&file);
    return CT_OK;
}

static ct_status read_file(ct_graph_job *job, ct_links *given, ct_error *err)
{
    bool is_gal = false;
    ct_status status = detect_gal(job->opt->adjacency, &is_gal, err);
    if (!status)
        status = is_gal ? ct_graph_given_gal(job, given, err) : ct_graph_given_csv(job, given, err);
    if (!status && given->n == 0 && job->graph->n > 1)
        status = ct_fail(err, CT_ERR_INPUT,
                         "%s: no row names two regions of the layer; are these codes of another "
                         "layer, or is --code the wrong field?",
                         job->opt->adjacency);
    return status;
}

static ct_status take_pairs(const ct_pairs *pairs, ct_links *given, ct_error *err)
{
    ct_status status = ct_links_reserve(given, pairs->n, err);
    for (int64_t i = 0; i < pairs->n && !status; i++)
        status =
            ct_links_add(given, pairs->a[i], pairs->b[i], pairs->border_m[i], CT_EDGE_GIVEN, err);
    return status;
}

ct_status ct_graph_given(ct_graph_job *job, ct_links *links, ct_error *err)
{
    ct_links given = {0};
    ct_status status =
        job->pairs ? take_pairs(job->pairs, &given, err) : read_file(job, &given, err);
    if (!status) {
        fill_lengths(job->graph, &given);
        links->n = 0; // what is named replaces what the segments said
        status = merge(&given, links, err);
    }
    ct_links_free(&given);
    return status;
}
