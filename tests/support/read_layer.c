/// ct_read_regions() as tests call it.
#include "support/read_layer.h"

#include <string.h>

#include "base/memory.h"
#include "support/check.h"

read_layer read_layer_default(const char *path)
{
    read_layer l = {.opt = ct_data_options_default()};
    l.opt.regions = path;
    l.opt.n_measures = 0;
    return l;
}

ct_status read_layer_run(read_layer *l, int32_t n_threads)
{
    l->ctx = test_context(n_threads);
    return ct_read_regions(&l->opt, l->ctx, &l->r, &l->inputs, &l->err);
}

void read_layer_free(read_layer *l)
{
    ct_regions_free(&l->r);
    ct_inputs_free(&l->inputs);
}

read_layer read_layer_ok(const char *path)
{
    read_layer l = read_layer_default(path);
    assert_ok(read_layer_run(&l, 1), l.err);
    return l;
}

void read_layer_refused(read_layer *l, const char *part)
{
    assert_fails(read_layer_run(l, 2), CT_ERR_INPUT, l->err);
    assert_contains(l->err.text, part);
    read_layer_free(l);
}

int64_t read_layer_note(const read_layer *l, const char *part)
{
    for (int32_t i = 0; i < l->ctx->notes->n; i++)
        if (strstr(l->ctx->notes->item[i].text, part)) return l->ctx->notes->item[i].count;
    return -1;
}

int32_t read_layer_region(const read_layer *l, const char *code)
{
    const int64_t i = ct_strings_find(&l->r.code, code, (int64_t)strlen(code));
    if (i < 0) fail_msg("no region '%s'", code);
    return (int32_t)i;
}
