/// Which bridges are taken: Kruskal's tree within each territory.
#include "base/bridges.h"

#include "kernels/prim/sets.h"

static bool is_before(const ct_graph *g, int32_t p, int32_t q)
{
    const double x = g->bridge[p].length_m, y = g->bridge[q].length_m;
    return x != y ? x < y : p < q;
}

void ct_bridges_by_length(const ct_graph *g, int32_t *order)
{
    const int32_t n = g->n_bridges;
    for (int32_t i = 0; i < n; i++) order[i] = i;
    for (int32_t gap = n / 2; gap > 0; gap /= 2) {
        for (int32_t i = gap; i < n; i++) {
            const int32_t x = order[i];
            int32_t j = i;
            for (; j >= gap && is_before(g, x, order[j - gap]); j -= gap) order[j] = order[j - gap];
            order[j] = x;
        }
    }
}

/// Regions of a territory that are neighbours by more than a bridge.
static void unite_neighbors(const ct_graph *g, const int32_t *territory, int32_t *parent)
{
    for (int32_t i = 0; i < g->n; i++) parent[i] = i;
    for (int32_t i = 0; i < g->n; i++) {
        for (int64_t a = g->indptr[i]; a < g->indptr[i + 1]; a++) {
            const int32_t j = g->indices[a];
            if (g->kind[a] == CT_EDGE_BRIDGE || g->kind[a] == CT_EDGE_NEAR) continue;
            if (i < j && territory[i] == territory[j]) ctk_unite(parent, i, j);
        }
    }
}

void ct_bridges_used(const ct_graph *g, const int32_t *territory, int32_t *order, int32_t *parent,
                     bool *is_used)
{
    unite_neighbors(g, territory, parent);
    ct_bridges_by_length(g, order);
    for (int32_t i = 0; i < g->n_bridges; i++) {
        const ct_bridge *b = &g->bridge[order[i]];
        const bool is_within = territory[b->a] > 0 && territory[b->a] == territory[b->b];
        is_used[order[i]] = is_within && ctk_unite(parent, b->a, b->b);
    }
}

int32_t ct_bridges_n_used(const ct_figures *f)
{
    int32_t n = 0;
    for (int32_t t = 0; t < f->k; t++) n += f->parts[t] - f->pieces[t];
    return n;
}
