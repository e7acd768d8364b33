/// Which links beside the tree are worth offering: those no longer than what they hold is broad.
///
/// The tree of bridges, its links taken by length, joins the groups two by two until all are one.
/// A link beside it closes a way round over the link of the tree that joined its two ends last, t.
/// It gives a choice where the parts that t joined lie beside each other: a row of islands that can
/// be divided with its coast. It gives none where a distant part would only hang by two ways
/// instead of one, such as an archipelago by a link to either end of the land: it misleads the
/// search, which takes any link for nearness. So a link stays when it is no longer than the smaller
/// of the two parts is broad: no longer than the diagonal of the box around it.
#include <math.h>
#include <stdlib.h>

#include "graph/graph.h"

typedef struct merging {
    int32_t n;       ///< groups
    int32_t *parent; ///< [n] by size, paths left as they are: a root's is itself
    int32_t *at;     ///< [n] the union that gave it its parent; of a root: the number of them
    int32_t *size;   ///< [n] groups under a root
    ctk_box *box;    ///< [n] around what is under a root
    double *narrow;  ///< [n - 1] km across the smaller part of each union
} merging;

static int32_t root_of(const merging *m, int32_t x)
{
    while (m->parent[x] != x) x = m->parent[x];
    return x;
}

static double breadth_km(const ctk_box *b)
{
    double sum = 0.0;
    for (int k = 0; k < 3; k++) sum += (b->hi[k] - b->lo[k]) * (b->hi[k] - b->lo[k]);
    return sqrt(sum);
}

static void widen(ctk_box *to, const ctk_box *by)
{
    for (int k = 0; k < 3; k++) {
        to->lo[k] = fmin(to->lo[k], by->lo[k]);
        to->hi[k] = fmax(to->hi[k], by->hi[k]);
    }
}

static void unite(merging *m, int32_t x, int32_t y, int32_t number)
{
    x = root_of(m, x);
    y = root_of(m, y);
    m->narrow[number] = fmin(breadth_km(&m->box[x]), breadth_km(&m->box[y]));
    if (m->size[x] < m->size[y]) {
        const int32_t swap = x;
        x = y;
        y = swap;
    }
    m->parent[y] = x;
    m->at[y] = number;
    m->size[x] += m->size[y];
    widen(&m->box[x], &m->box[y]);
}

/// The union that brought x and y together. Unions are later the nearer to the root.
static int32_t union_of(const merging *m, int32_t x, int32_t y)
{
    int32_t number = -1;
    while (x != y) {
        int32_t *lower = m->at[x] < m->at[y] ? &x : &y;
        number = m->at[*lower];
        *lower = m->parent[*lower];
    }
    return number;
}

static int by_length(const void *x, const void *y)
{
    const ct_bridge *p = *(const ct_bridge *const *)x, *q = *(const ct_bridge *const *)y;
    if (p->length_m != q->length_m) return p->length_m < q->length_m ? -1 : 1;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

static void begin(merging *m, const ct_outline *o, const int32_t *group, int32_t n_unions)
{
    for (int32_t c = 0; c < m->n; c++) {
        m->parent[c] = c;
        m->at[c] = n_unions;
        m->size[c] = 1;
        for (int k = 0; k < 3; k++) m->box[c].lo[k] = INFINITY, m->box[c].hi[k] = -INFINITY;
    }
    for (int32_t i = 0; i < o->tree.chains.n; i++) {
        const ctk_box box = ctk_chain_box(&o->tree.chains, i);
        widen(&m->box[group[i]], &box);
    }
}

static ct_status allocate(ct_arena *arena, merging *m, ct_error *err)
{
    const int32_t n = m->n;
    m->parent = ct_arena_array(arena, n, sizeof *m->parent, "bridges", err);
    m->at = ct_arena_array(arena, n, sizeof *m->at, "bridges", err);
    m->size = ct_arena_array(arena, n, sizeof *m->size, "bridges", err);
    m->box = ct_arena_array(arena, n, sizeof *m->box, "bridges", err);
    m->narrow = ct_arena_array(arena, n, sizeof *m->narrow, "bridges", err);
    return m->parent && m->at && m->size && m->box && m->narrow ? CT_OK : CT_ERR_MEMORY;
}

ct_status ct_graph_keep_short(const ct_graph_job *job, const ct_outline *o, const int32_t *group,
                              const ct_bridge *tree, int32_t n_tree, ct_bridge *link,
                              int64_t *n_links, ct_error *err)
{
    const int32_t *component = job->graph->component;
    merging m = {.n = job->graph->n_components};
    ct_arena arena = {0};
    const ct_bridge **order = ct_arena_array(&arena, n_tree, sizeof *order, "bridges", err);
    const ct_status status = order ? allocate(&arena, &m, err) : CT_ERR_MEMORY;
    if (!status) {
        int64_t kept = 0;
        begin(&m, o, group, n_tree);
        for (int32_t i = 0; i < n_tree; i++) order[i] = &tree[i];
        qsort(order, (size_t)n_tree, sizeof(*order), by_length);
        for (int32_t i = 0; i < n_tree; i++)
            unite(&m, component[order[i]->a], component[order[i]->b], i);
        for (int64_t i = 0; i < *n_links; i++) {
            const int32_t t = union_of(&m, component[link[i].a], component[link[i].b]);
            if (link[i].length_m <= 1e3 * m.narrow[t]) link[kept++] = link[i];
        }
        *n_links = kept;
    }
    ct_arena_free(&arena);
    return status;
}
