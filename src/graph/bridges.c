/// Links that join what water or gaps keep apart, each with where it lands and why.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/graph.h"
#include "kernels/prim/sets.h"

/// What the bridge builders share.
typedef struct builder {
    ct_graph_job *job;
    const int32_t *size; ///< regions of each component
    int32_t *parent;     ///< [n_components] components joined so far (ctk_find sets)
    ct_bridge *bridge;
    int64_t n, capacity;
} builder;

static ct_status add_bridge(builder *b, const ct_bridge *bridge, ct_error *err)
{
    const ct_status status =
        ct_grow((void **)&b->bridge, &b->capacity, b->n + 1, sizeof *b->bridge, "bridges", err);
    if (!status) b->bridge[b->n++] = *bridge;
    return status;
}

static ct_status new_work(ct_arena *arena, const ct_outline *o, int32_t n_groups, ctk_gap_work *w,
                          ct_error *err)
{
    const int32_t n = o->tree.chains.n, n_tasks = n / CTK_GAP_TASK + n_groups + 2;
    w->order = ct_arena_array(arena, n, sizeof *w->order, "bridges", err);
    w->task_begin = ct_arena_array(arena, n_tasks, sizeof *w->task_begin, "bridges", err);
    w->parent = ct_arena_array(arena, n_groups, sizeof *w->parent, "bridges", err);
    w->root = ct_arena_array(arena, n_groups, sizeof *w->root, "bridges", err);
    w->label = ct_arena_array(arena, ctk_boxtree_nodes(n), sizeof *w->label, "bridges", err);
    w->limit2 = ct_arena_array(arena, n_groups, sizeof *w->limit2, "bridges", err);
    w->best = ct_arena_array(arena, n_groups, sizeof *w->best, "bridges", err);
    return w->order && w->task_begin && w->parent && w->root && w->label && w->limit2 && w->best
               ? CT_OK
               : CT_ERR_MEMORY;
}

/// All segments of regions a and b, for their nearest points.
static int64_t list_rings(const ct_regions *r, int32_t region, int64_t at, int32_t *segment,
                          int32_t *left)
{
    for (int32_t ring = r->ring_begin[region]; ring < r->ring_begin[region + 1]; ring++) {
        for (int64_t v = r->vertex_begin[ring]; v < r->vertex_begin[ring + 1] - 1; v++, at++) {
            if (!segment) continue;
            segment[at] = (int32_t)v;
            left[at] = region;
        }
    }
    return at;
}

/// Outline of two regions, from all their rings or their centres.
static ct_status pair_outline(builder *b, ct_arena *arena, int32_t p, int32_t q, ct_outline *out,
                              ct_error *err)
{
    const ct_regions *r = b->job->regions;
    const bool has_rings = !r->is_point_layer;
    const int64_t n_p = has_rings ? list_rings(r, p, 0, NULL, NULL) : 0;
    const int64_t n = has_rings ? list_rings(r, q, n_p, NULL, NULL) : 0;
    int32_t *segment = ct_arena_array(arena, n, sizeof *segment, "bridge", err);
    int32_t *left = ct_arena_array(arena, n, sizeof *left, "bridge", err);
    int32_t lone[2], n_lone = 0;
    if (!segment || !left) return CT_ERR_MEMORY;
    if (has_rings) list_rings(r, q, list_rings(r, p, 0, segment, left), segment, left);
    if (n_p == 0) lone[n_lone++] = p;
    if (n == n_p) lone[n_lone++] = q;
    return ct_outline_build(r, n, segment, left, NULL, lone, n_lone, b->job->ctx->n_threads, out,
                            err);
}

static ct_status bridge_pair(builder *b, int32_t p, int32_t q, ct_error *err)
{
    ct_arena arena = {0};
    ct_outline o = {0};
    ctk_gap_work w;
    ctk_gap gap;
    int32_t *group = NULL;
    ct_status status = pair_outline(b, &arena, p, q, &o, err);
    if (!status) status = new_work(&arena, &o, 2, &w, err);
    if (!status) {
        group = ct_arena_array(&arena, o.tree.chains.n, sizeof *group, "bridge", err);
        if (!group) status = CT_ERR_MEMORY;
    }
    if (!status) {
        for (int32_t i = 0; i < o.tree.chains.n; i++) group[i] = o.region[i] == q;
        ctk_gap_tree(&o.tree, 2, group, &w, b->job->ctx->n_threads, &gap);
        ct_bridge bridge = ct_outline_bridge(&o, b->job->regions, &gap, CT_EDGE_BRIDGE);
        snprintf(bridge.reason, sizeof bridge.reason, "named in the bridge file");
        status = add_bridge(b, &bridge, err);
    }
    ct_outline_free(&o);
    ct_arena_free(&arena);
    return status;
}

