/// Group matrices to one sparse matrix.
#include "kernels/cluster/quotient.h"

#include <string.h>

void ctk_group_clear(ctk_group_sum *g, int32_t k, int32_t size)
{
    g->n = 0;
    g->size = size;
    for (int32_t j = 0; j < k; j++) g->local[j] = -1;
    memset(g->dense, 0, sizeof(double) * CTK_GROUP_CELLS * CTK_GROUP_CELLS * (size_t)size);
}

int32_t ctk_group_enter(ctk_group_sum *g, const ctk_near *near, int32_t n, int32_t *active,
                        int32_t local[CTK_GROUP_CELLS])
{
    int32_t entered = 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t slot = near->slot[active[i]];
        if (g->local[slot] < 0 && g->n < CTK_GROUP_CELLS) {
            g->id[g->n] = near->id[active[i]];
            g->slot[g->n] = slot;
            g->local[slot] = g->n++;
        }
        if (g->local[slot] < 0) continue;
        active[entered] = active[i];
        local[entered++] = g->local[slot];
    }
    return entered;
}

int32_t ctk_group_flush(ctk_group_sum *g, ctk_pair *pair, double *value)
{
    int32_t n = 0, size = g->size;
    for (int32_t a = 0; a < g->n; a++) {
        for (int32_t b = a + 1; b < g->n; b++) {
            double *v = g->dense + (int64_t)ctk_group_cell(a, b) * size;
            if (v[0] > 0 && n < CTK_GROUP_PAIRS) {
                pair[n] = (ctk_pair){g->id[a], g->id[b]};
                for (int32_t e = 0; e < size; e++) value[(int64_t)n * size + e] = v[e];
                n++;
            }
            for (int32_t e = 0; e < size; e++) v[e] = 0;
        }
        g->local[g->slot[a]] = -1;
    }
    g->n = 0;
    return n;
}

/// One entry of row a, column b.
static void put(const double *value, int32_t size, int32_t a, int32_t b, int64_t *cursor,
                ctk_sparse *m)
{
    int64_t at = cursor[a]++;
    m->indices[at] = b;
    for (int32_t e = 0; e < size; e++) m->off[at * size + e] = value[e];
}

/// Rows of the pairs in both directions, not yet merged.
static void scatter(int32_t n_groups, const int32_t *n_pairs, const ctk_pair *pair,
                    const double *value, int64_t *cursor, ctk_sparse *m)
{
    int32_t size = ctk_packed_size(m->block);
    memset(m->indptr, 0, sizeof(int64_t) * (size_t)(m->n + 1));
    for (int64_t g = 0; g < n_groups; g++)
        for (int32_t q = 0; q < n_pairs[g]; q++) {
            m->indptr[pair[g * CTK_GROUP_PAIRS + q].a + 1]++;
            m->indptr[pair[g * CTK_GROUP_PAIRS + q].b + 1]++;
        }
    for (int32_t j = 0; j < m->n; j++) m->indptr[j + 1] += m->indptr[j];
    memcpy(cursor, m->indptr, sizeof(int64_t) * (size_t)m->n);
    for (int64_t g = 0; g < n_groups; g++)
        for (int32_t q = 0; q < n_pairs[g]; q++) {
            const ctk_pair *e = pair + g * CTK_GROUP_PAIRS + q;
            const double *v = value + (g * CTK_GROUP_PAIRS + q) * size;
            put(v, size, e->a, e->b, cursor, m);
            put(v, size, e->b, e->a, cursor, m);
        }
}

void ctk_quotient(int32_t n_groups, const int32_t *n_pairs, const ctk_pair *pair,
                  const double *value, int64_t *cursor, ctk_sparse *out)
{
    int32_t size = ctk_packed_size(out->block);
    scatter(n_groups, n_pairs, pair, value, cursor, out);
    int64_t *where = cursor, end = 0; // where[l] = entry of column l if it is in this row
    for (int32_t j = 0; j < out->n; j++) where[j] = -1;
    for (int32_t j = 0; j < out->n; j++) {
        int64_t begin = out->indptr[j], row = end;
        out->indptr[j] = row;
        for (int64_t p = begin; p < out->indptr[j + 1]; p++) {
            int32_t l = out->indices[p];
            const double *v = out->off + p * size;
            if (where[l] < row) {
                where[l] = end;
                out->indices[end] = l;
                for (int32_t e = 0; e < size; e++) out->off[end * size + e] = v[e];
                end++;
            } else {
                for (int32_t e = 0; e < size; e++) out->off[where[l] * size + e] += v[e];
            }
        }
    }
    out->indptr[out->n] = end;
}
