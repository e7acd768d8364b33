/// Gaps between groups of boundary: nearest pairs, a spanning tree over them, all pairs in reach.
///
/// Definition: the gap of two groups is the least distance between a chain of one and a chain of
/// the other (ctk_boxtree chains; distance of chords in space, km). Obvious way: every segment
/// against every other, O(n^2).
///
/// Spanning tree: Boruvka's rounds (Nesetril et al. 2001, doi:10.1016/S0012-365X(00)00224-7). In a
/// round each group but the one that holds group 0 finds its nearest other group through the tree
/// (best first in a node; cut are branches further than what any chain of the group has found, and
/// those that lie wholly inside the group); found pairs are joined. The group of component 0,
/// usually nearly the whole layer, is never asked, so the work is that of the islands. (March, Ram,
/// Gray 2010, doi:10.1145/1835804.1835882, treat the general case.)
///
/// Ties and determinism: among pairs with equal distance the lowest (first segment, second
/// segment) wins, where hundreds of boxes touch among the first of those; a cut needs a
/// margin above rounding; so results do not depend on the order of the search or on threads. Cost
/// about O(q log n) per round for q chains outside group 0.
#ifndef CTK_GEOM_GAP_H
#define CTK_GEOM_GAP_H

#include <stdint.h>

#include "kernels/geom/boxtree.h"

/// The nearest points of two chains: fraction s along segment p -> p + 1 of the point array.
typedef struct ctk_gap {
    double distance2_km2;
    int32_t chain_a, chain_b; ///< chain_b = -1: nothing found; chain_a = -1: a point asked
    int64_t point_a, point_b; ///< index of the segment's first point
    double s_a, s_b;          ///< 0..1; 0 for a chain of one point
} ctk_gap;

/// Square of the distance between segments p0 p1 and q0 q1, and where along each.
double ctk_segment_gap2(const double *p0, const double *p1, const double *q0, const double *q1,
                        double *s, double *t);

enum { CTK_GAP_TASK = 32 }; ///< chains a task asks for

typedef struct ctk_gap_work {
    int32_t *order;      ///< [n chains] chains by group
    int32_t *task_begin; ///< [n / CTK_GAP_TASK + n_groups + 2]
    int32_t *parent;     ///< [n_groups]
    int32_t *root;       ///< [n_groups]
    int32_t *label;      ///< [ctk_boxtree_nodes(n)]
    ctk_gap *best;       ///< [n_groups]
    double *limit2;      ///< [n_groups] km^2
} ctk_gap_work;

/// Minimum spanning tree over the groups.
///   group   [n chains] group of each chain, 0 <= group < n_groups; every group has a chain
///   tree    [n_groups - 1] out; chain_a in the group that asked. Returns their number.
int32_t ctk_gap_tree(const ctk_boxtree *t, int32_t n_groups, const int32_t *group,
                     ctk_gap_work *work, int32_t n_threads, ctk_gap *tree);

/// As above when some groups are joined from the start: work->parent is set (ctk_find sets).
int32_t ctk_gap_complete(const ctk_boxtree *t, int32_t n_groups, const int32_t *group,
                         ctk_gap_work *work, int32_t n_threads, ctk_gap *tree);

/// Nearest pair of chain `q` and any chain whose group is not group[q], no further than
/// `limit2_km2`. label[] from ctk_gap_labels().
ctk_gap ctk_gap_nearest(const ctk_boxtree *t, const int32_t *label, int32_t q, int32_t own,
                        double limit2_km2);

/// Nearest pair of chains a and b.
ctk_gap ctk_gap_chains(const ctk_boxtree *t, int32_t a, int32_t b);

/// The same for a point that belongs to group `own` and to no chain.
ctk_gap ctk_gap_nearest_point(const ctk_boxtree *t, const int32_t *label, const double *point,
                              int32_t own, double limit2_km2);

/// label[node] = the group all chains below it have, -1 when they differ; group by way of root[]
/// (root[group[chain]]; root may be NULL = itself).
void ctk_gap_labels(const ctk_boxtree *t, const int32_t *group, const int32_t *root,
                    int32_t *label);

/// Nearest pair between the chains [begin, end) of one region and every region of another group
/// within `limit2_km2`: best[r] for every region r found, whose ids are appended to touched.
///   best     [n_regions] scratch, chain_b = -1 on entry and to be reset by the caller
///   touched  [n_regions] out. Returns their number, ascending.
int32_t ctk_gap_within(const ctk_boxtree *t, const int32_t *label, int32_t begin, int32_t end,
                       int32_t own, double limit2_km2, ctk_gap *best, int32_t *touched);

#endif
