/// Values that each record of a region repeats: is it the total of the region, or one of its parts?
#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "read/regions.h"

ct_status ct_repeats_open(const ct_regions *regions, ct_repeats *out, ct_error *err)
{
    *out = (ct_repeats){.regions = regions};
    out->n = ct_array(regions->n, sizeof *out->n, "records of regions", err);
    out->value = ct_array(regions->n, sizeof *out->value, "records of regions", err);
    return out->n && out->value ? CT_OK : CT_ERR_MEMORY;
}

void ct_repeats_close(ct_repeats *r)
{
    free(r->n);
    free(r->value);
}

void ct_repeats_add(ct_repeats *r, int32_t region, int64_t value)
{
    const int32_t n = r->n[region];
    const bool is_other = n < 0 || (n > 0 && value != r->value[region]);
    r->value[region] = value;
    r->n[region] = is_other ? -(abs(n) + 1) : n + 1;
}

static void add_example(ct_examples *e, const ct_repeats *r, int32_t region, int32_t decimals)
{
    char value[32];
    const ct_strings *code = &r->regions->code;
    const int64_t length = ct_string_length(code, region);
    ct_format_fixed(r->value[region], decimals, value);
    ct_example(e, 1, "'%.*s' %d times %s", length < 20 ? (int)length : 20, ct_string(code, region),
               (int)r->n[region], value);
}

void ct_repeats_note(const ct_repeats *r, const ct_context *ctx, const char *name, int32_t decimals)
{
    ct_examples same = {0};
    int64_t n_summed = 0;
    for (int32_t i = 0; i < r->regions->n; i++) {
        if (r->n[i] > 1 && r->value[i] != 0) add_example(&same, r, i, decimals);
        n_summed += r->n[i] < -1;
    }
    if (same.n)
        ct_note_add(ctx->notes, CT_WARN, "read", same.n,
                    "{region has|regions have} several records with the same %s in each, which was "
                    "added up (%s); if it is the total of the region, make one record of them",
                    name, same.text);
    if (n_summed)
        ct_note_add(ctx->notes, CT_INFO, "read", n_summed,
                    "{region has|regions have} several records, whose %s was added up", name);
}