static ct_status bridges_from_file(builder *b, ct_error *err)
{
    const int32_t *component = b->job->graph->component;
    ct_links pairs = {0};
    ct_status status = ct_graph_bridge_pairs(b->job, &pairs, err);
    for (int64_t i = 0; i < pairs.n && !status; i++) {
        status = bridge_pair(b, pairs.a[i], pairs.b[i], err);
        ctk_unite(b->parent, component[pairs.a[i]], component[pairs.b[i]]);
    }
    ct_links_free(&pairs);
    return status;
}

/// Why a bridge is there: its smaller side.
static void give_reason(const builder *b, ct_bridge *x, const char *before)
{
    const int32_t *component = b->job->graph->component;
    const int32_t p = component[x->a], q = component[x->b], n = b->size[p > q ? p : q];
    const char *touch = x->length_m == 0.0 ? ", touches at a point only" : "";
    if (n == 1)
        snprintf(x->reason, sizeof x->reason, "%sisolated region%s", before, touch);
    else
        snprintf(x->reason, sizeof x->reason, "%sisland of %d regions%s", before, (int)n, touch);
}

static ct_status bridges_of_tree(builder *b, const ct_outline *o, const int32_t *group,
                                 ct_error *err)
{
    const int32_t n = b->job->graph->n_components;
    ct_arena arena = {0};
    ctk_gap_work w;
    ct_status status = new_work(&arena, o, n, &w, err);
    ctk_gap *tree = ct_arena_array(&arena, n, sizeof *tree, "bridges", err);
    if (status || !tree) {
        ct_arena_free(&arena);
        return CT_ERR_MEMORY;
    }
    memcpy(w.parent, b->parent, (size_t)n * sizeof *w.parent);
    const int32_t count = ctk_gap_complete(&o->tree, n, group, &w, b->job->ctx->n_threads, tree);
    for (int32_t i = 0; i < count && !status; i++) {
        ct_bridge x = ct_outline_bridge(o, b->job->regions, &tree[i], CT_EDGE_BRIDGE);
        give_reason(b, &x, "");
        status = add_bridge(b, &x, err);
    }
    ct_arena_free(&arena);
    return status;
}

static int compare(const void *x, const void *y)
{
    const ct_bridge *p = x, *q = y;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    if (p->b != q->b) return p->b < q->b ? -1 : 1;
    return (p->kind > q->kind) - (p->kind < q->kind); // a bridge before a near pair
}

/// Beside the tree: on it alone, a row of islands would hang on the coast by one link, and could
/// not be divided with the land beside it.
static ct_status bridges_besides(builder *b, const ct_outline *o, const int32_t *group,
                                 ct_error *err)
{
    const int64_t n_tree = b->n;
    ct_bridge *more = NULL;
    int64_t n = 0;
    ct_status status = ct_graph_relatives(b->job, o, group, &more, &n, err);
    if (n_tree > 0) qsort(b->bridge, (size_t)n_tree, sizeof *b->bridge, compare);
    for (int64_t i = 0; i < n && !status; i++) {
        if (bsearch(&more[i], b->bridge, (size_t)n_tree, sizeof *more, compare)) continue;
        give_reason(b, &more[i], "one more way to an ");
        status = add_bridge(b, &more[i], err);
    }
    free(more);
    return status;
}

/// Near pairs of the region whose chains are [from, to).
static ct_status near_region(builder *b, const ct_outline *o, const int32_t *label, int32_t from,
                             int32_t to, ctk_gap *best, int32_t *touched, ct_error *err)
{
    const int32_t *component = b->job->graph->component;
    const double km = b->job->opt->bridge_gap_km;
    const int32_t a = o->region[from], own = component[a];
    ct_status status = CT_OK;
    const int32_t n = ctk_gap_within(&o->tree, label, from, to, own, km * km, best, touched);
    for (int32_t i = 0; i < n; i++) {
        const int32_t r = touched[i];
        ct_bridge x = ct_outline_bridge(o, b->job->regions, &best[r], CT_EDGE_NEAR);
        best[r].chain_b = -1;
        if (status || (component[r] != 0 && r < a)) continue; // the other side has found it
        snprintf(x.reason, sizeof x.reason, "within %g km of each other", km);
        status = add_bridge(b, &x, err);
    }
    return status;
}

