/// Names that territories have from another plan (--like).
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "pipeline/pipeline.h"

/// Of its territory o, which is number `number` now: its name; where it has numbers only, and this
/// one could not be had, that number.
static ct_status add_name(const ct_alignment *like, int32_t o, int32_t number,
                          ct_strings_builder *b, ct_error *err)
{
    char text[16] = "";
    if (o < 0) return ct_strings_add(b, text, 0, err);
    const int64_t length = ct_string_length(&like->name, o);
    if (length > 0) return ct_strings_add(b, ct_string(&like->name, o), length, err);
    if (like->number[o] > 0 && like->number[o] != number)
        snprintf(text, sizeof text, "%d", (int)like->number[o]);
    return ct_strings_add(b, text, (int64_t)strlen(text), err);
}

static ct_status take_names(const ct_alignment *like, ct_level *level, ct_error *err)
{
    ct_strings_builder b = {0};
    ct_status s = CT_OK;
    for (int32_t t = 0; t < level->solution.k && !s; t++)
        s = add_name(like, level->solution.like[t], t + 1, &b, err);
    if (s) {
        ct_strings_free(&b.s);
        return s;
    }
    ct_strings_free(&level->bands.name);
    level->bands.name = b.s;
    return CT_OK;
}

static void tell(const ct_context *ctx, const ct_case *given, const ct_solution *p)
{
    const ct_measure *m = &given->measures.item[0];
    int64_t kept = 0;
    int32_t n_kept = 0;
    for (int32_t t = 0; t < p->k; t++) n_kept += p->like[t] >= 0;
    for (int32_t i = 0; i < p->n; i++)
        if (given->like.part[i] >= 0 && p->like[p->part[i]] == given->like.part[i])
            kept += m->region[i];
    ct_note_add(ctx->notes, CT_INFO, "balance", n_kept,
                "of %d territories {goes|go} on from the %d of --like, and keep their numbers and "
                "names as far as there are such: %.1f %% of %s stays where it was",
                (int)p->k, (int)given->like.k,
                m->total > 0 ? 100.0 * (double)kept / (double)m->total : 0.0, m->name);
}

ct_status ct_pipeline_name(const ct_context *ctx, const ct_case *given, ct_level *level,
                           ct_error *err)
{
    if (!level->solution.like) return CT_OK;
    const ct_status s = take_names(&given->like, level, err);
    if (!s) tell(ctx, given, &level->solution);
    return s;
}
