/// What a person should know about the graph.
#include "base/text.h"
#include "graph/graph.h"

static void tell_longest(const ct_graph_job *job)
{
    const ct_graph *g = job->graph;
    const ct_strings *code = &job->regions->code;
    int32_t longest = -1, n_bridges = 0;
    for (int32_t i = 0; i < g->n_bridges; i++) {
        if (g->bridge[i].kind != CT_EDGE_BRIDGE) continue;
        n_bridges++;
        if (longest < 0 || g->bridge[i].length_m > g->bridge[longest].length_m) longest = i;
    }
    if (longest < 0) return;
    const ct_bridge *x = &g->bridge[longest];
    ct_note_add(job->ctx->notes, CT_INFO, "graph", n_bridges,
                "{bridge joins|bridges join} the components; the longest, %.1f km, links %.*s and "
                "%.*s",
                x->length_m / 1e3, (int)ct_string_length(code, x->a), ct_string(code, x->a),
                (int)ct_string_length(code, x->b), ct_string(code, x->b));
    const int32_t n_more = n_bridges - (g->n_components - 1);
    if (job->opt->bridges == CT_BRIDGES_AUTO && n_more > 0)
        ct_note_add(job->ctx->notes, CT_INFO, "graph", n_more,
                    "{of these bridges is|of these bridges are} more than joining needs, offered "
                    "where components lie beside each other; which are used is in bridges.shp");
}

static void tell_counts(const ct_graph_job *job)
{
    const char *const one[] = {
        [CT_EDGE_BORDER] = "pair of regions shares a border",
        [CT_EDGE_CORNER] = "pair of regions shares only a corner (queen)",
        [CT_EDGE_GIVEN] = job->pairs ? "pair of neighbours is given"
                                     : "pair of neighbours from the adjacency file",
        [CT_EDGE_NEAR] = "pair of regions is near each other and linked for that",
    };
    const char *const many[] = {
        [CT_EDGE_BORDER] = "pairs of regions share a border",
        [CT_EDGE_CORNER] = "pairs of regions share only a corner (queen)",
        [CT_EDGE_GIVEN] = job->pairs ? "pairs of neighbours are given"
                                     : "pairs of neighbours from the adjacency file",
        [CT_EDGE_NEAR] = "pairs of regions are near each other and linked for that",
    };
    const ct_graph *g = job->graph;
    int64_t count[CT_EDGE_NEAR + 1] = {0};
    for (int64_t e = 0; e < g->indptr[g->n]; e++) count[g->kind[e]]++;
    for (int kind = 0; kind <= CT_EDGE_NEAR; kind++) {
        const char *text = count[kind] == 2 ? one[kind] : many[kind];
        if (count[kind] > 0 && text)
            ct_note_add(job->ctx->notes, CT_INFO, "graph", count[kind] / 2, "%s", text);
    }
}

/// Many regions without a neighbour mean that borders do not share vertices.
static void tell_isolated(const ct_graph_job *job, const int32_t *size)
{
    const ct_graph *g = job->graph;
    int32_t n = 0;
    for (int32_t c = 0; c < g->n_components; c++) n += size[c] == 1;
    if (g->n < 20 || n <= g->n / 20) return;
    ct_note_add(job->ctx->notes, CT_WARN, "graph", n,
                ct_graph_is_given(job)
                    ? "of %d regions {has|have} no neighbour: the adjacency file seems incomplete"
                    : "of %d regions {has|have} no neighbour: their borders do not share vertices; "
                      "try --snap METRES",
                (int)g->n);
}

void ct_graph_tell(const ct_graph_job *job, const int32_t *size)
{
    const ct_graph *g = job->graph;
    tell_counts(job);
    if (g->n_components > 1)
        ct_note_add(job->ctx->notes, job->opt->bridges == CT_BRIDGES_NONE ? CT_WARN : CT_INFO,
                    "graph", g->n_components,
                    job->opt->bridges == CT_BRIDGES_NONE
                        ? "components, not joined (--bridges none); the largest has %d regions"
                        : "components before bridges; the largest has %d regions",
                    (int)size[0]);
    tell_longest(job);
    tell_isolated(job, size);
}
