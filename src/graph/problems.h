/// Shared by the files that look for overlaps and gaps.
#ifndef CT_GRAPH_PROBLEMS_H
#define CT_GRAPH_PROBLEMS_H

#include "graph/graph.h"
#include "kernels/geom/planar.h"
#include "kernels/prim/sets.h"

/// The graph's problems while they are gathered. Faces of leftover borders are exact for what is
/// thin; a deep one may be divided by matched borders that are not seen, so it only says that two
/// regions overlap. What regions that do so have in common is found among all their edges.
typedef struct ct_problem_list {
    ct_graph_job *job;
    int32_t *set;                      ///< [n regions] regions that overlap, as disjoint sets
    int64_t n_vertices;                ///< of problem_lonlat so far
    int64_t capacity, lonlat_capacity; ///< of the graph's two arrays, in items
} ct_problem_list;

/// Room for n more problems and n_vertices more vertices.
ct_status ct_problems_room(ct_problem_list *list, int64_t n, int64_t n_vertices, ct_error *err);
/// Area and width of the problem whose rings stand behind those of the list; false = it is so thin
/// that it is rounding.
bool ct_problems_measure(const ct_problem_list *list, ct_problem *x);
/// Append the faces that are problems, or unite the regions that overlap there.
ct_status ct_problems_add(ct_problem_list *list, const ctk_planar *p, ct_error *err);
/// Unite regions one of which lies deep inside the other.
ct_status ct_problems_nested(ct_problem_list *list, const ct_leftovers *l, ct_error *err);
/// What the regions of each set have in common, pair by pair, in place of the slivers between them.
ct_status ct_problems_common(ct_problem_list *list, ct_error *err);

/// Notes on how many there are, how large, and where they are listed.
void ct_problems_tell(const ct_graph_job *job);

/// An empty web for n edges in *memory.
ct_status ct_planar_room(int64_t n, ctk_planar *p, void **memory, ct_error *err);
/// Point strictly inside a region: odd number of rings around it.
bool ct_region_holds(const ct_regions *r, int32_t region, const double *p);

#endif
