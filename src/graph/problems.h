/// Shared by the files that look for overlaps and gaps.
#ifndef CT_GRAPH_PROBLEMS_H
#define CT_GRAPH_PROBLEMS_H

#include "graph/graph.h"
#include "kernels/geom/planar.h"

/// Two regions that seem to overlap deeply, a < b.
typedef struct ct_couple {
    int32_t a, b;
} ct_couple;

/// The graph's problems while they are gathered. Faces of leftover borders are exact for what is
/// thin; a deep one may be divided by matched borders that are not seen, so it only names a couple,
/// whose common ground is found among all edges of the two.
typedef struct ct_problem_list {
    ct_graph_job *job;
    const ct_couple *common; ///< the faces are those of this couple; NULL = of leftovers
    ct_couple *couple;       ///< [n_couples]
    int64_t n_couples, couple_capacity;
    int64_t n_vertices;                ///< of problem_lonlat so far
    int64_t capacity, lonlat_capacity; ///< of the graph's two arrays, in items
} ct_problem_list;

ct_status ct_problems_couple(ct_problem_list *list, int32_t a, int32_t b, ct_error *err);
/// Append the faces that are problems, or their couples.
ct_status ct_problems_add(ct_problem_list *list, const ctk_planar *p, ct_error *err);
/// Couples of regions one of which has leftover border deep inside the other.
ct_status ct_problems_nested(ct_problem_list *list, const ct_leftovers *l, ct_error *err);
/// What the couples have in common.
ct_status ct_problems_common(ct_problem_list *list, ct_error *err);

/// Notes on how many there are, how large, and where they are listed.
void ct_problems_tell(const ct_graph_job *job);

/// An empty web for n edges in *memory.
ct_status ct_planar_room(int64_t n, ctk_planar *p, void **memory, ct_error *err);
/// Point strictly inside a region: odd number of rings around it.
bool ct_region_holds(const ct_regions *r, int32_t region, const double *p);

#endif
