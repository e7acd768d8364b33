/// The growing list of links, and its packing into the graph.
#include <stdlib.h>
#include <string.h>

#include "graph/graph.h"
#include "kernels/graph/csr.h"

static ct_status grow(void **array, int64_t capacity, int64_t need, size_t size, ct_error *err)
{
    return ct_grow(array, &capacity, need, size, "links between regions", err);
}

ct_status ct_links_reserve(ct_links *l, int64_t extra, ct_error *err)
{
    const int64_t need = l->n + extra, c = l->capacity;
    if (need <= c) return CT_OK;
    const int64_t to = need > 2 * c ? need : 2 * c;
    ct_status status = grow((void **)&l->a, c, to, sizeof *l->a, err);
    if (!status) status = grow((void **)&l->b, c, to, sizeof *l->b, err);
    if (!status) status = grow((void **)&l->border_m, c, to, sizeof *l->border_m, err);
    if (!status) status = grow((void **)&l->kind, c, to, sizeof *l->kind, err);
    if (!status) l->capacity = to;
    return status;
}

ct_status ct_links_add(ct_links *l, int32_t a, int32_t b, double border_m, ct_edge_kind kind,
                       ct_error *err)
{
    const ct_status status = ct_links_reserve(l, 1, err);
    if (status) return status;
    l->a[l->n] = a < b ? a : b;
    l->b[l->n] = a < b ? b : a;
    l->border_m[l->n] = border_m;
    l->kind[l->n++] = (uint8_t)kind;
    return CT_OK;
}

void ct_links_free(ct_links *l)
{
    free(l->a);
    free(l->b);
    free(l->border_m);
    free(l->kind);
    *l = (ct_links){0};
}

void ct_graph_rows_free(ct_graph *g)
{
    free(g->indptr);
    free(g->indices);
    free(g->border_m);
    free(g->kind);
    g->indptr = NULL;
    g->indices = NULL;
    g->border_m = NULL;
    g->kind = NULL;
}

ct_status ct_links_pack(const ct_links *l, ct_graph *g, ct_error *err)
{
    ct_status status = CT_ERR_MEMORY;
    ct_graph_rows_free(g);
    int64_t *work = ct_array(ctk_csr_work(g->n, l->n), sizeof *work, "graph scratch", err);
    int32_t *indices = ct_array(2 * l->n, sizeof *indices, "graph scratch", err);
    double *border_m = ct_array(2 * l->n, sizeof *border_m, "graph scratch", err);
    uint8_t *kind = ct_array(2 * l->n, sizeof *kind, "graph scratch", err);
    g->indptr = ct_array((int64_t)g->n + 1, sizeof *g->indptr, "graph", err);
    if (!work || !indices || !border_m || !kind || !g->indptr) goto out;
    const int64_t m = ctk_csr_build(g->n, l->n, l->a, l->b, l->border_m, l->kind, work, g->indptr,
                                    indices, border_m, kind);
    g->indices = ct_array(m, sizeof *g->indices, "graph", err);
    g->border_m = ct_array(m, sizeof *g->border_m, "graph", err);
    g->kind = ct_array(m, sizeof *g->kind, "graph", err);
    if (!g->indices || !g->border_m || !g->kind) goto out;
    memcpy(g->indices, indices, (size_t)m * sizeof *indices);
    memcpy(g->border_m, border_m, (size_t)m * sizeof *border_m);
    memcpy(g->kind, kind, (size_t)m * sizeof *kind);
    status = CT_OK;
out:
    free(kind);
    free(border_m);
    free(indices);
    free(work);
    return status;
}

void ct_links_unpack(const ct_graph *g, ct_links *l)
{
    l->n = 0;
    for (int32_t a = 0; a < g->n; a++) {
        for (int64_t e = g->indptr[a]; e < g->indptr[a + 1]; e++) {
            if (g->indices[e] < a) continue;
            l->a[l->n] = a;
            l->b[l->n] = g->indices[e];
            l->border_m[l->n] = g->border_m[e];
            l->kind[l->n++] = g->kind[e];
        }
    }
}
