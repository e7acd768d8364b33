/// A layer of rectangles, its options and its graph.
#ifndef CT_TESTS_MAKE_GRAPH_H
#define CT_TESTS_MAKE_GRAPH_H

#include "tests/support/make_layer.h"

typedef struct made_graph {
    ct_graph_options opt;
    ct_regions r;
    ct_graph g;
    ct_inputs inputs;
    ct_error err;
    const ct_context *ctx;
} made_graph;

/// The layer with the default options; no graph yet.
made_graph make_graph(const made_rectangle *ring, int32_t n);
void made_graph_free(made_graph *s);

/// The graph in place of the one before; notes in s->ctx->notes.
ct_status build_graph(made_graph *s, int32_t n_threads);
/// It can be built, and is a graph; connected unless s->opt.bridges is none.
void build_graph_ok(made_graph *s);
/// It can be built once enough allocations succeed, and says that memory is short until then: the
/// first, the second ... allocation fails in turn.
void build_graph_starved(made_graph *s);

/// The first note with `part`, NULL = none.
const ct_note *graph_note(const made_graph *s, const char *part);
/// Row of the pair with these codes, -1 = no neighbours.
int64_t graph_pair(const made_graph *s, const char *a, const char *b);

#endif
