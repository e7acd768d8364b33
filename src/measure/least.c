/// The least number of territories that --capacity allows, by arithmetic alone.
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "canton/stages.h"
#include "kernels/graph/components.h"
#include "kernels/measure/pack.h"

/// A region of its component.
typedef struct item {
    int32_t component;
    int64_t weight;
} item;

typedef struct least {
    const ct_measure *measure;
    const ct_regions *regions;
    int64_t capacity;
    int32_t n_components;
    item *item;            ///< [n] by component, then falling weight
    int64_t *weight, *sum; ///< [n], [n + 1] scratch
    int32_t *component, *size, *work;
    ct_arena arena;
} least;

static int by_component(const void *a, const void *b)
{
    const item *x = a, *y = b;
    if (x->component != y->component) return x->component < y->component ? -1 : 1;
    return (x->weight < y->weight) - (x->weight > y->weight);
}

static int by_weight(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

static ct_status allocate(least *l, ct_error *err)
{
    const int64_t n = l->regions->n;
    l->item = ct_arena_array(&l->arena, n, sizeof *l->item, "capacity", err);
    l->weight = ct_arena_array(&l->arena, n, sizeof *l->weight, "capacity", err);
    l->sum = ct_arena_array(&l->arena, n + 1, sizeof *l->sum, "capacity", err);
    l->component = ct_arena_array(&l->arena, n, sizeof *l->component, "capacity", err);
    l->size = ct_arena_array(&l->arena, n, sizeof *l->size, "capacity", err);
    l->work = ct_arena_array(&l->arena, 3 * n + 1, sizeof *l->work, "capacity", err);
    const bool all = l->item && l->weight && l->sum && l->component && l->size && l->work;
    return all ? CT_OK : CT_ERR_MEMORY;
}

/// Bins for weight[0..n), falling: those over the capacity have one each.
static int64_t bins(const least *l, int64_t n)
{
    int64_t heavy = 0;
    while (heavy < n && l->weight[heavy] > l->capacity) heavy++;
    return heavy + ctk_pack_bound(n - heavy, l->weight + heavy, l->capacity, l->sum);
}

static int64_t count_all(const least *l)
{
    const int64_t n = l->regions->n;
    for (int64_t i = 0; i < n; i++) l->weight[i] = l->measure->region[i];
    qsort(l->weight, (size_t)n, sizeof *l->weight, by_weight);
    return bins(l, n);
}

/// Every component for itself; one without weight needs a territory too.
static int64_t count_components(const least *l)
{
    const int64_t n = l->regions->n;
    int64_t sum = 0;
    for (int64_t i = 0; i < n; i++) l->item[i] = (item){l->component[i], l->measure->region[i]};
    qsort(l->item, (size_t)n, sizeof *l->item, by_component);
    for (int64_t from = 0, to; from < n; from = to) {
        for (to = from; to < n && l->item[to].component == l->item[from].component; to++)
            l->weight[to - from] = l->item[to].weight;
        const int64_t own = bins(l, to - from);
        sum += own > 1 ? own : 1;
    }
    return sum;
}

static int32_t heaviest(const least *l, ct_capacity *out)
{
    int32_t most = 0;
    const int64_t *w = l->measure->region;
    for (int32_t i = 0; i < l->regions->n; i++) {
        out->n_heavy += w[i] > l->capacity;
        if (w[i] > w[most]) most = i;
    }
    return most;
}

static void tell(const least *l, const ct_context *ctx, const ct_capacity *c, int32_t most)
{
    char total[32], limit[32], weight[32], over[80] = "";
    const char *name = l->measure->name;
    ct_format_fixed(l->measure->total, l->measure->decimals, total);
    ct_format_fixed(l->capacity, l->measure->decimals, limit);
    ct_format_fixed(l->measure->region[most], l->measure->decimals, weight);
    if (c->by_components > c->by_granularity)
        snprintf(over, sizeof over, ", at least %d because %d unconnected parts share none",
                 c->by_components, l->n_components);
    ct_note_add(ctx->notes, CT_INFO, "capacity", 0,
                "%s %s over a capacity of %s: at least %d territories by weight, at least %d "
                "because regions are not divided (heavy ones cannot share a territory)%s",
                name, total, limit, c->by_weight, c->by_granularity, over);
    if (c->n_heavy == 0) return;
    const ct_strings *code = &l->regions->code;
    ct_note_add(
        ctx->notes, CT_WARN, "capacity", c->n_heavy,
        "regions are over the capacity by themselves (%.*s: %s of %s), so that no number of "
        "territories keeps it; the least capacity that could be kept is --capacity %s=%s",
        (int)ct_string_length(code, most), ct_string(code, most), weight, limit, name, weight);
}

static ct_status fill(least *l, const ct_graph *graph, ct_capacity *out, ct_error *err)
{
    const ct_status status = allocate(l, err);
    if (status) return status;
    l->n_components =
        ctk_components(graph->n, graph->indptr, graph->indices, l->component, l->size, l->work);
    const int64_t w = (l->measure->total - 1) / l->capacity + 1, g = count_all(l);
    const int64_t c = l->n_components > 1 ? count_components(l) : 0;
    const int64_t most = w > g && w > c ? w : g > c ? g : c;
    if (most > l->regions->n)
        return ct_fail(err, CT_ERR_INPUT,
                       "--capacity: %lld territories of %d regions would be needed; raise the "
                       "capacity",
                       (long long)most, l->regions->n);
    out->by_weight = (int32_t)w;
    out->by_granularity = (int32_t)g;
    out->by_components = (int32_t)c;
    out->least = (int32_t)most;
    return CT_OK;
}

ct_status ct_capacity_least(const ct_target_options *opt, const ct_context *ctx,
                            const ct_case *given, ct_capacity *out, ct_error *err)
{
    ct_error local = {0};
    ct_bands bands = {0};
    ct_inputs none = {0};
    *out = (ct_capacity){0};
    ct_target_options alone = *opt; // k = 1, so that the band's upper bound is the capacity
    alone.k = 1;
    ct_status status = ct_bands_build(&alone, ctx, given, &bands, &none, &local);
    if (!status) {
        const int32_t m = opt->capacity_measure;
        least l = {.measure = &given->measures.item[m],
                   .regions = &given->regions,
                   .capacity = bands.upper[m]};
        if (l.capacity < 1)
            status = ct_fail(&local, CT_ERR_USAGE,
                             "--capacity: it is below the smallest step of the measure; raise it");
        if (!status) status = fill(&l, &given->graph, out, &local);
        if (!status) tell(&l, ctx, out, heaviest(&l, out));
        ct_arena_free(&l.arena);
    }
    ct_bands_free(&bands);
    if (status && err) *err = local;
    return status;
}
