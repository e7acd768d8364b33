/// Sets of regions that overlap, grown over a tree of the regions' boxes.
#ifndef CT_GRAPH_PROBLEMS_SETS_H
#define CT_GRAPH_PROBLEMS_SETS_H

#include "graph/problems.h"
#include "kernels/geom/strips.h"

/// Where all regions below a box of the tree are of the set that asks, it is passed over, and that
/// they are is remembered: so n regions that all lie on each other become one set in O(n log n).
typedef struct ct_box_sets {
    ct_problem_list *list;
    double *box;    ///< [4 * n regions]
    ctk_strips s;   ///< regions as strips: each an edge from corner to corner of its box
    uint8_t *whole; ///< [boxes of s] all below is one set
    int64_t looks;  ///< left; < 0 = none, and nothing is united any more
} ct_box_sets;

ct_status ct_box_sets_open(ct_box_sets *t, ct_problem_list *list, int64_t looks, ct_error *err);
void ct_box_sets_free(ct_box_sets *t);

/// Unite `region` with all that hold point p.
void ct_box_sets_over(ct_box_sets *t, int32_t region, const double p[2]);
/// Unite `region` with all whose boxes share ground with its own.
void ct_box_sets_beside(ct_box_sets *t, int32_t region);
/// Unite all.
void ct_box_sets_all(ct_box_sets *t);

#endif
