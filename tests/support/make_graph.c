/// A layer of rectangles, its options and its graph.
#include "tests/support/make_graph.h"

#include <string.h>

#include "base/graph_check.h"
#include "base/memory.h"
#include "kernels/graph/csr.h"
#include "tests/support/check.h"

made_graph make_graph(const made_rectangle *ring, int32_t n)
{
    made_graph s = {.opt = ct_graph_options_default()};
    make_layer(ring, n, &s.r);
    return s;
}

void made_graph_free(made_graph *s)
{
    ct_graph_free(&s->g);
    ct_inputs_free(&s->inputs);
    ct_regions_free(&s->r);
}

ct_status build_graph(made_graph *s, int32_t n_threads)
{
    ct_graph_free(&s->g);
    ct_inputs_free(&s->inputs);
    s->err = (ct_error){0};
    s->ctx = test_context(n_threads);
    return ct_graph_build(&s->opt, s->ctx, &s->r, &s->g, &s->inputs, &s->err);
}

void build_graph_ok(made_graph *s)
{
    assert_ok(build_graph(s, 2), s->err);
    assert_ok(ct_graph_check(&s->g, s->opt.bridges != CT_BRIDGES_NONE, &s->err), s->err);
}

void build_graph_starved(made_graph *s)
{
    ct_status status = CT_ERR_MEMORY;
    for (int64_t n = 0; status == CT_ERR_MEMORY && n < 1000; n++) {
        ct_memory_fail_after = n;
        status = build_graph(s, 1);
        ct_memory_fail_after = -1;
        if (status) assert_int_equal(s->err.status, CT_ERR_MEMORY);
    }
    assert_ok(status, s->err);
}

const ct_note *graph_note(const made_graph *s, const char *part)
{
    for (int32_t i = 0; i < s->ctx->notes->n; i++)
        if (strstr(s->ctx->notes->item[i].text, part)) return &s->ctx->notes->item[i];
    return NULL;
}

int64_t graph_pair(const made_graph *s, const char *a, const char *b)
{
    const int64_t p = ct_strings_find(&s->r.code, a, (int64_t)strlen(a));
    const int64_t q = ct_strings_find(&s->r.code, b, (int64_t)strlen(b));
    return ctk_csr_find(s->g.indptr, s->g.indices, (int32_t)p, (int32_t)q);
}
