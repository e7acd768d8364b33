/// Arithmetic around cut regions: what hangs on one of them and makes no whole territory is its
/// own.
#include "measure/hinges.h"

#include "base/memory.h"
#include "base/text.h"
#include "kernels/graph/hinge.h"
#include "measure/examples.h"

enum { TEXT = 32 };

static void tell(const ct_context *ctx, const ct_strings *code, const ct_measure *m, int32_t region,
                 int64_t load, int64_t upper)
{
    char holds[TEXT], most[TEXT];
    ct_note_add(
        ctx->notes, CT_WARN, "measure", 0,
        "the territory of region %.*s would have to hold %s of %s, and %s is the most: what "
        "hangs on this region alone makes no whole number of territories, so no plan meets "
        "the band; widen --tolerance, change --k or let more regions touch (--contiguity "
        "queen, --bridge-gap KM)",
        (int)ct_string_length(code, region), ct_string(code, region),
        ct_format_weight(load, m->decimals, holds), m->name,
        ct_format_weight(upper, m->decimals, most));
}

ct_status ct_hinges_explain(const ct_context *ctx, const ct_regions *regions,
                            const ct_measure *measure, const ct_graph *graph, int64_t lower,
                            int64_t upper, int32_t *found, ct_error *err)
{
    ct_arena arena = {0};
    int32_t top[CT_EXAMPLES] = {-1, -1, -1};
    int64_t *load = ct_arena_array(&arena, graph->n, sizeof *load, "cut regions", err);
    void *work = ct_arena_array(&arena, ctk_hinge_work(graph->n), 1, "cut regions", err);
    const ct_status s = load && work ? CT_OK : CT_ERR_MEMORY;
    *found = 0;
    if (!s)
        ctk_hinge_load(graph->n, graph->indptr, graph->indices, measure->region, lower, upper, load,
                       work);
    for (int32_t i = 0; !s && i < graph->n; i++) {
        if (load[i] <= upper || measure->region[i] > upper) continue;
        ct_examples_keep(load, i, top);
        ++*found;
    }
    for (int t = 0; t < CT_EXAMPLES && top[t] >= 0; t++)
        tell(ctx, &regions->code, measure, top[t], load[top[t]], upper);
    ct_arena_free(&arena);
    return s;
}
