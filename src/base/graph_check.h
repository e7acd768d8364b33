/// Is this a graph as every stage expects it?
#ifndef CT_BASE_GRAPH_CHECK_H
#define CT_BASE_GRAPH_CHECK_H

#include <stdbool.h>

#include "canton/case.h"

/// CT_OK when g is a valid ct_graph: indptr ascending from 0, neighbours in range, ascending, no
/// loops, symmetric with equal border lengths and kinds, lengths finite and >= 0; and connected
/// when asked. CT_ERR_INTERNAL names the first fault. O(edges log degree).
ct_status ct_graph_check(const ct_graph *g, bool must_be_connected, ct_error *err);

#endif