static ct_status near_pairs(builder *b, const ct_outline *o, const int32_t *group, ct_error *err)
{
    const ct_graph *g = b->job->graph;
    const int32_t n = o->tree.chains.n;
    ct_status status = CT_OK;
    int32_t *label = ct_array(ctk_boxtree_nodes(n), sizeof *label, "near pairs", err);
    int32_t *touched = ct_array(g->n, sizeof *touched, "near pairs", err);
    ctk_gap *best = ct_array(g->n, sizeof *best, "near pairs", err);
    if (!label || !touched || !best) status = CT_ERR_MEMORY;
    if (!status) {
        ctk_gap_labels(&o->tree, group, NULL, label);
        for (int32_t r = 0; r < g->n; r++) best[r].chain_b = -1;
    }
    for (int32_t from = 0, to = 0; from < n && !status; from = to) {
        while (to < n && o->region[to] == o->region[from]) to++;
        if (g->component[o->region[from]] != 0)
            status = near_region(b, o, label, from, to, best, touched, err);
    }
    free(best);
    free(touched);
    free(label);
    return status;
}

/// In order of regions, each pair once, into the graph and the links.
static ct_status deliver(builder *b, ct_links *links, ct_error *err)
{
    ct_graph *g = b->job->graph;
    ct_status status = CT_OK;
    int64_t n = 0;
    if (b->n > 0) qsort(b->bridge, (size_t)b->n, sizeof *b->bridge, compare);
    for (int64_t i = 0; i < b->n; i++) {
        if (n > 0 && b->bridge[n - 1].a == b->bridge[i].a && b->bridge[n - 1].b == b->bridge[i].b)
            continue;
        b->bridge[n++] = b->bridge[i];
    }
    for (int64_t i = 0; i < n && !status; i++)
        status = ct_links_add(links, b->bridge[i].a, b->bridge[i].b, 0.0, b->bridge[i].kind, err);
    g->bridge = b->bridge;
    g->n_bridges = (int32_t)n;
    b->bridge = NULL;
    return status;
}

static int32_t count_sets(int32_t *parent, int32_t n)
{
    int32_t count = 0;
    for (int32_t c = 0; c < n; c++) count += ctk_find(parent, c) == c;
    return count;
}

/// Bridges that need the outline of the whole layer.
static ct_status bridges_of_layer(builder *b, bool want_tree, ct_error *err)
{
    const ct_graph *g = b->job->graph;
    ct_outline o = {0};
    int32_t *group = NULL;
    ct_status status = ct_outline_layer(b->job, g->component, g->n_components, &o, err);
    if (status) goto out;
    group = ct_array(o.tree.chains.n, sizeof *group, "bridges", err);
    if (!group) {
        status = CT_ERR_MEMORY;
        goto out;
    }
    for (int32_t i = 0; i < o.tree.chains.n; i++) group[i] = g->component[o.region[i]];
    if (want_tree) status = bridges_of_tree(b, &o, group, err);
    if (!status && b->job->opt->bridges == CT_BRIDGES_AUTO)
        status = bridges_besides(b, &o, group, err);
    if (!status && b->job->opt->bridge_gap_km > 0.0) status = near_pairs(b, &o, group, err);
out:
    free(group);
    ct_outline_free(&o);
    return status;
}

ct_status ct_graph_bridge(ct_graph_job *job, const int32_t *component_size, ct_links *links,
                          ct_error *err)
{
    const ct_bridge_mode mode = job->opt->bridges;
    job->graph->is_apart = mode == CT_BRIDGES_NONE;
    const int32_t n = job->graph->n_components;
    builder b = {.job = job, .size = component_size};
    ct_status status = CT_OK;
    b.parent = ct_array(n, sizeof *b.parent, "bridges", err);
    if (!b.parent) return CT_ERR_MEMORY;
    for (int32_t c = 0; c < n; c++) b.parent[c] = c;
    if (mode == CT_BRIDGES_FILE) status = bridges_from_file(&b, err);
    if (status) goto out;
    const int32_t n_apart = count_sets(b.parent, n);
    if (mode == CT_BRIDGES_FILE && n_apart > 1)
        ct_note_add(
            job->ctx->notes, CT_WARN, "graph", n_apart,
            "{group of regions is|groups of regions are} still apart after the bridge file; joined "
            "automatically");
    const bool want_tree = mode != CT_BRIDGES_NONE && n_apart > 1;
    if (want_tree || (n > 1 && job->opt->bridge_gap_km > 0.0))
        status = bridges_of_layer(&b, want_tree, err);
    if (!status) status = deliver(&b, links, err);
out:
    free(b.bridge);
    free(b.parent);
    return status;
}
