/// Which bridges are taken, of all that are offered.
#ifndef CT_BASE_BRIDGES_H
#define CT_BASE_BRIDGES_H

#include "canton/case.h"
#include "canton/plan.h"

/// order [n_bridges] out: the shortest first, equal ones as they stand.
void ct_bridges_by_length(const ct_graph *graph, int32_t *order);

/// Bridges that hold a territory together: the shortest that join what its borders leave apart.
///   territory [n]          1.., 0 = in none
///   order     [n_bridges]  scratch
///   parent    [n]          scratch
///   is_used   [n_bridges]  out
void ct_bridges_used(const ct_graph *graph, const int32_t *territory, int32_t *order,
                     int32_t *parent, bool *is_used);

/// How many links, of all kinds that are no border, hold territories together.
int32_t ct_bridges_n_used(const ct_figures *figures);

#endif
