/// Shared by the files that read --adjacency.
#ifndef CT_GRAPH_GIVEN_H
#define CT_GRAPH_GIVEN_H

#include "graph/graph.h"

/// The rows of a file of each format; a border length that is not given is negative.
ct_status ct_graph_given_csv(ct_graph_job *job, ct_links *given, ct_error *err);
ct_status ct_graph_given_gal(ct_graph_job *job, ct_links *given, ct_error *err);

/// Codes that name no region, counted with up to three examples.
typedef struct ct_unknown {
    int64_t n;
    char examples[128];
} ct_unknown;

/// The region with this code; -1, and counted, when there is none.
int32_t ct_given_region(const ct_graph_job *job, const char *code, int64_t length,
                        ct_unknown *unknown);

#endif
