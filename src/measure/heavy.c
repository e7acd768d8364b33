/// Regions heavier than any band.
#include "measure/heavy.h"

#include <stdio.h>

#include "base/memory.h"
#include "base/text.h"

enum { EXAMPLES = 3 };

static int64_t largest_upper(const ct_bands *b, int32_t m)
{
    int64_t most = 0;
    for (int32_t j = 0; j < b->k; j++) {
        const int64_t upper = b->upper[(int64_t)m * b->k + j];
        if (upper > most) most = upper;
    }
    return most;
}

/// Put region i among the heaviest; ties keep the one with the smaller code.
static void keep_heaviest(const int64_t *weight, int32_t i, int32_t top[EXAMPLES])
{
    for (int t = 0; t < EXAMPLES; t++) {
        if (top[t] >= 0 && weight[i] <= weight[top[t]]) continue;
        const int32_t pushed = top[t];
        top[t] = i;
        if (pushed < 0) return;
        i = pushed;
    }
}

static void list_examples(const ct_regions *r, const ct_measure *m, const int32_t top[EXAMPLES],
                          char *out, size_t size)
{
    size_t at = 0;
    out[0] = '\0';
    for (int t = 0; t < EXAMPLES && top[t] >= 0 && at < size; t++) {
        char value[32];
        ct_format_fixed(m->region[top[t]], m->decimals, value);
        at += (size_t)snprintf(out + at, size - at, "%s%.*s: %s", t > 0 ? ", " : "",
                               (int)ct_string_length(&r->code, top[t]), ct_string(&r->code, top[t]),
                               value);
    }
}

void ct_note_heavy(const ct_context *ctx, const ct_regions *regions, const ct_measures *measures,
                   const ct_bands *bands)
{
    for (int32_t m = 0; m < measures->n; m++) {
        const ct_measure *measure = &measures->item[m];
        const int64_t limit = largest_upper(bands, m);
        int32_t top[EXAMPLES] = {-1, -1, -1};
        int64_t n = 0;
        for (int32_t i = 0; i < regions->n; i++) {
            if (measure->region[i] <= limit) continue;
            n++;
            keep_heaviest(measure->region, i, top);
        }
        if (n == 0) continue;
        char bound[32], examples[256];
        ct_format_fixed(limit, measure->decimals, bound);
        list_examples(regions, measure, top, examples, sizeof examples);
        ct_note_add(ctx->notes, CT_WARN, "measure", n,
                    "regions alone exceed what a territory may hold of %s (%s), so no plan with "
                    "them is inside the band (%s)",
                    measure->name, bound, examples);
    }
}
