/// A map made coarse: connected groups of points that are cut as one.
#ifndef CTK_CLUSTER_UNITS_H
#define CTK_CLUSTER_UNITS_H

#include "kernels/cluster/mend.h"

/// The coarse map. Arrays are the caller's; the points' arrays outlive it.
typedef struct ctk_units {
    int32_t n;
    int32_t *of;      ///< [n_points] unit of each point
    double *pos;      ///< [3 n] centroids: all x, all y, all z
    double *w;        ///< [n]
    int64_t *indptr;  ///< [n + 1]
    int32_t *indices; ///< [indptr[n]] neighbours, each once; at most as many as the points have
    double *ratio;    ///< [n_extra * n] of the further measures
    double inside;    ///< inertia of the points about their units, the same for every cut
    // where the map has rules, as many of each as the points have
    int32_t *only;         ///< [n_points]
    int64_t *forbid_begin; ///< [n_points + 1]
    int32_t *forbid, *apart;
    int64_t *apart_begin; ///< [n_points + 1]
    ctk_rules rules;      ///< those of the units
} ctk_units;

/// Group about `size` neighbouring points of like weight into each unit.
///
/// Points are visited in `order` (a space-filling order keeps what is left compact). An ungrouped
/// one founds a unit, which takes the ungrouped neighbour nearest to the founder, again and again,
/// until it has `size` points or would weigh more than `heaviest`. Points that are neighbours over
/// more than `reach` are not brought together: beyond it lies something else, such as an island on
/// a long bridge, which layouts must be able to leave out. What is left of a filled region
/// are small units; those with less than a third of `size` join the lightest neighbouring unit if
/// the two together weigh no more than `heaviest`. A point that a rule names is a unit by itself,
/// so that rules stay what they are. Units are connected; their ids follow the order of their
/// founders.
///
///   order   [n]  a permutation of the points
///   work    ctk_units_work(n) bytes, aligned to 64
/// Expected O(arcs).
void ctk_units_build(const ctk_map *map, const int32_t *order, int32_t size, double heaviest,
                     double reach, void *work, ctk_units *out);

int64_t ctk_units_work(int32_t n);

#endif
