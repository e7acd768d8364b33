/// Shared by the files that read --adjacency.
#ifndef CT_GRAPH_GIVEN_H
#define CT_GRAPH_GIVEN_H

#include "base/code.h"
#include "base/table.h"
#include "graph/graph.h"

/// The rows of a file of each format; a border length that is not given is negative.
ct_status ct_graph_given_csv(ct_graph_job *job, ct_links *given, ct_error *err);
ct_status ct_graph_given_gal(ct_graph_job *job, ct_links *given, ct_error *err);

/// Looks up the codes of one file; those that name no region are counted, with up to three
/// examples.
typedef struct ct_finder {
    ct_codes codes;
    ct_repairs repairs;
    int64_t n_unknown;
    char unknown[128];
} ct_finder;

/// ct_codes_learn() of the file's codes, then ct_finder_region() for each of them. Close it in any
/// case.
ct_status ct_finder_open(const ct_graph_job *job, ct_finder *out, ct_error *err);
void ct_finder_close(ct_finder *f);
void ct_finder_learn(ct_finder *f, const ct_table *t, int32_t column);

/// The region with this code; -1, and counted, when there is none.
int32_t ct_finder_region(ct_finder *f, const char *code, int64_t length, int64_t line);
/// That of a cell of a table.
int32_t ct_finder_cell(ct_finder *f, const ct_table *t, int64_t row, int32_t column);
/// What was repaired.
void ct_finder_note(const ct_finder *f, const ct_graph_job *job, const char *path);

#endif
