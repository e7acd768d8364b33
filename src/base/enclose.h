/// The ground that directed edges enclose, as polygons: the dissolve kernel for one job at a time,
/// with memory that is kept from one to the next. Read and graph use it.
#ifndef CT_BASE_ENCLOSE_H
#define CT_BASE_ENCLOSE_H

#include <stdbool.h>

#include "canton/status.h"
#include "kernels/geom/dissolve.h"

/// Zero-initialise; ct_enclosure_free() in any case.
typedef struct ct_enclosure {
    double *xy;     ///< vertices, the caller's to fill
    uint32_t *edge; ///< 2 * vertex for an edge from it to the next one, the caller's to fill
    ctk_dissolve_job job;
    void *scratch;
    int64_t xy_capacity, edge_capacity, scratch_capacity;
    int64_t out_capacity, end_capacity, hole_capacity;
} ct_enclosure;

/// Room for so many vertices and edges. What was there is kept.
ct_status ct_enclosure_room(ct_enclosure *e, int64_t n_vertices, int64_t n_edges, ct_error *err);

/// Enclose edge[0 .. n_edges): the rings are in e->job. *is_done = false where they cross each
/// other so often that there are more than 2^18 pieces, and 16 for each edge.
ct_status ct_enclose(ct_enclosure *e, int32_t n_edges, ctk_dissolve_rule rule, bool *is_done,
                     ct_error *err);

void ct_enclosure_free(ct_enclosure *e);

#endif
